"""What changed on the server, written down when it is seen."""

from __future__ import annotations

from typing import Any

import pytest

from chatlane_tui.model.feed import ThreadChanged
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.store import changes, conversations, messages, threads
from chatlane_tui.store.changes import KEPT, KEPT_OF_ONE
from chatlane_tui.store.rows import ChangeRow
from tests.store.conftest import Store
from tests.store.told import MINUTE, NOON, bare, conversation, message

ONE = ConversationId(1)
SEEN = NOON + MINUTE
MEI = {"id": 3, "name": "Mei", "email": "mei@acme.example"}


async def log(store: Store) -> list[ChangeRow]:
    return await store.database.read(lambda c: changes.of(c, ONE))


async def test_the_first_sight_of_a_conversation_is_no_change(store: Store) -> None:
    await store.write(messages.upsert, [message(1)], now=NOON)
    await store.write(conversations.upsert, [conversation(1, status="closed", assignee=MEI)], now=SEEN)
    assert await log(store) == []


@pytest.mark.parametrize(
    ("field", "told", "expected"),
    [
        ("status", "closed", ChangeRow(SEEN, "status", "active", "closed")),
        ("subject", "Renamed", ChangeRow(SEEN, "subject", "Subject 1", "Renamed")),
        ("subject", None, ChangeRow(SEEN, "subject", "Subject 1", "")),
        ("assignee", MEI, ChangeRow(SEEN, "assignee", "", "Mei")),
        ("assignee", {"id": 4}, ChangeRow(SEEN, "assignee", "", "user 4")),
        ("is_starred", True, ChangeRow(SEEN, "starred", "0", "1")),
        ("is_archived", True, ChangeRow(SEEN, "archived", "0", "1")),
    ],
)
async def test_what_changed_is_said_with_when_it_was_seen(
    store: Store, field: str, told: Any, expected: ChangeRow
) -> None:
    await store.write(conversations.upsert, [conversation(1)], now=NOON)
    await store.write(conversations.upsert, [conversation(1, **{field: told})], now=SEEN)
    assert await log(store) == [expected]
    assert ThreadChanged(ONE) in store.facts


async def test_who_was_renamed_is_still_the_same_assignee(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(1, assignee=MEI)], now=NOON)
    await store.write(conversations.upsert, [conversation(1, assignee={**MEI, "name": "Mei L."})], now=SEEN)
    assert await log(store) == []


async def test_flags_that_nobody_had_told_before_are_no_change(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(1, is_starred=None)], now=NOON)
    await store.write(conversations.upsert, [conversation(1, is_starred=True)], now=SEEN)
    assert await log(store) == []


async def test_being_read_is_no_change_to_be_told(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(1, is_read=True)], now=NOON)
    await store.write(conversations.upsert, [conversation(1, is_read=False)], now=SEEN)
    assert await log(store) == []


async def test_a_message_tells_of_a_new_status_too(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(1)], now=NOON)
    brief = {"id": 1, "subject": "Subject 1", "status": "pending"}
    await store.write(messages.upsert, [bare(1, conversation=brief)], now=SEEN)
    assert await log(store) == [ChangeRow(SEEN, "status", "active", "pending")]


async def test_a_delivery_that_fails_is_a_change_and_one_that_arrives_is_not(store: Store) -> None:
    await store.write(
        messages.upsert, [message(1, delivery_status="sending"), message(2, delivery_status="sent")], now=NOON
    )
    await store.write(messages.upsert, [bare(1, delivery_status="sent"), bare(2, delivery_status="Failed")], now=SEEN)
    assert await log(store) == [ChangeRow(SEEN, "delivery", "sent", "Failed")]
    await store.write(messages.upsert, [bare(2, delivery_status="bounced")], now=SEEN)
    assert len(await log(store)) == 1


async def test_a_message_first_seen_as_failed_is_no_change(store: Store) -> None:
    await store.write(messages.upsert, [message(1, delivery_status="failed")], now=NOON)
    assert await log(store) == []


async def test_what_is_told_again_is_written_once(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(1)], now=NOON)
    for now in (SEEN, SEEN + MINUTE):
        await store.write(conversations.upsert, [conversation(1, status="closed")], now=now)
    assert await log(store) == [ChangeRow(SEEN, "status", "active", "closed")]


async def test_the_log_of_a_conversation_is_bounded(store: Store) -> None:
    for n in range(KEPT_OF_ONE + 10):
        await store.write(conversations.upsert, [conversation(1, subject=f"Subject {n}")], now=NOON + n)
    found = await log(store)
    assert (len(found), found[-1].now) == (KEPT_OF_ONE, f"Subject {KEPT_OF_ONE + 9}")


async def test_the_whole_log_is_bounded(store: Store) -> None:
    many = [changes.Change(id_, "status", "active", "closed") for id_ in range(1, KEPT + 101)]
    await store.write(changes.note, many, now=NOON)
    await store.write(changes.note, [changes.Change(1, "status", "closed", "active")], now=SEEN)
    assert await store.sql("SELECT count(*), min(conversation_id) FROM change") == [(KEPT, 1)]
    assert await log(store) == [ChangeRow(SEEN, "status", "closed", "active")]


async def test_a_thread_carries_its_changes_between_its_messages(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(1)], now=NOON)
    await store.write(messages.upsert, [message(1, at=NOON), message(2, at=NOON + 3 * MINUTE)], now=NOON)
    for now, status in ((NOON - 1, "pending"), (NOON + MINUTE, "closed"), (NOON + 9 * MINUTE, "active")):
        await store.write(conversations.upsert, [conversation(1, status=status)], now=now)
    rows = await store.database.read(lambda c: threads.thread(c, ONE))
    assert [[change.now for change in row.changes] for row in rows] == [["pending", "closed"], ["active"]]


async def test_a_thread_without_messages_shows_none(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(1)], now=NOON)
    await store.write(conversations.upsert, [conversation(1, status="closed")], now=SEEN)
    assert await store.database.read(lambda c: threads.thread(c, ONE)) == ()
