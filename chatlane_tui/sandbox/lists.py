"""The ids each list answers with, kept until the next write so that deep pages cost no more than the first."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Mapping

from chatlane_tui.sandbox.switches import Flipped

_FROM = {
    "conversations": "SELECT t.id FROM conversations t",
    "messages": "SELECT t.id FROM messages t JOIN conversations c ON c.id = t.conversation_id",
    "contacts": "SELECT t.id FROM contacts t",
    "records": "SELECT t.id FROM records t",
    "inboxes": "SELECT t.id FROM inboxes t",
}
_PLAIN = {"messages": "SELECT t.id FROM messages t"}
_WHERE = {
    "inbox_id": "t.inbox_id = ?",
    "status": "t.status = ?",
    "conversation_id": "t.conversation_id = ?",
    "type": "t.type = ?",
    "email": "t.email = ? COLLATE NOCASE",
    "phone_number": "t.phone_number = ?",
    "custom_entity_id": "t.entity_id = ?",
}
_KEPT = 24


class Lists:
    """Ids by list and filters, with a small memory that any change of rows clears."""

    def __init__(self, connection: sqlite3.Connection, flipped: Flipped) -> None:
        """Read from the connection; the caller holds the lock."""
        self._connection = connection
        self._flipped = flipped
        self._after = "t.created_at >= ?" if "S3-inclusive" in flipped else "t.created_at > ?"
        self._memory: dict[tuple[str, tuple[tuple[str, object], ...]], array[int]] = {}

    def forget(self) -> None:
        """Rows came, went or changed."""
        self._memory.clear()

    def ids(self, table: str, filters: Mapping[str, object]) -> array[int]:
        """Every id the filters let through, in the order the server answers (P5)."""
        key = (table, tuple(sorted(filters.items())))
        if key not in self._memory:
            if len(self._memory) >= _KEPT:
                self._memory.pop(next(iter(self._memory)))
            self._memory[key] = self._read(table, filters)
        return self._memory[key]

    def _read(self, table: str, filters: Mapping[str, object]) -> array[int]:
        conditions, values = [], []
        source = _FROM[table] if "inbox_id" in filters else _PLAIN.get(table, _FROM[table])
        for name, value in filters.items():
            condition = self._after if name == "created_after" else _WHERE[name]
            if table == "messages" and name == "inbox_id":
                condition = "c.inbox_id = ?"
            conditions.append(condition)
            values.append(value)
        where = "WHERE " + " AND ".join(conditions) if conditions else ""
        newest_first = table != "inboxes" and "P5-oldest-first" not in self._flipped
        order = "ORDER BY t.created_at DESC, t.id DESC" if newest_first else "ORDER BY t.created_at, t.id"
        found = array("q", (row[0] for row in self._connection.execute(f"{source} {where} {order}", values)))
        if "P5-shuffled" in self._flipped and table != "inboxes":
            return array("q", sorted(found, key=lambda row_id: (row_id * 2_654_435_761) % 4_294_967_296))
        return found
