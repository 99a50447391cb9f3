"""Messages of which the server did not say when they were written (S3)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chatlane_tui.model.ids import ConversationId
from chatlane_tui.store import conversations, lists, messages, threads
from chatlane_tui.store.message_times import Hints, Stood, placed
from tests.store.conftest import Store
from tests.store.told import MINUTE, NOON, bare, conversation, message, stamp

ONE = ConversationId(1)
LATER = NOON + 600 * MINUTE


async def times(store: Store) -> list[tuple[int | None, int]]:
    rows = await store.database.read(lambda c: threads.thread(c, ONE))
    return [(row.id, row.at) for row in rows]


async def activity(store: Store) -> list[int]:
    window = await store.database.read(lambda c: lists.inbox_window(c, size=10, view="all"))
    return [row.at for row in window.rows]


async def test_it_stands_behind_the_message_before_it(store: Store) -> None:
    batch = [message(1, at=NOON), message(2, at=None), message(3, at=NOON + MINUTE)]
    await store.write(messages.upsert, batch, now=LATER)
    assert await times(store) == [(1, NOON), (2, NOON), (3, NOON + MINUTE)]


async def test_the_first_stands_before_the_one_after_it(store: Store) -> None:
    await store.write(messages.upsert, [message(2, at=None), message(3, at=NOON)], now=LATER)
    assert await times(store) == [(2, NOON), (3, NOON)]


async def test_the_newest_is_the_last_activity_that_the_list_told(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(1, at=NOON)], now=LATER)
    await store.write(messages.upsert, [message(1, at=NOON - MINUTE), message(2, at=None)], now=LATER)
    assert await times(store) == [(1, NOON - MINUTE), (2, NOON)]
    assert await activity(store) == [NOON]


async def test_alone_it_is_as_old_as_its_conversation_says(store: Store) -> None:
    told = conversation(1, last_message_at=None, updated_at=stamp(NOON))
    await store.write(conversations.upsert, [told], now=LATER)
    await store.write(messages.upsert, [message(2, at=None)], now=LATER)
    assert await times(store) == [(2, NOON)]


async def test_with_nothing_known_it_was_written_when_it_was_first_seen(store: Store) -> None:
    await store.write(messages.upsert, [message(2, at=None)], now=NOON)
    assert await times(store) == [(2, NOON)]


async def test_one_that_a_poll_brought_is_not_older_than_what_was_asked_for(store: Store) -> None:
    await store.write(messages.upsert, [message(1, at=NOON - 60 * MINUTE)], now=LATER)
    await store.write(messages.upsert, [message(2, at=None)], now=LATER, since=NOON)
    assert await times(store) == [(1, NOON - 60 * MINUTE), (2, NOON)]
    await store.write(messages.upsert, [message(2, at=None)], now=LATER + MINUTE, since=NOON + MINUTE)
    assert await activity(store) == [NOON]


async def test_the_list_says_later_when_that_was(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(1, at=NOON - MINUTE)], now=LATER)
    await store.write(messages.upsert, [message(1, at=NOON - MINUTE)], now=LATER)
    await store.write(messages.upsert, [message(2, at=None)], now=LATER, since=NOON)
    await store.write(conversations.upsert, [conversation(1, at=NOON + MINUTE)], now=LATER)
    assert await times(store) == [(1, NOON - MINUTE), (2, NOON + MINUTE)]
    assert await activity(store) == [NOON + MINUTE]


async def test_neighbours_that_come_later_bound_it(store: Store) -> None:
    await store.write(messages.upsert, [message(5, at=None)], now=LATER)
    await store.write(messages.upsert, [message(6, at=NOON)], now=LATER)
    assert await times(store) == [(5, NOON), (6, NOON)]
    await store.write(messages.upsert, [message(4, at=NOON - MINUTE)], now=LATER)
    assert [id_ for id_, _ in await times(store)] == [4, 5, 6]


async def test_a_time_that_is_told_at_last_replaces_the_estimate(store: Store) -> None:
    await store.write(messages.upsert, [message(1, at=NOON), message(2, at=None), message(3, at=LATER)], now=LATER)
    await store.write(messages.upsert, [bare(2, created_at=stamp(NOON + MINUTE))], now=LATER)
    assert await times(store) == [(1, NOON), (2, NOON + MINUTE), (3, LATER)]


_TIMES = st.integers(0, 50)
_THREADS = st.lists(st.tuples(_TIMES, st.booleans()), max_size=8).map(
    lambda found: [Stood(id_, at, told) for id_, (at, told) in enumerate(found, start=1)]
)


@given(_THREADS, st.none() | _TIMES, st.none() | _TIMES, st.sets(st.integers(1, 8)))
def test_told_times_never_move_and_a_second_look_moves_nothing(
    thread: list[Stood], last: int | None, since: int | None, fresh: set[int]
) -> None:
    moved = dict(placed(thread, Hints(last_message_at=last, fresh=fresh, since=since)))
    assert not moved.keys() & {message.id for message in thread if message.is_told}
    after = [message._replace(at=moved.get(message.id, message.at)) for message in thread]
    assert dict(placed(after, Hints(last_message_at=last))) == {}


@given(st.lists(_TIMES, min_size=2, max_size=8).map(sorted), st.data())
def test_between_told_times_that_rise_the_order_is_that_of_the_ids(moments: list[int], data: st.DataObject) -> None:
    told = [True, *data.draw(st.lists(st.booleans(), min_size=len(moments) - 2, max_size=len(moments) - 2)), True]
    thread = [
        Stood(id_, at if is_told else 9_999, is_told)
        for id_, (at, is_told) in enumerate(zip(moments, told, strict=True), start=1)
    ]
    moved = dict(placed(thread, Hints(fresh=range(1, 9))))
    times = [moved.get(message.id, message.at) for message in thread]
    assert times == sorted(times)
