"""What an older version stored is found as well, once it was indexed again."""

from __future__ import annotations

from chatlane_tui.model.feed import InboxChanged
from chatlane_tui.store import conversations, lists, messages, reindex
from chatlane_tui.store.database import Transaction
from tests.store.conftest import Store
from tests.store.test_finding import searched
from tests.store.told import ADA, NOON, conversation, message


async def as_it_was(store: Store) -> None:
    """Conversations and messages as a version stored them that knew neither heads nor other scripts."""
    await store.write(conversations.upsert, [conversation(n, is_read=False) for n in (1, 2, 3)], now=NOON)
    batch = [
        message(n, at=NOON + n, conversation=n, body=text) for n, text in ((1, "words"), (2, "返金を"), (3, "返金"))
    ]
    await store.write(messages.upsert, batch, now=NOON)

    def forget(tx: object) -> None:
        connection = tx.connection  # type: ignore[attr-defined]
        connection.execute("DELETE FROM head_fts")
        connection.execute("UPDATE message_body SET extra = NULL")
        connection.execute("INSERT INTO message_fts (message_fts) VALUES ('rebuild')")
        connection.execute("UPDATE conversation SET in_unassigned = 0")

    await store.database.write(forget)


async def test_everything_is_found_when_it_is_done(store: Store) -> None:
    await as_it_was(store)
    assert (await searched(store, "金を"), await searched(store, "subject")) == ([], [])

    while await store.write(reindex.step, size=2):
        pass

    assert (await searched(store, "金を"), await searched(store, "subject")) == ([2], [3, 2, 1])
    await store.database.write(
        lambda tx: tx.connection.execute("INSERT INTO message_fts (message_fts, rank) VALUES ('integrity-check', 1)")
    )


async def test_forms_that_an_earlier_version_made_are_made_anew(store: Store) -> None:
    """They held a phone number then, and no Greek word without its accents."""
    await store.write(messages.upsert, [message(1, body="Άνοιξη 020 7946 0958")], now=NOON)

    def as_before(tx: Transaction) -> None:
        tx.connection.execute("UPDATE message_body SET extra = '02079460958 r85906497020'")
        tx.connection.execute("INSERT INTO message_fts (message_fts) VALUES ('rebuild')")

    await store.database.write(as_before)
    assert await searched(store, "ανοιξη") == []

    while await store.write(reindex.step):
        pass

    assert (await searched(store, "ανοιξη"), await searched(store, "+442079460958")) == ([1], [1])
    await store.database.write(
        lambda tx: tx.connection.execute("INSERT INTO message_fts (message_fts, rank) VALUES ('integrity-check', 1)")
    )


async def test_who_waited_in_what_is_closed_waits_no_more(store: Store) -> None:
    """As a version kept it that took a customer's thanks for a question."""
    await store.write(conversations.upsert, [conversation(1, status="closed")], now=NOON)
    await store.write(messages.upsert, [message(1, sender=ADA, is_read=True)], now=NOON)

    def as_before(tx: Transaction) -> None:
        tx.connection.execute("UPDATE conversation SET waiting_since = ?1, waits_at = ?1, in_waiting = 1", (NOON,))
        tx.connection.execute("UPDATE list_day SET waiting = 1")

    await store.database.write(as_before)
    while await store.write(reindex.step):
        pass

    assert (
        await store.database.read(lambda c: lists.inbox_window(c, size=9, view="waiting", order="waiting"))
    ).total == 0


async def test_each_step_is_small_and_says_what_lists_show_anew(store: Store) -> None:
    await as_it_was(store)

    assert await store.write(reindex.step, size=2)
    assert InboxChanged() in store.facts
    assert await searched(store, "subject") == [2, 1]


async def test_what_is_done_is_not_done_again(store: Store) -> None:
    while await store.write(reindex.step):
        pass
    await as_it_was(store)

    assert not await store.write(reindex.step)
    assert await searched(store, "subject") == []
