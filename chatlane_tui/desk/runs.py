"""Focus runs: a stretch of conversations gone through one by one; where one stands is on disk at every step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from chatlane_tui.model.clock import Clock
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.store import runs
from chatlane_tui.store.database import Database
from chatlane_tui.store.run_rows import RunRow, RunSummary


class Stop(NamedTuple):
    """A place in the open run, and the conversation there."""

    place: int
    conversation_id: ConversationId


class Runs:
    """At most one run is open; every method raises `StoreError` if the database fails."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def current(self) -> RunRow | None:
        """The run that is open, also one that another start began; None if there is none."""
        return await self._database.read(runs.current)

    async def begin(self, ids: Sequence[ConversationId], *, name: str) -> None:
        """A run over these, in this order, at most `runs.MOST`; one that was open ends."""
        await self._database.write(lambda tx: runs.begin(tx, ids, name=name, now=self._clock()))

    async def go(self, place: int) -> None:
        """The person is there now."""
        await self._database.write(lambda tx: runs.go(tx, place))

    async def beside(self, place: int, step: int) -> Stop | None:
        """The nearest one after (+1) or before (-1) that nothing was done to yet."""
        found = await self._database.read(lambda c: runs.beside(c, place, step))
        return None if found is None else Stop(*found)

    async def place_of(self, conversation_id: ConversationId) -> int | None:
        """Where it stands in the open run; None if it is not in it."""
        return await self._database.read(lambda c: runs.place_of(c, conversation_id))

    async def end(self, run_id: int) -> RunSummary:
        """It is over: what became of its conversations."""
        await self._database.write(lambda tx: runs.end(tx, now=self._clock()))
        return await self._database.read(lambda c: runs.summary(c, run_id))
