"""Which conversations the server has told of since when, in sweeps: what a whole list left out is looked at by itself.

Counted, not dated: a clock that jumps makes nobody absent. And the mark survives the program, so a sweep that was cut
goes on where it was.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from typing import NamedTuple

from chatlane_tui.model.ids import ConversationId, MessageId
from chatlane_tui.store import meta
from chatlane_tui.store.database import Transaction
from chatlane_tui.store.direction import ids_json

_NUMBER = "sweep:number"
_TOUCHED = -1

_LOOKED_AT = (
    "SELECT c.id, c.known_at IS NOT NULL AND (coalesce(c.is_read, 0) = 0 OR m.is_read = 0), c.newest_id "
    "FROM conversation AS c LEFT JOIN message AS m ON m.id = c.newest_id "
)


class Suspect(NamedTuple):
    """A conversation that should be looked at by itself."""

    id: ConversationId
    is_unread: bool
    """By what the server said of it or of its newest message: a GET of it might mark it as read for the team (S4)."""
    newest: MessageId | None


def number(connection: sqlite3.Connection) -> int:
    """The number of the latest sweep that was begun; 0 before the first."""
    return int(meta.value(connection, _NUMBER) or 0)


def begin(tx: Transaction) -> int:
    """Begin another sweep; returns its number."""
    begun = number(tx.connection) + 1
    meta.put(tx, _NUMBER, str(begun))
    return begun


def told(tx: Transaction, ids: Iterable[int]) -> None:
    """The server has just told of these, whole: no sweep that is under way need miss them."""
    latest = number(tx.connection)
    tx.connection.executemany(
        "UPDATE conversation SET swept = ?1 WHERE id = ?2 AND swept <> ?1", ((latest, id_) for id_ in ids)
    )


def touch(tx: Transaction, ids: Iterable[int]) -> None:
    """A new message touched these: they are to be read again (S2), whatever happens to this run of the program."""
    tx.connection.executemany(f"UPDATE conversation SET swept = {_TOUCHED} WHERE id = ?", ((id_,) for id_ in ids))


def put_off(tx: Transaction, conversation_id: int) -> None:
    """Reading one that was touched fails again and again: leave it to the next sweep."""
    tx.connection.execute("UPDATE conversation SET swept = 0 WHERE id = ? AND swept < 0", (conversation_id,))


def touched(connection: sqlite3.Connection, *, most: int = 200) -> tuple[ConversationId, ...]:
    """Those that a new message touched and that were not read since."""
    found = connection.execute(f"SELECT id FROM conversation WHERE swept = {_TOUCHED} AND swept < 0 LIMIT ?", (most,))
    return tuple(ConversationId(row[0]) for row in found)


def unseen(connection: sqlite3.Connection, sweep: int, *, status: str | None = None) -> Suspect | None:
    """One that is cached (with that status) and was not told of since that sweep began; None: there is no other."""
    found = connection.execute(
        f"{_LOOKED_AT} WHERE c.swept < ?1 AND c.swept >= 0 AND c.gone_at IS NULL AND (?2 IS NULL OR c.status = ?2) "
        "LIMIT 1",
        (sweep, status),
    ).fetchone()
    return None if found is None else _suspect(found)


def suspect(connection: sqlite3.Connection, conversation_id: ConversationId) -> Suspect | None:
    """That conversation as one to be looked at; None if it is not cached."""
    found = connection.execute(f"{_LOOKED_AT} WHERE c.id = ?", (conversation_id,)).fetchone()
    return None if found is None else _suspect(found)


def here(connection: sqlite3.Connection, ids: Collection[ConversationId]) -> tuple[ConversationId, ...]:
    """Those of `ids` that are cached and not gone, in their order."""
    found = connection.execute(
        "SELECT id FROM conversation WHERE gone_at IS NULL AND id IN (SELECT value FROM json_each(?))", (ids_json(ids),)
    )
    present = {row[0] for row in found}
    return tuple(id_ for id_ in ids if id_ in present)


def _suspect(found: tuple[int, int, int | None]) -> Suspect:
    id_, is_unread, newest = found
    return Suspect(ConversationId(id_), bool(is_unread), None if newest is None else MessageId(newest))
