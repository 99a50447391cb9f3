"""Acts here on one conversation or on many, in one transaction, with what is needed to take them back (V3).

What an act replaced is handed to whoever did it: undoing puts back those columns and no others, so what happened since
(a conversation that was opened, a customer who wrote) stays.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple, assert_never

from chatlane_tui.model.acts import Act, Done, Labelled, Later, Read, Snooze, Star
from chatlane_tui.model.feed import InboxChanged, ThreadChanged
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.store import runs, summary
from chatlane_tui.store.database import Transaction
from chatlane_tui.store.direction import ids_json
from chatlane_tui.store.standing import MARK

_MARK = MARK.format(conversation="triage.conversation_id")
_DEFAULTS = {"starred": 0, "follow": 0}
"""Columns of `triage` that are never NULL."""


class Undo(NamedTuple):
    """What an act replaced: enough to take it back."""

    act: Act
    ids: tuple[ConversationId, ...]
    """The conversations it was done to."""
    columns: tuple[str, ...]
    """Of `triage`; empty for a label."""
    before: tuple[tuple[Any, ...], ...]
    """The values of those columns and the id, for each; for a label, the ids whose label it changed."""
    settled: tuple[runs.Settled, ...] = ()
    """What it settled of an open focus run."""


def apply(tx: Transaction, ids: Collection[ConversationId], act: Act, *, now: int) -> Undo:
    """Do it to all of them, or to none."""
    chosen = tuple(dict.fromkeys(ids))
    if isinstance(act, Labelled):
        undo = Undo(act, chosen, (), _label(tx, chosen, act.label, on=act.on))
    else:
        undo = _assign(tx, chosen, act, now=now)
    settled = runs.settle(tx, chosen, act.outcome, now=now)
    _show(tx, chosen)
    return undo._replace(settled=settled)


def take_back(tx: Transaction, undo: Undo) -> None:
    """Put back what it replaced."""
    if isinstance(undo.act, Labelled):
        _label(tx, [ConversationId(row[0]) for row in undo.before], undo.act.label, on=not undo.act.on)
    else:
        assignments = ", ".join(f"{column} = ?" for column in undo.columns)
        tx.connection.executemany(f"UPDATE triage SET {assignments} WHERE conversation_id = ?", undo.before)
    runs.put_back(tx, undo.settled, undo.act.outcome)
    _show(tx, undo.ids)


def all_labels(connection: sqlite3.Connection) -> tuple[tuple[str, int], ...]:
    """Every label given here with how many conversations have it, the most used first."""
    found = connection.execute("SELECT label, count(*) AS n FROM label GROUP BY label ORDER BY n DESC, label")
    return tuple((label, count) for label, count in found)


def labelled(connection: sqlite3.Connection, ids: Collection[ConversationId]) -> dict[str, int]:
    """The labels of these conversations, with how many of them have each."""
    found = connection.execute(
        "SELECT label, count(*) FROM label WHERE conversation_id IN (SELECT value FROM json_each(?)) GROUP BY label",
        (ids_json(ids),),
    )
    return dict(found.fetchall())


def _assign(tx: Transaction, ids: Sequence[ConversationId], act: Act, *, now: int) -> Undo:
    assigned = _assigned(act)
    columns = tuple(assigned)
    every = ids_json(ids)
    tx.connection.execute("INSERT OR IGNORE INTO triage (conversation_id) SELECT value FROM json_each(?)", (every,))
    before = tx.connection.execute(
        f"SELECT {', '.join(columns)}, conversation_id FROM triage "
        "WHERE conversation_id IN (SELECT value FROM json_each(?))",
        (every,),
    ).fetchall()
    assignments = ", ".join(f"{column} = {value}" for column, value in assigned.items())
    tx.connection.execute(
        f"UPDATE triage SET {assignments} WHERE conversation_id IN (SELECT value FROM json_each(:ids))",
        {"ids": every, "now": now, **_values(act)},
    )
    return Undo(act, tuple(ids), columns, tuple(before))


def _assigned(act: Act) -> dict[str, str]:
    """Column → SQL of its new value."""
    match act:
        case Done(on=True):
            return {"done_at": ":now", "done_mark": _MARK, **_cleared("snoozed", "later", "woke")}
        case Done():
            return _cleared("done")
        case Snooze(until=None):
            return _cleared("snoozed")
        case Snooze():
            return {
                "snoozed_until": ":until",
                "snoozed_mark": _MARK,
                "follow": ":follow",
                **_cleared("done", "woke"),
            }
        case Star():
            return {"starred": ":on"}
        case Read():
            return {"read_here": ":on", "read_at": ":now", "read_mark": _MARK}
        case Later(on=True):
            return {"later_at": ":now", "later_mark": _MARK}
        case Later():
            return _cleared("later")
        case Labelled():
            raise ValueError("a label has a table of its own")
        case _:
            assert_never(act)


_OF = {
    "done": ("done_at", "done_mark"),
    "snoozed": ("snoozed_until", "snoozed_mark", "follow"),
    "later": ("later_at", "later_mark"),
    "woke": ("woke_at", "woke_mark", "woke_follow"),
}


def _cleared(*acts: str) -> dict[str, str]:
    return {column: str(_DEFAULTS.get(column, "NULL")) for act in acts for column in _OF[act]}


def _values(act: Act) -> dict[str, int | None]:
    match act:
        case Snooze():
            return {"until": act.until, "follow": int(act.follow_up)}
        case Star() | Read():
            return {"on": int(act.on)}
        case _:
            return {}


def _label(
    tx: Transaction, ids: Sequence[ConversationId], label: str, *, on: bool
) -> tuple[tuple[ConversationId], ...]:
    """The ids for which that was a change."""
    found = tx.connection.execute(
        "SELECT conversation_id FROM label WHERE label = ? AND conversation_id IN (SELECT value FROM json_each(?))",
        (label, ids_json(ids)),
    )
    have = {id_ for (id_,) in found}
    changed = tuple((id_,) for id_ in ids if (id_ in have) is not on)
    statement = (
        "INSERT INTO label (conversation_id, label) VALUES (?, ?)"
        if on
        else "DELETE FROM label WHERE conversation_id = ? AND label = ?"
    )
    tx.connection.executemany(statement, [(id_, label) for (id_,) in changed])
    return changed


def _show(tx: Transaction, ids: Sequence[ConversationId]) -> None:
    summary.refresh_acts(tx.connection, ids)
    tx.changed(InboxChanged(), *map(ThreadChanged, ids))
