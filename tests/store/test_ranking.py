"""The newest hits by how well they fit, and rows with the words around the hit."""

from __future__ import annotations

from chatlane_tui.model.highlight import Marker
from chatlane_tui.model.query_text import parsed
from chatlane_tui.store import conversations, coverage, excerpts, finding, messages
from chatlane_tui.store.conditions import Moment
from chatlane_tui.store.ranking import best_first
from tests.store.conftest import Store
from tests.store.told import NOON, conversation, message

MOMENT = Moment(NOON)


async def told(store: Store, *bodies: str, **heads: str) -> None:
    subjects = {int(key[1:]): subject for key, subject in heads.items()}
    batch = [conversation(n, subject=subjects.get(n, "")) for n in range(1, len(bodies) + 1)]
    await store.write(conversations.upsert, batch, now=NOON)
    items = [message(n, at=NOON + n, conversation=None, body=body) for n, body in enumerate(bodies, start=1)]
    for item in items:
        await store.write(messages.upsert, [item], now=NOON, conversation_id=item.id)  # type: ignore[arg-type]


async def best(store: Store, text: str) -> list[int]:
    query = parsed(text)
    found = await store.database.read(lambda c: best_first(c, query, finding.found(c, query, MOMENT)))
    return list(found.ids)


async def test_more_occurrences_and_shorter_texts_and_heads_come_first(store: Store) -> None:
    await told(store, "refund refund refund", f"refund {'word ' * 300}", "a refund, please", "the refund", c4="Refund")
    assert await best(store, "refund") == [4, 1, 3, 2]


async def test_a_rare_word_counts_more_than_a_frequent_one(store: Store) -> None:
    await told(store, "order lost lost", "order order order lost", "order", "order")
    assert (await best(store, "order OR lost"))[:2] == [1, 2]


async def test_a_row_shows_the_words_around_its_hit(store: Store) -> None:
    await told(store, f"{'before ' * 40}the parcel that was lost {'after ' * 40}")
    query = parsed("parcel")
    found = await store.database.read(lambda c: finding.found(c, query, MOMENT))
    hits = dict(zip(found.ids, found.rows, strict=True))
    (row,) = await store.database.read(lambda c: excerpts.rows(c, found.ids, hits, Marker.of(query)))
    assert row.snippet.startswith("…before before the parcel that was lost after")


def test_a_text_without_a_hit_is_shown_from_its_beginning() -> None:
    assert excerpts.excerpt("Hello\nAda", Marker()) == "Hello Ada"


async def test_hits_of_a_thread_are_counted_by_message(store: Store) -> None:
    batch = [message(n, at=NOON + n, body=body) for n, body in ((1, "a refund"), (2, "nothing"), (3, "Refund refund"))]
    await store.write(messages.upsert, batch, now=NOON)
    found = await store.database.read(lambda c: coverage.hits(c, 1, Marker.of(parsed("refund"))))  # type: ignore[arg-type]
    assert found == {"m1": 1, "m3": 2}


async def test_what_is_covered_is_said(store: Store) -> None:
    assert await store.database.read(coverage.coverage) == (0, None)
    await told(store, "one", "two")
    assert await store.database.read(coverage.coverage) == (2, NOON + 1)
    assert await store.database.read(lambda c: coverage.names(c, most=1)) == ((2, "Ada Lovelace", ""),)
