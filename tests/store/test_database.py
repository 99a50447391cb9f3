"""Threads, transactions, facts, and the ways in which a file can be unusable."""

from __future__ import annotations

import asyncio
import gc
import os
import sqlite3
import stat
import threading
import weakref
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from chatlane_tui.errors import StoreNewer, StoreUnusable
from chatlane_tui.model.feed import Fact, Feed, InboxChanged, OutboxChanged, PeopleChanged
from chatlane_tui.store import meta, schema
from chatlane_tui.store.database import Database, Transaction
from tests.store.conftest import Store


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


async def test_files_and_new_directories_are_for_their_owner_alone(store: Store, path: Path) -> None:
    await store.write(meta.put, "key", "value")
    files = {file.name: mode(file) for file in path.parent.iterdir()}
    assert files == {"store.db": 0o600, "store.db-wal": 0o600, "store.db-shm": 0o600, "store.use": 0o600}
    assert mode(path.parent) == 0o700


def test_a_file_that_others_could_read_is_closed_to_them(path: Path) -> None:
    path.parent.mkdir()
    path.touch(0o644)
    Database.open(path, feed=Feed()).close()
    assert mode(path) == 0o600


def test_a_directory_that_was_there_keeps_its_mode(tmp_path: Path) -> None:
    directory = tmp_path / "shared"
    directory.mkdir(mode=0o755)
    Database.open(directory / "store.db", feed=Feed()).close()
    assert mode(directory) == 0o755


async def test_facts_are_heard_after_the_commit_and_before_the_awaiter_goes_on(store: Store) -> None:
    heard: list[str | None] = []
    witness = sqlite3.connect(store.database.path)
    store.feed.subscribe(lambda _: heard.append(witness.execute("SELECT value FROM meta").fetchone()[0]))

    def work(tx: Transaction) -> None:
        meta.put(tx, "key", "committed")
        tx.changed(InboxChanged())

    await store.database.write(work)
    witness.close()
    assert heard == ["committed"]


async def test_a_transaction_that_fails_leaves_nothing_and_says_nothing(store: Store) -> None:
    def work(tx: Transaction) -> None:
        meta.put(tx, "key", "value")
        tx.changed(InboxChanged())
        raise LookupError("half way")

    with pytest.raises(LookupError, match="half way"):
        await store.database.write(work)
    assert await store.database.read(lambda c: meta.value(c, "key")) is None
    assert store.facts == set()


async def test_a_writer_goes_on_after_a_failure(store: Store) -> None:
    def fail(tx: Transaction) -> None:
        tx.connection.execute("NONSENSE")

    with pytest.raises(sqlite3.OperationalError):
        await store.database.write(fail)
    await store.write(meta.put, "key", "value")
    assert await store.database.read(lambda c: meta.value(c, "key")) == "value"


async def test_a_cancelled_awaiter_still_publishes_what_was_committed(store: Store) -> None:
    begun, go_on, heard = asyncio.Event(), threading.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    store.feed.subscribe(lambda _: heard.set())

    def work(tx: Transaction) -> None:
        loop.call_soon_threadsafe(begun.set)
        go_on.wait()
        meta.put(tx, "key", "value")
        tx.changed(OutboxChanged())

    async def person() -> None:
        await store.database.write(work)

    task = asyncio.create_task(person())
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert store.facts == set()
    go_on.set()
    await heard.wait()
    assert store.facts == {OutboxChanged()}
    assert await store.database.read(lambda c: meta.value(c, "key")) == "value"


async def test_a_write_that_is_cancelled_in_the_queue_is_carried_out_all_the_same(store: Store) -> None:
    go_on = threading.Event()
    blocking = asyncio.ensure_future(store.database.write(lambda _: go_on.wait()))
    queued = asyncio.ensure_future(store.database.write(lambda tx: meta.put(tx, "typed", "words")))
    queued.cancel()
    go_on.set()
    await blocking
    await store.database.write(lambda _: None)
    assert await store.database.read(lambda c: meta.value(c, "typed")) == "words"


async def test_a_read_that_is_cancelled_in_the_queue_never_runs(store: Store) -> None:
    go_on = threading.Event()
    ran: list[str] = []
    blocking = asyncio.ensure_future(store.database.read(lambda _: go_on.wait()))
    queued = asyncio.ensure_future(store.database.read(lambda _: ran.append("superseded")))
    queued.cancel()
    await asyncio.sleep(0)
    go_on.set()
    await blocking
    await store.database.read(lambda _: ran.append("wanted"))
    assert ran == ["wanted"]


