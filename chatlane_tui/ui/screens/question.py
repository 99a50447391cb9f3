"""A question that has to be answered before anything goes on: a sentence, and up to four answers with a letter each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from chatlane_tui.ui.text import assembled, plain


class Answer(NamedTuple):
    """`id` is what the asker gets back, `key` one letter, `words` what it does."""

    id: str
    key: str
    words: str


class Question(ModalScreen[str | None]):
    """Dismisses with the chosen answer's id, or with `otherwise` (None unless told) on Esc: nothing was decided.

    More than four answers, or two with one letter, raise ValueError. The first answer is the highlighted one.
    """

    DEFAULT_CSS = """
    Question {
        align: center middle;

        & > VerticalScroll {
            width: 90%;
            max-width: 72;
            height: auto;
            max-height: 90%;
            padding: 0 2;
            border: round $primary;
            background: $surface;
        }
        Static { width: 100%; height: auto; max-height: 40vh; margin-bottom: 1; }
        .question--detail { color: $text-muted; }
        .question--foot { color: $text-muted; margin: 1 0 0 0; }
        OptionList { height: auto; border: none; padding: 0; background: transparent; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "give_up", "Back", show=False),
        Binding("j", "step(1)", "Next answer", show=False),
        Binding("k", "step(-1)", "Previous answer", show=False),
    ]

    def __init__(
        self, sentence: str, answers: Sequence[Answer] = (), *, detail: str = "", otherwise: str | None = None
    ) -> None:
        super().__init__()
        if len(answers) > 4:
            raise ValueError("a question has at most four answers")
        if len({answer.key for answer in answers}) < len(answers):
            raise ValueError("two answers have one letter")
        self.sentence = sentence
        self.answers = tuple(answers)
        self._detail = detail
        self._otherwise = otherwise

    def compose(self) -> ComposeResult:
        """Sentence, detail, answers, and the way back."""
        with VerticalScroll(can_focus=False):
            yield Static(plain(self.sentence), markup=False)
            if self._detail:
                yield Static(plain(self._detail), classes="question--detail", markup=False)
            if self.answers:
                yield OptionList(*(_option(answer) for answer in self.answers), markup=False, compact=True)
            yield Static(Content("Esc goes back"), classes="question--foot", markup=False)

    def on_mount(self) -> None:
        """The first answer is highlighted; Enter takes it."""
        for options in self.query(OptionList):
            options.highlighted = 0
            options.focus(scroll_visible=False)

    def on_key(self, event: events.Key) -> None:
        """A letter answers at once; an answer's own letter comes before j and k."""
        for answer in self.answers:
            if event.character == answer.key:
                event.stop()
                event.prevent_default()
                self.dismiss(answer.id)
                return

    def action_step(self, step: int) -> None:
        """Highlight the next or previous answer."""
        for options in self.query(OptionList):
            options.action_cursor_down() if step > 0 else options.action_cursor_up()

    def action_give_up(self) -> None:
        """Esc: nothing was decided."""
        self.dismiss(self._otherwise)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self.answers[event.option_index].id)


def _option(answer: Answer) -> Option:
    return Option(assembled((f" {answer.key} ", "bold reverse"), f" {answer.words}"))
