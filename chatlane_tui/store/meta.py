"""Single values that outlive a run: cursors of the sync, traits of the server once probed, flags."""

from __future__ import annotations

import sqlite3

from chatlane_tui.store.database import Transaction


def value(connection: sqlite3.Connection, key: str) -> str | None:
    """What was put under `key`, or None."""
    found = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return None if found is None else str(found[0])


def put(tx: Transaction, key: str, value: str | None) -> None:
    """Remember `value` under `key`; None forgets it."""
    if value is None:
        tx.connection.execute("DELETE FROM meta WHERE key = ?", (key,))
    else:
        tx.connection.execute(
            "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (key, value),
        )
