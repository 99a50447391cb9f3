"""Under which id a conversation that was begun here is known now. Whatever is kept by conversation asks it."""

from __future__ import annotations

import sqlite3

from chatlane_tui.model.ids import ConversationId, is_local


def settled(connection: sqlite3.Connection, conversation_id: ConversationId) -> ConversationId:
    """The server's id once there is one, else the id itself: whoever still writes under the local one loses nothing."""
    if not is_local(conversation_id):
        return conversation_id
    found = connection.execute("SELECT conversation_id FROM beginning WHERE id = ?", (-conversation_id,)).fetchone()
    return conversation_id if found is None or found[0] is None else ConversationId(found[0])
