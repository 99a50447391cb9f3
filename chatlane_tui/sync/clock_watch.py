"""Notices that the clock on the wall was set, or that the machine slept: times noted before mean something else now.

Two clocks are compared, since no platform tells. Of the steady one only its differences count; while a machine sleeps
it stands still on most systems, and on the others a process that looked often finds that it has not looked for long.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from chatlane_tui.model.clock import Clock

TOLERANCE = 2_000
"""Milliseconds that the two may part between two looks without anything being made of it."""
LAPSE = 60_000
"""A process that has not looked for so many milliseconds was stopped, or its machine slept."""


def steady_clock() -> int:
    """Milliseconds of a clock that is never set; its zero means nothing."""
    return time.monotonic_ns() // 1_000_000


class ClockWatch:
    """Asked often, by `jumped`; what it said once it does not say again."""

    def __init__(self, clock: Clock, steady: Callable[[], int] = steady_clock) -> None:
        self._clock = clock
        self._steady = steady
        self.seen = clock()
        """What the clock showed when it was last looked at (ms)."""
        self._stood = steady()

    def jumped(self) -> int:
        """By how many ms the clock is further than the time that passed for this process; 0: it goes as it should.

        Negative: it was set back.
        """
        now, stands = self._clock(), self._steady()
        awake = stands - self._stood
        jump = now - self.seen - (awake if awake < LAPSE else 0)
        self.seen, self._stood = now, stands
        return jump if abs(jump) >= TOLERANCE else 0
