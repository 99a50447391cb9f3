"""Inboxes as their screen lists them: channels learnt, and how many conversations the server counts by status."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from chatlane_tui.model.feed import PeopleChanged
from chatlane_tui.model.ids import InboxId
from chatlane_tui.store import inboxes
from chatlane_tui.store.database import Transaction
from chatlane_tui.store.people_rows import InboxLine, StatusCount


def inbox_lines(connection: sqlite3.Connection) -> tuple[InboxLine, ...]:
    """Every inbox known, by name."""
    channels = inboxes.channels(connection, None)
    cached = dict(
        connection.execute(
            "SELECT inbox_id, count(*) FROM conversation WHERE gone_at IS NULL AND in_all = 1 GROUP BY inbox_id"
        ).fetchall()
    )
    counted: dict[int, list[tuple[StatusCount, int]]] = {}
    for inbox_id, status, total, at in connection.execute(
        "SELECT inbox_id, status, total, at FROM inbox_count ORDER BY inbox_id, instr('active pending closed', status)"
    ):
        counted.setdefault(inbox_id, []).append((StatusCount(status, total), at))
    return tuple(
        InboxLine(
            inbox.id,
            inbox.name,
            inbox.type,
            tuple(channel for channel in channels if channel.inbox_id == inbox.id),
            tuple(count for count, _ in counted.get(inbox.id, ())),
            min((at for _, at in counted.get(inbox.id, ())), default=None),
            cached.get(inbox.id, 0),
        )
        for inbox in inboxes.inboxes(connection)
    )


def put(tx: Transaction, inbox_id: InboxId, counts: Sequence[StatusCount], *, now: int) -> None:
    """Replace what was counted of one inbox."""
    tx.connection.execute("DELETE FROM inbox_count WHERE inbox_id = ?", (inbox_id,))
    tx.connection.executemany(
        "INSERT INTO inbox_count (inbox_id, status, total, at) VALUES (?, ?, ?, ?)",
        ((inbox_id, count.status, count.total, now) for count in counts),
    )
    tx.changed(PeopleChanged())
