"""From a path to open connections: made and migrated as needed, refused if it is of a newer program, rescued if it is
damaged."""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from chatlane_tui.errors import StoreUnusable
from chatlane_tui.store import schema
from chatlane_tui.store.damage import is_marked
from chatlane_tui.store.faults import FULL, Damaged, said_to_people
from chatlane_tui.store.in_use import InUse

if TYPE_CHECKING:
    from chatlane_tui.store.rescue import Rescued

_BUSY_MS = 5_000
_AGAIN = 0.01
"""Seconds until a file that is being made is asked for again."""
_TRIES = 4
"""How often the lock on a damaged file is asked for before its other window is."""


class Opened(NamedTuple):
    """One file, two connections; `use` is to be left after they are closed."""

    writer: sqlite3.Connection
    reader: sqlite3.Connection
    use: InUse
    rescued: Rescued | None


def opened(path: Path) -> Opened:
    """Raises StoreNewer for a file of a newer program, which is left untouched, and StoreUnusable with a sentence."""
    use = InUse(path)
    with _said_to_people(path), contextlib.ExitStack() as undo:
        undo.callback(use.leave)
        _make_directories(path)
        rescued = _rescued(path, use) if is_marked(path) else None
        _share(path, use)
        try:
            writer, reader = _connections(path)
        except Damaged:
            if rescued is not None:
                raise
            rescued = _rescued(path, use)
            _share(path, use)
            writer, reader = _connections(path)
        undo.pop_all()
    return Opened(writer, reader, use, rescued)


def _rescued(path: Path, use: InUse) -> Rescued | None:
    """None: another process did it in the meantime."""
    from chatlane_tui.store.rescue import rescue

    use.leave()
    alone = any(use.alone() or not is_marked(path) for _ in range(_TRIES))
    if not is_marked(path):
        return None
    if not alone:
        raise StoreUnusable(
            f"The local database {path} is damaged, and another window still uses it.",
            hint="Close the other windows, then start again: drafts and what waits to be sent are rescued.",
        )
    return rescue(path)


def _share(path: Path, use: InUse) -> None:
    if not use.share():
        raise StoreUnusable(f"The local database {path} is being repaired by another window.", hint="Try again soon.")


def _connections(path: Path) -> tuple[sqlite3.Connection, sqlite3.Connection]:
    with said_to_people(path), contextlib.ExitStack() as undo:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        if path.stat().st_size:
            with closing(_connect(_read_only(path))) as looking:
                schema.refuse_newer(looking, path)
        writer = _connect(path)
        undo.callback(writer.close)
        _tune_writer(writer)
        schema.migrate(writer)
        reader = connect_reading(path)
        undo.callback(reader.close)
        _close_to_others(path)
        undo.pop_all()
    return writer, reader


def connect_reading(path: Path) -> sqlite3.Connection:
    """One more connection that only reads, to a database that is open already. Its SQL has `folded` (`model.words`)."""
    reader = _connect(_read_only(path))
    reader.create_function("folded", 1, _folded, deterministic=True)
    reader.execute("PRAGMA temp_store = MEMORY")
    reader.execute("PRAGMA cache_size = -8000")
    return reader


def _folded(text: str) -> str:
    """Imported when it is first asked for: the start asks for nothing that is folded."""
    from chatlane_tui.model.words import folded

    return folded(text)


def _read_only(path: Path) -> str:
    return f"{path.resolve().as_uri()}?mode=ro"


def _connect(where: Path | str) -> sqlite3.Connection:
    return sqlite3.connect(
        where,
        uri=isinstance(where, str),
        timeout=_BUSY_MS / 1000,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
    )


def _make_directories(path: Path) -> None:
    missing = [directory for directory in path.parents if not directory.exists()]
    for directory in reversed(missing):
        directory.mkdir(mode=0o700, exist_ok=True)


def _write_ahead(connection: sqlite3.Connection) -> None:
    """A window that makes the same file at this moment keeps it to itself, and SQLite does not wait for that."""
    end = time.monotonic() + _BUSY_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(_AGAIN)
        else:
            return


def _tune_writer(connection: sqlite3.Connection) -> None:
    _write_ahead(connection)
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA cache_size = -12000")
    connection.execute("PRAGMA wal_autocheckpoint = 4000")
    connection.execute("PRAGMA journal_size_limit = 33554432")
    connection.execute("PRAGMA secure_delete = FAST")


def _close_to_others(path: Path) -> None:
    for file in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        if file.exists() and file.stat().st_mode & 0o077:
            file.chmod(0o600)


@contextlib.contextmanager
def _said_to_people(path: Path) -> Iterator[None]:
    """The same for what the system says before SQLite can."""
    try:
        yield
    except OSError as error:
        sentence, hint = f"The local database {path} cannot be opened: {error.strerror or error}.", _PERMISSIONS
        if error.errno == errno.EROFS:
            sentence, hint = f"The disk that holds the local database {path} is read-only.", _READ_ONLY
        elif error.errno in (errno.ENOSPC, errno.EDQUOT):
            sentence, hint = FULL[0].format(path=path), FULL[1]
        raise StoreUnusable(sentence, hint=hint) from error


_PERMISSIONS = "Check the permissions of its directory."
_READ_ONLY = "Nothing was changed. Make it writable, then start again."
