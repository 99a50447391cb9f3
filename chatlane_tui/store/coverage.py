"""What there is to be looked through, and where words stand in one thread."""

from __future__ import annotations

import sqlite3
from typing import Final, NamedTuple

from chatlane_tui.model.highlight import Marker
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.store import places

_READ: Final = 65_536
"""Characters of a message in which hits are looked for."""
_BODIES: Final = (
    f"SELECT m.id, substr(coalesce(b.plain, b.body), 1, {_READ}) FROM message AS m INDEXED BY message_in_thread "
    "JOIN message_body AS b ON b.row = m.row WHERE m.conversation_id = ? ORDER BY m.at, m.id"
)
_NAMES: Final = (
    "SELECT id, coalesce(nullif(participant_name, ''), nullif(participant_email, ''), participant_phone, ''), "
    "coalesce(subject, '') FROM conversation INDEXED BY list_all WHERE in_all = 1 "
    "ORDER BY sort_at DESC, id DESC LIMIT ?"
)

_CUSTOMERS: Final = (
    "SELECT coalesce(name, ''), coalesce(email, '') FROM contact "
    "WHERE coalesce(name, '') <> '' OR coalesce(email, '') <> '' ORDER BY id DESC LIMIT ?"
)


class Coverage(NamedTuple):
    """Conversations cached, and the time of the oldest message (ms; None: there is none)."""

    conversations: int
    since: int | None


def coverage(connection: sqlite3.Connection) -> Coverage:
    """What a search looks through."""
    oldest = connection.execute("SELECT at FROM message ORDER BY row LIMIT 1").fetchone()
    return Coverage(places.total(connection, view="all"), None if oldest is None else oldest[0])


def hits(connection: sqlite3.Connection, conversation_id: ConversationId, marker: Marker) -> dict[str, int]:
    """Key of each message that holds the words → how often, from the oldest."""
    found = ((f"m{id_}", marker.count(text)) for id_, text in connection.execute(_BODIES, (conversation_id,)))
    return {key: times for key, times in found if times}


def names(connection: sqlite3.Connection, *, most: int) -> tuple[tuple[ConversationId, str, str], ...]:
    """The newest conversations as (id, who, subject)."""
    return tuple((ConversationId(id_), who, subject) for id_, who, subject in connection.execute(_NAMES, (most,)))


def customers(connection: sqlite3.Connection, *, most: int) -> tuple[tuple[str, str], ...]:
    """Contacts that have a name or an e-mail, as (name, e-mail), the newest first."""
    return tuple(connection.execute(_CUSTOMERS, (most,)).fetchall())
