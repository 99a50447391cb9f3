"""Every name that is cached: for the privacy mask, which hides them on the screen."""

from __future__ import annotations

import sqlite3

_NAMES = """
SELECT participant_name FROM conversation WHERE participant_name <> ''
UNION SELECT assignee_name FROM conversation WHERE assignee_name <> ''
UNION SELECT name FROM contact WHERE name <> ''
"""


def every(connection: sqlite3.Connection) -> frozenset[str]:
    """Of customers, contacts and assignees. Senders of messages are told by the threads that show them."""
    return frozenset(name for (name,) in connection.execute(_NAMES))
