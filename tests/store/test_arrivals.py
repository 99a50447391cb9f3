"""What customers wrote since one looked last."""

from __future__ import annotations

from chatlane_tui.desk.arrivals import Arrivals
from chatlane_tui.store import conversations, messages
from chatlane_tui.store.arrivals import Arrival
from tests.store.conftest import Store
from tests.store.told import ADA, MINUTE, NOON, SAM, conversation, message


def ids(news: tuple[Arrival, ...]) -> list[int]:
    return [arrival.id for arrival in news]


async def test_what_is_there_at_the_beginning_is_no_news(store: Store) -> None:
    looking = Arrivals(store.database, clock=lambda: NOON)
    await store.write(conversations.upsert, [conversation(1)], now=NOON)
    await store.write(messages.upsert, [message(1, sender=ADA)], now=NOON)
    assert (looking.has_begun, await looking.news()) == (False, ())
    await looking.begin()
    assert (looking.has_begun, await looking.news()) == (True, ())


async def test_each_message_of_a_customer_is_news_once(store: Store) -> None:
    looking = Arrivals(store.database, clock=lambda: NOON)
    await store.write(conversations.upsert, [conversation(1)], now=NOON)
    await looking.begin()
    new = [message(1, sender=ADA), message(2, at=NOON + 1, sender=SAM), message(3, at=NOON + 2, sender=ADA)]
    await store.write(messages.upsert, new, now=NOON)
    news = await looking.news()
    assert ids(news) == [1, 3]
    assert (news[0].name, news[0].words) == ("Ada Lovelace", "Text 1")
    assert await looking.news() == ()


async def test_a_message_that_comes_after_a_newer_one_is_news_and_old_history_is_not(store: Store) -> None:
    looking = Arrivals(store.database, clock=lambda: NOON)
    await store.write(conversations.upsert, [conversation(1)], now=NOON)
    await store.write(messages.upsert, [message(5, at=NOON, sender=ADA)], now=NOON)
    await looking.begin()
    late = [message(4, at=NOON - MINUTE, sender=ADA), message(1, at=NOON - 60 * MINUTE, sender=ADA)]
    await store.write(messages.upsert, late, now=NOON)
    assert ids(await looking.news()) == [4]


async def test_a_message_of_the_future_hides_none_of_the_present(store: Store) -> None:
    looking = Arrivals(store.database, clock=lambda: NOON)
    await store.write(conversations.upsert, [conversation(1)], now=NOON)
    absurd = message(1, at=NOON + 10_000 * 24 * 60 * MINUTE, sender=ADA)
    await store.write(messages.upsert, [absurd, message(2, at=NOON - MINUTE, sender=ADA)], now=NOON)
    await looking.begin()
    await store.write(messages.upsert, [message(3, at=NOON, sender=ADA)], now=NOON)
    assert ids(await looking.news()) == [3]
    assert await looking.news() == ()


async def test_an_unread_message_of_somebody_without_a_name_is_news(store: Store) -> None:
    caller = {"id": 8, "name": None, "email": None, "phone_number": "+442079460958"}
    looking = Arrivals(store.database, clock=lambda: NOON)
    await store.write(conversations.upsert, [conversation(1, participant=caller)], now=NOON)
    await looking.begin()
    said = [message(id_, at=NOON + id_, sender={"id": 8, "name": None}, is_read=id_ == 2) for id_ in (1, 2)]
    await store.write(messages.upsert, said, now=NOON)
    assert [(news.id, news.name) for news in await looking.news()] == [(1, "+442079460958")]
