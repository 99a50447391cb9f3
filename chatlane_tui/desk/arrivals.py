"""News for whoever is looking elsewhere: what customers wrote since the last look, each message once."""

from __future__ import annotations

import sqlite3

from chatlane_tui.model.clock import Clock
from chatlane_tui.model.ids import MessageId
from chatlane_tui.store import arrivals
from chatlane_tui.store.arrivals import Arrival
from chatlane_tui.store.database import Database


class Arrivals:
    """`begin` says from when on something is news: what is read of a mailbox for the first time is none."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._row: int | None = None
        self._seen: frozenset[MessageId] = frozenset()

    @property
    def has_begun(self) -> bool:
        """Whether anything is news yet."""
        return self._row is not None

    async def begin(self) -> None:
        """What is here now is known."""
        now = self._clock()
        self._row, found = await self._database.read(lambda c: _look(c, arrivals.newest(c, now=now), now))
        self._seen = frozenset(arrival.id for arrival in found)

    async def news(self) -> tuple[Arrival, ...]:
        """What came since the last look, the oldest first. Raises `StoreError`."""
        before, now = self._row, self._clock()
        if before is None:
            return ()
        self._row, found = await self._database.read(lambda c: _look(c, before, now))
        fresh = tuple(arrival for arrival in found if arrival.id not in self._seen)
        self._seen = frozenset(arrival.id for arrival in found)
        return fresh


def _look(connection: sqlite3.Connection, row: int, now: int) -> tuple[int, tuple[Arrival, ...]]:
    return arrivals.newest(connection, now=now), arrivals.since(connection, row)
