"""What goes wrong in SQLite, said to people: the one table from its error codes to `StoreUnusable` sentences."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chatlane_tui.errors import StoreUnusable
from chatlane_tui.store.damage import mark_damaged

_CORRUPT = (
    "The local database {path} is damaged.",
    "Quit and start again: drafts and what waits to be sent are rescued, messages come back from the server.",
)
FULL = ("The disk is full: {path} cannot grow.", "Free some space, then retry.")
_BUSY = ("The local database {path} is locked by another process.", "Close the other program that uses it, then retry.")
_READ_ONLY = ("The local database {path} may not be written.", "Check the permissions of the file and its directory.")

_SENTENCES: dict[int, tuple[str, str]] = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_PROTOCOL: _BUSY,
    sqlite3.SQLITE_CORRUPT: _CORRUPT,
    sqlite3.SQLITE_NOTADB: _CORRUPT,
    sqlite3.SQLITE_CANTOPEN: (
        "The local database {path} cannot be opened.",
        "Check that its directory exists and may be written.",
    ),
    sqlite3.SQLITE_IOERR: ("The disk failed while the local database {path} was used.", "Check the disk, then retry."),
}


class Damaged(StoreUnusable):
    """The file is not, or no longer, a database that can be read."""


@contextmanager
def said_to_people(path: Path) -> Iterator[None]:
    """Raise StoreUnusable for a failure of the disk, the file or its locks; a wrong statement stays what it is.

    Damage is noted beside the file, for the next start.
    """
    try:
        yield
    except sqlite3.Error as error:
        # Errors of the module itself (a closed connection, a wrong number of values) carry no code.
        code = getattr(error, "sqlite_errorcode", None)
        if code is None or (words := _SENTENCES.get(code & 0xFF)) is None:
            raise
        sentence, hint = words
        if words is _CORRUPT:
            mark_damaged(path)
            raise Damaged(sentence.format(path=path), hint=hint) from error
        raise StoreUnusable(sentence.format(path=path), hint=hint) from error
