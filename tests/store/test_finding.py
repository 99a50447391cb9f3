"""What a query means: every one the same as a slow, obvious look at every conversation."""

from __future__ import annotations

import tempfile
from datetime import UTC
from pathlib import Path

import pytest
from hypothesis import given, settings

from chatlane_tui.errors import QueryError
from chatlane_tui.model.feed import Feed
from chatlane_tui.model.highlight import Marker
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.model.query import Query
from chatlane_tui.model.query_text import parsed
from chatlane_tui.store import conversations, few, finding, messages
from chatlane_tui.store.conditions import Moment
from chatlane_tui.store.database import Database
from tests.model.queries import queries
from tests.store.conftest import Store
from tests.store.told import ADA, NOON, conversation, message
from tests.store.worlds import NOW, Case, fill, meant, worlds

MOMENT = Moment(NOW, UTC)


def found(database: Database, query: Query, order: str = "newest") -> list[int]:
    return list(database.read_soon(lambda c: finding.found(c, query, MOMENT, order=order)).result().ids)


@pytest.mark.parametrize(("shared", "read"), [(0, 2), (5, 400)])
@settings(max_examples=40, deadline=None)
@given(worlds(), queries(), queries())
def test_every_query_means_what_a_look_at_every_conversation_says(
    shared: int, read: int, cases: list[Case], one: Query, other: Query
) -> None:
    """In both ways in which words are shared out between heads and messages, and however many texts may be read."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(finding, "_FEW_WORDS", shared)
        patch.setattr(few, "FEW", read)
        patch.setattr(few, "_MESSAGES", 2 * read)
        database = Database.open(Path(folder) / "store.db", feed=Feed())
        try:
            fill(database, cases)
            for query in (one, other):
                expected = meant(cases, query)
                newest_first = sorted(expected, key=lambda id_: (expected[id_], id_), reverse=True)
                assert found(database, query) == newest_first
                assert found(database, query, "oldest") == newest_first[::-1]
                counted = database.read_soon(lambda c, query=query: finding.count(c, query, MOMENT)).result()  # type: ignore[misc]
                assert counted == len(expected)
                first = database.read_soon(lambda c, query=query: finding.newest(c, query, MOMENT, most=2)).result()  # type: ignore[misc]
                assert list(first.ids) == newest_first[: len(first.ids)]
                assert len(first.ids) == min(2, len(expected)) or not first.is_whole
        finally:
            database.close()


async def searched(store: Store, text: str) -> list[int]:
    return list((await store.database.read(lambda c: finding.found(c, parsed(text), MOMENT))).ids)


async def test_words_stand_together_in_one_message_and_the_head_of_its_conversation(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(id_, participant=ADA) for id_ in (1, 2)], now=NOON)
    told = [(1, 1, "a refund"), (2, 1, "the parcel"), (3, 2, "a refund for the parcel")]
    batch = [message(id_, at=NOON + id_, conversation=where, body=body) for id_, where, body in told]
    await store.write(messages.upsert, batch, now=NOON)

    assert await searched(store, "refund parcel") == [2]
    assert await searched(store, "lovelace refund") == [2, 1]


async def test_a_conversation_is_dated_by_its_newest_hit(store: Store) -> None:
    told = [(1, 1, "parcel"), (2, 2, "parcel"), (3, 1, "nothing"), (4, 2, "nothing"), (5, 1, "parcel")]
    batch = [message(id_, at=NOON + id_, conversation=where, body=body) for id_, where, body in told]
    await store.write(messages.upsert, batch, now=NOON)

    result = await store.database.read(lambda c: finding.found(c, parsed("parcel"), MOMENT))

    assert result.ids == (1, 2)
    assert [row >> 20 for row in result.rows] == [NOON + 5, NOON + 2]


async def test_no_more_than_asked_are_told_and_that_is_said(store: Store) -> None:
    batch = [message(id_, at=NOON + id_, conversation=id_, body="same") for id_ in range(1, 6)]
    await store.write(messages.upsert, batch, now=NOON)

    result = await store.database.read(lambda c: finding.found(c, parsed("same"), MOMENT, most=3))

    assert result.ids == (5, 4, 3)
    assert not result.is_whole


async def test_who_waits_longest_comes_first(store: Store) -> None:
    for id_, late in ((1, 30), (2, 10), (3, 20)):
        told = [message(id_, at=NOON + late, conversation=id_, sender=ADA)]
        await store.write(conversations.upsert, [conversation(id_, at=NOON + late)], now=NOON)
        await store.write(messages.upsert, told, now=NOON)
    await store.write(conversations.upsert, [conversation(4, at=NOON + 40)], now=NOON)

    result = await store.database.read(lambda c: finding.found(c, parsed("is:inbox"), MOMENT, order="waiting"))

    assert result.ids == (2, 3, 1, 4)


async def test_a_whole_subject_is_found_however_many_words_it_has(store: Store) -> None:
    """As it is pasted into the search line: what its head holds, and what a message holds beside its head."""
    subject = "Your order of two blue chairs and a very old table that never came last week"
    heads = (subject, "Blue chairs", "Something", "Blue chairs, two")
    told = [conversation(id_, subject=head) for id_, head in enumerate(heads, start=1)]
    await store.write(conversations.upsert, told, now=NOON)
    bodies = {2: subject.replace("blue chairs", "them"), 3: subject, 4: "of a very old table"}
    for id_, body in bodies.items():
        sent = message(id_, conversation=None, body=body)
        await store.write(messages.upsert, [sent], now=NOON, conversation_id=ConversationId(id_))

    assert sorted(await searched(store, subject)) == [1, 2, 3]


async def test_markup_is_not_found(store: Store) -> None:
    await store.write(messages.upsert, [message(1, body="<b class='wrapper'>words</b>")], now=NOON)

    assert (await searched(store, "words"), await searched(store, "wrapper")) == ([1], [])


@pytest.mark.parametrize("text", ["άνοιξη", "ΑΝΟΙΞΗ", "ανοι", "еще", "ещё", "мой ещё", "ΟΔΌΣ", "οδοσ"])
async def test_accents_that_are_left_out_as_often_as_not_do_not_count(store: Store, text: str) -> None:
    await store.write(conversations.upsert, [conversation(2, subject="Ὁδός, Άνοιξη: мой ещё")], now=NOON)
    await store.write(messages.upsert, [message(1, body="Άνοιξη στην οδός\nмой ещё")], now=NOON)

    assert sorted(await searched(store, text)) == [1, 2]
    assert await searched(store, "мои") == []
    assert Marker.of(parsed(text)).count("Άνοιξη στην οδός, мой ещё") >= 1


async def test_what_changed_is_found_by_what_it_says_now(store: Store) -> None:
    await store.write(messages.upsert, [message(1, body="返金 before")], now=NOON)
    await store.write(messages.upsert, [message(1, body="after")], now=NOON)
    await store.write(conversations.upsert, [conversation(1, subject="Later")], now=NOON)

    texts = ("返金", "before", "after", "subject", "later")
    assert [await searched(store, text) for text in texts] == [[], [], [1], [], [1]]


@pytest.mark.parametrize("text", ['"" OR a', "a*", "NEAR(a b)", "text:a", "a^2 {b}", '\x00"', "\ud800 a", "'; DROP"])
async def test_nothing_that_is_typed_is_an_operator_of_the_index(store: Store, text: str) -> None:
    await store.write(messages.upsert, [message(1, body="words")], now=NOON)
    try:
        assert await searched(store, text) in ([], [1])
    except QueryError:
        return


async def test_too_many_alternatives_are_refused(store: Store) -> None:
    with pytest.raises(QueryError, match="too much at once"):
        await searched(store, " ".join(f"(a{n} OR b{n})" for n in range(7)))


async def test_too_many_ways_to_share_words_out_are_refused(store: Store) -> None:
    words = [f"word{n}" for n in range(10)]
    await store.write(conversations.upsert, [conversation(1, subject=" ".join(words))], now=NOON)
    with pytest.raises(QueryError, match="too much at once"):
        await searched(store, " ".join(f"({words[n]} OR {words[n + 1]})" for n in range(0, 10, 2)))


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("", "all"),
        ("is:inbox", "inbox"),
        ("is:unread is:inbox", "unread"),
        ("is:inbox is:waiting", "waiting"),
        ("is:starred", "starred"),
        ("is:unread", None),
        ("is:inbox refund", None),
        ("is:inbox is:inbox", None),
    ],
)
def test_queries_whose_lists_stand_ready_are_known(text: str, view: str | None) -> None:
    assert finding.kept_as(parsed(text)) == view
