"""The outbox: compare and set, first in first out, and no word lost on the way back."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatlane_tui.model.feed import Feed, InboxChanged, OutboxChanged, ThreadChanged
from chatlane_tui.model.ids import ChannelId, ContactId, ConversationId, MessageId, OutboxId
from chatlane_tui.model.outbox import MOVES, RECALLABLE, OutboxState, Outgoing
from chatlane_tui.store import conversations, drafts, interruptions, messages, outbox, threads
from chatlane_tui.store.database import Database, Transaction
from chatlane_tui.store.rows import Direction, DraftRow, OutboxRow
from tests.store.conftest import Store
from tests.store.told import ADA, NOON, SAM, bare, conversation, message, stamp

HELD, QUEUED, SENDING = OutboxState.HELD, OutboxState.QUEUED, OutboxState.SENDING
BLOCKED, REFUSED, UNCERTAIN = OutboxState.BLOCKED, OutboxState.REFUSED, OutboxState.UNCERTAIN
ONE, TWO = ConversationId(1), ConversationId(2)
HELLO = Outgoing(conversation_id=ONE, body="Hello", type="email")

PATHS: dict[OutboxState, tuple[OutboxState, ...]] = {
    HELD: (HELD,),
    QUEUED: (HELD, QUEUED),
    SENDING: (HELD, QUEUED, SENDING),
    BLOCKED: (HELD, QUEUED, SENDING, BLOCKED),
    REFUSED: (HELD, QUEUED, SENDING, REFUSED),
    UNCERTAIN: (HELD, QUEUED, SENDING, UNCERTAIN),
}


def put(tx: Transaction, outgoing: Outgoing, state: OutboxState) -> OutboxId:
    """Something in the outbox in that state, brought there by legal moves."""
    id_ = outbox.submit(tx, outgoing, now=NOON, due=NOON)
    for old, new in zip(PATHS[state], PATHS[state][1:], strict=False):
        assert outbox.move(tx, id_, old, new)
    return id_


def draft_of(tx: Transaction, body: str, *, kind: str = "reply", cc: str = "") -> None:
    drafts.save(tx, DraftRow(ONE, kind, body, "email", None, None, cc, "", (), "", NOON))


async def row(store: Store, id_: OutboxId) -> OutboxRow:
    found = await store.database.read(lambda c: outbox.row(c, id_))
    assert found is not None
    return found


async def draft_body(store: Store, kind: str = "reply") -> str | None:
    found = await store.database.read(lambda c: drafts.draft(c, ONE, kind))
    return None if found is None else found.body


async def test_submitting_takes_the_draft_into_the_outbox_in_one_step(store: Store) -> None:
    await store.write(draft_of, "Hello")
    await store.write(draft_of, "aside", kind="note")
    whole = HELLO._replace(
        inbox_channel_id=ChannelId(7),
        contact_id=ContactId(5),
        cc="a@b.example",
        bcc="c@d.example",
        file_urls=("https://example.com/a.pdf",),
        seen=MessageId(3),
        is_draft=True,
    )
    id_ = await store.write(outbox.submit, whole, now=NOON, due=NOON + 10_000)
    assert store.facts == {OutboxChanged(), InboxChanged(), ThreadChanged(ONE)}
    assert await row(store, id_) == OutboxRow(
        id=id_,
        conversation_id=ONE,
        state=HELD,
        body="Hello",
        type="email",
        is_draft=True,
        inbox_channel_id=ChannelId(7),
        contact_id=ContactId(5),
        cc="a@b.example",
        bcc="c@d.example",
        file_urls=("https://example.com/a.pdf",),
        seen=MessageId(3),
        created_at=NOON,
        due=NOON + 10_000,
        attempts=0,
        problem="",
        code="",
        sent_at=None,
    )
    assert (await draft_body(store), await draft_body(store, "note")) == (None, "aside")


async def test_a_note_takes_the_draft_of_the_note(store: Store) -> None:
    await store.write(draft_of, "Hello")
    await store.write(draft_of, "aside", kind="note")
    await store.write(outbox.submit, HELLO._replace(type="note", body="aside"), now=NOON, due=NOON)
    assert (await draft_body(store), await draft_body(store, "note")) == ("Hello", None)


@pytest.mark.parametrize("old", OutboxState)
@pytest.mark.parametrize("new", OutboxState)
async def test_legal_moves_move_and_the_others_are_refused(store: Store, old: OutboxState, new: OutboxState) -> None:
    id_ = await store.write(put, HELLO, old)
    if new in MOVES[old]:
        assert await store.write(outbox.move, id_, old, new)
        assert (await row(store, id_)).state is new
    else:
        with pytest.raises(ValueError, match=f"from {old.value} to {new.value}"):
            await store.write(outbox.move, id_, old, new)
        assert (await row(store, id_)).state is old


async def test_a_move_from_another_state_than_it_is_in_does_nothing(store: Store) -> None:
    id_ = await store.write(put, HELLO, SENDING)
    assert not await store.write(outbox.move, id_, QUEUED, SENDING)
    assert store.facts == set()


async def test_of_two_processes_one_takes_a_row(store: Store, path: Path) -> None:
    id_ = await store.write(put, HELLO, QUEUED)
    other = Database.open(path, feed=Feed())
    takers = (store.database, other, store.database, other)
    taken = await asyncio.gather(*(taker.write(lambda tx: outbox.move(tx, id_, QUEUED, SENDING)) for taker in takers))
    other.close()
    assert sorted(taken) == [False, False, False, True]


async def test_a_move_says_why_and_the_next_one_forgets_it(store: Store) -> None:
    id_ = await store.write(put, HELLO, SENDING)
    await store.write(
        outbox.move, id_, SENDING, REFUSED, problem="No address.", code="NO_EMAIL_ADDRESS", attempts=2, due=NOON + 5
    )
    assert store.facts == {OutboxChanged(), InboxChanged(), ThreadChanged(ONE)}
    refused = await row(store, id_)
    assert (refused.problem, refused.code, refused.attempts, refused.due) == (
        "No address.",
        "NO_EMAIL_ADDRESS",
        2,
        NOON + 5,
    )
    await store.write(outbox.move, id_, REFUSED, QUEUED)
    again = await row(store, id_)
    assert (again.problem, again.code, again.attempts, again.due) == ("", "", 2, NOON + 5)


async def test_a_request_that_leaves_is_dated_and_a_second_try_forgets_the_first(store: Store) -> None:
    id_ = await store.write(put, HELLO, SENDING)
    assert (await row(store, id_)).sent_at is None
    assert await store.write(outbox.posting, id_, now=NOON + 1)
    assert (await row(store, id_)).sent_at == NOON + 1
    await store.write(outbox.move, id_, SENDING, QUEUED)
    assert not await store.write(outbox.posting, id_, now=NOON + 2)
    await store.write(outbox.move, id_, QUEUED, SENDING)
    assert (await row(store, id_)).sent_at is None


async def test_what_its_author_saw_can_be_renewed(store: Store) -> None:
    id_ = await store.write(put, HELLO, BLOCKED)
    await store.write(outbox.saw, id_, MessageId(9))
    assert (await row(store, id_)).seen == 9


async def test_only_an_uncertain_row_is_explained_anew_and_only_news_is_told(store: Store) -> None:
    id_ = await store.write(put, HELLO, UNCERTAIN)
    await store.write(outbox.explain, id_, problem="Still looking.")
    assert store.facts == {OutboxChanged(), InboxChanged(), ThreadChanged(ONE)}
    await store.write(outbox.explain, id_, problem="Still looking.")
    assert store.facts == set()
    assert (await row(store, id_)).problem == "Still looking."
    queued = await store.write(put, HELLO._replace(conversation_id=TWO), QUEUED)
    await store.write(outbox.explain, queued, problem="Still looking.")
    assert (await row(store, queued)).problem == ""


async def test_held_rows_are_released_when_they_are_due(store: Store) -> None:
    early = await store.write(outbox.submit, HELLO, now=NOON, due=NOON + 10)
    late = await store.write(outbox.submit, HELLO, now=NOON, due=NOON + 20)
    assert await store.database.read(outbox.next_due) == NOON + 10
    assert await store.write(outbox.release_due, now=NOON + 9) == 0
    assert store.facts == set()
    assert await store.write(outbox.release_due, now=NOON + 10) == 1
    assert store.facts == {OutboxChanged(), InboxChanged(), ThreadChanged(ONE)}
    assert [(await row(store, id_)).state for id_ in (early, late)] == [QUEUED, HELD]


@pytest.mark.parametrize("front", OutboxState)
async def test_nothing_overtakes_within_a_conversation(store: Store, front: OutboxState) -> None:
    first = await store.write(put, HELLO, front)
    await store.write(put, HELLO, QUEUED)
    other = await store.write(put, HELLO._replace(conversation_id=TWO), QUEUED)
    ready = await store.database.read(lambda c: outbox.next_ready(c, now=NOON))
    assert ready is not None
    assert ready.id == (first if front is QUEUED else other)


async def test_a_queued_row_waits_for_its_time(store: Store) -> None:
    id_ = await store.write(put, HELLO, SENDING)
    await store.write(outbox.move, id_, SENDING, QUEUED, due=NOON + 30_000)
    assert await store.database.read(lambda c: outbox.next_ready(c, now=NOON + 29_999)) is None
    assert await store.database.read(outbox.next_due) == NOON + 30_000
    ready = await store.database.read(lambda c: outbox.next_ready(c, now=NOON + 30_000))
    assert ready is not None
    assert ready.id == id_


async def test_what_is_blocked_by_an_earlier_row_is_never_next(store: Store) -> None:
    await store.write(put, HELLO, REFUSED)
    await store.write(put, HELLO, QUEUED)
    assert await store.database.read(lambda c: outbox.next_ready(c, now=NOON)) is None
    assert await store.database.read(outbox.next_due) is None


@pytest.mark.parametrize("state", OutboxState)
async def test_a_text_comes_back_only_while_the_server_surely_has_not_accepted_it(
    store: Store, state: OutboxState
) -> None:
    id_ = await store.write(put, HELLO, state)
    taken = await store.write(outbox.recall, id_, now=NOON)
    assert (taken is not None) == (state in RECALLABLE)
    assert await draft_body(store) == ("Hello" if state in RECALLABLE else None)
    assert (await store.database.read(lambda c: outbox.row(c, id_)) is None) == (state in RECALLABLE)


@pytest.mark.parametrize("state", OutboxState)
async def test_what_is_on_its_way_right_now_is_not_discarded(store: Store, state: OutboxState) -> None:
    id_ = await store.write(put, HELLO, state)
    taken = await store.write(outbox.discard, id_)
    allowed = state is not SENDING
    assert (None if taken is None else taken.body) == ("Hello" if allowed else None)
    assert len(await store.database.read(outbox.rows)) == (0 if allowed else 1)


async def test_a_row_that_has_left_is_neither_recalled_nor_discarded_nor_moved(store: Store) -> None:
    id_ = await store.write(put, HELLO, QUEUED)
    await store.write(outbox.discard, id_)
    assert await store.write(outbox.recall, id_, now=NOON) is None
    assert await store.write(outbox.discard, id_) is None
    assert not await store.write(outbox.move, id_, QUEUED, SENDING)


async def test_a_number_is_never_given_twice(store: Store) -> None:
    first = await store.write(put, HELLO, QUEUED)
    await store.write(outbox.discard, first)
    assert await store.write(put, HELLO, QUEUED) > first


async def test_a_recalled_text_goes_below_what_is_being_typed(store: Store) -> None:
    whole = HELLO._replace(
        type="sms",
        cc="A@b.example, new@b.example",
        file_urls=("https://example.com/a",),
        contact_id=ContactId(5),
    )
    id_ = await store.write(put, whole, HELD)
    await store.write(draft_of, "And another thing", cc="A@b.example")
    await store.write(outbox.recall, id_, now=NOON + 1)
    found = await store.database.read(lambda c: drafts.draft(c, ONE, "reply"))
    assert found == DraftRow(
        conversation_id=ONE,
        kind="reply",
        body="And another thing\n\nHello",
        type="email",
        inbox_channel_id=None,
        contact_id=ContactId(5),
        cc="A@b.example, new@b.example",
        bcc="",
        file_urls=("https://example.com/a",),
        notice="",
        updated_at=NOON + 1,
    )


async def test_a_recalled_text_brings_its_channel_along(store: Store) -> None:
    id_ = await store.write(put, HELLO._replace(type="sms", inbox_channel_id=ChannelId(7)), HELD)
    await store.write(outbox.recall, id_, now=NOON)
    found = await store.database.read(lambda c: drafts.draft(c, ONE, "reply"))
    assert found is not None
    assert (found.type, found.inbox_channel_id) == ("sms", 7)


async def test_a_recalled_text_keeps_its_channel_beside_addresses_without_words(store: Store) -> None:
    """An SMS through a channel of SMS, and no e-mail through it."""
    id_ = await store.write(put, HELLO._replace(type="sms", inbox_channel_id=ChannelId(7)), HELD)
    await store.write(draft_of, "", cc="a@b.example")
    await store.write(outbox.recall, id_, now=NOON)
    found = await store.database.read(lambda c: drafts.draft(c, ONE, "reply"))
    assert found is not None
    assert (found.type, found.inbox_channel_id, found.cc) == ("sms", 7, "a@b.example")


@settings(max_examples=30)
@given(
    typed=st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    texts=st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30), max_size=4),
    crash=st.booleans(),
)
def test_no_word_is_lost_or_overwritten_on_the_way_back(
    tmp_path_factory: pytest.TempPathFactory, typed: str, texts: list[str], crash: bool
) -> None:
    database = Database.open(tmp_path_factory.mktemp("back") / "store.db", feed=Feed())

    def there_and_back(tx: Transaction) -> str:
        held = [outbox.submit(tx, HELLO._replace(body=text), now=NOON, due=NOON) for text in texts]
        draft_of(tx, typed)
        if crash:
            interruptions.recover(tx, now=NOON)
        else:
            for id_ in held:
                outbox.recall(tx, id_, now=NOON)
        found = drafts.draft(tx.connection, ONE, "reply")
        return "" if found is None else found.body

    body = database.write_soon(there_and_back).result()
    database.close()
    at = 0
    for text in (typed, *texts):
        if text.strip():
            at = body.index(text, at) + len(text)


async def test_what_was_delivered_is_a_message_of_ours_and_nothing_else(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(1)], now=NOON)
    id_ = await store.write(put, HELLO, SENDING)
    answer = message(50, body="Hello", sender=SAM, delivery_status="sending")
    assert await store.write(outbox.delivered, id_, answer, now=NOON + 1)
    assert {OutboxChanged(), ThreadChanged(ONE), InboxChanged()} <= store.facts
    thread = await store.database.read(lambda c: threads.thread(c, ONE))
    assert [(row.key, row.direction, row.is_server_draft) for row in thread] == [("m50", Direction.OURS, False)]
    assert await store.database.read(outbox.rows) == ()
    assert await store.database.read(outbox.own_ids) == {50}


async def test_what_was_delivered_as_a_draft_stays_known_as_one(store: Store) -> None:
    id_ = await store.write(put, HELLO._replace(is_draft=True), SENDING)
    await store.write(outbox.delivered, id_, message(50), now=NOON)
    await store.write(messages.upsert, [message(50, delivery_status="sent")], now=NOON)
    thread = await store.database.read(lambda c: threads.thread(c, ONE))
    assert [(row.is_server_draft, row.direction) for row in thread] == [(True, Direction.OURS)]


async def test_an_answer_that_leaves_out_the_text_does_not_lose_it(store: Store) -> None:
    id_ = await store.write(put, HELLO, SENDING)
    await store.write(outbox.delivered, id_, bare(50, created_at=stamp(NOON)), now=NOON)
    found = await store.database.read(lambda c: threads.bodies(c, ONE, ["m50"]))
    assert (found["m50"].text, found["m50"].type) == ("Hello", "email")


@pytest.mark.parametrize("state", [state for state in OutboxState if state is not SENDING])
async def test_only_what_is_being_sent_is_delivered(store: Store, state: OutboxState) -> None:
    id_ = await store.write(put, HELLO, state)
    assert not await store.write(outbox.delivered, id_, message(50), now=NOON)
    thread = await store.database.read(lambda c: threads.thread(c, ONE))
    assert [row.key for row in thread] == [f"o{id_}"]


async def test_an_uncertain_row_that_is_found_on_the_server_becomes_that_message(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(1, participant=ADA)], now=NOON)
    await store.write(messages.upsert, [message(50, body="Hello", sender={"id": 9, "name": "Sam"})], now=NOON)
    id_ = await store.write(put, HELLO, UNCERTAIN)
    before = await store.database.read(lambda c: threads.thread(c, ONE))
    assert [row.direction for row in before] == [Direction.UNKNOWN, Direction.OURS]
    assert await store.write(outbox.resolved_as, id_, MessageId(50), now=NOON)
    after = await store.database.read(lambda c: threads.thread(c, ONE))
    assert [(row.key, row.direction) for row in after] == [("m50", Direction.OURS)]
    assert not await store.write(outbox.resolved_as, id_, MessageId(50), now=NOON)


async def test_it_may_be_resolved_before_the_message_is_cached(store: Store) -> None:
    id_ = await store.write(put, HELLO, UNCERTAIN)
    assert await store.write(outbox.resolved_as, id_, MessageId(50), now=NOON)
    await store.write(messages.upsert, [message(50)], now=NOON)
    thread = await store.database.read(lambda c: threads.thread(c, ONE))
    assert [row.direction for row in thread] == [Direction.OURS]


async def test_after_a_crash_what_had_left_is_uncertain_and_the_rest_is_safe(store: Store) -> None:
    left = await store.write(put, HELLO, SENDING)
    await store.write(outbox.posting, left, now=NOON)
    taken = await store.write(put, HELLO._replace(conversation_id=TWO), SENDING)
    queued = await store.write(put, HELLO, QUEUED)
    refused = await store.write(put, HELLO, REFUSED)
    held = await store.write(put, HELLO._replace(body="Held"), HELD)
    note = await store.write(put, HELLO._replace(body="Aside", type="note"), HELD)
    found = await store.write(interruptions.recover, now=NOON + 1)
    assert found == interruptions.Recovered(uncertain=1, returned=2)
    rows = {row.id: row.state for row in await store.database.read(outbox.rows)}
    assert rows == {left: UNCERTAIN, taken: QUEUED, queued: QUEUED, refused: REFUSED}
    assert {held, note}.isdisjoint(rows)
    assert "may have gone out" in (await row(store, left)).problem
    assert (await draft_body(store), await draft_body(store, "note")) == ("Held", "Aside")
    notices = {draft.notice for draft in await store.database.read(drafts.drafts)}
    assert len(notices) == 1
    assert "was not sent" in notices.pop()


async def test_nothing_to_recover_is_no_news(store: Store) -> None:
    await store.write(put, HELLO, QUEUED)
    assert await store.write(interruptions.recover, now=NOON) == interruptions.Recovered(uncertain=0, returned=0)
    assert store.facts == set()


async def test_undo_takes_the_newest_held_text_before_any_other(store: Store) -> None:
    async def latest(conversation_id: ConversationId | None) -> OutboxId | None:
        found = await store.database.read(lambda c: outbox.latest_recallable(c, conversation_id))
        return None if found is None else found.id

    assert await latest(None) is None
    held = await store.write(put, HELLO, HELD)
    refused = await store.write(put, HELLO._replace(conversation_id=TWO), REFUSED)
    await store.write(put, HELLO._replace(conversation_id=TWO), UNCERTAIN)
    assert await latest(None) == held
    assert await latest(TWO) == refused
    assert await latest(ConversationId(3)) is None


async def test_what_is_held_is_put_off_and_gets_its_time_back(store: Store) -> None:
    id_ = await store.write(put, HELLO, HELD)
    assert await store.write(outbox.put_off, id_, due=NOON + 99) == NOON
    assert await store.write(outbox.release_due, now=NOON + 98) == 0
    assert await store.write(outbox.put_off, id_, due=NOON) == NOON + 99
    assert await store.write(outbox.release_due, now=NOON) == 1


@pytest.mark.parametrize("state", [state for state in OutboxState if state is not HELD])
async def test_only_what_is_held_is_put_off(store: Store, state: OutboxState) -> None:
    id_ = await store.write(put, HELLO, state)
    assert await store.write(outbox.put_off, id_, due=NOON + 99) is None
    assert (await row(store, id_)).due == NOON


@pytest.mark.parametrize("state", OutboxState)
async def test_only_what_waits_by_itself_is_hastened(store: Store, state: OutboxState) -> None:
    id_ = await store.write(put, HELLO, state)
    done = await store.write(outbox.hasten, id_, now=NOON + 5)
    assert done == (state in (HELD, QUEUED))
    found = await row(store, id_)
    assert (found.state, found.due) == ((QUEUED, NOON + 5) if done else (state, NOON))


@pytest.mark.parametrize("state", OutboxState)
async def test_only_an_uncertain_one_can_have_been_sent(store: Store, state: OutboxState) -> None:
    id_ = await store.write(put, HELLO, state)
    taken = await store.write(outbox.was_sent, id_)
    assert (taken is not None) == (state is UNCERTAIN)
    assert await draft_body(store) is None
