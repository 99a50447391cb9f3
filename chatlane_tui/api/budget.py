"""Who may ask next: interactive before background, some in flight, and pauses as the server asks for them (A1).

One budget for all processes of a profile: each keeps its own queue, and they share what they learn through a `Ledger`.
"""

from __future__ import annotations

import asyncio
import enum
import heapq
import math
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count

from chatlane_tui.api.allowance import WINDOW_MS, Allowance, Ledger, merged
from chatlane_tui.api.errors import retry_after
from chatlane_tui.errors import Limited
from chatlane_tui.model.clock import Clock

_YIELD_MS = 250
"""Milliseconds after a pause that background waits on, so that what is interactive in any process goes before it."""


class Priority(enum.IntEnum):
    """Who waits for the answer. The lower goes first."""

    INTERACTIVE = 0
    BACKGROUND = 1


def backoff(attempt: int, *, random: Callable[[], float], base: float = 1.0, cap: float = 60.0) -> float:
    """Seconds before attempt number `attempt` + 2: base, twice that, …, at most `cap`, of which half is chance."""
    whole = min(cap, base * 2.0 ** min(attempt, 30))
    return whole * (0.5 + random() / 2)


@dataclass(order=True, slots=True)
class _Waiter:
    priority: Priority
    number: int
    patience: float = field(compare=False)
    granted: asyncio.Future[None] = field(compare=False)


