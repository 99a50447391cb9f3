"""Search: every word, newest first, nothing a person types is an operator."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatlane_tui.model.feed import Feed
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.store import conversations, messages, search
from chatlane_tui.store.database import Database
from chatlane_tui.store.rows import Direction
from tests.store.conftest import Store
from tests.store.told import ADA, NOON, conversation, message


async def found(store: Store, words: str, *, limit: int = 10) -> list[int]:
    return [hit.message_id for hit in await store.database.read(lambda c: search.hits(c, words, limit=limit))]


async def filled(store: Store, *bodies: str) -> None:
    batch = [message(n, at=NOON + n, body=body) for n, body in enumerate(bodies, start=1)]
    await store.write(messages.upsert, batch, now=NOON)


async def test_a_hit_says_where_it_stands(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(1)], now=NOON)
    body = "<p>Dear all,</p><p>I paid <b>twice</b> for order 1042.</p>"
    await store.write(messages.upsert, [message(1, body=body, sender=ADA)], now=NOON)
    (hit,) = await store.database.read(lambda c: search.hits(c, "paid twice", limit=5))
    assert hit == search.Hit(
        message_id=hit.message_id,
        conversation_id=ConversationId(1),
        at=NOON,
        type="email",
        direction=Direction.THEIRS,
        sender="Ada Lovelace",
        name="Ada Lovelace",
        subject="Subject 1",
        snippet="Dear all, I paid twice for order 1042.",
    )


async def test_every_word_must_be_there_and_the_last_may_be_begun(store: Store) -> None:
    await filled(store, "refund for the parcel", "the parcel is lost", "refunds are slow")
    assert await found(store, "refund parc") == [1]
    assert await found(store, "refund") == [3, 1]
    assert await found(store, "parc refund") == []


async def test_the_newest_come_first_and_no_more_than_asked(store: Store) -> None:
    await filled(store, *["same words"] * 5)
    assert await found(store, "same", limit=3) == [5, 4, 3]


async def test_case_and_accents_fold(store: Store) -> None:
    await filled(store, "Café Ärger ŻÓŁĆ")
    assert await found(store, "cafe arger") == [1]
    assert await found(store, "CAFÉ") == [1]


async def test_markup_is_not_found(store: Store) -> None:
    await filled(store, "<div class='wrapper'>words</div><style>wrapper{}</style>")
    assert (await found(store, "wrapper"), await found(store, "words")) == ([], [1])


async def test_what_is_gone_is_not_found(store: Store) -> None:
    await filled(store, "words")
    await store.write(conversations.mark_gone, ConversationId(1), now=NOON)
    assert await found(store, "words") == []


@pytest.mark.parametrize("words", ["", "  ", "—", '"', "* ( )", "\0", "🙂"])
async def test_without_a_letter_or_digit_there_is_nothing_to_look_for(store: Store, words: str) -> None:
    await filled(store, "words")
    assert await found(store, words) == []


@pytest.mark.parametrize(
    "words", ["a OR b", "NOT a", "a AND b", "text:a", 'a"b', "a*b", "(a", "NEAR(a b)", "a^2", "-a", "a+"]
)
async def test_nothing_typed_is_an_operator(store: Store, words: str) -> None:
    await filled(store, f"before {words} after", "something else")
    assert await found(store, words) == [1]


@settings(max_examples=60)
@given(words=st.text(max_size=20))
def test_no_text_breaks_the_query(tmp_path_factory: pytest.TempPathFactory, words: str) -> None:
    database = Database.open(tmp_path_factory.mktemp("search") / "store.db", feed=Feed())
    hits = database.read_soon(lambda c: search.hits(c, words, limit=5)).result()
    database.close()
    assert hits == ()
