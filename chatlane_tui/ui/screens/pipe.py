"""Which command a message is piped to, and whether it gets the whole thread."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from chatlane_tui.ui.screens.closing import Modal
from chatlane_tui.ui.widgets.typed import TypedLine

MESSAGE = "It gets the text of this message on its stdin. ^t: the whole thread instead."
THREAD = "It gets the whole thread, as plain text, on its stdin. ^t: this message alone."
WORDS = "Its words are run as they are, without a shell. Enter runs it, Esc goes back."
SHELL = "Your shell runs it. Enter runs it, Esc goes back."


class Piped(NamedTuple):
    """What a person wants."""

    command: str
    whole_thread: bool


class PipePrompt(Modal[Piped | None]):
    """Dismisses with the command, or with None on Esc."""

    DEFAULT_CSS = """
    PipePrompt {
        align: center middle;

        & > Vertical {
            width: 90%;
            max-width: 76;
            height: auto;
            padding: 0 2;
            border: round $primary;
            background: $surface;
        }
        Static { width: 100%; height: auto; color: $text-muted; }
        Input { margin: 0 0 1 0; border: tall $border-blurred; }
        Input:focus { border: tall $border; }
        #what { color: $foreground; margin: 0 0 1 0; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "give_up", "Back", show=False, priority=True),
        Binding("ctrl+t", "switch", "Message or thread", show=False, priority=True),
    ]

    def __init__(self, command: str, *, uses_shell: bool) -> None:
        super().__init__()
        self._command = command
        self._uses_shell = uses_shell
        self._whole_thread = False
        self._what = Static(MESSAGE, id="what", markup=False)

    def compose(self) -> ComposeResult:
        """The command, what it gets, how it is run."""
        with Vertical() as frame:
            frame.border_title = "Pipe to a command"
            yield TypedLine(self._command, placeholder="wc -w", select_on_focus=True)
            yield self._what
            yield Static(SHELL if self._uses_shell else WORDS, markup=False)

    def action_switch(self) -> None:
        """The message, or the whole thread."""
        self._whole_thread = not self._whole_thread
        self._what.update(THREAD if self._whole_thread else MESSAGE)

    def action_give_up(self) -> None:
        """Esc: nothing is run."""
        self.dismiss(None)

    @on(Input.Submitted)
    def _run(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(Piped(event.value, self._whole_thread))
