"""Migrations: numbered, all or nothing."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from chatlane_tui.store import schema

NEXT = "CREATE TABLE extra (words TEXT);\nCREATE TRIGGER t AFTER INSERT ON extra\nBEGIN\n  DELETE FROM meta;\nEND;\n"


def connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None)


def tables(connection: sqlite3.Connection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}


def test_a_new_file_gets_the_schema_of_this_program(tmp_path: Path) -> None:
    connection = connect(tmp_path / "store.db")
    schema.migrate(connection)
    assert schema.version(connection) == schema.SCHEMA_VERSION
    assert {"conversation", "message", "draft", "outbox", "triage"} <= tables(connection)
    connection.close()


def test_a_migration_keeps_what_was_typed(tmp_path: Path) -> None:
    connection = connect(tmp_path / "store.db")
    schema.migrate(connection)
    connection.execute(
        "INSERT INTO draft VALUES (1, 'reply', 'Hello', 'email', NULL, NULL, '', '', '[]', '', 0, '', NULL)"
    )
    schema.migrate(connection, migrations=(*schema.MIGRATIONS, NEXT))
    assert schema.version(connection) == schema.SCHEMA_VERSION + 1
    assert {"extra", "t"} <= tables(connection)
    assert connection.execute("SELECT body FROM draft").fetchall() == [("Hello",)]
    connection.close()


def test_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    connection = connect(tmp_path / "store.db")
    schema.migrate(connection)
    before = tables(connection)
    with pytest.raises(sqlite3.OperationalError):
        schema.migrate(connection, migrations=(*schema.MIGRATIONS, NEXT, "CREATE TABLE meta (twice TEXT);\n"))
    assert schema.version(connection) == schema.SCHEMA_VERSION
    assert tables(connection) == before
    connection.close()


def test_of_two_processes_that_migrate_one_finds_it_done(tmp_path: Path) -> None:
    first, second = connect(tmp_path / "store.db"), connect(tmp_path / "store.db")
    schema.migrate(first)
    schema.migrate(second)
    assert tables(first) == tables(second)
    first.close()
    second.close()
