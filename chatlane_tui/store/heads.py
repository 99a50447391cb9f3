"""What is looked for of a conversation beside its messages: subject, who, phone numbers, assignee, tags."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection

from chatlane_tui.model.words import digits_forms, extra
from chatlane_tui.store.direction import ids_json

COLUMNS = ("subject", "who", "phone", "assignee", "tags")
"""Of `head_fts`; words are looked for in the first three, the others have operators of their own."""

_READ = f"""
SELECT c.id, c.subject, c.participant_name, c.participant_email, c.participant_phone, c.assignee_name,
  c.assignee_email, c.tags, {", ".join(f"h.{column}" for column in COLUMNS)}
FROM conversation AS c LEFT JOIN head_fts AS h ON h.rowid = c.id
WHERE c.id IN (SELECT value FROM json_each(?)) ORDER BY c.id
"""


def refresh(connection: sqlite3.Connection, conversation_ids: Collection[int]) -> None:
    """Index again what changed of these conversations' heads."""
    changed = []
    for id_, subject, name, email, phone, assignee, assignee_email, tags, *before in connection.execute(
        _READ, (ids_json(conversation_ids),)
    ).fetchall():
        after = [
            _findable(subject or ""),
            _findable(f"{name or ''}\n{email or ''}".strip()),
            f"{phone} {digits_forms(phone)}" if phone else "",
            _findable(f"{assignee or ''}\n{assignee_email or ''}".strip()),
            _findable("\n".join(json.loads(tags))) if tags != "[]" else "",
        ]
        if before != after:
            changed.append((id_, *after))
    connection.executemany("DELETE FROM head_fts WHERE rowid = ?", ((row[0],) for row in changed))
    connection.executemany(f"INSERT INTO head_fts (rowid, {', '.join(COLUMNS)}) VALUES (?, ?, ?, ?, ?, ?)", changed)


def _findable(text: str) -> str:
    more = extra(text)
    return f"{text}\n{more}" if more else text
