"""What belongs together is painted together: a pane that gets the focus, and what is read for it from the database.

Textual 8.2.8 paints at once what changes first, and what follows some milliseconds later only with its next frame.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.timer import Timer

MOST: Final = 0.03
"""Seconds after which what is there is painted, whatever is still to come."""


class OnePaint:
    """From `begin` to `end` nothing is painted; either may be called when the other was not."""

    def __init__(self, screen: Screen[None]) -> None:
        self._screen = screen
        self._held: AbstractContextManager[None] | None = None
        self._timer: Timer | None = None

    def begin(self) -> None:
        """Something more will follow in a moment."""
        if self._held is None:
            self._held = self._screen.app.batch_update()
            self._held.__enter__()
            self._timer = self._screen.app.set_timer(MOST, self.end)  # the screen may be another by then

    def end(self) -> None:
        """It is there: paint."""
        held, self._held = self._held, None
        if self._timer is not None:
            self._timer.stop()
        if held is not None:
            held.__exit__(None, None, None)
            self._screen.check_idle()
