"""A damaged file: kept aside, the cache made anew, and every word that exists nowhere else carried over."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from chatlane_tui.errors import StoreNewer, StoreUnusable
from chatlane_tui.model.feed import Feed
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.model.outbox import Outgoing
from chatlane_tui.store import drafts, outbox, schema
from chatlane_tui.store.database import Database, Transaction
from chatlane_tui.store.in_use import InUse
from chatlane_tui.store.rows import DraftRow
from tests.store.conftest import Store
from tests.store.processes import OPENS, another, kill, said, starting

PAGE = 4096


def draft(number: int, body: str = "Half a sentence") -> DraftRow:
    return DraftRow(ConversationId(number), "reply", body, "email", None, None, "", "", (), "", number)


def execute(tx: Transaction, statement: str) -> None:
    tx.connection.execute(statement)


@pytest.fixture
def full(path: Path) -> Path:
    """A database in which somebody has worked: pages of drafts, a message that waits, some triage, a large cache."""
    store = Store(path)
    database = store.database
    for number in range(40):
        row = draft(number, f"draft {number} " + "x" * 900)
        database.write_soon(partial(drafts.save, draft=row)).result()
    outgoing = Outgoing(conversation_id=ConversationId(100), body="Waits to be sent", type="email")
    database.write_soon(lambda tx: outbox.submit(tx, outgoing, now=1, due=2)).result()
    for statement in (
        "INSERT INTO triage (conversation_id, starred) VALUES (7, 1)",
        "INSERT INTO label VALUES (7, 'vip')",
        "INSERT INTO own_post VALUES (99, 0, 1)",
    ):
        database.write_soon(partial(execute, statement=statement)).result()
    rows = [(str(n), "y" * 900) for n in range(400)]
    database.write_soon(lambda tx: tx.connection.executemany("INSERT INTO meta VALUES (?, ?)", rows)).result()
    database.close()
    return path


def pages_of(path: Path, words: bytes) -> list[int]:
    """The pages on which those bytes stand."""
    content = path.read_bytes()
    return [at // PAGE for at in range(0, len(content), PAGE) if words in content[at : at + PAGE]]


def spoil(path: Path, *pages: int) -> None:
    """Overwrite pages with what a failing disk might leave."""
    with path.open("r+b") as file:
        for page in pages:
            file.seek(page * PAGE)
            file.write(os.urandom(PAGE))


def reopened(path: Path) -> Database:
    return Database.open(path, feed=Feed())


def found(database: Database, statement: str) -> list[tuple[object, ...]]:
    return database.read_soon(lambda c: c.execute(statement).fetchall()).result()


def read_all_meta(path: Path) -> None:
    """Come upon the damage, as a running program does."""
    database = reopened(path)
    with pytest.raises(StoreUnusable, match="damaged") as caught:
        found(database, "SELECT max(value) FROM meta")
    assert "start again" in caught.value.hint
    assert database.is_damaged
    database.close()


def test_damage_in_the_cache_costs_nothing_that_was_typed(full: Path) -> None:
    before = full.read_bytes()
    spoil(full, *pages_of(full, b"y" * 900)[3:])
    spoilt = full.read_bytes()
    assert spoilt != before
    read_all_meta(full)
    database = reopened(full)
    rescued = database.rescued
    assert rescued is not None
    assert (rescued.drafts, rescued.outbox, rescued.whole) == (40, 1, True)
    assert rescued.aside.read_bytes() == spoilt
    assert rescued.aside.name.startswith("store.db.corrupt-2")
    assert rescued.aside.name in rescued.sentence
    assert "40 drafts and 1 unsent message were rescued" in rescued.sentence
    assert found(database, "SELECT body FROM outbox") == [("Waits to be sent",)]
    assert found(database, "SELECT starred FROM triage") == [(1,)]
    assert found(database, "SELECT label FROM label") == [("vip",)]
    assert found(database, "SELECT message_id FROM own_post") == [(99,)]
    assert found(database, "SELECT count(*) FROM meta WHERE length(value) > 800") == [(0,)]
    database.close()


def test_after_the_rescue_everything_is_as_usual(full: Path) -> None:
    spoil(full, *pages_of(full, b"y" * 900)[3:])
    read_all_meta(full)
    reopened(full).close()
    database = reopened(full)
    assert database.rescued is None
    assert not database.is_damaged
    assert database.read_soon(lambda c: c.execute("PRAGMA integrity_check").fetchone()).result() == ("ok",)
    assert {oct(file.stat().st_mode & 0o777) for file in full.parent.iterdir()} == {"0o600"}
    database.close()


def test_damage_among_the_drafts_hides_neither_those_before_nor_those_after_it(full: Path) -> None:
    pages = pages_of(full, b"draft ")
    spoil(full, pages[len(pages) // 2])
    database = reopened(full)
    with pytest.raises(StoreUnusable):
        found(database, "SELECT max(body) FROM draft")
    database.close()
    database = reopened(full)
    rescued = database.rescued
    assert rescued is not None
    kept = {number for (number,) in found(database, "SELECT conversation_id FROM draft")}
    assert {0, 39} <= kept
    assert 30 <= len(kept) == rescued.drafts < 40
    assert not rescued.whole
    assert "could be rescued" in rescued.sentence
    assert rescued.outbox == 1
    database.close()


@pytest.mark.parametrize(
    "content", [b"this is no database, and long enough to be read as one " * 40, b"\0" * 8192], ids=["words", "zeros"]
)
def test_a_file_that_is_no_database_makes_room_for_one(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    database = reopened(path)
    assert database.rescued is not None
    assert database.rescued.aside.read_bytes() == content
    assert not database.rescued.whole
    assert found(database, "SELECT count(*) FROM conversation") == [(0,)]
    database.close()


def test_words_that_were_only_in_the_log_are_rescued_too(full: Path) -> None:
    """A crash leaves the newest commits in the write-ahead log."""
    with another(OPENS, full) as process:
        main = full.read_bytes()
        with closing(sqlite3.connect(full)) as connection:
            connection.execute("UPDATE draft SET body = 'The last words' WHERE conversation_id = 3")
            connection.commit()
            log = full.with_name("store.db-wal").read_bytes()
            kill(process)
    full.write_bytes(main)
    full.with_name("store.db-wal").write_bytes(log)
    assert b"The last words" not in main
    spoil(full, *pages_of(full, b"y" * 900)[3:])
    read_all_meta(full)
    database = reopened(full)
    assert found(database, "SELECT body FROM draft WHERE conversation_id = 3") == [("The last words",)]
    database.close()


def test_a_file_that_another_window_has_open_is_not_replaced_under_it(full: Path) -> None:
    with another(OPENS, full):
        spoil(full, *pages_of(full, b"y" * 900)[3:])
        read_all_meta(full)
        before = full.read_bytes()
        with pytest.raises(StoreUnusable, match="another window still uses it"):
            reopened(full)
        assert full.read_bytes() == before
    database = reopened(full)
    assert database.rescued is not None
    assert database.rescued.drafts == 40
    database.close()


def test_of_several_windows_that_find_the_damage_at_once_one_mends_it_and_all_open(full: Path) -> None:
    spoil(full, 0)
    with contextlib.ExitStack() as windows:
        started = [windows.enter_context(starting(OPENS, full)) for _ in range(3)]
        assert [said(process) for process in started] == ["open", "open", "open"]
        for process in started:
            kill(process)
    assert len(list(full.parent.glob("store.db.corrupt-*Z"))) == 1


def test_a_file_that_another_window_repairs_all_the_while_is_said(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chatlane_tui.store.in_use.PATIENCE", 0.05)
    other = InUse(full)
    assert other.alone()
    with pytest.raises(StoreUnusable, match="being repaired by another window"):
        reopened(full)
    other.leave()
    reopened(full).close()


Step = Callable[[Path], None]


def cut_while_making(full: Path) -> None:
    full.with_name("store.db.rescuing").write_bytes(b"half of it")


def cut_before_moving(full: Path) -> None:
    _run_until(full, "rename", 1)


def cut_between_the_moves(full: Path) -> None:
    _run_until(full, "rename", 2)


def _run_until(full: Path, _: str, renames: int) -> None:
    """Die with the n-th rename done, in a process of its own."""
    code = (
        "import os, sys, pathlib\n"
        "left = int(sys.argv[2])\n"
        "original = pathlib.Path.rename\n"
        "def rename(self, target):\n"
        "    global left\n"
        "    original(self, target)\n"
        "    left -= 1\n"
        "    if not left: os._exit(9)\n"
        "pathlib.Path.rename = rename\n"
        "from chatlane_tui.store.rescue import rescue\n"
        "rescue(pathlib.Path(sys.argv[1]))\n"
    )
    assert subprocess.run([sys.executable, "-c", code, str(full), str(renames)], check=False).returncode == 9


@pytest.mark.parametrize("cut", [cut_while_making, cut_before_moving, cut_between_the_moves])
def test_a_rescue_that_is_cut_goes_on_at_the_next_start(full: Path, cut: Step) -> None:
    spoil(full, *pages_of(full, b"y" * 900)[3:])
    read_all_meta(full)
    cut(full)
    database = reopened(full)
    assert database.rescued is not None
    assert (database.rescued.drafts, database.rescued.outbox) == (40, 1)
    assert database.rescued.aside.exists()
    database.close()
    assert not [file.name for file in full.parent.iterdir() if file.suffix in (".rescuing", ".rescued", ".damaged")]


def test_a_damaged_file_of_an_older_program_is_rescued_into_the_tables_of_today(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        schema.migrate(connection, migrations=schema.MIGRATIONS[:1])
        connection.execute("INSERT INTO draft VALUES (1, 'reply', 'Hello', 'email', NULL, NULL, '', '', '[]', '', 0)")
    path.with_name("store.db.damaged").touch()
    database = reopened(path)
    assert database.rescued is not None
    assert found(database, "SELECT body FROM draft") == [("Hello",)]
    database.close()


def test_every_table_is_either_kept_or_told_again_by_the_server(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "store.db", isolation_level=None)) as connection:
        schema.migrate(connection)
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    own = {name for name in tables if not name.startswith(("sqlite_", "message_fts_", "head_fts_", "contact_fts_"))}
    assert own == {*schema.KEPT, *schema.CACHE}


def test_a_newer_file_is_refused_while_it_is_open_too(path: Path) -> None:
    """Another window was updated meanwhile: the old one writes no more."""
    store = Store(path)
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("PRAGMA user_version = 4711")
        newer.commit()
    with pytest.raises(StoreNewer, match="4711"):
        store.database.write_soon(lambda tx: drafts.save(tx, draft(1))).result()
    assert store.database.read_soon(lambda c: c.execute("SELECT count(*) FROM draft").fetchone()).result() == (0,)
    store.database.close()