async def test_what_is_urgent_goes_ahead_of_what_is_bulk(store: Store) -> None:
    go_on = threading.Event()
    order: list[str] = []
    jobs = [
        store.database.write(lambda _: go_on.wait()),
        store.database.write(lambda _: order.append("bulk"), bulk=True),
        store.database.work(lambda: order.append("parse a page")),
        store.database.work(lambda: order.append("parse what somebody waits for"), urgent=True),
        store.database.write(lambda _: order.append("draft")),
    ]
    go_on.set()
    await asyncio.gather(*jobs)
    assert order == ["parse what somebody waits for", "draft", "bulk", "parse a page"]


async def test_only_bulk_transactions_skip_the_wait_for_the_disk(store: Store) -> None:
    def synchronous(tx: Transaction) -> int:
        return int(tx.connection.execute("PRAGMA synchronous").fetchone()[0])

    full, normal = 2, 1
    assert await store.database.write(synchronous, bulk=True) == normal
    assert await store.database.write(synchronous) == full
    assert await store.database.write(synchronous, bulk=True) == normal


async def test_one_read_sees_one_moment_of_the_database(store: Store) -> None:
    await store.write(meta.put, "key", "before")
    first_read, written = threading.Event(), threading.Event()

    def twice(connection: sqlite3.Connection) -> tuple[str | None, str | None]:
        before = meta.value(connection, "key")
        first_read.set()
        written.wait()
        return before, meta.value(connection, "key")

    reading = asyncio.ensure_future(store.database.read(twice))
    await asyncio.to_thread(first_read.wait)
    await store.write(meta.put, "key", "after")
    written.set()
    assert await reading == ("before", "before")
    assert await store.database.read(lambda c: meta.value(c, "key")) == "after"


async def test_the_reader_cannot_write(store: Store) -> None:
    with pytest.raises(StoreUnusable, match="may not be written"):
        await store.database.read(lambda c: c.execute("DELETE FROM meta"))


async def test_a_read_needs_no_loop(store: Store) -> None:
    store.database.write_soon(lambda tx: meta.put(tx, "key", "value")).result()
    assert store.database.read_soon(lambda c: meta.value(c, "key")).result() == "value"


async def test_reads_do_not_wait_for_what_is_computed(store: Store) -> None:
    go_on = threading.Event()
    rendering = asyncio.ensure_future(store.database.compute(go_on.wait))
    assert await store.database.read(lambda c: meta.value(c, "key")) is None
    go_on.set()
    assert await rendering


class _Read:
    """Something that was read, and that can be watched going."""


@pytest.mark.parametrize("ask", [Database.read, Database.write, Database.search])
async def test_what_was_read_is_gone_when_nobody_needs_it_without_a_collection(
    store: Store, ask: Callable[[Database, Callable[[object], _Read]], Awaitable[_Read]]
) -> None:
    gc.disable()
    try:
        gone = weakref.ref(await ask(store.database, lambda _: _Read()))
        await ask(store.database, lambda _: _Read())  # the loop and the same thread have let go of the first by then
        assert gone() is None
    finally:
        gc.enable()


async def test_another_process_is_noticed_once_and_oneself_never(store: Store, path: Path) -> None:
    await store.write(meta.put, "mine", "1")
    assert not await store.database.elsewhere()
    other = Store(path)
    await other.write(meta.put, "theirs", "1")
    assert await store.database.elsewhere()
    assert not await store.database.elsewhere()
    assert not await other.database.elsewhere()
    other.database.close()


async def test_nobody_is_asked_for_another_process_while_the_files_stand_as_they_did(store: Store, path: Path) -> None:
    asked: list[str] = []
    store.database._writer.set_trace_callback(asked.append)
    for _ in range(5):
        assert not await store.database.elsewhere()
    assert asked.count("PRAGMA data_version") == 2
    other = Store(path)
    await other.write(meta.put, "theirs", "1")
    assert await store.database.elsewhere()
    await other.write(meta.put, "theirs", "2")
    assert await store.database.elsewhere()
    other.database.close()


async def test_two_databases_on_one_file_see_each_other_and_lose_nothing(store: Store, path: Path) -> None:
    other = Store(path)

    def count(tx: Transaction) -> None:
        meta.put(tx, "count", str(int(meta.value(tx.connection, "count") or 0) + 1))

    await asyncio.gather(*(database.write(count) for database in (store.database, other.database) for _ in range(25)))
    other.database.close()
    assert await store.database.read(lambda c: meta.value(c, "count")) == "50"


