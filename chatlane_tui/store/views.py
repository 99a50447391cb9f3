"""How a person wants to see the bodies of single messages, where that is not what they were taken for. Bounded: the
choices of the messages with the smallest numbers are forgotten first."""

from __future__ import annotations

import sqlite3
from typing import Final

from chatlane_tui.model.ids import ConversationId, MessageId
from chatlane_tui.store.database import Transaction

AUTO: Final = "auto"
VIEWS: Final = (AUTO, "html", "markdown", "plain", "source")
"""In the order in which a key goes round them."""
MOST: Final = 2_000


def of(connection: sqlite3.Connection, conversation_id: ConversationId) -> dict[MessageId, str]:
    """The views chosen in a conversation; messages seen as they were taken for are missing."""
    found = connection.execute(
        "SELECT message_id, view FROM body_view WHERE conversation_id = ?", (conversation_id,)
    ).fetchall()
    return {MessageId(id_): view for id_, view in found if view in VIEWS}


def choose(tx: Transaction, conversation_id: ConversationId, message_id: MessageId, view: str) -> None:
    """See it so from now on."""
    if view == AUTO:
        tx.connection.execute("DELETE FROM body_view WHERE message_id = ?", (message_id,))
        return
    tx.connection.execute("INSERT OR REPLACE INTO body_view VALUES (?, ?, ?)", (message_id, conversation_id, view))
    tx.connection.execute(
        "DELETE FROM body_view WHERE message_id <> ? AND message_id IN "
        "(SELECT message_id FROM body_view ORDER BY message_id DESC LIMIT -1 OFFSET ?)",
        (message_id, MOST),
    )


def version(text: int, view: str) -> int:
    """One number for a text and the way it is seen."""
    return text + (VIEWS.index(view) << 40)
