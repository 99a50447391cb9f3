"""What a command printed, and how it ended; while it runs, Esc ends it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static
from textual.worker import Worker

from chatlane_tui.errors import ChatlaneTuiError
from chatlane_tui.ui.clipboard import copy
from chatlane_tui.ui.screens.closing import Modal
from chatlane_tui.ui.text import plain

if TYPE_CHECKING:
    from chatlane_tui.desk.commands import Ran

MOST_LINES: Final = 2_000
MOST_LETTERS: Final = 100_000


class OutputScreen(Modal[None]):
    """Runs it and shows what it said. `run` may raise an error for people; cancelled, it ends the command."""

    DEFAULT_CSS = """
    OutputScreen {
        align: center middle;

        & > Vertical {
            width: 94%;
            max-width: 120;
            height: 90%;
            padding: 0 1;
            border: round $primary;
            background: $surface;
        }
        VerticalScroll { height: 1fr; }
        VerticalScroll > Static { width: 100%; height: auto; }
        #how { height: auto; color: $text-muted; }
        #how.-failed { color: $text-error; }
        #errors { color: $text-warning; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "leave", "Back", show=False),
        Binding("y", "copy", "Copy it", show=False),
        Binding("j,down", "scroll('down')", show=False),
        Binding("k,up", "scroll('up')", show=False),
        Binding("space,pagedown,ctrl+d", "scroll('page_down')", show=False),
        Binding("pageup,ctrl+u", "scroll('page_up')", show=False),
        Binding("g,home", "scroll('home')", show=False),
        Binding("G,end", "scroll('end')", show=False),
    ]

    def __init__(self, command: str, run: Callable[[], Awaitable[Ran]]) -> None:
        super().__init__()
        self._command = command
        self._run = run
        self._ran: Ran | None = None
        self._worker: Worker[None] | None = None
        self._how = Static("Running… Esc ends it.", id="how", markup=False)
        self._errors = Static("", id="errors", markup=False)
        self._output = Static("", markup=False)

    def compose(self) -> ComposeResult:
        """What it printed, its errors first, and how it ended."""
        with Vertical() as frame:
            frame.border_title = plain(self._command)
            with VerticalScroll():
                yield self._errors
                yield self._output
            yield self._how

    def on_mount(self) -> None:
        """Run it."""
        self.query_one(VerticalScroll).focus()
        self._worker = self.run_worker(self._show)

    async def _show(self) -> None:
        try:
            self._ran = ran = await self._run()
        except ChatlaneTuiError as error:
            self._how.add_class("-failed")
            self._how.update(plain(f"{error.sentence} Nothing was run."))
            return
        self._errors.update(plain(shown(ran.errors)))
        self._output.update(plain(shown(ran.output)))
        self._how.set_class(not ran.is_well, "-failed")
        self._how.update(plain(f"{ended(ran)} Esc goes back, y copies."))

    def action_copy(self) -> None:
        """Copy all that it printed."""
        if self._ran is not None:
            self.run_worker(self._copy(self._ran.output))

    async def _copy(self, text: str) -> None:
        await copy(self.app, text)
        self.notify("Copied what it printed.", timeout=2)

    def action_leave(self) -> None:
        """Back; what still runs is ended."""
        if self._worker is not None:
            self._worker.cancel()
        self.dismiss(None)

    def action_scroll(self, how: str) -> None:
        """Scroll: "down", "up", "page_down", "page_up", "home" or "end"."""
        getattr(self.query_one(VerticalScroll), f"scroll_{how}")(animate=False)


def ended(ran: Ran) -> str:
    """How it ended, as a sentence."""
    if ran.reason:
        return ran.reason
    if ran.is_well:
        return "Done." if ran.output or ran.errors else "Done; it printed nothing."
    return f"It failed with exit code {ran.code}." if (ran.code or 0) > 0 else "It was killed."


def shown(text: str) -> str:
    """As much of it as is shown; copying takes all."""
    lines = text[:MOST_LETTERS].rstrip("\n").split("\n", MOST_LINES)
    cut = len(text.rstrip("\n")) > MOST_LETTERS or len(lines) > MOST_LINES
    return "\n".join([*lines[:MOST_LINES], *(["… there is more; y copies all of it"] if cut else [])])
