"""A start on a database that is damaged or of a newer program: a sentence, and every word that was typed."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from chatlane_tui.sandbox.server import Sandbox
from tests.journeys.person import Person
from tests.journeys.terminal import Terminal

pytestmark = pytest.mark.no_cover
"""What runs in a terminal is not traced, and reading the screen need not be."""

PAGE = 4096
WORDS = "Dear Ada, it is refunded."


def begin_answer(terminal: Terminal) -> None:
    Person.choose(terminal, "Ada Okonkwo")
    terminal.press("enter").wait_for("any news? Rent is due on Thursday")
    terminal.press("r").wait_for("Reply · EMAIL to ada.okonkwo@example.com")


@pytest.fixture
def person(sandbox: Sandbox) -> Iterator[Person]:
    """Somebody whose directories have short names: the sentences below name the file, and must fit on the screen."""
    with TemporaryDirectory(prefix="home") as home:
        yield Person(sandbox, Path(home))


@pytest.fixture
def database(person: Person) -> Path:
    """The database of somebody who has a draft, and whose program has ended."""
    with person.start() as terminal:
        terminal.wait_for("● online")
        begin_answer(terminal)
        terminal.type(WORDS).wait_for("1 draft")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    (found,) = person.home.rglob("*.db")
    return found


def spoil(database: Path, table: str) -> None:
    """Overwrite the first page of that table."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (root,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
    with database.open("r+b") as file:
        file.seek((root - 1) * PAGE)
        file.write(os.urandom(PAGE))


@pytest.mark.parametrize("table", ["conversation", "message"])
def test_a_damaged_database_is_kept_aside_and_the_draft_is_rescued(person: Person, database: Path, table: str) -> None:
    spoil(database, table)
    if table == "message":  # no first paint reads it: damage shows later, and is dealt with at the next start
        with person.start() as terminal:
            terminal.wait_for("is damaged. Quit and start again")
            terminal.press("ctrl+q")
            assert terminal.wait_exit() == 0
    with person.start() as terminal:
        terminal.wait_for("The local database was damaged")
        terminal.wait_for("● online")
        terminal.wait_for("1 draft")
        begin_answer(terminal)
        terminal.wait_for(WORDS)
    assert list(database.parent.glob(f"{database.name}.corrupt-*"))
    assert not person.posted()


def test_a_database_of_a_newer_program_is_refused_and_not_touched(person: Person, database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA user_version = 4711")
    before = database.read_bytes()
    with person.start(size=(400, 20)) as terminal:
        assert terminal.wait_exit() == 1
        said = " ".join(terminal.text().split())
    assert "has schema 4711" in said
    assert "Use the newer chatlane-tui" in said
    assert database.read_bytes() == before
