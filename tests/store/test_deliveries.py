"""Answers that did not arrive: noticed once, whichever way the server's word came, and settled by a later answer."""

from __future__ import annotations

import pytest

from chatlane_tui.model.feed import InboxChanged, OutboxChanged, Said, ThreadChanged
from chatlane_tui.model.ids import ConversationId, MessageId
from chatlane_tui.model.outbox import OutboxState, Outgoing
from chatlane_tui.store import conversations, deliveries, lists, messages, outbox
from chatlane_tui.store.database import Transaction
from tests.store.conftest import Store
from tests.store.told import MINUTE, NOON, SAM, bare, conversation, message

ONE = ConversationId(1)


def sent(tx: Transaction, id_: int, *, status: str = "sending", now: int = NOON, type_: str = "sms") -> None:
    """An answer of ours that the server has."""
    row = outbox.submit(tx, Outgoing(conversation_id=ONE, body="Hi", type=type_), now=now, due=now)
    outbox.move(tx, row, OutboxState.HELD, OutboxState.QUEUED)
    outbox.move(tx, row, OutboxState.QUEUED, OutboxState.SENDING)
    outbox.delivered(tx, row, message(id_, type=type_, delivery_status=status), now=now)


async def told(store: Store, id_: int, status: str) -> list[str]:
    """The server tells of a delivery; what is said aloud."""
    await store.write(messages.upsert, [bare(id_, delivery_status=status)], now=NOON + MINUTE)
    return [fact.sentence for fact in store.facts if isinstance(fact, Said) and fact.loud]


async def standing(store: Store) -> tuple[int, ...]:
    return await store.database.read(deliveries.standing)


async def troubled(store: Store) -> tuple[int, int]:
    """In the status bar, and on the row of the list."""
    counts = await store.database.read(lists.counts)
    window = await store.database.read(lambda c: lists.inbox_window(c, size=5))
    return counts.outbox_troubled, window.rows[0].troubled


@pytest.mark.parametrize("word", ["failed", "Bounced", " undelivered "])
async def test_a_failure_is_said_aloud_once_and_counted(store: Store, word: str) -> None:
    await store.write(conversations.upsert, [conversation(1)], now=NOON)
    await store.write(sent, 7)
    assert await told(store, 7, word) == [f'Your SMS to Ada Lovelace did not arrive: the server says "{word.strip()}".']
    assert {OutboxChanged(), InboxChanged(), ThreadChanged(ONE)} <= store.facts
    assert await troubled(store) == (1, 1)
    assert await told(store, 7, "error") == []
    assert await standing(store) == (7,)


async def test_an_answer_that_fails_at_once_is_noticed_too(store: Store) -> None:
    await store.write(sent, 7, status="rejected")
    assert any(isinstance(fact, Said) for fact in store.facts)
    assert await standing(store) == (7,)


async def test_what_others_wrote_and_notes_raise_no_voice(store: Store) -> None:
    await store.write(messages.upsert, [message(8, sender=SAM, delivery_status="failed")], now=NOON)
    await store.write(sent, 9, status="failed", type_="note")
    assert await standing(store) == ()


async def test_a_delivery_that_succeeds_after_all_is_forgotten(store: Store) -> None:
    await store.write(sent, 7)
    await told(store, 7, "failed")
    assert await told(store, 7, "delivered") == []
    assert await standing(store) == ()


async def test_what_rests_is_counted_no_more(store: Store) -> None:
    await store.write(sent, 7, status="failed")
    assert await store.write(deliveries.rest, MessageId(7), now=NOON)
    assert await standing(store) == ()
    assert not await store.write(deliveries.rest, MessageId(7), now=NOON)
    assert store.facts == set()


async def test_an_answer_on_its_way_settles_it_until_that_is_taken_back(store: Store) -> None:
    await store.write(sent, 7, status="failed")
    again = Outgoing(conversation_id=ONE, body="Hi", type="email")
    id_ = await store.write(outbox.submit, again, now=NOON + 1, due=NOON + MINUTE)
    assert await standing(store) == ()
    await store.write(outbox.recall, id_, now=NOON + 2)
    assert await standing(store) == (7,)


async def test_a_note_settles_nothing_and_a_later_answer_that_went_out_does(store: Store) -> None:
    await store.write(sent, 7, status="failed")
    await store.write(sent, 8, now=NOON + 1, type_="note")
    assert await standing(store) == (7,)
    await store.write(sent, 9, now=NOON + 2, type_="email")
    assert await standing(store) == ()
    await told(store, 9, "bounced")
    assert await standing(store) == (9,)


async def test_an_uncertain_one_that_is_found_as_failed_is_noticed(store: Store) -> None:
    await store.write(messages.upsert, [message(7, type="sms", delivery_status="failed")], now=NOON)

    def uncertain(tx: Transaction) -> None:
        row = outbox.submit(tx, Outgoing(conversation_id=ONE, body="Text 7", type="sms"), now=NOON, due=NOON)
        for old, new in (("held", "queued"), ("queued", "sending"), ("sending", "uncertain")):
            outbox.move(tx, row, OutboxState(old), OutboxState(new))
        outbox.resolved_as(tx, row, MessageId(7), now=NOON)

    await store.write(uncertain)
    assert await standing(store) == (7,)
