"""How a person wants to see bodies: remembered for each message, bounded, and part of what tells bodies apart."""

from __future__ import annotations

import pytest

from chatlane_tui.model.ids import ConversationId, MessageId
from chatlane_tui.store import conversations, messages, threads, views
from tests.store.conftest import Store
from tests.store.told import NOON, conversation, message

ONE = ConversationId(1)


async def filled(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(1)], now=NOON)
    await store.write(messages.upsert, [message(11), message(12)], now=NOON)


async def test_a_view_is_of_one_message_and_changes_its_version(store: Store) -> None:
    await filled(store)
    before = await store.database.read(lambda c: threads.thread(c, ONE))
    await store.write(views.choose, ONE, MessageId(11), "source")
    after = await store.database.read(lambda c: threads.thread(c, ONE))
    assert [row.view for row in after] == ["source", "auto"]
    assert [one.version == other.version for one, other in zip(before, after, strict=True)] == [False, True]


async def test_the_body_comes_with_its_view_and_the_version_of_its_row(store: Store) -> None:
    await filled(store)
    await store.write(views.choose, ONE, MessageId(12), "plain")
    rows = await store.database.read(lambda c: threads.thread(c, ONE))
    bodies = await store.database.read(lambda c: threads.bodies(c, ONE, ["m11", "m12"]))
    assert [bodies[row.key].version for row in rows] == [row.version for row in rows]
    assert [bodies[row.key].view for row in rows] == ["auto", "plain"]


async def test_seen_as_it_was_taken_for_nothing_is_remembered(store: Store) -> None:
    await filled(store)
    await store.write(views.choose, ONE, MessageId(11), "source")
    await store.write(views.choose, ONE, MessageId(11), views.AUTO)
    assert await store.sql("SELECT count(*) FROM body_view") == [(0,)]


async def test_only_so_many_choices_are_kept_and_the_latest_always_is(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST", 3)
    for id_ in (9, 8, 7, 6, 1):
        await store.write(views.choose, ONE, MessageId(id_), "plain")
    assert await store.sql("SELECT message_id FROM body_view ORDER BY 1") == [(1,), (7,), (8,), (9,)]


async def test_a_word_of_another_version_of_the_program_is_no_view(store: Store) -> None:
    await filled(store)
    await store.write(lambda tx: tx.connection.execute("INSERT INTO body_view VALUES (11, 1, 'hologram')"))
    assert [row.view for row in await store.database.read(lambda c: threads.thread(c, ONE))] == ["auto", "auto"]
