"""What is done here stays here, and ends when the customer writes again (V3)."""

from __future__ import annotations

from chatlane_tui.model.feed import InboxChanged, ThreadChanged
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.store import conversations, lists, messages, triage
from chatlane_tui.store.rows import InboxRow
from tests.store.conftest import Store
from tests.store.told import ADA, MINUTE, NOON, SAM, conversation, message

ONE = ConversationId(1)


async def listed(store: Store, view: str = "inbox") -> list[int]:
    found = await store.database.read(lambda c: lists.inbox_window(c, size=10, view=view))
    return [row.id for row in found.rows]


async def only_row(store: Store) -> InboxRow:
    (row,) = (await store.database.read(lambda c: lists.inbox_window(c, size=10, view="all"))).rows
    return row


async def filled(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(1, is_read=True)], now=NOON)
    await store.write(messages.upsert, [message(1, at=NOON, sender=ADA)], now=NOON)


async def test_done_here_leaves_the_inbox_and_can_be_taken_back(store: Store) -> None:
    await filled(store)
    await store.write(triage.set_done, ONE, now=NOON)
    assert store.facts == {InboxChanged(), ThreadChanged(ONE)}
    assert (await listed(store), await listed(store, "all"), (await only_row(store)).done) == ([], [1], True)
    await store.write(triage.clear_done, ONE)
    assert (await listed(store), (await only_row(store)).done) == ([1], False)


async def test_done_again_is_no_news(store: Store) -> None:
    await filled(store)
    await store.write(triage.set_done, ONE, now=NOON)
    await store.write(triage.set_done, ONE, now=NOON + 1)
    assert store.facts == set()


async def test_no_poll_undoes_what_was_done_here(store: Store) -> None:
    await filled(store)
    await store.write(triage.set_done, ONE, now=NOON)
    await store.write(conversations.upsert, [conversation(1, is_read=False, status="pending")], now=NOON)
    await store.write(messages.upsert, [message(2, at=NOON + MINUTE, sender=SAM)], now=NOON)
    await store.write(messages.upsert, [message(3, at=NOON - MINUTE, sender=ADA)], now=NOON)
    assert await listed(store) == []


async def test_done_ends_when_the_customer_writes_again_by_whichever_clock(store: Store) -> None:
    await filled(store)
    wrong_clock = NOON + 3_600 * MINUTE
    await store.write(triage.set_done, ONE, now=wrong_clock)
    await store.write(messages.upsert, [message(2, at=NOON + 1, sender=ADA)], now=NOON)
    assert (await listed(store), (await only_row(store)).done) == ([1], False)


async def test_history_that_arrives_after_the_act_does_not_end_it(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(1, at=NOON)], now=NOON)
    await store.write(triage.set_done, ONE, now=NOON)
    await store.write(messages.upsert, [message(1, at=NOON, sender=ADA)], now=NOON)
    assert await listed(store) == []


async def test_a_message_told_of_but_not_yet_read_ends_the_act_when_it_arrives(store: Store) -> None:
    await filled(store)
    await store.write(conversations.upsert, [conversation(1, at=NOON + MINUTE)], now=NOON)
    await store.write(triage.set_done, ONE, now=NOON)
    await store.write(messages.upsert, [message(2, at=NOON + MINUTE, sender=ADA)], now=NOON)
    assert await listed(store) == [1]


async def test_an_act_on_what_is_not_cached_holds_once_it_is(store: Store) -> None:
    await store.write(triage.set_done, ONE, now=NOON)
    assert store.facts == set()
    await filled(store)
    assert (await listed(store), (await only_row(store)).done) == ([], True)


async def test_snoozed_here_sleeps_until_it_is_due(store: Store) -> None:
    await filled(store)
    await store.write(triage.set_snooze, ONE, NOON + MINUTE)
    assert (await listed(store), await listed(store, "all")) == ([], [1])
    assert await store.database.read(triage.next_wake) == NOON + MINUTE
    assert await store.write(triage.wake, now=NOON + MINUTE - 1) == ((), ())
    assert await store.write(triage.wake, now=NOON + MINUTE) == ((ONE,), ())
    assert store.facts == {InboxChanged(), ThreadChanged(ONE)}
    assert (await listed(store), await store.database.read(triage.next_wake)) == ([1], None)


async def test_a_snooze_ends_when_the_customer_writes_or_a_person_says_so(store: Store) -> None:
    await filled(store)
    await store.write(triage.set_snooze, ONE, NOON + MINUTE)
    await store.write(messages.upsert, [message(2, at=NOON + 1, sender=ADA)], now=NOON)
    assert await listed(store) == [1]
    await store.write(triage.set_snooze, ONE, NOON + MINUTE)
    assert await listed(store) == []
    await store.write(triage.set_snooze, ONE, None)
    assert await listed(store) == [1]


async def test_starred_here_shows(store: Store) -> None:
    await filled(store)
    await store.write(triage.set_star, ONE, True)
    head = await store.database.read(lambda c: conversations.head(c, ONE))
    assert head is not None
    assert ((await only_row(store)).starred, head.starred) == (True, True)
    await store.write(triage.set_star, ONE, False)
    assert not (await only_row(store)).starred


async def test_read_and_unread_here_stand_above_the_server_until_the_customer_writes(store: Store) -> None:
    await filled(store)
    await store.write(triage.set_read, ONE, False, now=NOON)
    assert await listed(store, "unread") == [1]
    await store.write(triage.set_read, ONE, True, now=NOON)
    await store.write(conversations.upsert, [conversation(1, is_read=False)], now=NOON)
    assert await listed(store, "unread") == []
    await store.write(messages.upsert, [message(2, at=NOON + 1, sender=ADA)], now=NOON)
    assert await listed(store, "unread") == [1]


async def test_labels_are_put_on_and_taken_off(store: Store) -> None:
    for label in ("vip", "angry", "vip"):
        await store.write(triage.add_label, ONE, label)
    assert store.facts == {InboxChanged(), ThreadChanged(ONE)}
    assert await store.database.read(lambda c: triage.labels(c, ONE)) == ("angry", "vip")
    await store.write(triage.remove_label, ONE, "angry")
    assert await store.database.read(lambda c: triage.labels(c, ONE)) == ("vip",)
