"""Acts here on one or many, and what taking them back puts back."""

from __future__ import annotations

import pytest

from chatlane_tui.model.acts import Act, Done, Labelled, Later, Read, Snooze, Star
from chatlane_tui.model.feed import InboxChanged, ThreadChanged
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.store import acts, conversations, lists, messages, triage
from chatlane_tui.store.rows import InboxRow
from tests.store.conftest import Store
from tests.store.told import ADA, MINUTE, NOON, SAM, conversation, message

ONE, TWO = ConversationId(1), ConversationId(2)


async def filled(store: Store) -> None:
    """Two unread conversations, each with a message of the customer."""
    await store.write(conversations.upsert, [conversation(1, is_read=False), conversation(2, is_read=False)], now=NOON)
    for id_ in (1, 2):
        await store.write(messages.upsert, [message(id_, conversation=id_, sender=ADA)], now=NOON)


async def rows(store: Store, view: str = "inbox") -> dict[int, InboxRow]:
    window = await store.database.read(lambda c: lists.inbox_window(c, size=9, view=view))
    return {row.id: row for row in window.rows}


async def do(store: Store, *ids: ConversationId, act: Act, now: int = NOON) -> acts.Undo:
    return await store.write(acts.apply, ids, act, now=now)


@pytest.mark.parametrize(
    ("act", "left"),
    [
        (Done(), []),
        (Snooze(NOON + MINUTE), []),
        (Snooze(NOON + MINUTE, follow_up=True), []),
        (Star(), [2, 1]),
        (Read(), [2, 1]),
        (Later(), [2, 1]),
        (Labelled("vip"), [2, 1]),
    ],
)
async def test_an_act_on_many_is_one_and_taking_it_back_leaves_no_trace(
    store: Store, act: Act, left: list[int]
) -> None:
    await filled(store)
    before, counts = await rows(store, "all"), await store.database.read(lists.counts)
    undo = await do(store, ONE, TWO, act=act)
    assert store.facts >= {InboxChanged(), ThreadChanged(ONE), ThreadChanged(TWO)}
    assert (list(await rows(store)), (await rows(store, "all")) == before) == (left, False)
    await store.write(acts.take_back, undo)
    assert (await rows(store, "all"), await store.database.read(lists.counts)) == (before, counts)


async def test_taking_back_puts_back_what_stood_there_before(store: Store) -> None:
    await filled(store)
    await do(store, ONE, act=Snooze(NOON + MINUTE))
    undo = await do(store, ONE, act=Done(), now=NOON + 1)
    assert (await rows(store, "all"))[1].snoozed_until is None
    await store.write(acts.take_back, undo)
    assert (await rows(store, "all"))[1].snoozed_until == NOON + MINUTE


async def test_taking_back_leaves_what_happened_since(store: Store) -> None:
    await filled(store)
    undo = await do(store, ONE, act=Star())
    await store.write(triage.set_read, ONE, True, now=NOON)
    await store.write(acts.take_back, undo)
    row = (await rows(store))[1]
    assert (row.starred, row.unread) == (False, False)


async def test_a_label_that_one_of_them_had_stays_when_the_act_is_taken_back(store: Store) -> None:
    await filled(store)
    await do(store, ONE, act=Labelled("vip"))
    undo = await do(store, ONE, TWO, act=Labelled("vip"))
    assert await store.database.read(acts.all_labels) == (("vip", 2),)
    await store.write(acts.take_back, undo)
    assert await store.database.read(lambda c: acts.labelled(c, [ONE, TWO])) == {"vip": 1}
    await do(store, ONE, TWO, act=Labelled("vip", on=False))
    assert await store.database.read(acts.all_labels) == ()


async def test_done_and_snoozed_end_when_the_customer_writes(store: Store) -> None:
    await filled(store)
    await do(store, ONE, act=Done())
    await do(store, TWO, act=Snooze(NOON + 9 * MINUTE))
    for id_ in (1, 2):
        new = message(id_ + 10, at=NOON + 1, conversation=id_, sender=ADA)
        await store.write(messages.upsert, [new], now=NOON)
    assert {id_: row.snoozed_until for id_, row in (await rows(store)).items()} == {1: None, 2: None}


