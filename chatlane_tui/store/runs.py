"""Focus runs: conversations to be gone through one by one, as rows, so that a run goes on where it was cut.

At most one run is open. An item is settled by what was done to its conversation ("answered", "noted", "done",
"snoozed", "later"), in the transaction that did it; an answer or a note stands above what is done after it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from typing import NamedTuple

from chatlane_tui.model.feed import InboxChanged
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.store.database import Transaction
from chatlane_tui.store.direction import ids_json
from chatlane_tui.store.run_rows import RunRow, RunSummary

MOST = 1_000
"""Conversations of one run."""

_OPEN = "SELECT id FROM run WHERE ended_at IS NULL ORDER BY id DESC LIMIT 1"


def begin(tx: Transaction, ids: Sequence[ConversationId], *, name: str, now: int) -> None:
    """A run over these, in this order, at most `MOST`; one that was open ends."""
    end(tx, now=now)
    found = tx.connection.execute("INSERT INTO run (name, started_at) VALUES (?, ?)", (name, now))
    tx.connection.executemany(
        "INSERT INTO run_item (run_id, place, conversation_id) VALUES (?, ?, ?)",
        ((found.lastrowid, place, id_) for place, id_ in enumerate(ids[:MOST])),
    )


def end(tx: Transaction, *, now: int) -> None:
    """The open run is over; nothing if there is none."""
    tx.connection.execute("UPDATE run SET ended_at = ? WHERE ended_at IS NULL", (now,))


def go(tx: Transaction, place: int) -> None:
    """The person is at that place of the open run."""
    tx.connection.execute("UPDATE run SET place = ? WHERE ended_at IS NULL", (place,))


def current(connection: sqlite3.Connection) -> RunRow | None:
    """The open run, and where its person is; None if there is none."""
    found = connection.execute(
        "SELECT r.id, r.name, r.started_at, r.place, (SELECT count(*) FROM run_item WHERE run_id = r.id), "
        "(SELECT count(*) FROM run_item WHERE run_id = r.id AND outcome <> ''), "
        "(SELECT conversation_id FROM run_item WHERE run_id = r.id AND place = r.place) "
        f"FROM run AS r WHERE r.id = ({_OPEN})"
    ).fetchone()
    return None if found is None else RunRow(*found)


def beside(connection: sqlite3.Connection, place: int, step: int) -> tuple[int, ConversationId] | None:
    """The nearest item of the open run after (+1) or before (-1) a place that nothing was done to yet."""
    sign, order = (">", "ASC") if step > 0 else ("<", "DESC")
    found = connection.execute(
        f"SELECT place, conversation_id FROM run_item WHERE run_id = ({_OPEN}) AND place {sign} ? AND outcome = '' "
        f"ORDER BY place {order} LIMIT 1",
        (place,),
    ).fetchone()
    return None if found is None else (found[0], ConversationId(found[1]))


def place_of(connection: sqlite3.Connection, conversation_id: ConversationId) -> int | None:
    """Where a conversation stands in the open run; None if it is not in it."""
    found = connection.execute(
        f"SELECT place FROM run_item WHERE conversation_id = ? AND run_id = ({_OPEN})", (conversation_id,)
    ).fetchone()
    return None if found is None else int(found[0])


def summary(connection: sqlite3.Connection, run_id: int) -> RunSummary:
    """What became of a run's conversations."""
    counts = dict(
        connection.execute("SELECT outcome, count(*) FROM run_item WHERE run_id = ? GROUP BY outcome", (run_id,))
    )
    started_at = connection.execute("SELECT started_at FROM run WHERE id = ?", (run_id,)).fetchone()[0]
    kinds = ("answered", "noted", "snoozed", "later", "done", "")
    values = (started_at, *(counts.get(kind, 0) for kind in kinds))
    return RunSummary(*values)


class Settled(NamedTuple):
    """An item as it stood before something was done to it."""

    outcome: str
    settled_at: int | None
    run_id: int
    place: int


def settle(tx: Transaction, ids: Collection[ConversationId], outcome: str, *, now: int) -> tuple[Settled, ...]:
    """Something was done to these (empty: nothing that settles them); the items that it settles, as they stood."""
    if not outcome:
        return ()
    before = tx.connection.execute(
        f"SELECT outcome, settled_at, run_id, place FROM run_item WHERE run_id = ({_OPEN}) "
        "AND conversation_id IN (SELECT value FROM json_each(?)) "
        "AND (outcome NOT IN ('answered', 'noted') OR ? = 'answered')",
        (ids_json(ids), outcome),
    ).fetchall()
    tx.connection.executemany(
        "UPDATE run_item SET outcome = ?, settled_at = ? WHERE run_id = ? AND place = ?",
        ((outcome, now, run_id, place) for _, _, run_id, place in before),
    )
    tx.changed(InboxChanged())
    return tuple(Settled(*item) for item in before)


def put_back(tx: Transaction, before: Collection[Settled], outcome: str) -> None:
    """It was taken back: what it settled stands as before, unless something else was done to it since."""
    tx.connection.executemany(
        "UPDATE run_item SET outcome = ?, settled_at = ? WHERE run_id = ? AND place = ? AND outcome = ?",
        ((*item, outcome) for item in before),
    )
    if before:
        tx.changed(InboxChanged())


def reopen(tx: Transaction, ids: Collection[ConversationId], outcome: str) -> None:
    """An answer or a note was recalled."""
    if not outcome:
        return
    tx.connection.execute(
        f"UPDATE run_item SET outcome = '', settled_at = NULL WHERE run_id = ({_OPEN}) "
        "AND conversation_id IN (SELECT value FROM json_each(?)) AND outcome = ?",
        (ids_json(ids), outcome),
    )
    tx.changed(InboxChanged())
