"""Lists as a person looks for them, without a screen: views, searches, their neighbours, and who is at risk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from chatlane_tui.config.settings import Me, Settings, ViewSettings, load
from chatlane_tui.desk.listing import FoundList, KeptList
from chatlane_tui.desk.session import Session
from chatlane_tui.errors import QueryError
from chatlane_tui.model.highlight import Marker
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.model.query_text import parsed
from chatlane_tui.model.views import BEST, BUILT_IN, View
from chatlane_tui.store import conversations, messages, triage
from tests.store.told import ADA, MINUTE, NOON, SAM, conversation, message

HOUR = 60 * MINUTE


def settings(tmp_path: Path, **changes: object) -> Settings:
    environ = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    return load(environ)._replace(**changes)  # type: ignore[arg-type]


@pytest.fixture
async def session(tmp_path: Path) -> AsyncIterator[Session]:
    """Four conversations in two inboxes, the first one waiting longest; targets for one of the inboxes."""
    wanted = settings(tmp_path, targets={"Sales": "1h"}, me=Me(email="sam@acme.example"))
    opened = Session.open(wanted, tmp_path / "store.db", clock=lambda: NOON + 9 * HOUR)
    heads = [
        conversation(
            n, at=NOON + n * HOUR, subject=f"Order {n}", inbox={"id": n % 2 + 1, "name": ("Sales", "Support")[n % 2]}
        )
        for n in (1, 2, 3, 4)
    ]
    told = [message(n, at=NOON + n * HOUR, conversation=n, sender=ADA, body="a refund, please") for n in (1, 2, 3, 4)]
    await opened._database.write(lambda tx: conversations.upsert(tx, heads, now=NOON))
    await opened._database.write(lambda tx: messages.upsert(tx, told, now=NOON))
    yield opened
    await opened.close()


async def ids(listing: KeptList | FoundList) -> list[int]:
    return [row.id for row in (await listing.window(size=10)).rows]


async def test_a_view_that_stands_ready_is_read_where_it_stands(session: Session) -> None:
    waiting = session.find.view(BUILT_IN[2])
    assert isinstance(waiting, KeptList)
    assert await ids(waiting) == [1, 2, 3, 4]
    assert await waiting.beside(ConversationId(2), -1) == 1
    assert await waiting.ids(start=1, size=2) == (2, 3)


async def test_any_other_is_found(session: Session) -> None:
    listing = session.find.view(View("Support", "is:inbox inbox:support"), order="oldest")
    assert isinstance(listing, FoundList)
    assert await ids(listing) == [1, 3]
    window = await listing.window(size=1, around=ConversationId(3))
    assert (window.offset, window.total, window.rank) == (1, 2, 1)
    assert (await listing.beside(ConversationId(1), 1), await listing.beside(ConversationId(3), 1)) == (3, None)
    assert await listing.ids(start=0, size=9) == (1, 3)


async def test_one_inbox_alone_is_a_view_of_that_inbox(session: Session) -> None:
    listing = session.find.view(BUILT_IN[0], inbox=session_inbox(await session.find.inboxes(), "Sales"))
    assert isinstance(listing, FoundList)
    assert await ids(listing) == [4, 2]


def session_inbox(found: object, name: str):  # type: ignore[no-untyped-def]
    return next(box.id for box in found if box.name == name)  # type: ignore[attr-defined]


async def test_what_has_left_the_list_still_has_its_neighbours(session: Session) -> None:
    listing = session.find.search(parsed("is:inbox refund"), "newest")
    await listing.begin()
    await session._database.write(lambda tx: triage.set_done(tx, ConversationId(3), now=NOON))
    await listing.complete()
    assert await ids(listing) == [4, 2, 1]
    assert await listing.beside(ConversationId(3), 1) == 2
    assert await listing.beside(ConversationId(3), -1) == 4


async def test_the_neighbours_of_what_has_left_stay_however_often_it_is_looked_again(session: Session) -> None:
    listing = session.find.search(parsed("is:inbox refund"), "newest")
    await listing.begin()
    for gone in (3, 4, 2):
        await session._database.write(lambda tx, gone=gone: triage.set_done(tx, ConversationId(gone), now=NOON))  # type: ignore[misc]
        await listing.complete()
        await listing.complete()
        assert await listing.beside(ConversationId(3), 1) == (1 if gone == 2 else 2)
    assert await listing.beside(ConversationId(3), -1) is None


async def test_a_search_in_each_order_says_whether_it_is_whole(session: Session) -> None:
    for order, expected in (("newest", [4, 3, 2, 1]), ("oldest", [1, 2, 3, 4]), ("waiting", [1, 2, 3, 4])):
        listing = session.find.search(parsed("refund"), order)
        assert await ids(listing) == expected
        assert (listing.total, listing.is_complete, listing.is_whole) == (4, True, True)
    best = session.find.search(parsed("refund OR 2"), BEST)
    await best.begin()
    await best.complete()
    assert (await ids(best))[0] == 2


async def test_what_cannot_be_asked_is_refused_when_it_is_begun(session: Session) -> None:
    listing = session.find.search(parsed(" ".join(f"(a{n} OR b{n})" for n in range(7))), "newest")
    with pytest.raises(QueryError):
        await listing.begin()


async def test_who_is_past_their_target_comes_before_who_has_waited_longer(session: Session) -> None:
    assert await session.find.most_at_risk(()) == 2  # of Sales, where an answer is due within an hour
    assert await session.find.most_at_risk((ConversationId(2), ConversationId(4))) == 1
    assert await session.find.most_at_risk([ConversationId(n) for n in (1, 2, 3, 4)]) is None


async def test_counts_hits_and_names(session: Session) -> None:
    assert await session.find.counts([parsed("inbox:sales"), parsed("refund -4")]) == (2, 3)
    hits = await session.find.hits(ConversationId(1), Marker.of(parsed("refund OR please")))
    assert (hits.keys, dict(hits.times)) == (("m1",), {"m1": 2})
    assert await session.find.names(most=1) == ((4, "Ada Lovelace", "Subject 4"),)
    assert await session.find.customers(most=9) == (("Ada Lovelace", "ada@example.com"),)


async def test_the_configuration_says_who_i_am(session: Session) -> None:
    await session._database.write(lambda tx: conversations.upsert(tx, [conversation(4, assignee=SAM)], now=NOON))
    await session.find.know_me()
    assert await ids(session.find.view(BUILT_IN[3])) == [4]  # type: ignore[arg-type]


async def test_the_first_paint_shows_a_persons_own_first_view(session: Session, tmp_path: Path) -> None:
    own = settings(tmp_path, views=(ViewSettings("Support", "inbox:support"),))
    again = Session.open(own, tmp_path / "store.db")
    first = again.first_sight(size=1)
    await again.close()
    assert ([row.id for row in first.window.rows], first.window.total, first.counts.kept["all"]) == ([3], 2, 4)
