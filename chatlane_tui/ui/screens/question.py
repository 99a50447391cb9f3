"""A question that has to be answered before anything goes on: a sentence, and up to four answers with a letter each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from chatlane_tui.ui.screens.closing import Asking
from chatlane_tui.ui.text import assembled, plain


class Answer(NamedTuple):
    """`id` is what the asker gets back, `key` one letter, `words` what it does."""

    id: str
    key: str
    words: str


class Question(Asking[str | None]):
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
        self.begin_taking()

    def press(self, event: events.Key) -> bool:
        """A letter answers at once; an answer's own letter comes before j and k."""
        answer = next((answer for answer in self.answers if answer.key == event.character), None)
        options = next(iter(self.query(OptionList)), None)
        if answer is not None:
            self.dismiss(answer.id)
        elif event.key == "escape":
            self.dismiss(self._otherwise)
        elif options is None or options.highlighted is None:
            return False
        elif event.key == "enter":
            self.dismiss(self.answers[options.highlighted].id)
        elif event.key in ("j", "down"):
            options.action_cursor_down()
        elif event.key in ("k", "up"):
            options.action_cursor_up()
        else:
            return False
        return True

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self.answers[event.option_index].id)


def _option(answer: Answer) -> Option:
    return Option(assembled((f" {answer.key} ", "bold reverse"), f" {answer.words}"))
