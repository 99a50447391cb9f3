"""A small question answered by typing: what is typed narrows or interprets a list, Enter takes the highlighted line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Generic, NamedTuple, TypeVar

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from chatlane_tui.ui.screens.closing import Modal
from chatlane_tui.ui.text import assembled, plain
from chatlane_tui.ui.widgets.typed import TypedLine

T = TypeVar("T")


class Line(NamedTuple, Generic[T]):
    """Something that can be taken: what it is, in words, and what stands beside it in muted ones."""

    value: T
    words: str
    aside: str = ""


class Offers(NamedTuple, Generic[T]):
    """What can be taken for a text; `problem` is said where nothing can."""

    lines: Sequence[Line[T]]
    problem: str = ""


class Picker(Modal[T | None], Generic[T]):
    """Dismisses with the value of the line that was taken, or with None on Esc.

    Every letter goes into the field; arrows, Enter and clicks belong to the list.
    """

    DEFAULT_CSS = """
    Picker {
        align: center middle;

        & > Vertical {
            width: 90%;
            max-width: 64;
            height: auto;
            max-height: 90%;
            padding: 0 1;
            border: round $primary;
            background: $surface;
        }
        Input { border: none; height: 1; padding: 0; margin-bottom: 1; background: $panel; }
        OptionList {
            height: auto;
            max-height: 40vh;
            border: none;
            padding: 0;
            background: transparent;
            text-wrap: nowrap;
            text-overflow: ellipsis;
        }
        Static { width: 100%; height: auto; color: $text-muted; }
        .picker--problem { display: none; color: $text-warning; &.-shown { display: block; } }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "give_up", "Back", show=False),
        Binding("down", "step(1)", "Next", show=False, priority=True),
        Binding("up", "step(-1)", "Previous", show=False, priority=True),
    ]

    def __init__(
        self, question: str, offers: Callable[[str], Offers[T]], *, placeholder: str = "", limit: int = 80
    ) -> None:
        """`offers` is asked for each text that is typed, on the loop: it computes, and waits for nothing."""
        super().__init__()
        self._question = question
        self._ask = offers
        self._text = ""
        self._stands = False
        self._offers: Offers[T] = offers("")
        self._field = TypedLine(placeholder=placeholder, max_length=limit, compact=True)
        self._options = OptionList(markup=False, compact=True)
        self._options.can_focus = False
        self._problem = Static(classes="picker--problem", markup=False)

    @property
    def lines(self) -> Sequence[Line[T]]:
        """What can be taken now."""
        return self._offers.lines

    def compose(self) -> ComposeResult:
        """The field, what it comes to, and the way out."""
        with Vertical() as box:
            box.border_title = plain(self._question)
            box.border_subtitle = "Enter takes it · Esc goes back"
            yield self._field
            yield self._options
            yield self._problem

    def on_mount(self) -> None:
        """What can be taken before anything is typed."""
        self._show()
        self.set_focus(self._field)
        self._stands = True

    def action_step(self, step: int) -> None:
        """Highlight the next or previous line."""
        self._options.action_cursor_down() if step > 0 else self._options.action_cursor_up()

    def action_give_up(self) -> None:
        """Esc: nothing was decided."""
        self._end(None)

    def takes(self, event: events.Key) -> bool:
        """Keys as they arrive, in their order: a letter that follows Enter is none of this question's."""
        if not self._stands:
            return False
        if event.key == "enter":
            self._take()
        elif event.key == "escape":
            self._end(None)
        elif self._field.put(event):
            self._typed()
        else:
            return False
        return True

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._typed()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._take()

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._end(self.lines[event.option_index].value)

    def _typed(self) -> None:
        if self._field.value != self._text:
            self._text = self._field.value
            self._offers = self._ask(self._text)
            self._show()

    def _take(self) -> None:
        place = self._options.highlighted
        if place is not None:
            self._end(self.lines[place].value)

    def _end(self, answer: T | None) -> None:
        if self._stands:
            self._stands = False
            self.dismiss(answer)

    def _show(self) -> None:
        column = max((cell_len(line.words) for line in self.lines), default=0)
        self._options.set_options([Option(_prompt(line, column)) for line in self.lines])
        self._options.highlighted = 0 if self.lines else None
        self._problem.update(plain(self._offers.problem))
        self._problem.set_class(bool(self._offers.problem), "-shown")


def _prompt(line: Line[T], column: int) -> Content:
    gap = " " * (column + 2 - cell_len(line.words))
    return assembled(line.words, (f"{gap}{line.aside}" if line.aside else "", "$text-muted"))
