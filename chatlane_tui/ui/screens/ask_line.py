"""A question that is answered with a line of text."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from chatlane_tui.ui.screens.closing import Modal


class AskLine(Modal[str | None]):
    """Dismisses with the line, trimmed; with None on Esc, and where nothing was typed."""

    DEFAULT_CSS = """
    AskLine {
        align: center middle;

        & > Vertical {
            width: 90%;
            max-width: 60;
            height: auto;
            padding: 0 2;
            border: round $primary;
            background: $surface;
        }
        Input { margin: 1 0; }
        .ask--foot { color: $text-muted; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "give_up", "Back", show=False)]

    def __init__(self, sentence: str, *, text: str = "") -> None:
        super().__init__()
        self._sentence = sentence
        self._text = text

    def compose(self) -> ComposeResult:
        """The question, the line, the way back."""
        with Vertical():
            yield Static(self._sentence, markup=False)
            yield Input(self._text, compact=True)
            yield Static("Enter takes it · Esc goes back", classes="ask--foot", markup=False)

    @on(Input.Submitted)
    def _answer(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(event.value.strip() or None)

    def action_give_up(self) -> None:
        """Nothing."""
        self.dismiss(None)