class Budget:
    """Grants turns. `limited_until` is ms UTC while the server asked for a pause; `on_limited` hears it change."""

    def __init__(
        self,
        *,
        clock: Clock,
        random: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        on_limited: Callable[[int | None], None] | None = None,
        ledger: Ledger | None = None,
        in_flight: int = 8,
        reserved: int = 2,
    ) -> None:
        """At most `in_flight` requests at a time, of which `reserved` are kept for interactive ones.

        With a `ledger` nothing is asked before it was read: a pause of another process, or of the last run, counts.
        """
        self._clock, self._random, self._sleep, self._on_limited = clock, random, sleep, on_limited
        self._room = {Priority.INTERACTIVE: in_flight, Priority.BACKGROUND: in_flight - reserved}
        self._running = 0
        self._numbers = count()
        self._queue: list[_Waiter] = []
        self._timer: asyncio.Task[None] | None = None
        self._timer_at = math.inf
        self._until: int | None = None
        self._since = 0
        self._refusals = 0
        self._limit: int | None = None
        self._remaining: int | None = None
        self._window_ends = 0
        self._ledger = ledger
        self._sharing: asyncio.Task[None] | None = None
        self._shared = Allowance()
        self._unshared = True
        self._informed = False

    @property
    def limited_until(self) -> int | None:
        """When the pause the server asked for ends, in ms UTC; None when there is none."""
        now = self._clock()
        return self._until if self._until is not None and self._since <= now < self._until else None

    @property
    def limit(self) -> int | None:
        """Requests a minute that the server allows, as its headers said last; None where it does not say."""
        return self._limit

    @asynccontextmanager
    async def turn(self, priority: Priority, *, patience: float) -> AsyncIterator[None]:
        """Wait for a turn and hold it. A pause longer than `patience` seconds is not waited for: `Limited`, unsent."""
        if self._ledger is not None and not self._informed:
            await self._shared_with(self._ledger)
        await self._admit(priority, patience)
        try:
            yield
        finally:
            self._running -= 1
            self._pump()

    async def _admit(self, priority: Priority, patience: float) -> None:
        self._refuse_if_longer(patience)
        waiter = _Waiter(priority, next(self._numbers), patience, asyncio.get_running_loop().create_future())
        heapq.heappush(self._queue, waiter)
        self._pump()
        try:
            await waiter.granted
        except asyncio.CancelledError:
            if waiter.granted.done() and not waiter.granted.cancelled() and waiter.granted.exception() is None:
                self._running -= 1
                self._pump()
            raise

    def _refuse_if_longer(self, patience: float) -> None:
        asked = self._pause(Priority.INTERACTIVE)
        if asked > patience:
            raise _too_long(asked)

    def _pause(self, priority: Priority) -> float:
        """Seconds until this class may go; background also leaves headroom under a known limit."""
        now = self._clock()
        until = self.limited_until or now
        if priority is Priority.BACKGROUND and self._until is not None:
            yielding = self._until + _YIELD_MS
            until = yielding if self._since <= now < yielding else until
        if priority is Priority.BACKGROUND and self._remaining is not None and self._remaining <= self._headroom():
            if self._in_window(now):
                until = max(until, self._window_ends)
            else:
                self._remaining = None
        return (until - now) / 1000

    def _in_window(self, now: int) -> bool:
        """Within the window of the limit; a clock that was set back has left it."""
        return self._window_ends - WINDOW_MS <= now < self._window_ends

    def _headroom(self) -> int:
        return max(1, min(10, (self._limit or 0) // 10))

    def _pump(self) -> None:
        while self._queue:
            first = self._queue[0]
            if first.granted.done():
                heapq.heappop(self._queue)
                continue
            if self._running >= self._room[first.priority]:
                return
            pause = self._pause(first.priority)
            if pause > 0:
                self._wake_in(pause)
                return
            heapq.heappop(self._queue)
            self._running += 1
            if self._remaining is not None:
                self._remaining = max(0, self._remaining - 1)
            first.granted.set_result(None)

    def _wake_in(self, pause: float) -> None:
        at = self._clock() + pause * 1000
        if self._timer is not None and not self._timer.done():
            if self._timer_at <= at:
                return
            self._timer.cancel()
        self._timer_at = at
        self._timer = asyncio.get_running_loop().create_task(self._wake(pause), name="budget")

    async def _wake(self, pause: float) -> None:
        await self._sleep(pause)
        self._timer, self._timer_at = None, math.inf
        self._pump()

    def learn(self, status: int, headers: Mapping[str, str]) -> None:
        """Take in what an answer says about limits: `X-RateLimit-*`, and `Retry-After` of a 429 or 503 (A1)."""
        self._count(headers)
        if status == 429 or (status == 503 and "retry-after" in headers):
            asked = retry_after(headers, now=self._clock())
            if asked is None:
                asked = backoff(self._refusals, random=self._random)
            self._refusals += 1
            now = self._clock()
            self._pause_until(now + math.ceil(asked * 1000), since=now)
        elif self.limited_until is None:
            self._refusals = 0
            if self._until is not None:
                self._until = None
                self._tell()
        self._share_soon()

    def _count(self, headers: Mapping[str, str]) -> None:
        limit, remaining = _number(headers, "x-ratelimit-limit"), _number(headers, "x-ratelimit-remaining")
        if remaining is None:
            return
        now = self._clock()
        anew = self._remaining is None or not self._in_window(now)
        if anew or remaining > (self._remaining or 0) + self._room[Priority.INTERACTIVE]:
            self._window_ends = now + WINDOW_MS
            self._remaining = remaining
        else:
            self._remaining = min(self._remaining or 0, remaining)
        self._limit = limit

    def _pause_until(self, until: int, *, since: int) -> None:
        if (self.limited_until or 0) >= until:
            return
        self._since, self._until = since, until
        self._tell()
        pause = self._pause(Priority.INTERACTIVE)
        for waiter in self._queue:
            if pause > waiter.patience and not waiter.granted.done():
                waiter.granted.set_exception(_too_long(pause))

    def _tell(self) -> None:
        if self._on_limited is not None:
            self._on_limited(self._until)

    # all processes of the profile

    async def share(self) -> None:
        """Tell the other processes what this one knows, and learn what they do; without a ledger nothing happens."""
        if self._ledger is not None:
            self._unshared = True
            await self._shared_with(self._ledger)

    def _share_soon(self) -> None:
        if self._ledger is not None and self._is_news(self._allowance()):
            self._unshared = True
            self._shared_with(self._ledger)

    def _shared_with(self, ledger: Ledger) -> asyncio.Future[None]:
        """The exchange that is under way, or a new one; whoever gives up waiting for it does not end it."""
        if self._sharing is None or self._sharing.done():
            self._sharing = asyncio.get_running_loop().create_task(self._exchange(ledger), name="ledger")
        return asyncio.shield(self._sharing)

    def _is_news(self, mine: Allowance) -> bool:
        """A pause, a new window, or a good part of one spent: not each single request."""
        shared = self._shared
        if mine.paused(self._clock()) and mine.until != shared.until:
            return True
        if mine.remaining is None or (mine.window_ends == shared.window_ends and mine.remaining == shared.remaining):
            return False
        spent = (shared.remaining or 0) - mine.remaining
        return mine.window_ends != shared.window_ends or mine.remaining <= self._headroom() or spent >= self._headroom()

    async def _exchange(self, ledger: Ledger) -> None:
        while self._unshared:
            self._unshared = False
            self._shared = await ledger.exchange(self._allowance())
            self._take_in(self._shared)
        self._informed = True

    def _allowance(self) -> Allowance:
        return Allowance(
            self._since if self._until is not None else 0,
            self._until or 0,
            self._refusals,
            self._limit,
            self._remaining,
            self._window_ends if self._remaining is not None else 0,
        )

    def _take_in(self, theirs: Allowance) -> None:
        now = self._clock()
        known = merged(self._allowance(), theirs, now)
        if known.remaining is not None:
            self._limit, self._remaining, self._window_ends = known.limit, known.remaining, known.window_ends
        if known.paused(now):
            self._refusals = max(self._refusals, known.refusals)
            self._pause_until(known.until, since=known.since)
        self._pump()

    async def aclose(self) -> None:
        """Stop waiting; whoever still waits for a turn is cancelled."""
        if self._sharing is not None:
            self._sharing.cancel()
            await asyncio.gather(self._sharing, return_exceptions=True)
        if self._timer is not None:
            self._timer.cancel()
            await asyncio.gather(self._timer, return_exceptions=True)
        for waiter in self._queue:
            waiter.granted.cancel()
        self._queue.clear()


def _too_long(pause: float) -> Limited:
    return Limited("The server asks for a pause.", retry_after=pause, hint="What waits goes on by itself.")


def _number(headers: Mapping[str, str], name: str) -> int | None:
    value = headers.get(name, "").strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 9 else None
