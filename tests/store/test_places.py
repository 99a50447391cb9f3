"""Lists that stand ready, in each of their orders: places, ranks and neighbours agree."""

from __future__ import annotations

import pytest

from chatlane_tui.model.ids import ConversationId
from chatlane_tui.store import conversations, lists, messages, places, triage, waits
from chatlane_tui.store.places import COLUMNS
from tests.store.conftest import Store
from tests.store.told import ADA, MINUTE, NOON, SAM, conversation, message

DAY = 24 * 60 * MINUTE


async def filled(store: Store) -> None:
    """Nine conversations over three days; every third is answered, the last ones are starred, snoozed and done."""
    batch = [conversation(n, at=NOON + n * DAY // 3, is_read=n % 2 == 0) for n in range(1, 10)]
    await store.write(conversations.upsert, batch, now=NOON)
    told = [message(n, at=NOON + n * DAY // 3, conversation=n, sender=ADA) for n in range(1, 10)]
    told += [message(90 + n, at=NOON + n * DAY // 3 + 1, conversation=n, sender=SAM) for n in (3, 6, 9)]
    await store.write(messages.upsert, told, now=NOON)
    await store.write(triage.set_star, ConversationId(7), True)
    await store.write(triage.set_snooze, ConversationId(8), NOON + 90 * DAY)
    await store.write(triage.set_done, ConversationId(9), now=NOON)


ORDERS = [(view, order) for view in COLUMNS for order in ("newest", "oldest", "waiting") if places.is_kept(view, order)]


@pytest.mark.parametrize(("view", "order"), ORDERS)
async def test_place_rank_and_neighbours_agree(store: Store, view: str, order: str) -> None:
    await filled(store)

    def look(connection: object) -> None:
        c = connection
        ids = places.stretch(c, view=view, start=0, size=20, order=order)  # type: ignore[arg-type]
        assert len(ids) == places.total(c, view=view)  # type: ignore[arg-type]
        for n, id_ in enumerate(ids):
            assert places.rank(c, id_, view=view, order=order) == n  # type: ignore[arg-type]
            assert places.stretch(c, view=view, start=n, size=2, order=order) == ids[n : n + 2]  # type: ignore[arg-type]
            following = places.beside(c, id_, 1, view=view, order=order)  # type: ignore[arg-type]
            assert following == (ids[n + 1] if n + 1 < len(ids) else None)
            before = places.beside(c, id_, -1, view=view, order=order)  # type: ignore[arg-type]
            assert before == (ids[n - 1] if n else None)

    await store.database.read(look)


async def test_each_view_holds_what_it_says(store: Store) -> None:
    await filled(store)
    found = {
        view: await store.database.read(lambda c, v=view: places.stretch(c, view=v, start=0, size=20))  # type: ignore[misc]
        for view in COLUMNS
    }
    assert found == {
        "all": [9, 8, 7, 6, 5, 4, 3, 2, 1],
        "inbox": [7, 6, 5, 4, 3, 2, 1],
        "unread": [7, 5, 3, 1],
        "waiting": [1, 2, 4, 5, 7],
        "mine": [],
        "unassigned": [7, 6, 5, 4, 3, 2, 1],
        "starred": [7],
        "snoozed": [8],
        "done": [9],
    }


async def test_who_waits_no_longer_stands_before_all_who_do(store: Store) -> None:
    await filled(store)
    answered = await store.database.read(lambda c: places.beside(c, ConversationId(3), 1, view="waiting"))
    assert answered == 1
    assert await store.database.read(lambda c: places.beside(c, ConversationId(99), 1, view="waiting")) is None


async def test_doubt_about_who_wrote_last_is_kept_as_doubt(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(n, participant=ADA) for n in (1, 2, 3)], now=NOON)
    told = [
        message(1, at=NOON + 1, conversation=1, sender=ADA),
        message(2, at=NOON + 2, conversation=1, sender=None),  # ours, or theirs: nobody says
        message(3, at=NOON + 3, conversation=2, sender=None),
        message(4, at=NOON + 4, conversation=2, sender=ADA),
        message(5, at=NOON + 5, conversation=3, sender=None),
        message(6, at=NOON + 6, conversation=3, sender=SAM),
    ]
    await store.write(messages.upsert, told, now=NOON)
    window = await store.database.read(lambda c: lists.inbox_window(c, size=9, view="waiting", order="waiting"))
    waits_ = [(row.id, row.waiting_since, row.unsure_since) for row in window.rows]
    assert waits_ == [(1, None, NOON + 1), (2, NOON + 4, None)]


async def test_of_each_inbox_the_longest_wait_is_told(store: Store) -> None:
    await filled(store)
    await store.write(conversations.upsert, [conversation(4, inbox={"id": 2, "name": "Sales"})], now=NOON)

    found = await store.database.read(lambda c: waits.longest_of_each(c, [ConversationId(1)]))

    assert {(wait.inbox, wait.id, wait.since) for wait in found} == {
        ("Support", 2, NOON + 2 * DAY // 3),
        ("Sales", 4, NOON + 4 * DAY // 3),
    }
