"""Keys are read no faster than they are handled: what was not read yet waits in the terminal, not in the program."""

from __future__ import annotations

import asyncio
import time
from threading import Event
from typing import TYPE_CHECKING, TextIO, cast

from textual.driver import Driver

from chatlane_tui.ui.in_turn import TakesTurns
from chatlane_tui.ui.outlet import Outlet

if TYPE_CHECKING:
    from textual.app import App
    from textual.message import Message

AT_ONCE = 256
"""Keys that are read before it is looked whether those before them were handled; one that waits costs 3 KB."""
FEW = 64
"""So many may still wait when the next are read."""
LONGEST = 1.0
"""Seconds after which they are read whatever waits: a handler may be long about something, and ^q is a key too."""


def patient(kind: type[Driver]) -> type[Driver]:
    """That driver, which waits for the program; it has to read in a thread of its own, until `exit_event`."""
    return type(kind.__name__, (Patient, kind), {})


class Patient(Driver):
    """Textual 8.2.8 queues whatever it can read: text pasted as keys, a hundred thousand of them, took 300 MB."""

    exit_event: Event
    _file: object
    _sent = 0

    def start_application_mode(self) -> None:
        """As Textual's, on a terminal that may go."""
        if not isinstance(self._file, Outlet):
            self._file = Outlet(cast("TextIO", self._file))
        super().start_application_mode()  # type: ignore[safe-super]

    def send_message(self, message: Message) -> None:
        """To the app; every so often, wait until it has caught up. Called by the thread that reads."""
        super().send_message(message)
        self._sent += 1
        if self._sent % AT_ONCE == 0:
            self._wait()

    def _wait(self) -> None:
        end = time.monotonic() + LONGEST
        while time.monotonic() < end and not self.exit_event.is_set():
            asked = asyncio.run_coroutine_threadsafe(_waiting(self._app), self._loop)
            try:
                if asked.result(0.05) <= FEW:
                    return
            except TimeoutError:
                asked.cancel()
            self.exit_event.wait(0.005)


async def _waiting(app: App[object]) -> int:
    """What waits for its turn, and messages that wait for the app, its screen, and whatever has the focus."""
    screens = app.screen_stack[-1:]
    focused = [screen.focused for screen in screens if screen.focused is not None]
    turns = len(app.in_turn) if isinstance(app, TakesTurns) else 0
    return turns + sum(pump.message_queue_size for pump in (app, *screens, *focused))
