"""Time as everything here counts it: integer milliseconds since 1970 UTC, from a clock that is handed in."""

import time
from collections.abc import Callable

Clock = Callable[[], int]
"""Returns the present in milliseconds since 1970-01-01T00:00Z."""


def system_clock() -> int:
    """The machine's own clock, in milliseconds since 1970 UTC."""
    return time.time_ns() // 1_000_000
