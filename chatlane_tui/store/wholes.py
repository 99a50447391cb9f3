"""Which messages were read one by one: lists tell neither of files nor of channels (M1), and absent is not none."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from chatlane_tui.model.ids import ConversationId, MessageId
from chatlane_tui.store.database import Transaction


def note(tx: Transaction, ids: Iterable[MessageId]) -> None:
    """All that the server tells of these is here."""
    tx.connection.executemany("INSERT OR IGNORE INTO whole_message VALUES (?)", ((id_,) for id_ in ids))


def lacking(connection: sqlite3.Connection, conversation_id: ConversationId, *, newest: int) -> tuple[MessageId, ...]:
    """Those of the `newest` messages of a conversation that were never read whole, the newest first."""
    found = connection.execute(
        "SELECT m.id FROM (SELECT id, at FROM message INDEXED BY message_in_thread WHERE conversation_id = ? "
        "ORDER BY at DESC, id DESC LIMIT ?) AS m WHERE m.id NOT IN (SELECT message_id FROM whole_message "
        "WHERE message_id = m.id) ORDER BY m.at DESC, m.id DESC",
        (conversation_id, newest),
    )
    return tuple(MessageId(id_) for (id_,) in found)
