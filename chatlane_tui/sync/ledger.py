"""The one rate budget of a profile, kept in its database: here, since neither api nor store may know the other."""

from __future__ import annotations

import json
import sqlite3

from chatlane_tui.api.allowance import Allowance, merged
from chatlane_tui.errors import StoreError
from chatlane_tui.model.clock import Clock
from chatlane_tui.store import meta
from chatlane_tui.store.database import Database, Transaction

KEY = "rate"


class RateLedger:
    """An `api.allowance.Ledger`. It is read first and written only if that says something new."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def exchange(self, mine: Allowance) -> Allowance:
        """Enter `mine`; what all processes know together. A database that fails keeps nobody from asking."""
        try:
            kept = await self._database.read(_kept)
            if merged(mine, kept, self._clock()) == kept:
                return kept
            return await self._database.write(lambda tx: self._enter(tx, mine), bulk=True)
        except StoreError:
            return mine  # that the disk is full, or worse, is said where words are written

    def _enter(self, tx: Transaction, mine: Allowance) -> Allowance:
        known = merged(mine, _kept(tx.connection), self._clock())
        meta.put(tx, KEY, json.dumps(known))
        return known


def _kept(connection: sqlite3.Connection) -> Allowance:
    """What stands there; nothing known where it is unreadable."""
    try:
        found = json.loads(meta.value(connection, KEY) or "[]")
    except ValueError:
        return Allowance()
    if not isinstance(found, list) or len(found) != len(Allowance._fields):
        return Allowance()
    required, optional = (found[0], found[1], found[2], found[5]), (found[3], found[4])
    if not all(type(n) is int for n in required) or not all(n is None or type(n) is int for n in optional):
        return Allowance()
    return Allowance(*found)