async def test_closing_finishes_the_writes_that_wait(path: Path) -> None:
    store = Store(path)
    go_on = threading.Event()
    holding = store.database.write(lambda _: go_on.wait())

    def put(key: str) -> Callable[[Transaction], None]:
        return lambda tx: meta.put(tx, key, "kept")

    jobs = [store.database.write(put(str(n)), bulk=n % 2 == 0) for n in range(6)]
    go_on.set()
    store.database.close()
    store.database.close()
    await asyncio.gather(holding, *jobs)
    again = Store(path)
    assert await again.sql("SELECT count(*) FROM meta") == [(6,)]
    again.database.close()


async def test_a_closed_database_says_so(path: Path) -> None:
    store = Store(path)
    store.database.close()
    with pytest.raises(StoreUnusable, match="closed"):
        await store.database.read(lambda _: None)


def test_a_commit_after_the_loop_has_gone_reaches_the_file(path: Path) -> None:
    store = Store(path)
    go_on = threading.Event()

    def work(tx: Transaction) -> None:
        go_on.wait()
        meta.put(tx, "typed", "words")

    async def leave() -> None:
        store.database.write(work)

    asyncio.run(leave())
    go_on.set()
    store.database.close()
    again = Store(path)
    assert again.database.read_soon(lambda c: meta.value(c, "typed")).result() == "words"
    again.database.close()


async def test_a_listener_that_fails_does_not_keep_the_awaiter_waiting(store: Store) -> None:
    reported: list[BaseException | None] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context.get("exception")))

    def fail(_: frozenset[Fact]) -> None:
        raise LookupError("a listener")

    store.feed.subscribe(fail)

    def work(tx: Transaction) -> str:
        tx.changed(PeopleChanged())
        return "done"

    assert await store.database.write(work) == "done"
    assert [str(error) for error in reported] == ["a listener"]


def test_a_newer_schema_is_refused_with_both_versions_and_left_alone(path: Path) -> None:
    path.parent.mkdir()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE of_the_future (words TEXT)")
    connection.execute("PRAGMA user_version = 4711")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreNewer, match=f"4711.*{schema.SCHEMA_VERSION}"):
        Database.open(path, feed=Feed())
    assert path.read_bytes() == before


def test_damage_that_shows_later_is_said_in_a_sentence(path: Path) -> None:
    store = Store(path)
    store.database.write_soon(
        lambda tx: tx.connection.executemany(
            "INSERT INTO meta VALUES (?, ?)", ((str(n), "x" * 500) for n in range(200))
        )
    ).result()
    store.database.close()
    content = bytearray(path.read_bytes())
    content[-4096 * 20 :] = os.urandom(4096 * 20)
    path.write_bytes(content)
    again = Store(path)
    with pytest.raises(StoreUnusable, match="damaged"):
        again.database.read_soon(lambda c: c.execute("SELECT count(value) FROM meta").fetchall()).result()
    again.database.close()


def test_a_directory_in_the_way_is_said_in_a_sentence(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(StoreUnusable, match="cannot be opened"):
        Database.open(path, feed=Feed())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_directory_that_may_not_be_written_is_said_in_a_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreUnusable, match="cannot be opened"):
        Database.open(tmp_path / "store.db", feed=Feed())


async def test_a_full_disk_is_said_in_a_sentence_and_loses_only_that_write(store: Store) -> None:
    await store.write(meta.put, "kept", "words")

    def fill(tx: Transaction) -> None:
        pages = tx.connection.execute("PRAGMA page_count").fetchone()[0]
        tx.connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        meta.put(tx, "large", "x" * 100_000)

    with pytest.raises(StoreUnusable, match="disk is full"):
        await store.database.write(fill)
    assert await store.sql("SELECT key FROM meta") == [("kept",)]


async def test_a_lock_held_by_another_is_said_in_a_sentence(store: Store, path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    store.database._writer.execute("PRAGMA busy_timeout = 1")
    with pytest.raises(StoreUnusable, match="locked by another process"):
        await store.write(meta.put, "key", "value")
    other.execute("ROLLBACK")
    other.close()
    await store.write(meta.put, "key", "value")
    assert await store.database.read(lambda c: meta.value(c, "key")) == "value"
