"""Who waits for an answer: of each inbox the one who has waited longest."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from typing import Final, NamedTuple

from chatlane_tui.model.ids import ConversationId
from chatlane_tui.store.direction import ids_json

_LONGEST: Final = (
    "SELECT c.id, coalesce(i.name, ''), min(c.waits_at) FROM conversation AS c INDEXED BY list_waiting "
    "LEFT JOIN inbox AS i ON i.id = c.inbox_id "
    "WHERE c.in_waiting = 1 AND c.id NOT IN (SELECT value FROM json_each(?)) GROUP BY c.inbox_id"
)


class Wait(NamedTuple):
    """Somebody who waits in an inbox, since when (ms)."""

    id: ConversationId
    inbox: str
    since: int


def longest_of_each(connection: sqlite3.Connection, passed: Collection[ConversationId]) -> tuple[Wait, ...]:
    """One of each inbox, leaving out `passed`."""
    return tuple(
        Wait(ConversationId(id_), inbox, at) for id_, inbox, at in connection.execute(_LONGEST, (ids_json(passed),))
    )
