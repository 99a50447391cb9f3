"""Holds and polling when the clock is set or the machine sleeps, with the whole engine against a real server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from chatlane_tui.model.clock import system_clock
from chatlane_tui.model.outbox import OutboxState
from chatlane_tui.sandbox.server import Sandbox
from tests.sync.desk import PACE, Desk

HOUR = 3_600_000
HELD = "[send]\nundo_email = 1\nundo_chat = 1\n"


class WallClock:
    """The machine's clock, set as a test likes. A sleep is the same: of the two clocks one goes on alone."""

    def __init__(self) -> None:
        self.ahead = 0

    def __call__(self) -> int:
        return system_clock() + self.ahead


@pytest.fixture
def wall() -> WallClock:
    return WallClock()


@asynccontextmanager
async def watching(sandbox: Sandbox, path: Path, wall: WallClock, settings: str) -> AsyncIterator[Desk]:
    """A desk whose clock can be set; nothing is polled by itself."""
    pace = replace(PACE, poll=600_000, thread=600_000)
    desk = Desk.open(sandbox, path, settings=settings, pace=pace, clock=wall)
    await desk.connect()
    await desk.until_complete()
    yield desk
    await desk.close()


@pytest.fixture
async def watched(sandbox: Sandbox, tmp_path: Path, wall: WallClock) -> AsyncIterator[Desk]:
    """One whose holds last a second."""
    async with watching(sandbox, tmp_path / "desk.db", wall, HELD) as desk:
        yield desk


async def test_a_sleep_longer_than_a_hold_returns_the_text_and_says_why(
    sandbox: Sandbox, tmp_path: Path, wall: WallClock
) -> None:
    async with watching(sandbox, tmp_path / "desk.db", wall, "[send]\nundo_email = 600\nundo_chat = 600\n") as desk:
        conversation_id = await desk.newest()
        await desk.session.send.submit(await desk.outgoing("Nobody could recall it"))
        wall.ahead += 8 * HOUR
        await desk.until_sent()
        draft = await desk.session.drafts.find(conversation_id, "reply")
        assert draft is not None
        assert draft.body == "Nobody could recall it"
        assert "slept" in draft.notice
        await desk.until_said("slept")
        assert not sandbox.world.posted()


async def test_a_clock_set_ahead_by_less_than_a_minute_ends_no_hold_early(watched: Desk, wall: WallClock) -> None:
    before = system_clock()
    await watched.session.send.submit(await watched.outgoing("In its time"))
    wall.ahead += 30_000
    watched.session.refresh()
    await watched.until_sent()
    assert watched.posted("In its time") == 1
    assert system_clock() - before >= 1_000


async def test_a_clock_set_back_keeps_no_hold_for_ever(watched: Desk, wall: WallClock) -> None:
    await watched.session.send.submit(await watched.outgoing("Not in an hour"))
    wall.ahead -= HOUR
    await watched.until_sent()
    assert watched.posted("Not in an hour") == 1


async def test_a_clock_set_back_keeps_no_queued_message_for_ever(watched: Desk, wall: WallClock) -> None:
    watched.sandbox.set_online(False)
    await watched.session.send.submit(await watched.outgoing("Waits for the server alone"))

    async def tried() -> bool:
        return any(row.state is OutboxState.QUEUED and row.attempts for row in await watched.session.read.outbox())

    await watched.until(tried)
    wall.ahead -= HOUR
    watched.sandbox.set_online(True)
    await watched.until_sent()
    assert watched.posted("Waits for the server alone") == 1


@pytest.mark.parametrize("jump", [8 * HOUR, -8 * HOUR], ids=["slept or set ahead", "set back"])
async def test_after_a_jump_the_server_is_asked_at_once(watched: Desk, wall: WallClock, jump: int) -> None:
    conversation_id = await watched.newest()
    written = watched.sandbox.world.customer_writes(conversation_id, "While you slept")
    wall.ahead += jump

    async def cached() -> bool:
        return await watched.row_of(conversation_id, written["id"]) is not None

    await watched.until(cached)


@pytest.mark.parametrize("jump", [8 * HOUR, -8 * HOUR], ids=["slept or set ahead", "set back"])
async def test_after_a_jump_the_open_thread_is_read_at_once(watched: Desk, wall: WallClock, jump: int) -> None:
    conversation_id = await watched.newest()
    engine = watched.session._engine
    assert engine is not None
    watched.session.look_at(conversation_id)

    async def read_once() -> bool:
        return conversation_id in engine._wanted._read_at

    await watched.until(read_once)
    watched.sandbox.world.edit_conversation(conversation_id, subject="Renamed while you slept")
    wall.ahead += jump

    async def renamed() -> bool:
        head = await watched.session.read.head(conversation_id)
        return head is not None and head.subject == "Renamed while you slept"

    await watched.until(renamed)


async def test_a_request_that_hangs_on_a_dead_connection_is_given_up_on_waking(watched: Desk, wall: WallClock) -> None:
    watched.sandbox.faults.add("delay", method="GET", times=1, seconds=600)
    watched.session.refresh()

    async def hangs() -> bool:
        return not watched.sandbox.faults.waiting()

    await watched.until(hangs)
    conversation_id = await watched.newest()
    written = watched.sandbox.world.customer_writes(conversation_id, "On another connection")
    wall.ahead += HOUR

    async def cached() -> bool:
        return await watched.row_of(conversation_id, written["id"]) is not None

    await watched.until(cached)


@pytest.mark.parametrize("ahead", [0, 2 * HOUR, -2 * HOUR], ids=["right", "two hours ahead", "two hours behind"])
async def test_an_uncertain_message_is_found_whatever_the_clock_says(
    sandbox: Sandbox, tmp_path: Path, wall: WallClock, ahead: int
) -> None:
    wall.ahead = ahead
    desk = Desk.open(sandbox, tmp_path / "desk.db", clock=wall)
    await desk.connect()
    await desk.until_complete()
    sandbox.faults.add("process_then_drop", method="POST")
    await desk.session.send.submit(await desk.outgoing("Found again"))
    await desk.until_said("Found on the server")
    await desk.until_sent()
    assert desk.posted("Found again") == 1
    await desk.close()


async def test_a_clock_set_while_a_pause_lasts_ends_nothing_for_good(watched: Desk, wall: WallClock) -> None:
    watched.sandbox.faults.add("status", times=1, status=429, headers={"Retry-After": "600"})
    watched.session.refresh()

    async def limited() -> bool:
        return watched.session.status.until is not None

    await watched.until(limited)
    wall.ahead -= HOUR
    conversation_id = await watched.newest()
    written = watched.sandbox.world.customer_writes(conversation_id, "Are you back?")

    async def cached() -> bool:
        return await watched.row_of(conversation_id, written["id"]) is not None

    await watched.until(cached)
