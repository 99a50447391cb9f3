"""The long walks: what comes while something is being stored is stored together, and an error loses none of it."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from chatlane_tui.api.client import Client
from chatlane_tui.errors import ApiError
from chatlane_tui.model.clock import system_clock
from chatlane_tui.model.feed import Fact, Feed, InboxChanged
from chatlane_tui.sandbox.server import Sandbox
from chatlane_tui.store import meta
from chatlane_tui.store.database import Database
from chatlane_tui.sync.pace import Pace
from chatlane_tui.sync.plan import DONE, Walk
from chatlane_tui.sync.pull import Pull

WALK = Walk("conversations", None)


@dataclass(frozen=True, slots=True)
class Pulling:
    """What reads, where from, where to, and who hears of it."""

    sandbox: Sandbox
    feed: Feed
    database: Database
    pull: Pull


def unheard(_name: str, _done: int, _total: int | None) -> None:
    """Nobody looks how far it is."""


@pytest.fixture
async def pulling(tmp_path: Path) -> AsyncIterator[Pulling]:
    """A pull of a server of one long list, over a fresh database."""
    with Sandbox(conversations=900) as sandbox:
        feed = Feed()
        database = Database.open(tmp_path / "pull.db", feed=feed)
        client = Client(sandbox.base_url, sandbox.token, retries=0)
        pull = Pull(database, client, clock=system_clock, pace=Pace(together=3))
        yield Pulling(sandbox, feed, database, pull)
        await client.aclose()
        database.close()


async def stored(database: Database) -> tuple[int, str | None]:
    """How many conversations are stored, and where the walk goes on."""

    def look(connection: sqlite3.Connection) -> tuple[int, str | None]:
        count = connection.execute("SELECT count(*) FROM conversation").fetchone()[0]
        return count, meta.value(connection, f"walk:{WALK.name}")

    return await database.read(look)


async def test_pages_that_come_while_others_are_stored_share_a_transaction(pulling: Pulling) -> None:
    let_go, heard, commits = threading.Event(), list[int](), list[frozenset[Fact]]()
    pulling.feed.subscribe(commits.append)
    busy = asyncio.ensure_future(pulling.database.work(let_go.wait, urgent=True))

    def hear(_name: str, done: int, _total: int | None) -> None:
        heard.append(done)
        if len(heard) == 3:  # the first waits for the thread, two wait for the first
            let_go.set()

    assert await pulling.pull.walk(WALK, heard=hear, urgent=lambda: False) == DONE
    await busy
    assert len(commits) < len(heard)


async def test_a_walk_stores_every_page_it_was_given(pulling: Pulling) -> None:
    await pulling.pull.walk(WALK, heard=unheard, urgent=lambda: False)
    assert await stored(pulling.database) == (len(pulling.sandbox.world.conversations()), DONE)


async def test_what_came_before_an_error_is_stored_with_its_cursor(pulling: Pulling) -> None:
    let_go = threading.Event()
    busy = asyncio.ensure_future(pulling.database.work(let_go.wait, urgent=True))

    def hear(_name: str, done: int, _total: int | None) -> None:
        if done == 200:
            pulling.sandbox.faults.add("drop_before", times=None)
            let_go.set()

    with pytest.raises(ApiError):
        await pulling.pull.walk(WALK, heard=hear, urgent=lambda: False)
    await busy
    count, cursor = await stored(pulling.database)
    assert count >= 200
    assert cursor == f"page={count // 100 + 1}"


async def test_a_walk_makes_room_for_what_is_urgent_and_goes_on_after_it(pulling: Pulling) -> None:
    start = await pulling.pull.walk(WALK, heard=unheard, urgent=lambda: True)
    assert await stored(pulling.database) == (100, start)
    assert await pulling.pull.walk(Walk(WALK.name, start), heard=unheard, urgent=lambda: False) == DONE
    assert (await stored(pulling.database))[0] == len(pulling.sandbox.world.conversations())


async def test_a_walk_that_is_cancelled_loses_no_transaction_that_it_began_and_no_fact(pulling: Pulling) -> None:
    let_go, told = threading.Event(), asyncio.Event()
    commits: list[frozenset[Fact]] = []
    pulling.feed.subscribe(commits.append)
    busy = asyncio.ensure_future(pulling.database.work(let_go.wait, urgent=True))
    walk = asyncio.create_task(pulling.pull.walk(WALK, heard=lambda *_: told.set(), urgent=lambda: False))
    await told.wait()
    walk.cancel()
    let_go.set()
    await asyncio.gather(walk, return_exceptions=True)
    await busy
    await pulling.database.write(lambda _: None, bulk=True)  # behind whatever was queued
    count, cursor = await stored(pulling.database)
    assert walk.cancelled()
    assert count % 100 == 0
    assert cursor == f"page={count // 100 + 1}"
    assert any(InboxChanged() in facts for facts in commits)
