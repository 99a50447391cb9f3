"""What a person does here and the server never learns (V3): done, snoozed, starred, read, labels.

Done, snoozed and read end when the customer writes again. Each act keeps a mark for that, the newest message it was
done on, so clocks of two machines are never compared; `summary` works out whether an act still holds.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from typing import NamedTuple

from chatlane_tui.model.feed import InboxChanged, ThreadChanged
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.store import summary
from chatlane_tui.store.database import Transaction
from chatlane_tui.store.standing import MARK, STANDING_SNOOZE


class Woken(NamedTuple):
    """What came back by itself."""

    snoozed: tuple[ConversationId, ...]
    unanswered: tuple[ConversationId, ...]
    """Nobody answered within the time of their reminder."""


_MARK = MARK.format(conversation=":conversation")


def set_done(tx: Transaction, conversation_id: ConversationId, *, now: int) -> None:
    """Done here, until the customer writes again."""
    _set(tx, conversation_id, f"done_at = :value, done_mark = {_MARK}", value=now)


def clear_done(tx: Transaction, conversation_id: ConversationId) -> None:
    """Not done here after all."""
    _set(tx, conversation_id, "done_at = :value, done_mark = NULL", value=None)


def set_snooze(tx: Transaction, conversation_id: ConversationId, until: int | None) -> None:
    """Out of the inbox until then (`wake`), or until the customer writes; None ends it now."""
    mark = "NULL" if until is None else _MARK
    _set(tx, conversation_id, f"snoozed_until = :value, snoozed_mark = {mark}", value=until)


def wake(tx: Transaction, *, now: int) -> Woken:
    """End the snoozes that are due; those that the customer did not end before come back to the top of the list."""
    due = tx.connection.execute(
        f"SELECT t.conversation_id, t.follow, c.newest_at, {STANDING_SNOOZE} "
        "FROM triage AS t LEFT JOIN conversation AS c "
        "ON c.id = t.conversation_id WHERE t.snoozed_until <= ?",
        (now,),
    ).fetchall()
    tx.connection.executemany(
        "UPDATE triage SET snoozed_until = NULL, snoozed_mark = NULL, follow = 0, woke_at = ?, woke_mark = ?, "
        "woke_follow = ? WHERE conversation_id = ?",
        ((now, newest, follow, id_) if slept else (None, None, None, id_) for id_, follow, newest, slept in due),
    )
    _show(tx, [ConversationId(row[0]) for row in due])
    back = [(ConversationId(id_), follow) for id_, follow, _, slept in due if slept]
    return Woken(tuple(id_ for id_, follow in back if not follow), tuple(id_ for id_, follow in back if follow))


def next_wake(connection: sqlite3.Connection) -> int | None:
    """When the next snooze ends, or None."""
    found = connection.execute("SELECT min(snoozed_until) FROM triage WHERE snoozed_until IS NOT NULL").fetchone()
    return None if found is None else found[0]


def set_star(tx: Transaction, conversation_id: ConversationId, starred: bool) -> None:
    """Starred here, or not."""
    _set(tx, conversation_id, "starred = :value", value=int(starred))


def set_read(tx: Transaction, conversation_id: ConversationId, read: bool, *, now: int) -> None:
    """Read or unread here, whatever the server says, until the customer writes again."""
    _set(tx, conversation_id, f"read_here = :value, read_at = :now, read_mark = {_MARK}", value=int(read), now=now)


def add_label(tx: Transaction, conversation_id: ConversationId, label: str) -> None:
    """Label it here."""
    tx.connection.execute("INSERT OR IGNORE INTO label VALUES (?, ?)", (conversation_id, label))
    tx.changed(InboxChanged(), ThreadChanged(conversation_id))


def remove_label(tx: Transaction, conversation_id: ConversationId, label: str) -> None:
    """Take a label off."""
    tx.connection.execute("DELETE FROM label WHERE conversation_id = ? AND label = ?", (conversation_id, label))
    tx.changed(InboxChanged(), ThreadChanged(conversation_id))


def labels(connection: sqlite3.Connection, conversation_id: ConversationId) -> tuple[str, ...]:
    """The labels given here, in order of the alphabet."""
    found = connection.execute("SELECT label FROM label WHERE conversation_id = ? ORDER BY label", (conversation_id,))
    return tuple(row[0] for row in found)


def _set(
    tx: Transaction, conversation_id: ConversationId, assignment: str, *, value: int | None, now: int | None = None
) -> None:
    tx.connection.execute("INSERT OR IGNORE INTO triage (conversation_id) VALUES (?)", (conversation_id,))
    tx.connection.execute(
        f"UPDATE triage SET {assignment} WHERE conversation_id = :conversation",
        {"conversation": conversation_id, "value": value, "now": now},
    )
    _show(tx, (conversation_id,))


def _show(tx: Transaction, conversation_ids: Collection[ConversationId]) -> None:
    changed = summary.refresh(tx.connection, conversation_ids)
    if changed:
        tx.changed(InboxChanged(), *(ThreadChanged(ConversationId(id_)) for id_ in changed))
