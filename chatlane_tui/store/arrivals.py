"""What customers wrote since one looked last: for bells and notifications, not for the list."""

from __future__ import annotations

import sqlite3
from typing import Final, NamedTuple

from chatlane_tui.model.ids import ConversationId, MessageId
from chatlane_tui.store.direction import THEIRS, UNKNOWN
from chatlane_tui.store.plain import snippet_of, words_of

MOST: Final = 200
"""Messages looked at: more at once are a mailbox being read, not news."""
OVERLAP: Final = 10 * 60_000
"""Milliseconds: messages arrive out of order, so some that are older than the newest are new."""
_ROW_BITS: Final = 20
"""A message's row is its time, shifted by so many bits (`message_merge`)."""

_SINCE = f"""
SELECT m.id, m.conversation_id, coalesce(nullif(c.participant_name, ''), nullif(c.participant_email, ''),
  c.participant_phone, ''), substr(coalesce(b.plain, b.body), 1, 1000)
FROM message AS m JOIN conversation AS c ON c.id = m.conversation_id JOIN message_body AS b ON b.row = m.row
WHERE m.row > ? AND (m.direction = {THEIRS} OR (m.direction = {UNKNOWN} AND m.is_read = 0)) AND m.server_draft = 0
  AND c.gone_at IS NULL ORDER BY m.row DESC LIMIT {MOST}
"""


class Arrival(NamedTuple):
    """A message of a customer, or an unread one of somebody who may be the customer (M2)."""

    id: MessageId
    conversation_id: ConversationId
    name: str
    """The participant's name, else e-mail or phone, else empty."""
    words: str
    """The start of it as one line."""


def newest(connection: sqlite3.Connection, *, now: int) -> int:
    """The row of the newest message; 0 for none. One with a time to come (S3) hides nothing that comes before it."""
    found = connection.execute("SELECT coalesce(max(row), 0) FROM message WHERE row < ?", (now + OVERLAP << _ROW_BITS,))
    return int(found.fetchone()[0])


def since(connection: sqlite3.Connection, row: int) -> tuple[Arrival, ...]:
    """The messages of customers about and after that row, the oldest first; some of them were there before."""
    found = connection.execute(_SINCE, (row - (OVERLAP << _ROW_BITS),)).fetchall()
    return tuple(
        Arrival(MessageId(id_), ConversationId(conversation), name, snippet_of(words_of(words or "")))
        for id_, conversation, name, words in reversed(found)
    )
