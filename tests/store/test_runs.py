"""Focus runs as rows: where one stands, and what became of each conversation."""

from __future__ import annotations

from chatlane_tui.desk.runs import Runs, Stop
from chatlane_tui.model.acts import Act, Done, Later, Snooze, Star
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.model.outbox import Outgoing
from chatlane_tui.store import acts, conversations, outbox
from chatlane_tui.store.run_rows import RunSummary
from tests.store.conftest import Store
from tests.store.told import MINUTE, NOON, conversation

IDS = tuple(map(ConversationId, (1, 2, 3, 4, 5, 6)))


async def begun(store: Store) -> Runs:
    await store.write(conversations.upsert, [conversation(id_) for id_ in IDS], now=NOON)
    runs = Runs(store.database, clock=lambda: NOON)
    await runs.begin(IDS, name="Inbox")
    return runs


async def do(store: Store, id_: int, act: Act) -> acts.Undo:
    return await store.write(acts.apply, [ConversationId(id_)], act, now=NOON)


async def send(store: Store, id_: int, type_: str, *, is_draft: bool = False) -> int:
    outgoing = Outgoing(conversation_id=ConversationId(id_), body="x", type=type_, is_draft=is_draft)
    return await store.write(outbox.submit, outgoing, now=NOON, due=NOON + MINUTE)


async def outcomes(store: Store) -> list[object]:
    return [row[0] for row in await store.sql("SELECT outcome FROM run_item ORDER BY place")]


async def test_a_run_stands_where_it_was_left_also_for_another_start(store: Store) -> None:
    runs = await begun(store)
    await runs.go(2)
    row = await Runs(store.database, clock=lambda: NOON).current()
    assert row is not None
    assert (row.name, row.place, row.total, row.settled, row.conversation_id) == ("Inbox", 2, 6, 0, 3)


async def test_each_kind_of_act_settles_its_conversation_and_a_star_does_not(store: Store) -> None:
    runs = await begun(store)
    for id_, act in ((1, Done()), (2, Snooze(NOON + MINUTE)), (3, Later()), (4, Star())):
        await do(store, id_, act)
    await send(store, 5, "email")
    await send(store, 6, "note")
    assert await outcomes(store) == ["done", "snoozed", "later", "", "answered", "noted"]
    row = await runs.current()
    assert row is not None
    assert await runs.end(row.id) == RunSummary(NOON, answered=1, noted=1, snoozed=1, later=1, done=1, untouched=1)
    assert await runs.current() is None


async def test_an_answer_counts_for_more_than_what_is_done_after_it(store: Store) -> None:
    await begun(store)
    await send(store, 1, "note")
    await send(store, 1, "email")
    await do(store, 1, Done())
    await send(store, 2, "email", is_draft=True)
    assert (await outcomes(store))[:2] == ["answered", ""]


async def test_what_is_taken_back_is_open_again(store: Store) -> None:
    await begun(store)
    undo = await do(store, 1, Done())
    sent = await send(store, 2, "email")
    await store.write(acts.take_back, undo)
    await store.write(outbox.recall, sent, now=NOON)  # type: ignore[arg-type]
    assert (await outcomes(store))[:2] == ["", ""]


async def test_what_is_taken_back_puts_back_what_it_was_done_upon(store: Store) -> None:
    await begun(store)
    await do(store, 1, Snooze(NOON + MINUTE))
    undo = await do(store, 1, Done())
    later = await do(store, 2, Done())
    await send(store, 2, "note")
    await store.write(acts.take_back, undo)
    await store.write(acts.take_back, later)
    assert (await outcomes(store))[:2] == ["snoozed", "noted"]


async def test_the_next_one_is_the_nearest_that_nothing_was_done_to(store: Store) -> None:
    runs = await begun(store)
    await do(store, 2, Done())
    assert await runs.beside(0, 1) == Stop(2, ConversationId(3))
    assert await runs.beside(2, -1) == Stop(0, ConversationId(1))
    assert await runs.beside(5, 1) is None
    assert (await runs.place_of(ConversationId(4)), await runs.place_of(ConversationId(99))) == (3, None)


async def test_acts_outside_of_a_run_and_after_it_settle_nothing(store: Store) -> None:
    runs = await begun(store)
    row = await runs.current()
    assert row is not None
    await runs.end(row.id)
    await do(store, 1, Done())
    assert set(await outcomes(store)) == {""}


async def test_another_run_ends_the_one_before(store: Store) -> None:
    runs = await begun(store)
    await runs.begin(IDS[:2], name="Waiting")
    row = await runs.current()
    assert row is not None
    assert (row.name, row.total) == ("Waiting", 2)
