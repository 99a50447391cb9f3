"""What a closed database holds, read without migrating or locking it: for signing in anew, and before a purge."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from chatlane_tui.config.private import spoken
from chatlane_tui.errors import StoreUnusable

_WITNESSES = 3


class Unsent(NamedTuple):
    """What exists nowhere but here: texts being typed, and what waits to be sent."""

    drafts: int
    outbox: int


class Witness(NamedTuple):
    """A message that only one team's server can know: its id with its conversation and its time."""

    id: int
    conversation_id: int
    created_at: int
    """Milliseconds since 1970 UTC."""


def unsent(database: Path) -> Unsent:
    """How much would be lost with this database. `StoreUnusable` if it cannot be read."""
    with _reading(database) as connection:
        return Unsent(_count(connection, "draft"), _count(connection, "outbox"))


def witnesses(database: Path) -> tuple[Witness, ...]:
    """A few of the newest messages of the server that say where and when they were written."""
    with _reading(database) as connection:
        rows = connection.execute(
            "SELECT id, conversation_id, created_at FROM message"
            " WHERE conversation_id IS NOT NULL AND created_at IS NOT NULL ORDER BY row DESC LIMIT ?",
            (_WITNESSES,),
        ).fetchall()
    return tuple(Witness(*row) for row in rows)


def inboxes(database: Path) -> dict[int, str]:
    """The inboxes as they were last read: id → name."""
    with _reading(database) as connection:
        return {row[0]: row[1] or "" for row in connection.execute("SELECT id, name FROM inbox")}


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


@contextmanager
def _reading(database: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True, timeout=5)) as connection:
            yield connection
    except sqlite3.Error as error:
        raise StoreUnusable(f"The database {spoken(database)} cannot be read ({error}).") from error
