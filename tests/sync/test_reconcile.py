"""Silent changes are found, what is gone is told from what was left out, and everything goes on after a cut."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from chatlane_tui.errors import ApiError, Unreadable
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.sandbox.server import Sandbox
from chatlane_tui.store import changes, conversations, lists, sweeps
from chatlane_tui.sync.plan import Poll
from tests.sync.bench import START, Bench, Clocks


@dataclass
class Asked:
    """The requests made since it was made, as "GET path?query"."""

    sandbox: Sandbox

    def __post_init__(self) -> None:
        self._before = len(list(self.sandbox.requests))

    def paths(self) -> list[str]:
        return [request.path.removeprefix("/api/v1") for request in list(self.sandbox.requests)[self._before :]]


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
def sandbox(clocks: Clocks) -> Iterator[Sandbox]:
    """Two of its conversations are closed and read."""
    with Sandbox(conversations=12, clock=clocks.theirs) as sandbox:
        for conversation_id in (2, 3):
            sandbox.world.edit_conversation(conversation_id, status="closed", is_read=1, is_starred=0, is_archived=0)
        yield sandbox


@pytest.fixture
async def bench(sandbox: Sandbox, clocks: Clocks, tmp_path: Path) -> AsyncIterator[Bench]:
    """Everything was read and swept once."""
    bench = Bench(sandbox, clocks, tmp_path / "desk.db")
    await bench.open()
    await bench.settle()
    yield bench
    await bench.close()


async def cached(bench: Bench, conversation_id: int, columns: str) -> tuple[object, ...] | None:
    found = await bench.database.read(
        lambda c: c.execute(f"SELECT {columns} FROM conversation WHERE id = ?", (conversation_id,)).fetchone()
    )
    return None if found is None else tuple(found)


def of(sandbox: Sandbox, **wanted: object) -> int:
    """A conversation of the server that is like that."""
    rows = sandbox.world.conversations()
    return int(next(row["id"] for row in rows if all(row[key] == value for key, value in wanted.items())))


async def test_a_silent_change_is_found_and_written_down(bench: Bench) -> None:
    chosen = of(bench.sandbox, status="active", is_starred=0)
    bench.sandbox.world.edit_conversation(chosen, status="closed", is_starred=1, assignee_id=2)
    await bench.settle()
    assert await cached(bench, chosen, "status, is_starred") == ("closed", 1)
    found = await bench.database.read(lambda c: changes.of(c, chosen))
    assert {"status", "starred"} <= {change.kind for change in found}


async def test_what_is_gone_is_told_by_a_404_and_leaves_the_list(bench: Bench) -> None:
    chosen = of(bench.sandbox, status="closed")
    bench.sandbox.world.delete_conversation(chosen)
    await bench.settle()
    window = await bench.database.read(lambda c: lists.inbox_window(c, size=50, view="all"))
    assert chosen not in {row.id for row in window.rows}


async def test_a_404_that_is_not_the_apis_makes_nobody_gone(bench: Bench) -> None:
    chosen = of(bench.sandbox, status="closed")
    bench.sandbox.world.delete_conversation(chosen)
    bench.sandbox.faults.add(
        "status", path=rf"/conversations/{chosen}$", times=None, status=404, body="<html>proxy</html>"
    )
    await bench.settle()
    assert await cached(bench, chosen, "gone_at") == (None,)


async def test_what_a_list_leaves_out_but_the_server_has_is_not_gone(bench: Bench) -> None:
    chosen = of(bench.sandbox, status="closed")
    await bench.database.write(
        lambda tx: tx.connection.execute("INSERT INTO conversation (id, known_at) VALUES (900, 1)")
    )
    bench.sandbox.world.write("UPDATE conversations SET id = 900 WHERE id = ?", (chosen,))
    bench.sandbox.world.write("UPDATE messages SET conversation_id = 900 WHERE conversation_id = ?", (chosen,))
    await bench.settle()
    assert await cached(bench, 900, "gone_at, status") == (None, "closed")


async def test_what_was_gone_and_is_told_again_is_back(bench: Bench) -> None:
    chosen = ConversationId(of(bench.sandbox, status="active"))
    await bench.database.write(lambda tx: conversations.mark_gone(tx, chosen, now=START))
    await bench.settle()
    assert await cached(bench, chosen, "gone_at") == (None,)


async def test_a_round_marks_nothing_as_read_on_the_server(clocks: Clocks, tmp_path: Path) -> None:
    """Some servers take a GET of a conversation for somebody reading it (S4)."""
    with Sandbox(conversations=12, clock=clocks.theirs, switches=["S4-get-marks-read"]) as sandbox:
        bench = Bench(sandbox, clocks, tmp_path / "desk.db")
        await bench.open()
        await bench.settle()
        chosen = of(sandbox, status="active")
        sandbox.world.customer_writes(chosen, "Is anybody there?")
        sandbox.world.edit_conversation(chosen, status="pending")
        bench.upkeep.show([ConversationId(row["id"]) for row in sandbox.world.conversations()])
        unread = {row["id"] for row in sandbox.world.conversations() if not row["is_read"]}
        await bench.settle()
        assert {row["id"] for row in sandbox.world.conversations() if not row["is_read"]} == unread
        assert await cached(bench, chosen, "status") == ("pending",)
        await bench.close()


async def test_the_screen_is_looked_at_before_any_list(bench: Bench, clocks: Clocks) -> None:
    chosen = ConversationId(of(bench.sandbox, status="closed", is_read=1))
    bench.upkeep.show([chosen])
    clocks.now += 60_000
    asked = Asked(bench.sandbox)
    while not (paths := [path for path in asked.paths() if path not in ("/inboxes", "/conversations", "/messages")]):
        await bench.step()
    newest = bench.sandbox.world.messages(chosen)[-1]["id"]
    assert paths == [f"/messages/{newest}"]


async def test_what_a_sweep_has_just_told_is_not_asked_for_by_itself(bench: Bench) -> None:
    chosen = ConversationId(of(bench.sandbox, status="active"))
    bench.upkeep.show([chosen])
    await bench.settle()
    asked = Asked(bench.sandbox)
    await bench.settle()
    newest = bench.sandbox.world.messages(chosen)[-1]["id"]
    singles = [path for path in asked.paths() if path == f"/messages/{newest}"]
    assert len(singles) < len([path for path in asked.paths() if path == "/conversations"])


async def test_what_a_poll_touched_is_read_again_though_the_program_ended(bench: Bench) -> None:
    chosen = of(bench.sandbox, status="closed")
    bench.sandbox.world.customer_writes(chosen, "It happened again.")
    bench.sandbox.world.edit_conversation(chosen, status="active")
    messages_mark, conversations_mark = await bench.pull.marks()
    await bench.pull.poll(Poll(messages_mark, conversations_mark))
    await bench.close()
    await bench.open()
    assert await bench.pull.touched() == (chosen,)
    asked = Asked(bench.sandbox)
    while await bench.pull.touched():
        await bench.step()
    assert await cached(bench, chosen, "status") == ("active",)
    assert any(path.startswith("/messages/") for path in asked.paths())


async def test_one_that_cannot_be_read_is_left_to_the_next_sweep(bench: Bench) -> None:
    chosen = of(bench.sandbox, status="active")
    bench.sandbox.faults.add(
        "status", path=r"/(conversations|messages)/\d+$", times=None, status=422, body='{"error": "no"}'
    )
    bench.sandbox.world.customer_writes(chosen, "Hello?")
    await bench.database.write(lambda tx: sweeps.touch(tx, (chosen,)))
    for _ in range(40):
        await bench.step()
    assert await bench.pull.touched() == ()
    bench.sandbox.faults.clear()
    await bench.settle()
    assert await cached(bench, chosen, "swept > 0") == (1,)


async def test_a_list_that_fails_again_and_again_does_not_keep_the_others_waiting(bench: Bench) -> None:
    bench.sandbox.faults.add("status", path=r"/custom-entity-records$", times=None, status=500)
    chosen = of(bench.sandbox, status="closed", is_starred=0)
    bench.sandbox.world.edit_conversation(chosen, is_starred=1)
    await bench.settle()
    assert await cached(bench, chosen, "is_starred") == (1,)


async def test_a_message_from_the_far_future_hides_no_other(bench: Bench) -> None:
    absurd = bench.sandbox.world.customer_writes(of(bench.sandbox, status="active"), "Greetings from 2099")
    bench.sandbox.world.write("UPDATE messages SET created_at = ? WHERE id = ?", (4_070_908_800_000_000, absurd["id"]))
    for _ in range(12):
        await bench.step()
    late = bench.sandbox.world.customer_writes(of(bench.sandbox, status="active"), "And now?")
    marks = await bench.pull.marks()
    await bench.pull.poll(Poll(*marks))
    found = await bench.database.read(
        lambda c: c.execute("SELECT count(*) FROM message WHERE id IN (?, ?)", (absurd["id"], late["id"])).fetchone()
    )
    assert found == (2,)


async def test_a_first_sync_whose_place_the_server_forgot_begins_anew(clocks: Clocks, tmp_path: Path) -> None:
    with Sandbox(conversations=150, clock=clocks.theirs) as sandbox:
        bench = Bench(sandbox, clocks, tmp_path / "desk.db")
        await bench.open()
        while not await bench.database.read(
            lambda c: c.execute("SELECT 1 FROM meta WHERE key = 'walk:messages' AND value LIKE 'page%'").fetchone()
        ):
            await bench.step()
        sandbox.faults.add("status", path=r"/messages$", times=1, status=422, body='{"error": "Unknown page."}')
        await bench.settle()
        everything = len(sandbox.world.messages())
        count = await bench.database.read(lambda c: c.execute("SELECT count(*) FROM message").fetchone()[0])
        assert count == everything
        await bench.close()


async def test_backfill_goes_on_after_a_cut_at_every_step(clocks: Clocks, tmp_path: Path) -> None:
    with Sandbox(conversations=150, clock=clocks.theirs) as sandbox:
        bench = Bench(sandbox, clocks, tmp_path / "desk.db")
        await bench.open()
        for patience in range(0, 240, 12):
            await bench.cut(patience)
        asked = Asked(sandbox)
        await bench.settle()
        count = await bench.database.read(lambda c: c.execute("SELECT count(*) FROM message").fetchone()[0])
        assert count == len(sandbox.world.messages())
        assert asked.paths()
        await bench.close()


async def test_an_answer_that_nobody_can_read_is_said(bench: Bench, clocks: Clocks) -> None:
    bench.sandbox.faults.add("garbage", times=None, body="<html>Welcome to Wi-Fi</html>")
    clocks.now += 3_600_000
    with pytest.raises(ApiError) as said:
        await bench.upkeep.step(heard=lambda *_: None, urgent=lambda: False)
    assert isinstance(said.value, Unreadable)
    await asyncio.sleep(0)
