"""What is known of the server's limits, as one value: what the processes of a profile tell each other (A1)."""

from __future__ import annotations

from typing import NamedTuple, Protocol

WINDOW_MS = 60_000
"""Milliseconds after which a rate limit of unknown length is taken to begin anew: Laravel counts by the minute."""


class Allowance(NamedTuple):
    """Times are ms since 1970 UTC, 0 where there is none. A clock that was set back has left pause and window."""

    since: int = 0
    until: int = 0
    """The pause the server asked for: from `since` to before `until` (A1)."""
    refusals: int = 0
    """How often in a row it asked for one: pauses of unknown length grow with it."""
    limit: int | None = None
    remaining: int | None = None
    window_ends: int = 0
    """`remaining` requests of `limit` are left until then, as far as anybody knows."""

    def paused(self, now: int) -> bool:
        """Whether the pause lasts."""
        return self.since <= now < self.until

    def in_window(self, now: int) -> bool:
        """Whether `remaining` still counts."""
        return self.remaining is not None and self.window_ends - WINDOW_MS <= now < self.window_ends


class Ledger(Protocol):
    """Where all processes of a profile keep their one budget."""

    async def exchange(self, mine: Allowance) -> Allowance:
        """Enter what this process knows, and return what all of them know together.

        Raises nothing: a ledger that cannot be read or written returns what it was told.
        """


def merged(one: Allowance, other: Allowance, now: int) -> Allowance:
    """What two processes know together: the longer pause that lasts, and the later window.

    Of one window the smaller rest counts, since each spends from it.
    """
    pause = max(one, other, key=lambda a: (a.paused(now), a.until))
    window = max(one, other, key=lambda a: (a.in_window(now), a.window_ends))
    remaining = window.remaining
    if one.window_ends == other.window_ends and one.remaining is not None and other.remaining is not None:
        remaining = min(one.remaining, other.remaining)
    return Allowance(pause.since, pause.until, pause.refusals, window.limit, remaining, window.window_ends)
