"""Search over the words of messages: the newest hits first, because that order is free of charge at any size."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from chatlane_tui.model.ids import ConversationId, MessageId
from chatlane_tui.store.direction import CODES
from chatlane_tui.store.plain import snippet_of
from chatlane_tui.store.rows import Direction

_WORDS_AROUND = 24

_HITS = (
    "SELECT m.id, m.conversation_id, m.at, m.type, m.direction, "
    "coalesce(nullif(m.sender_name, ''), m.sender_email, ''), coalesce(nullif(c.participant_name, ''), "
    "nullif(c.participant_email, ''), c.participant_phone, ''), coalesce(c.subject, ''), "
    f"snippet(message_fts, 0, '', '', '…', {_WORDS_AROUND}) FROM message_fts "
    "JOIN message AS m ON m.row = message_fts.rowid JOIN conversation AS c ON c.id = m.conversation_id "
    "WHERE message_fts MATCH ? AND c.gone_at IS NULL ORDER BY message_fts.rowid DESC LIMIT ?"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """One message in which all the words stand."""

    message_id: MessageId
    conversation_id: ConversationId
    at: int
    type: str
    direction: Direction
    sender: str
    name: str
    """The conversation's participant: name, else e-mail or phone."""
    subject: str
    snippet: str
    """One line of the text around the first words found, at most 200 characters."""


def hits(connection: sqlite3.Connection, words: str, *, limit: int) -> tuple[Hit, ...]:
    """The newest messages that hold every word, the last one as the beginning of a word; case and accents fold.

    Nothing in `words` is an operator. Without a letter or a digit there is nothing to look for.
    """
    if not (query := _query(words)):
        return ()
    return tuple(
        Hit(id_, conversation_id, at, kind, CODES[direction], sender, name, subject, snippet_of(text))
        for id_, conversation_id, at, kind, direction, sender, name, subject, text in connection.execute(
            _HITS, (query, limit)
        )
    )


def _query(words: str) -> str:
    """The words as FTS5 strings; what has no letter or digit would match nothing, so it is left out."""
    readable = words.replace("\0", " ").encode("utf-8", "ignore").decode("utf-8")
    found = [word.replace('"', '""') for word in readable.split() if any(map(str.isalnum, word))]
    return " ".join(f'"{word}"' for word in found) + "*" if found else ""
