"""The outbox delivered: what becomes of a text under every fault, and that no POST is ever repeated by the program."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from chatlane_tui.model.ids import ChannelId, ConversationId, OutboxId
from chatlane_tui.model.outbox import OutboxState
from chatlane_tui.sandbox.server import Sandbox
from chatlane_tui.store.rows import Direction
from tests.sync.desk import Desk

HELD = "[send]\nundo_email = 600\nundo_chat = 600\n"


async def test_an_answer_goes_out_on_the_channel_it_was_written_for(desk: Desk) -> None:
    outgoing = await desk.outgoing(
        "On its way", inbox_channel_id=ChannelId(2), type="email", conversation_id=ConversationId(56)
    )
    await desk.session.send.submit(outgoing)
    await desk.until_sent()
    [posted] = desk.sandbox.world.posted()
    assert (posted["body"], posted["inbox_channel_id"], posted["type"]) == ("On its way", 2, "email")


async def test_what_was_sent_is_shown_as_ours(desk: Desk) -> None:
    conversation_id = await desk.newest()
    await desk.session.send.submit(await desk.outgoing("Mine"))
    await desk.until_sent()
    rows = await desk.session.read.thread(conversation_id)
    assert rows[-1].direction is Direction.OURS


async def test_its_delivery_is_watched_until_it_changes(desk: Desk) -> None:
    conversation_id = await desk.newest()
    await desk.session.send.submit(await desk.outgoing("Watched"))
    await desk.until_sent()
    [posted] = desk.sandbox.world.posted()

    async def delivered() -> bool:
        row = await desk.row_of(conversation_id, posted["id"])
        return row is not None and row.delivery == "sent"

    await desk.until(delivered)


async def test_a_draft_for_the_server_is_a_draft_there_and_shown_as_one(desk: Desk) -> None:
    conversation_id = await desk.newest()
    await desk.session.send.submit(await desk.outgoing("Not yet", is_draft=True))
    await desk.until_sent()
    [posted] = desk.sandbox.world.posted()
    row = await desk.row_of(conversation_id, posted["id"])
    assert posted["is_draft"]
    assert row is not None
    assert row.is_server_draft


async def test_what_is_held_is_not_sent(sandbox: Sandbox, tmp_path: Path) -> None:
    desk = Desk.open(sandbox, tmp_path / "desk.db", settings=HELD)
    await desk.connect()
    await desk.until_complete()
    await desk.session.send.submit(await desk.outgoing("Held"))
    recalled = await desk.session.send.recall(None)
    await desk.close()
    assert recalled is not None
    assert not sandbox.world.posted()


async def test_a_hold_ended_by_a_person_is_sent_at_once(sandbox: Sandbox, tmp_path: Path) -> None:
    desk = Desk.open(sandbox, tmp_path / "desk.db", settings=HELD)
    await desk.connect()
    await desk.until_complete()
    outbox_id = await desk.session.send.submit(await desk.outgoing("Now"))
    await desk.session.send.send_now(outbox_id)
    await desk.until_sent()
    await desk.close()
    assert desk.posted("Now") == 1


@pytest.mark.parametrize("fault", ["process_then_drop", "truncate", "garbage"])
async def test_a_lost_answer_is_uncertain_and_found_again(desk: Desk, fault: str) -> None:
    desk.sandbox.faults.add(fault, method="POST")
    await desk.session.send.submit(await desk.outgoing("Only once"))
    await desk.until_said("the uncertain message was sent, once")
    await desk.until_sent()
    assert desk.posted("Only once") == 1


@pytest.mark.parametrize(
    "fault",
    [{"kind": "drop_before"}, {"kind": "status", "status": 500}, {"kind": "status", "status": 502, "body": "<html>"}],
)
async def test_an_unclear_failure_is_never_repeated_by_the_program(desk: Desk, fault: dict[str, object]) -> None:
    desk.sandbox.faults.add(method="POST", times=None, **fault)  # type: ignore[arg-type]
    await desk.session.send.submit(await desk.outgoing("Perhaps"))

    async def looked_for() -> bool:
        rows = await desk.session.read.outbox()
        return "not in the thread" in rows[0].problem

    await desk.until(looked_for)
    assert len(desk.sandbox.requests.of("POST", "/messages")) == 1
    assert desk.posted("Perhaps") == 0


async def test_a_person_may_send_again_what_was_not_found(desk: Desk) -> None:
    desk.sandbox.faults.add("drop_before", method="POST")
    outbox_id = await desk.session.send.submit(await desk.outgoing("Second try"))
    row = await desk.until_state(OutboxState.UNCERTAIN)
    assert await desk.session.send.send_again(outbox_id, seen=row.seen, asked=row.standing)
    await desk.until_sent()
    assert desk.posted("Second try") == 1


async def test_who_was_asked_when_it_was_certainly_not_sent_does_not_send_what_may_have_been(desk: Desk) -> None:
    """Two windows ask about one message that the guard stopped; the other one sends it, and its answer is lost."""
    desk.sandbox.faults.add("drop_before", method="POST")
    outbox_id = await desk.session.send.submit(await desk.outgoing("Once"))
    row = await desk.until_state(OutboxState.UNCERTAIN)
    blocked = row.standing._replace(state=OutboxState.BLOCKED)
    assert not await desk.session.send.send_again(outbox_id, seen=row.seen, asked=blocked)
    [still] = await desk.session.read.outbox()
    assert still.state is OutboxState.UNCERTAIN
    assert len(desk.sandbox.requests.of("POST", "/messages")) == 1
    assert await desk.session.send.send_again(outbox_id, seen=row.seen, asked=row.standing)
    await desk.until_sent()
    assert desk.posted("Once") == 1


async def test_two_people_who_are_asked_about_the_same_failure_send_it_again_once(desk: Desk) -> None:
    """The second try is as uncertain as the first, so that both questions look alike: each is about its own try."""
    desk.sandbox.faults.add("drop_before", method="POST", times=2)
    outbox_id = await desk.session.send.submit(await desk.outgoing("Once more"))
    row = await desk.until_state(OutboxState.UNCERTAIN)
    assert await desk.session.send.send_again(outbox_id, seen=row.seen, asked=row.standing)

    async def tried_twice() -> bool:
        return len(desk.sandbox.requests.of("POST", "/messages")) == 2

    await desk.until(tried_twice)
    second = await desk.until_state(OutboxState.UNCERTAIN)
    assert not await desk.session.send.send_again(outbox_id, seen=row.seen, asked=row.standing)
    assert len(desk.sandbox.requests.of("POST", "/messages")) == 2
    assert await desk.session.send.send_again(outbox_id, seen=row.seen, asked=second.standing)
    await desk.until_sent()
    assert desk.posted("Once more") == 1


async def test_a_refused_connection_is_tried_again_until_it_goes(desk: Desk) -> None:
    desk.sandbox.set_online(False)
    await desk.session.send.submit(await desk.outgoing("Later"))

    async def waits() -> bool:
        rows = await desk.session.read.outbox()
        return rows[0].state is OutboxState.QUEUED and rows[0].attempts > 1

    await desk.until(waits)
    desk.sandbox.set_online(True)
    await desk.until_sent()
    assert desk.posted("Later") == 1


async def test_a_rate_limited_post_is_sent_when_the_pause_is_over(desk: Desk) -> None:
    desk.sandbox.faults.add("status", method="POST", status=429, headers={"Retry-After": "1"})
    await desk.session.send.submit(await desk.outgoing("Patience"))
    await desk.until_sent()
    assert desk.posted("Patience") == 1


async def test_a_refusal_keeps_the_text_and_says_why(desk: Desk) -> None:
    await desk.session.send.submit(await desk.outgoing("x", inbox_channel_id=ChannelId(9999)))
    row = await desk.until_state(OutboxState.REFUSED)
    assert row.body == "x"
    assert row.code == "INVALID_CHANNEL"
    assert row.problem


async def test_a_read_only_token_stops_the_queue_and_loses_nothing(sandbox: Sandbox, tmp_path: Path) -> None:
    desk = Desk.open(sandbox, tmp_path / "desk.db")
    await desk.connect(sandbox.read_only_token)
    await desk.until_complete()
    await desk.session.send.submit(await desk.outgoing("Kept"))

    async def said() -> bool:
        rows = await desk.session.read.outbox()
        return rows[0].state is OutboxState.QUEUED and bool(rows[0].problem) and bool(desk.session.status.problem)

    await desk.until(said)
    await desk.close()
    assert not sandbox.world.posted()


async def test_news_since_the_thread_was_read_stops_the_answer_and_sending_again_goes_through(desk: Desk) -> None:
    conversation_id = await desk.newest()
    outgoing = await desk.outgoing("An answer to the old question")
    news = desk.sandbox.world.customer_writes(conversation_id, "Forget it, it is solved!")
    outbox_id = await desk.session.send.submit(outgoing)
    row = await desk.until_state(OutboxState.BLOCKED)
    assert "wrote since" in row.problem
    assert not desk.sandbox.world.posted()
    assert await desk.row_of(conversation_id, news["id"]) is not None

    head = await desk.session.read.head(conversation_id)
    assert head is not None
    assert await desk.session.send.send_again(outbox_id, seen=head.newest, asked=row.standing)
    await desk.until_sent()
    assert desk.posted("An answer to the old question") == 1


async def test_a_note_is_not_held_up_by_news(desk: Desk) -> None:
    conversation_id = await desk.newest()
    outgoing = await desk.outgoing("For us", type="note", inbox_channel_id=None)
    desk.sandbox.world.customer_writes(conversation_id, "And another thing")
    await desk.session.send.submit(outgoing)
    await desk.until_sent()
    assert desk.posted("For us") == 1


async def test_two_answers_go_out_in_their_order(desk: Desk) -> None:
    conversation_id = await desk.newest()
    for body in ("one", "two", "three"):
        await desk.session.send.submit(await desk.outgoing(body, conversation_id=conversation_id))
    await desk.until_sent()
    assert [message["body"] for message in desk.sandbox.world.posted()] == ["one", "two", "three"]


async def test_another_channel_than_the_one_chosen_is_said(tmp_path: Path) -> None:
    with Sandbox(switches=["C3-picks-last-channel", "C3-ignores-channel"]) as sandbox:
        desk = Desk.open(sandbox, tmp_path / "desk.db")
        await desk.connect()
        await desk.until_complete()
        outgoing = await desk.outgoing("x", conversation_id=ConversationId(56), inbox_channel_id=ChannelId(1))
        await desk.session.send.submit(outgoing)

        async def said() -> bool:
            return any("not the channel you chose" in sentence for sentence in desk.said)

        await desk.until(said)
        await desk.close()


@pytest.mark.parametrize(("posted", "expected"), [(True, OutboxState.UNCERTAIN), (False, OutboxState.QUEUED)])
async def test_after_a_crash_only_what_had_left_is_uncertain(
    sandbox: Sandbox, tmp_path: Path, posted: bool, expected: OutboxState
) -> None:
    path = tmp_path / "desk.db"
    desk = Desk.open(sandbox, path)
    await desk.connect()
    await desk.until_complete()
    await desk.session.disconnect()
    outbox_id = await desk.session.send.submit(await desk.outgoing("Interrupted"))
    await desk.close()
    _interrupt(path, outbox_id, posted=posted)

    sandbox.set_online(False)
    again = Desk.open(sandbox, path)
    await again.connect()
    await again.until_state(expected)
    sandbox.set_online(True)
    if expected is OutboxState.QUEUED:
        await again.until_sent()
    await again.close()
    assert again.posted("Interrupted") == (0 if posted else 1)


def _interrupt(path: Path, outbox_id: OutboxId, *, posted: bool) -> None:
    """Leave the row as a process leaves it that dies before, or after, its request has left."""
    connection = sqlite3.connect(path)
    connection.execute(
        "UPDATE outbox SET state = 'sending', sent_at = ? WHERE id = ?",
        (1_800_000_000_000 if posted else None, outbox_id),
    )
    connection.commit()
    connection.close()


async def test_a_hold_that_was_interrupted_is_a_draft_that_says_so(sandbox: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    desk = Desk.open(sandbox, path, settings=HELD)
    await desk.connect()
    await desk.until_complete()
    conversation_id = await desk.newest()
    await desk.session.send.submit(await desk.outgoing("Not in time"))
    await desk.close()

    again = Desk.open(sandbox, path, settings=HELD)
    await again.connect()
    await again.until_sent()
    draft = await again.session.drafts.find(conversation_id, "reply")
    await again.close()
    assert draft is not None
    assert draft.body == "Not in time"
    assert "was not sent" in draft.notice
    assert not sandbox.world.posted()
