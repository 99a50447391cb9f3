"""What an older version stored is found as well, once it was indexed again."""

from __future__ import annotations

from chatlane_tui.model.feed import InboxChanged
from chatlane_tui.store import conversations, messages, reindex
from tests.store.conftest import Store
from tests.store.test_finding import searched
from tests.store.told import NOON, conversation, message


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
