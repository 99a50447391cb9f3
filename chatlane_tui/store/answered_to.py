"""Whom a person chose to write to in a conversation about a record: asked once, remembered here (E1)."""

from __future__ import annotations

import sqlite3

from chatlane_tui.model.feed import ThreadChanged
from chatlane_tui.model.ids import ContactId, ConversationId
from chatlane_tui.store.database import Transaction


def chosen(connection: sqlite3.Connection, conversation_id: ConversationId) -> ContactId | None:
    """The contact chosen last, or None."""
    found = connection.execute(
        "SELECT contact_id FROM answered_to WHERE conversation_id = ?", (conversation_id,)
    ).fetchone()
    return None if found is None else ContactId(found[0])


def choose(tx: Transaction, conversation_id: ConversationId, contact_id: ContactId) -> None:
    """Remember it, in place of who was chosen before."""
    tx.connection.execute("INSERT OR REPLACE INTO answered_to VALUES (?, ?)", (conversation_id, contact_id))
    tx.changed(ThreadChanged(conversation_id))
