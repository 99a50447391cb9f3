"""A message's row, body and search index, written together and in the order that suits the index."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from chatlane_tui.store import message_merge
from chatlane_tui.store.direction import ids_json
from chatlane_tui.store.message_merge import COLUMNS, Merged

STORED = (
    f"SELECT m.row, {', '.join(f'm.{column}' for column in COLUMNS)}, b.body, b.plain, b.extra FROM message AS m "
    "JOIN message_body AS b ON b.row = m.row WHERE m.id IN (SELECT value FROM json_each(?))"
)
"""Messages as `message_merge.stored` takes them."""
_ALL = ", ".join(COLUMNS)
_INSERT = f"INSERT INTO message (row, {_ALL}) VALUES (?{', ?' * len(COLUMNS)})"
_UPDATE = f"UPDATE message SET {', '.join(f'{column} = ?' for column in COLUMNS)} WHERE row = ?"


def write(connection: sqlite3.Connection, changed: Sequence[Merged]) -> None:
    """Write rows, bodies and index. The index is fed in ascending order of row: it flushes when the row goes down."""
    moving = [m for m in changed if m.row is not None and m.values["at"] != m.before["at"]]
    staying = [m for m in changed if m.row is not None and m.values["at"] == m.before["at"]]
    arriving = [m for m in changed if m.row is None] + moving
    forgotten = sorted((m.row, m.indexed_before) for m in (*moving, *(m for m in staying if m.body_changed)))
    connection.executemany("INSERT INTO message_fts (message_fts, rowid, text) VALUES ('delete', ?, ?)", forgotten)
    connection.executemany("DELETE FROM message_body WHERE row = ?", ((m.row,) for m in moving))
    connection.executemany("DELETE FROM message WHERE row = ?", ((m.row,) for m in moving))

    rows = sorted(zip(_free_rows(connection, arriving), arriving, strict=True), key=lambda pair: pair[0])
    connection.executemany(_INSERT, ((row, *m.values.values()) for row, m in rows))
    connection.executemany(
        "INSERT INTO message_body VALUES (?, ?, ?, ?)", ((row, m.body, m.plain, m.extra) for row, m in rows)
    )
    connection.executemany(_UPDATE, ((*m.values.values(), m.row) for m in staying))
    edited = [(m.row, m) for m in staying if m.body_changed and m.row is not None]
    connection.executemany(
        "UPDATE message_body SET body = ?, plain = ?, extra = ? WHERE row = ?",
        ((m.body, m.plain, m.extra, row) for row, m in edited),
    )
    connection.executemany(
        "INSERT INTO message_fts (rowid, text) VALUES (?, ?)",
        sorted((row, message.indexed) for row, message in (*rows, *edited)),
    )


def _free_rows(connection: sqlite3.Connection, arriving: Sequence[Merged]) -> list[int]:
    """A row number for each: the next free one where two messages share millisecond and low bits."""
    wished = [message_merge.first_row(message.values) for message in arriving]
    taken = {
        found[0]
        for found in connection.execute(
            "SELECT row FROM message WHERE row IN (SELECT value FROM json_each(?))", (ids_json(wished),)
        )
    }
    rows = []
    for wish in wished:
        row = wish
        while row in taken or (row != wish and _is_taken(connection, row)):
            row += 1
        taken.add(row)
        rows.append(row)
    return rows


def _is_taken(connection: sqlite3.Connection, row: int) -> bool:
    return connection.execute("SELECT 1 FROM message WHERE row = ?", (row,)).fetchone() is not None
