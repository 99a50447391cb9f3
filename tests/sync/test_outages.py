"""The engine while its database fails: nothing is sent twice, nothing is lost, and it goes on when the disk does."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from chatlane_tui.model.outbox import OutboxState
from chatlane_tui.sandbox.server import Sandbox
from tests.sync.desk import Desk

HELD = "[send]\nundo_email = 600\nundo_chat = 600\n"


def fill(desk: Desk) -> None:
    """From now on the file cannot grow by a page, as on a full disk."""
    writer = desk.session._database._writer
    writer.execute(f"PRAGMA max_page_count = {writer.execute('PRAGMA page_count').fetchone()[0]}")


def free(desk: Desk) -> None:
    """There is room again."""
    desk.session._database._writer.execute("PRAGMA max_page_count = 1000000")


async def test_a_full_disk_is_said_while_it_lasts_and_what_was_missed_comes_afterwards(desk: Desk) -> None:
    conversation_id = await desk.newest()
    fill(desk)
    written = desk.sandbox.world.customer_writes(conversation_id, "A long story. " * 3_000)

    async def said() -> bool:
        return "The disk is full" in desk.session.status.problem

    await desk.until(said)
    free(desk)

    async def stored() -> bool:
        row = await desk.row_of(conversation_id, written["id"])
        return row is not None and not desk.session.status.problem

    await desk.until(stored)


async def test_an_answer_whose_outcome_could_not_be_noted_is_looked_for_and_never_repeated(desk: Desk) -> None:
    """The disk is full in the moment in which the server says yes."""
    desk.sandbox.faults.add("delay", method="POST", seconds=600)
    await desk.session.send.submit(await desk.outgoing("Yes? " * 20_000))
    await desk.until_state(OutboxState.SENDING)
    fill(desk)
    desk.sandbox.faults.clear()

    async def said() -> bool:
        return "The disk is full" in desk.session.status.problem

    await desk.until(said)
    free(desk)
    await desk.until_sent()
    assert desk.posted("Yes? " * 20_000) == 1
    assert len(desk.sandbox.requests.of("POST", "/messages")) == 1


async def test_a_lock_held_at_the_start_is_said_and_sync_begins_when_it_is_free(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    desk = Desk.open(sandbox, tmp_path / "desk.db")
    desk.session._database._writer.execute("PRAGMA busy_timeout = 20")
    with closing(sqlite3.connect(desk.session.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await desk.connect()

        async def said() -> bool:
            return "locked by another process" in desk.session.status.problem

        await desk.until(said)
        other.execute("ROLLBACK")
    await desk.until_complete()
    await desk.close()


async def test_a_lock_held_for_long_delays_an_answer_and_no_more(desk: Desk) -> None:
    desk.session._database._writer.execute("PRAGMA busy_timeout = 20")
    desk.sandbox.faults.add("delay", method="POST", seconds=600)
    await desk.session.send.submit(await desk.outgoing("In the end"))
    await desk.until_state(OutboxState.SENDING)
    with closing(sqlite3.connect(desk.session.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        desk.sandbox.faults.clear()

        async def said() -> bool:
            return "locked by another process" in desk.session.status.problem

        await desk.until(said)
        other.execute("ROLLBACK")
    await desk.until_sent()
    assert desk.posted("In the end") == 1


async def test_a_hold_ends_with_its_window_whoever_would_send_it(sandbox: Sandbox, tmp_path: Path) -> None:
    owner = Desk.open(sandbox, tmp_path / "desk.db")
    await owner.connect()
    await owner.until_complete()
    other = Desk.open(sandbox, tmp_path / "desk.db", settings=HELD)
    await other.connect()
    conversation_id = await owner.newest()
    await other.session.send.submit(await other.outgoing("Mine to recall"))
    await owner.until_state(OutboxState.HELD)
    await other.close()
    owner.session.refresh()
    await owner.until_sent()
    draft = await owner.session.drafts.find(conversation_id, "reply")
    assert draft is not None
    assert "closed while it was held" in draft.notice
    await owner.until_said("Back among the drafts")
    await owner.close()
    assert not sandbox.world.posted()


async def test_a_hold_goes_on_when_another_window_takes_over(sandbox: Sandbox, tmp_path: Path) -> None:
    owner = Desk.open(sandbox, tmp_path / "desk.db", settings=HELD)
    await owner.connect()
    await owner.until_complete()
    other = Desk.open(sandbox, tmp_path / "desk.db", settings=HELD)
    await other.connect()
    conversation_id = await owner.newest()
    await owner.session.send.submit(await owner.outgoing("Ends with its window"))
    kept = await other.session.send.submit(await other.outgoing("Stays held"))
    await owner.close()

    async def one_left() -> bool:
        return [row.body for row in await other.session.read.outbox()] == ["Stays held"]

    await other.until(one_left)
    draft = await other.session.drafts.find(conversation_id, "reply")
    assert draft is not None
    assert draft.body == "Ends with its window"
    await other.session.send.send_now(kept)
    await other.until_sent()
    await other.close()
    assert [message["body"] for message in sandbox.world.posted()] == ["Stays held"]
