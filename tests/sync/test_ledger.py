"""The rate budget in the database: two processes with one file have one budget (A1)."""

from __future__ import annotations

from pathlib import Path

import pytest

from chatlane_tui.api.allowance import Allowance
from chatlane_tui.model.status import Link
from chatlane_tui.store import meta
from chatlane_tui.sync.ledger import KEY, RateLedger
from tests.store.conftest import Store
from tests.sync.desk import Desk

AT = 1_770_000_000_000
PAUSED = Allowance(since=AT, until=AT + 9_000, refusals=1)
COUNTED = Allowance(limit=60, remaining=9, window_ends=AT + 5_000)


def ledger(store: Store) -> RateLedger:
    return RateLedger(store.database, clock=lambda: AT)


async def test_what_one_process_enters_the_other_finds(tmp_path: Path) -> None:
    one, other = Store(tmp_path / "store.db"), Store(tmp_path / "store.db")
    await ledger(one).exchange(PAUSED)
    assert await ledger(other).exchange(COUNTED) == await ledger(one).exchange(Allowance())
    assert (await ledger(one).exchange(Allowance())).until == PAUSED.until
    one.database.close()
    other.database.close()


async def test_what_is_no_news_is_not_written(tmp_path: Path) -> None:
    one, other = Store(tmp_path / "store.db"), Store(tmp_path / "store.db")
    await ledger(one).exchange(PAUSED)
    assert await other.database.elsewhere()
    await ledger(one).exchange(PAUSED)
    await ledger(one).exchange(Allowance())
    assert not await other.database.elsewhere()
    one.database.close()
    other.database.close()


@pytest.mark.parametrize("odd", ["", "{", "{}", "[1]", '["a",0,0,null,null,0]', '[0,0,0,"x",null,0]'])
async def test_what_cannot_be_read_is_nothing_known(tmp_path: Path, odd: str) -> None:
    store = Store(tmp_path / "store.db")
    await store.write(meta.put, KEY, odd)
    assert await ledger(store).exchange(COUNTED) == COUNTED
    store.database.close()


async def test_a_database_that_fails_keeps_nobody_from_asking(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.db")
    store.database.close()
    assert await ledger(store).exchange(PAUSED) == PAUSED


async def test_a_pause_asked_of_the_owner_is_said_in_the_other_window_until_it_is_over(desk: Desk) -> None:
    other = Desk.open(desk.sandbox, desk.session.path)
    await other.connect()
    desk.sandbox.faults.add("status", times=1, status=429, headers={"Retry-After": "2"})
    links: list[tuple[Link, bool]] = []

    async def limited_and_over() -> bool:
        status = other.session.status
        links.append((status.link, status.until is not None))
        return (Link.LIMITED, True) in links and status.link is Link.FOLLOWING

    await other.until(limited_and_over)
    assert links.count((Link.LIMITED, False)) == 0
    await other.close()


async def test_a_pause_outlives_the_run_it_was_asked_in(desk: Desk) -> None:
    desk.sandbox.faults.add("status", times=None, status=429, headers={"Retry-After": "600"})

    async def limited() -> bool:
        return desk.session.status.link is Link.LIMITED

    async def entered() -> bool:
        known = await RateLedger(desk.session._database, clock=desk.session.clock).exchange(Allowance())
        return bool(known.until)

    await desk.until(limited)
    await desk.until(entered)
    path, until = desk.session.path, desk.session.status.until
    await desk.session.disconnect()
    desk.sandbox.set_online(False)  # what was on its way when the run ended has arrived, or never will
    desk.sandbox.set_online(True)
    asked = len(list(desk.sandbox.requests))
    again = Desk.open(desk.sandbox, path)
    await again.connect()

    async def said() -> bool:
        return again.session.status.link is Link.LIMITED

    await again.until(said)
    assert until is not None
    assert again.session.status.until is not None
    assert abs(again.session.status.until - until) < 2_000
    assert len(list(desk.sandbox.requests)) == asked
    await again.close()
