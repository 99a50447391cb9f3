"""Where conversations stand in the lists that are kept: totals, ranks and stretches, the same price however long a list
is.

The index of a list gives its order; `list_day` keeps how many of each list had their last activity on which day, so
that only one day has to be counted through. Who waits stands in the order of waiting instead: there the index itself is
counted, a small one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from chatlane_tui.model.ids import ConversationId

_DAY_MS = 86_400_000

COLUMNS = {
    "all": "whole",
    "inbox": "inbox",
    "unread": "unread",
    "waiting": "waiting",
    "mine": "mine",
    "unassigned": "unassigned",
    "starred": "starred",
    "snoozed": "snoozed",
    "done": "done",
}
"""A view's name, which ends the names of its flag and its index → its column in `list_day`."""

_WAITING = "waiting"

Place = Sequence[int]
"""`sort_at`, then 0 or 1 for each of `COLUMNS`, in their order."""

_WAITED_LONGER = (
    "SELECT count(*) FROM conversation INDEXED BY list_waiting WHERE in_waiting = 1 AND (waits_at, id) < (?, ?)"
)
_ADD = (
    f"UPDATE list_day SET {', '.join(f'{column} = {column} + ?' for column in COLUMNS.values())} "
    # One row a statement: anything more opens a savepoint, and FTS5 flushes its index into each.
    "WHERE day = ?"
)


def is_kept(view: str, order: str) -> bool:
    """Whether the list of that view stands ready in that order: "newest" or "oldest", of those who wait "waiting"."""
    return order == "waiting" if view == _WAITING else view in COLUMNS and order in ("newest", "oldest")


def count_moves(connection: sqlite3.Connection, moves: Iterable[tuple[Place, Place]]) -> None:
    """Count conversations out of their place before and into the one after."""
    days: dict[int, list[int]] = {}
    for before, after in moves:
        for sign, (sort_at, *flags) in ((-1, before), (1, after)):
            counted = days.setdefault(sort_at // _DAY_MS, [0] * len(COLUMNS))
            for n, flag in enumerate(flags):
                counted[n] += sign * flag
    changed = [(*counted, day) for day, counted in days.items() if any(counted)]
    connection.executemany("INSERT OR IGNORE INTO list_day (day) VALUES (?)", ((row[-1],) for row in changed))
    connection.executemany(_ADD, changed)


def totals(connection: sqlite3.Connection) -> dict[str, int]:
    """How many conversations each view holds."""
    sums = ", ".join(f"coalesce(sum({column}), 0)" for column in COLUMNS.values())
    return dict(zip(COLUMNS, connection.execute(f"SELECT {sums} FROM list_day").fetchone(), strict=True))


def total(connection: sqlite3.Connection, *, view: str) -> int:
    """How many conversations a view holds."""
    return int(connection.execute(f"SELECT coalesce(sum({COLUMNS[view]}), 0) FROM list_day").fetchone()[0])


def rank(
    connection: sqlite3.Connection, conversation_id: ConversationId, *, view: str, order: str = "newest"
) -> int | None:
    """How many conversations of the view stand before this one; None if it is not in the view."""
    found = connection.execute(
        f"SELECT sort_at, waits_at FROM conversation WHERE id = ? AND in_{view} = 1", (conversation_id,)
    ).fetchone()
    if found is None:
        return None
    sort_at, waits_at = found
    if view == _WAITING:
        longer = connection.execute(_WAITED_LONGER, (waits_at, conversation_id))
        return int(longer.fetchone()[0])
    day = sort_at // _DAY_MS
    newer, same_day = connection.execute(
        f"SELECT (SELECT coalesce(sum({COLUMNS[view]}), 0) FROM list_day WHERE day > ?), "
        f"(SELECT count(*) FROM conversation INDEXED BY list_{view} WHERE in_{view} = 1 AND (sort_at, id) > (?, ?) "
        "AND sort_at < ?)",
        (day, sort_at, conversation_id, (day + 1) * _DAY_MS),
    ).fetchone()
    before = int(newer + same_day)
    return before if order == "newest" else total(connection, view=view) - 1 - before


def stretch(
    connection: sqlite3.Connection, *, view: str, start: int, size: int, order: str = "newest"
) -> list[ConversationId]:
    """The ids at the positions from `start` on, at most `size`."""
    if view == _WAITING:
        found = connection.execute(
            "SELECT id FROM conversation INDEXED BY list_waiting WHERE in_waiting = 1 ORDER BY waits_at, id "
            "LIMIT ? OFFSET ?",
            (size, start),
        )
        return [ConversationId(row[0]) for row in found]
    if order == "oldest":
        end = total(connection, view=view) - start
        return _newest(connection, view=view, start=max(0, end - size), size=min(size, max(0, end)))[::-1]
    return _newest(connection, view=view, start=start, size=size)


def _newest(connection: sqlite3.Connection, *, view: str, start: int, size: int) -> list[ConversationId]:
    before, below = 0, 2**62
    for day, count in connection.execute(f"SELECT day, {COLUMNS[view]} FROM list_day ORDER BY day DESC"):
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
    connection: sqlite3.Connection, conversation_id: ConversationId, step: int, *, view: str, order: str = "newest"
) -> ConversationId | None:
    """The conversation `step` places after (+) or before (-) this one, from where it stands or, having left, stood.

    One that waits no longer stands before all who do: the next one is who has waited longest.
    """
    found = connection.execute(
        "SELECT sort_at, coalesce(waits_at, -1), id FROM conversation WHERE id = ?", (conversation_id,)
    ).fetchone()
    if found is None:
        return None
    sort_at, waits_at, id_ = found
    key, at, ascending = ("waits_at", waits_at, True) if view == _WAITING else ("sort_at", sort_at, order == "oldest")
    sign, way = (">", "ASC") if (step > 0) == ascending else ("<", "DESC")
    there = connection.execute(
        f"SELECT id FROM conversation INDEXED BY list_{view} WHERE in_{view} = 1 AND ({key}, id) {sign} (?, ?) "
        f"ORDER BY {key} {way}, id {way} LIMIT 1 OFFSET ?",
        (at, id_, max(abs(step), 1) - 1),
    ).fetchone()
    return None if there is None else ConversationId(there[0])
