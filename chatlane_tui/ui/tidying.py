"""Garbage in cycles, which screens, widgets and tasks that ended leave behind, is collected while nobody types.

The collector of Python is told to look seldom, for the screen stands still meanwhile: `measured.md`, *GC*. Left alone
it would come to most of it in hours, and a window that is worked in would grow.
"""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.app import App

LATER = 5.0
"""Seconds from the first thing to collect to the collection of all there is by then."""
CALM = 1.0
"""Seconds without a key after which there is time for a whole pass: some 20 ms."""
YOUNG = 6
"""How often in a row only what is young is looked at, some milliseconds each, since somebody types."""


class Tidying:
    """`begin` once, when the first screen is there; `pressed` at each key, `soon` where something was taken away."""

    def __init__(self, app: App[int]) -> None:
        self._app = app
        self._is_due = False
        self._put_off = 0
        self._pressed_at = 0.0

    def begin(self) -> None:
        """Collect once, and never look again at what was loaded until now."""
        gc.enable()
        gc.collect()
        gc.freeze()
        gc.set_threshold(20_000, 20, 20)

    def soon(self) -> None:
        """Something was taken off the screen."""
        if not self._is_due:
            self._is_due = True
            self._app.set_timer(LATER, self._collect)

    def pressed(self) -> None:
        """Somebody works: there is something to collect by and by, and not now."""
        self._pressed_at = time.monotonic()
        if any(gc.get_count()[1:]):
            self.soon()

    def _collect(self) -> None:
        self._is_due = False
        if self._put_off < YOUNG and time.monotonic() - self._pressed_at < CALM:
            self._put_off += 1
            gc.collect(1)
            self.soon()
        else:
            self._put_off = 0
            gc.collect()
