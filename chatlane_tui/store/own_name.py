"""Who writes here, as the server knows them: the sender of the newest message that we posted (A6)."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

_SENDER = (
    "SELECT coalesce(m.sender_name, ''), coalesce(m.sender_email, '') FROM own_post AS o "
    "JOIN message AS m ON m.id = o.message_id WHERE m.sender_name <> '' OR m.sender_email <> '' "
    "ORDER BY o.at DESC LIMIT 1"
)


class OwnName(NamedTuple):
    """Empty where nobody said."""

    name: str = ""
    email: str = ""


def own_name(connection: sqlite3.Connection) -> OwnName:
    """Learnt from an answer to our own POST; empty before the first."""
    found = connection.execute(_SENDER).fetchone()
    return OwnName() if found is None else OwnName(*found)