@pytest.mark.parametrize("act", [Done(), Snooze(NOON + MINUTE), Read()])
async def test_an_act_ends_when_somebody_writes_who_may_be_the_customer(store: Store, act: Act) -> None:
    caller = {"id": 8, "name": None, "email": None, "phone_number": "+442079460958"}
    await store.write(conversations.upsert, [conversation(1, is_read=False, participant=caller)], now=NOON)
    await store.write(messages.upsert, [message(1, sender={"id": 8, "name": None})], now=NOON)
    await do(store, ONE, act=act)
    before = (await rows(store, "all"))[1]
    assert not before.unread or list(await rows(store)) == []

    await store.write(messages.upsert, [message(2, at=NOON + 1, sender={"id": 8, "name": None})], now=NOON)

    row = (await rows(store))[1]
    assert (row.done, row.snoozed_until, row.unread) == (False, None, True)


async def test_who_waits_in_a_closed_conversation_is_known_again_when_it_is_unread_or_an_act_is_taken_back(
    store: Store,
) -> None:
    await store.write(conversations.upsert, [conversation(1, status="closed")], now=NOON)
    await store.write(messages.upsert, [message(1, sender=ADA, is_read=True)], now=NOON)
    assert list(await rows(store, "waiting")) == []

    await do(store, ONE, act=Read(on=False))
    assert list(await rows(store, "waiting")) == [1]

    undo = await do(store, ONE, act=Read())
    await store.write(acts.take_back, undo)
    assert list(await rows(store, "waiting")) == [1]


async def test_to_be_answered_later_ends_with_an_answer_and_not_with_a_note(store: Store) -> None:
    await filled(store)
    await do(store, ONE, act=Later())
    note = message(11, at=NOON + 1, sender=SAM, type="note")
    await store.write(messages.upsert, [note], now=NOON)
    assert (await rows(store))[1].later
    await store.write(messages.upsert, [message(12, at=NOON + 2, sender=SAM)], now=NOON)
    assert not (await rows(store))[1].later


async def test_what_wakes_comes_back_at_the_top_and_says_so_until_something_happens(store: Store) -> None:
    await filled(store)
    await do(store, ONE, act=Snooze(NOON + MINUTE))
    assert await store.write(triage.wake, now=NOON + MINUTE) == ((ONE,), ())
    found = await rows(store)
    assert (list(found), found[1].returned, found[1].at) == ([1, 2], "back", NOON + MINUTE)
    await store.write(messages.upsert, [message(11, at=NOON + 2 * MINUTE, sender=SAM)], now=NOON)
    assert (await rows(store))[1].returned == ""


async def test_a_reminder_says_that_nobody_answered(store: Store) -> None:
    await filled(store)
    await do(store, ONE, act=Snooze(NOON + MINUTE, follow_up=True))
    assert list(await rows(store)) == [2]
    assert await store.write(triage.wake, now=NOON + MINUTE) == ((), (ONE,))
    assert (await rows(store))[1].returned == "no answer"


async def test_a_reminder_ends_when_the_customer_answers(store: Store) -> None:
    await filled(store)
    await do(store, ONE, act=Snooze(NOON + MINUTE, follow_up=True))
    await store.write(messages.upsert, [message(11, at=NOON + 1, sender=ADA)], now=NOON)
    assert await store.write(triage.wake, now=NOON + MINUTE) == ((), ())
    assert (await rows(store))[1].returned == ""


async def test_what_came_back_and_is_done_comes_back_no_more(store: Store) -> None:
    await filled(store)
    await do(store, ONE, act=Snooze(NOON + MINUTE))
    await store.write(triage.wake, now=NOON + MINUTE)
    undo = await do(store, ONE, act=Done())
    await do(store, ONE, act=Done(on=False))
    assert ((await rows(store))[1].returned, list(await rows(store))) == ("", [2, 1])
    await store.write(acts.take_back, undo)
    assert (await rows(store))[1].returned == "back"


async def test_the_words_of_acts_say_that_they_are_here() -> None:
    every: list[Act] = [
        *(kind(on) for kind in (Done, Star, Read, Later) for on in (True, False)),
        *(Labelled("vip", on) for on in (True, False)),
        *(Snooze(*values) for values in ((None,), (1,), (1, True))),
    ]
    assert all("here" in act.did for act in every)
    assert len({act.name for act in every}) == len({act.did for act in every}) == len(every)
