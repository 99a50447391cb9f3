"""A search stops at once when nobody waits for it, and nothing waits behind it."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from threading import Event

import pytest

from chatlane_tui.errors import StoreUnusable
from tests.store.conftest import Store

FOREVER = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"


def endless(started: Event) -> Callable[[sqlite3.Connection], object]:
    def run(connection: sqlite3.Connection) -> object:
        started.set()
        return connection.execute(FOREVER).fetchone()

    return run


async def test_a_search_that_is_cancelled_ends_and_the_next_one_runs(store: Store) -> None:
    started = Event()
    search = asyncio.ensure_future(store.database.search(endless(started)))
    await asyncio.to_thread(started.wait)
    search.cancel()
    with pytest.raises(asyncio.CancelledError):
        await search
    assert await store.database.search(lambda c: c.execute("SELECT 1").fetchone()) == (1,)


async def test_one_that_waits_is_dropped_before_it_begins(store: Store) -> None:
    started, ran = Event(), Event()
    first = asyncio.ensure_future(store.database.search(endless(started)))
    await asyncio.to_thread(started.wait)
    second = asyncio.ensure_future(store.database.search(lambda _: ran.set()))
    await asyncio.sleep(0)
    second.cancel()
    first.cancel()
    assert await store.database.search(lambda c: c.execute("SELECT 2").fetchone()) == (2,)
    assert not ran.is_set()


async def test_reads_do_not_wait_behind_a_search(store: Store) -> None:
    started = Event()
    search = asyncio.ensure_future(store.database.search(endless(started)))
    await asyncio.to_thread(started.wait)
    assert await store.database.read(lambda c: c.execute("SELECT 3").fetchone()) == (3,)
    search.cancel()


async def test_closing_ends_what_is_searched(store: Store) -> None:
    started = Event()
    search = asyncio.ensure_future(store.database.search(endless(started)))
    await asyncio.to_thread(started.wait)
    store.database.close()
    with pytest.raises(asyncio.CancelledError):
        await search


async def test_a_wrong_statement_stays_what_it_is(store: Store) -> None:
    with pytest.raises(sqlite3.OperationalError):
        await store.database.search(lambda c: c.execute("SELECT nothing"))


async def test_a_search_in_a_closed_database_is_refused(store: Store) -> None:
    await store.database.search(lambda c: c.execute("SELECT 1").fetchone())
    store.database.close()
    with pytest.raises(StoreUnusable):
        await store.database.search(lambda c: c.execute("SELECT 1").fetchone())
