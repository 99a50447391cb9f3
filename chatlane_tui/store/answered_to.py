"""Whom a person chose to write to in a conversation about a record: asked once, remembered here (E1)."""

from __future__ import annotations

import sqlite3

from chatlane_tui.model.feed import ThreadChanged
from chatlane_tui.model.ids import ContactId, ConversationId
from chatlane_tui.store.database import Transaction
from chatlane_tui.store.local_ids import settled


def chosen(connection: sqlite3.Connection, conversation_id: ConversationId) -> ContactId | None:
    """The contact chosen last, or None."""
    conversation_id = settled(connection, conversation_id)
    found = connection.execute(
        "SELECT contact_id FROM answered_to WHERE conversation_id = ?", (conversation_id,)
    ).fetchone()
    return None if found is None else ContactId(found[0])


def choose(tx: Transaction, conversation_id: ConversationId, contact_id: ContactId) -> None:
    """Remember it, in place of who was chosen before."""
    conversation_id = settled(tx.connection, conversation_id)
    tx.connection.execute("INSERT OR REPLACE INTO answered_to VALUES (?, ?)", (conversation_id, contact_id))
    tx.changed(ThreadChanged(conversation_id))
