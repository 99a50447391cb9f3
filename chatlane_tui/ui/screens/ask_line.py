"""A question that is answered with a line of text."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from chatlane_tui.ui.screens.closing import Asking
from chatlane_tui.ui.widgets.typed import TypedLine


class AskLine(Asking[str | None]):
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

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self._sentence = sentence
        self._field = TypedLine(compact=True)

    def compose(self) -> ComposeResult:
        """The question, the line, the way back."""
        with Vertical():
            yield Static(self._sentence, markup=False)
            yield self._field
            yield Static("Enter takes it · Esc goes back", classes="ask--foot", markup=False)

    def on_mount(self) -> None:
        """The line has the focus."""
        self.set_focus(self._field)
        self.begin_taking()

    def press(self, event: events.Key) -> bool:
        """Enter takes the line, Esc takes nothing, letters are text."""
        if event.key == "enter":
            self.dismiss(self._field.value.strip() or None)
        elif event.key == "escape":
            self.dismiss(None)
        else:
            return self._field.put(event)
        return True
