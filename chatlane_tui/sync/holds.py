"""Keeps what holds promise (W2): as long as said whatever the clock does, and only while somebody can recall them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from chatlane_tui.model.clock import Clock
from chatlane_tui.model.feed import Feed, Said
from chatlane_tui.store import interruptions
from chatlane_tui.store.database import Database
from chatlane_tui.sync.clock_watch import ClockWatch, steady_clock
from chatlane_tui.sync.presence import Presence


class Holds:
    """`jumped` is asked often by every process; `moment` by the one that sends, before it lets anything go."""

    def __init__(
        self,
        database: Database,
        *,
        feed: Feed,
        clock: Clock,
        presence: Presence,
        steady: Callable[[], int] = steady_clock,
    ) -> None:
        self._database = database
        self._feed = feed
        self._clock = clock
        self._presence = presence
        self._watch = ClockWatch(clock, steady)
        self._jumps: list[interruptions.Jump] = []
        self._mending = asyncio.Lock()

    def jumped(self) -> bool:
        """Whether the clock was set or the machine slept since this was last asked."""
        before = self._watch.seen
        by = self._watch.jumped()
        if by:
            self._jumps.append(interruptions.Jump(by, before, self._watch.seen))
        return by != 0

    async def moment(self) -> int:
        """The present, after holds were made right for what the clock did, and for who is gone.

        Taken before that: if the machine sleeps just now, what it returns is too early, never too late. Raises
        `StoreError` while that cannot be noted; then nothing may go out.
        """
        now = self._clock()
        self.jumped()
        async with self._mending:
            while self._jumps:
                await self._after_jump(self._jumps[0])
            await self._return_orphans()
        return now

    async def dead(self) -> frozenset[str]:
        """Those of the processes that hold something that are no longer there."""
        holders = await self._database.read(interruptions.holders)
        return await asyncio.to_thread(lambda: frozenset(name for name in holders if not self._presence.lives(name)))

    async def _after_jump(self, jump: interruptions.Jump) -> None:
        now = self._clock()
        returned = await self._database.write(lambda tx: interruptions.after_jump(tx, jump, now=now))
        self._jumps.remove(jump)
        self._say(returned, "the computer slept, or its clock was set")

    async def _return_orphans(self) -> None:
        dead = await self.dead()
        if dead:
            now = self._clock()
            returned = await self._database.write(lambda tx: interruptions.return_orphans(tx, dead, now=now))
            self._say(returned, "the window it was written in has ended")

    def _say(self, returned: int, why: str) -> None:
        if returned:
            messages = "1 message was" if returned == 1 else f"{returned} messages were"
            self._feed.publish(frozenset({Said(f"{messages} not sent: {why}. Back among the drafts.", loud=True)}))
