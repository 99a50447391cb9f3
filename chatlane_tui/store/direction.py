"""Whose words a message holds, inferred because the API does not say (M2); inferred again when more is known."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from functools import lru_cache

from chatlane_tui.store.rows import Direction

CODES = (Direction.UNKNOWN, Direction.THEIRS, Direction.OURS, Direction.NOTE)
"""Direction by the number under which it is stored."""

UNKNOWN, THEIRS, OURS, NOTE = range(4)

_RERUN = """
SELECT m.row, m.direction, m.type, m.server_draft, o.message_id IS NOT NULL, m.sender_name, m.sender_email,
  c.participant_name, c.participant_email
FROM message AS m JOIN conversation AS c ON c.id = m.conversation_id LEFT JOIN own_post AS o ON o.message_id = m.id
WHERE c.id IN (SELECT value FROM json_each(?))
"""


@lru_cache(maxsize=1024)
def folded(text: str | None) -> str:
    """A name or an e-mail as it is compared: case and outer spaces do not count; None is empty."""
    return text.strip().casefold() if text else ""


def inferred(
    message_type: str,
    *,
    is_own: bool,
    is_server_draft: bool,
    sender: tuple[str | None, str | None],
    participant: tuple[str | None, str | None],
) -> int:
    """The direction's stored number; `sender` and `participant` are (name, e-mail): ids decide nothing (M2)."""
    if message_type == "note":
        return NOTE
    if is_own or is_server_draft:
        return OURS
    name, email = folded(sender[0]), folded(sender[1])
    their_name, their_email = folded(participant[0]), folded(participant[1])
    if (email and email == their_email) or (name and name == their_name):
        return THEIRS
    if name and email and (their_name or their_email):
        return OURS
    return UNKNOWN


def rerun(connection: sqlite3.Connection, conversation_ids: Iterable[int]) -> None:
    """Infer again for every message of these conversations: their participant, or our part in them, became known."""
    found = connection.execute(_RERUN, (ids_json(conversation_ids),)).fetchall()
    moved = []
    for row, before, kind, draft, is_own, name, email, their_name, their_email in found:
        now = inferred(
            kind,
            is_own=bool(is_own),
            is_server_draft=bool(draft),
            sender=(name, email),
            participant=(their_name, their_email),
        )
        if now != before:
            moved.append((now, row))
    connection.executemany("UPDATE message SET direction = ? WHERE row = ?", moved)


def ids_json(ids: Iterable[int]) -> str:
    """Ids as SQL takes many of them at once: `IN (SELECT value FROM json_each(?))`."""
    return f"[{','.join(map(str, ids))}]"
