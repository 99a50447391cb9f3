"""Where conversations stand in the lists: totals, ranks and stretches that cost the same however long a list is.

The index of a list gives its order; `list_day` keeps how many of each list had their last activity on which day, so
that only one day has to be counted through.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from chatlane_tui.model.ids import ConversationId

_DAY_MS = 86_400_000

_COLUMNS = {"inbox": "inbox", "unread": "unread", "all": "whole"}
"""A view's name, which ends the names of its flag and its index → its column in `list_day`."""

Place = tuple[int, int, int, int, int]
"""`sort_at`, then 0 or 1 for each of: all, inbox, unread, waiting."""


def count_moves(connection: sqlite3.Connection, moves: Iterable[tuple[Place, Place]]) -> None:
    """Count conversations out of their place before and into the one after."""
    days: dict[int, list[int]] = {}
    for before, after in moves:
        for sign, (sort_at, *flags) in ((-1, before), (1, after)):
            counted = days.setdefault(sort_at // _DAY_MS, [0, 0, 0, 0])
            for n, flag in enumerate(flags):
                counted[n] += sign * flag
    changed = [(*counted, day) for day, counted in days.items() if any(counted)]
    connection.executemany("INSERT OR IGNORE INTO list_day (day) VALUES (?)", ((row[-1],) for row in changed))
    connection.executemany(
        # One row a statement: anything more opens a savepoint, and FTS5 flushes its index into each.
        "UPDATE list_day SET whole = whole + ?, inbox = inbox + ?, unread = unread + ?, waiting = waiting + ? "
        "WHERE day = ?",
        changed,
    )


def total(connection: sqlite3.Connection, *, view: str) -> int:
    """How many conversations a view holds."""
    return int(connection.execute(f"SELECT coalesce(sum({_COLUMNS[view]}), 0) FROM list_day").fetchone()[0])


def rank(connection: sqlite3.Connection, conversation_id: ConversationId, *, view: str) -> int | None:
    """How many conversations of the view stand before this one; None if it is not in the view."""
    found = connection.execute(
        f"SELECT sort_at FROM conversation WHERE id = ? AND in_{view} = 1", (conversation_id,)
    ).fetchone()
    if found is None:
        return None
    day = found[0] // _DAY_MS
    newer, same_day = connection.execute(
        f"SELECT (SELECT coalesce(sum({_COLUMNS[view]}), 0) FROM list_day WHERE day > ?), "
        f"(SELECT count(*) FROM conversation INDEXED BY list_{view} WHERE in_{view} = 1 AND (sort_at, id) > (?, ?) "
        "AND sort_at < ?)",
        (day, found[0], conversation_id, (day + 1) * _DAY_MS),
    ).fetchone()
    return int(newer + same_day)


def stretch(connection: sqlite3.Connection, *, view: str, start: int, size: int) -> list[ConversationId]:
    """The ids at the positions from `start` on, at most `size`."""
    before, below = 0, 2**62
    for day, count in connection.execute(f"SELECT day, {_COLUMNS[view]} FROM list_day ORDER BY day DESC"):
        if before + count > start:
            below = (day + 1) * _DAY_MS
            break
        before += count
    found = connection.execute(
        f"SELECT id FROM conversation INDEXED BY list_{view} WHERE in_{view} = 1 AND sort_at < ? "
        "ORDER BY sort_at DESC, id DESC LIMIT ? OFFSET ?",
        (below, size, start - before),
    )
    return [ConversationId(row[0]) for row in found]


def beside(
    connection: sqlite3.Connection, conversation_id: ConversationId, step: int, *, view: str
) -> ConversationId | None:
    """The conversation `step` places after (+) or before (-) this one, from where it stands or, having left, stood."""
    found = connection.execute("SELECT sort_at, id FROM conversation WHERE id = ?", (conversation_id,)).fetchone()
    if found is None:
        return None
    sign, order = ("<", "DESC") if step > 0 else (">", "ASC")
    there = connection.execute(
        f"SELECT id FROM conversation INDEXED BY list_{view} WHERE in_{view} = 1 AND (sort_at, id) {sign} (?, ?) "
        f"ORDER BY sort_at {order}, id {order} LIMIT 1 OFFSET ?",
        (*found, max(abs(step), 1) - 1),
    ).fetchone()
    return None if there is None else ConversationId(there[0])
