"""Deliveries are looked at until nothing more should come of them, and no sync ever touches a draft."""

from __future__ import annotations

from itertools import pairwise

from chatlane_tui.model.ids import ConversationId, MessageId
from chatlane_tui.store.rows import DraftRow
from chatlane_tui.sync.deliveries import Deliveries
from chatlane_tui.sync.pace import Pace
from tests.sync.desk import Desk

WATCH = Pace().watch
ONE, TWO = MessageId(1), MessageId(2)
SENT_AT = 1_000_000_000


def test_a_new_run_looks_at_each_once_at_once() -> None:
    assert Deliveries(Pace()).due([(ONE, SENT_AT), (TWO, 0)], SENT_AT + 5) == (ONE, TWO)


def test_the_older_a_delivery_the_rarer_the_looks() -> None:
    deliveries = Deliveries(Pace())
    looks, now = [], SENT_AT
    while now - SENT_AT < 3_600_000:
        if deliveries.due([(ONE, SENT_AT)], now):
            looks.append(now - SENT_AT)
            deliveries.looked((ONE,), now)
            assert deliveries.due([(ONE, SENT_AT)], now) == ()
        assert deliveries.next_due is not None
        now = deliveries.next_due
    assert looks[:4] == [0, WATCH, 2 * WATCH, 3 * WATCH]
    assert len(looks) < 25
    assert all(later > earlier for earlier, later in pairwise(looks))


def test_a_round_looks_at_so_many_and_the_others_wait_for_the_next() -> None:
    deliveries = Deliveries(Pace())
    watched = [(MessageId(number), SENT_AT) for number in range(9)]
    first = deliveries.due(watched, SENT_AT, most=6)
    assert first == tuple(MessageId(number) for number in range(6))
    deliveries.looked(first, SENT_AT)
    assert deliveries.due(watched, SENT_AT, most=6) == (MessageId(6), MessageId(7), MessageId(8))


def test_under_a_limit_they_take_no_more_than_their_share_of_it() -> None:
    pace = Pace()
    assert pace.watched_at_once(None) is None
    for limit in (1, 7, 60, 600, 100_000):
        at_once = pace.watched_at_once(limit)
        assert at_once is not None
        assert at_once >= 1
        assert at_once * 60_000 / pace.watch_every(limit) <= limit * pace.share + 1


def test_a_look_that_failed_is_still_to_be_done() -> None:
    deliveries = Deliveries(Pace())
    assert deliveries.due([(ONE, SENT_AT)], SENT_AT) == (ONE,)
    assert deliveries.due([(ONE, SENT_AT)], SENT_AT + 1) == (ONE,)


def test_a_clock_that_is_set_back_stops_no_look() -> None:
    deliveries = Deliveries(Pace())
    deliveries.looked((ONE,), SENT_AT + 3_600_000)
    assert deliveries.due([(ONE, SENT_AT)], SENT_AT) == (ONE,)


def test_what_is_watched_no_more_is_forgotten() -> None:
    deliveries = Deliveries(Pace())
    deliveries.looked((ONE,), SENT_AT)
    assert deliveries.due([], SENT_AT) == ()
    assert deliveries.next_due is None
    assert deliveries.due([(ONE, SENT_AT)], SENT_AT + 1) == (ONE,)


async def test_a_failure_after_it_was_sent_is_noticed_and_said_once(desk: Desk) -> None:
    conversation_id = await desk.newest()
    await desk.session.send.submit(await desk.outgoing("On its way"))
    await desk.until_sent()
    [posted] = desk.sandbox.world.posted()

    async def reads(word: str) -> bool:
        row = await desk.row_of(conversation_id, posted["id"])
        return row is not None and row.delivery == word

    await desk.until(lambda: reads("sent"))
    desk.sandbox.world.edit_message(posted["id"], delivery_status="failed")
    await desk.until(lambda: reads("failed"))
    desk.sandbox.world.edit_message(posted["id"], delivery_status="bounced")
    desk.session.look_at(conversation_id)
    await desk.until(lambda: reads("bounced"))
    assert [said for said in desk.said if "did not arrive" in said] == [desk.said[-1]]
    assert (await desk.session.read.counts()).outbox_troubled == 1
    [waiting] = await desk.session.read.waiting()
    assert (waiting.message_id, waiting.words) == (posted["id"], "On its way")


async def test_the_text_to_carry_over_is_the_one_that_was_typed(desk: Desk) -> None:
    conversation_id = await desk.newest()
    typed = "Dear Ada,\n\n  2 < 3 & <you> know\n"
    await desk.session.send.submit(await desk.outgoing(typed))
    await desk.until_sent()
    [posted] = desk.sandbox.world.posted()
    assert await desk.session.read.text(conversation_id, f"m{posted['id']}") == typed
    desk.sandbox.world.edit_message(posted["id"], body="<p>Dear Ada,</p><p>2 &lt; 3</p>")
    desk.session.look_at(conversation_id)

    async def rewritten() -> bool:
        return await desk.session.read.text(conversation_id, f"m{posted['id']}") == "Dear Ada,\n2 < 3"

    await desk.until(rewritten)
    assert await desk.session.read.text(conversation_id, "m999999") == ""


async def test_sync_never_touches_a_draft(desk: Desk) -> None:
    conversation_id = await desk.newest()
    draft = DraftRow(conversation_id, "reply", "Dear\n…", "email", None, None, "a@b.example", "", (), "", SENT_AT)
    written = (
        draft,
        draft._replace(kind="note", body="aside", type="note"),
        draft._replace(conversation_id=ConversationId(987_654), body="for a conversation nobody knows"),
    )
    for one in written:
        await desk.session.drafts.save(one)
    before = set(await desk.session.drafts.all())
    assert before == set(written)
    news = desk.sandbox.world.customer_writes(conversation_id, "Are you there?")
    desk.sandbox.world.edit_conversation(conversation_id, subject="Another", status="closed")
    desk.session.look_at(conversation_id)

    async def read() -> bool:
        return await desk.row_of(conversation_id, news["id"]) is not None

    await desk.until(read)
    desk.sandbox.world.delete_conversation(conversation_id)
    desk.session.refresh()

    async def gone() -> bool:
        return conversation_id not in {row.id for row in (await desk.session.read.window(size=9, offset=0)).rows}

    await desk.until(gone)
    assert set(await desk.session.drafts.all()) == before
