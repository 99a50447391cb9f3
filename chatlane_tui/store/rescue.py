"""A damaged database is kept aside, and a new one takes its place with all that exists nowhere else and can be read.

The new file is made whole beside the old one before anything is moved, and its name then says that it is: whenever a
rescue is cut, the next one begins anew or goes on, and no word is in neither file.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from chatlane_tui.store import schema
from chatlane_tui.store.damage import finished, marker


class Rescued(NamedTuple):
    """What became of a damaged database."""

    aside: Path
    """Where the damaged file is kept."""
    drafts: int
    outbox: int
    whole: bool
    """Every row that exists nowhere else could be read."""

    @property
    def sentence(self) -> str:
        """What a person has to know of it."""
        drafts = f"{self.drafts} draft{'' if self.drafts == 1 else 's'}"
        unsent = f"{self.outbox} unsent message{'' if self.outbox == 1 else 's'}"
        found = f"{drafts} and {unsent} were rescued" if self.whole else f"{drafts} and {unsent} could be rescued"
        loss = "" if self.whole else " What could not be read is in that file only."
        return (
            f"The local database was damaged. It is kept as {self.aside.name}; {found}, and messages come back from "
            f"the server.{loss}"
        )


def rescue(path: Path) -> Rescued:
    """Put a new database in the place of a damaged one that nobody has open.

    Raises `OSError` and `sqlite3.Error` for what goes wrong with the new file; the old one is then where it was.
    """
    done = finished(path)
    if not done.exists():
        _make_new(path)
    rescued = _summary(path, done)
    for suffix in ("-wal", "-shm"):
        beside = path.with_name(path.name + suffix)
        if beside.exists():
            beside.rename(rescued.aside.with_name(rescued.aside.name + suffix))
    if path.exists():
        path.rename(rescued.aside)
    done.rename(path)
    marker(path).unlink(missing_ok=True)
    return rescued


def _make_new(path: Path) -> None:
    making = path.with_name(path.name + ".rescuing")
    for leftover in (making, making.with_name(making.name + "-journal")):
        leftover.unlink(missing_ok=True)
    os.close(os.open(making, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(making, isolation_level=None)) as new:
        new.execute("PRAGMA synchronous = FULL")
        schema.migrate(new)
        new.execute("BEGIN")
        whole = _copy_all(path, new)
        new.execute("INSERT INTO meta VALUES ('rescued whole', ?)", (str(int(whole)),))
        new.execute("COMMIT")
    making.rename(finished(path))


def _copy_all(path: Path, new: sqlite3.Connection) -> bool:
    """Whether every row of every table that is kept was read."""
    try:
        old = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error:
        return False
    with closing(old):
        whole = {table: _copy(old, new, table) for table in schema.KEPT}
    return all(whole.values())


def _copy(old: sqlite3.Connection, new: sqlite3.Connection, table: str) -> bool:
    ours = _columns(new, table)
    try:
        there = _columns(old, table)
    except sqlite3.Error:
        return False
    names = ", ".join(name for name in ours if name in there)
    if not names:
        return False
    marks = ", ".join("?" * len(names.split(", ")))
    insert = f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})"
    # Forwards as far as it goes, then backwards: damage in the middle hides neither end.
    keys = [name for name, key in ours.items() if key]
    forwards, backwards = ", ".join(keys), ", ".join(f"{key} DESC" for key in keys)
    if _read_rows(old, new, f"SELECT {names} FROM {table} ORDER BY {forwards}", insert):
        return True
    _read_rows(old, new, f"SELECT {names} FROM {table} ORDER BY {backwards}", insert)
    return False


def _read_rows(old: sqlite3.Connection, new: sqlite3.Connection, select: str, insert: str) -> bool:
    """Whether the rows came to an end before an error did. Rows that are no rows of such a table are left out."""
    try:
        for row in _rows(old, select):
            with contextlib.suppress(sqlite3.IntegrityError):
                new.execute(insert, row)
    except _Unreadable:
        return False
    return True


class _Unreadable(Exception):
    """The old file cannot be read further."""


def _rows(old: sqlite3.Connection, select: str) -> Iterator[tuple[object, ...]]:
    try:
        yield from old.execute(select)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise _Unreadable from error


def _columns(connection: sqlite3.Connection, table: str) -> dict[str, bool]:
    """Names, and whether each is of the primary key."""
    found = connection.execute("SELECT name, pk FROM pragma_table_info(?)", (table,))
    return {f'"{name}"': bool(key) for name, key in found}


def _summary(path: Path, done: Path) -> Rescued:
    """Named by the time the new file was made: a rescue that is cut and goes on keeps to one name."""
    at = datetime.fromtimestamp(done.stat().st_mtime, UTC)
    with closing(sqlite3.connect(f"{done.resolve().as_uri()}?mode=ro", uri=True)) as new:
        drafts, outbox, whole = new.execute(
            "SELECT (SELECT count(*) FROM draft), (SELECT count(*) FROM outbox), "
            "(SELECT value FROM meta WHERE key = 'rescued whole')"
        ).fetchone()
    return Rescued(path.with_name(f"{path.name}.corrupt-{at:%Y%m%dT%H%M%SZ}"), drafts, outbox, whole == "1")
