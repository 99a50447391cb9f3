"""The outbox after a crash, a sleep, a clock that was set: nothing fires late, nothing is sent twice (W2)."""

from __future__ import annotations

import pytest

from chatlane_tui.model.feed import OutboxChanged, ThreadChanged
from chatlane_tui.model.ids import ConversationId, OutboxId
from chatlane_tui.model.outbox import OutboxState, Outgoing
from chatlane_tui.store import drafts, interruptions, outbox
from chatlane_tui.store.interruptions import Jump
from tests.store.conftest import Store

NOON = 1_770_000_000_000
HOUR = 3_600_000
ADA = ConversationId(56)


async def held(
    store: Store, *, now: int = NOON, due: int = NOON + 10_000, author: str = "one", body: str = "Hello"
) -> OutboxId:
    outgoing = Outgoing(conversation_id=ADA, body=body, type="email")
    return await store.write(outbox.submit, outgoing, now=now, due=due, author=author)


async def states(store: Store) -> list[tuple[object, ...]]:
    return await store.sql("SELECT state, due - ? FROM outbox ORDER BY id", NOON)


async def notice(store: Store) -> str:
    draft = await store.database.read(lambda c: drafts.draft(c, ADA, "reply"))
    return draft.notice if draft else ""


async def test_what_a_living_process_holds_outlives_another_one(store: Store) -> None:
    await held(store, author="living", body="Kept")
    await held(store, author="dead", body="Given back")
    found = await store.write(interruptions.recover, now=NOON, dead={"dead"})
    assert found == interruptions.Recovered(uncertain=0, returned=1)
    assert await store.sql("SELECT body FROM outbox") == [("Kept",)]
    assert "closed while it was held" in await notice(store)


async def test_what_is_sent_while_the_dead_are_looked_for_is_none_of_theirs(store: Store) -> None:
    """Right after a start: whoever has held something since was not among those who were asked after."""
    await held(store, author="dead", body="Given back")
    dead = await store.database.read(interruptions.holders)
    await held(store, author="new", body="Sent just now")
    assert (await store.write(interruptions.recover, now=NOON, dead=dead)).returned == 1
    assert await store.sql("SELECT state, body FROM outbox") == [("held", "Sent just now")]


async def test_what_nobody_is_known_to_hold_is_a_draft(store: Store) -> None:
    await held(store, author="")
    assert (await store.write(interruptions.recover, now=NOON)).returned == 1


async def test_what_a_living_process_held_too_long_is_a_draft(store: Store) -> None:
    await held(store, author="living")
    found = await store.write(interruptions.recover, now=NOON + HOUR, dead={"dead"})
    assert found.returned == 1
    assert "slept" in await notice(store)


async def test_a_row_that_would_wait_for_years_waits_no_more(store: Store) -> None:
    outbox_id = await held(store)
    await store.write(outbox.move, outbox_id, OutboxState.HELD, OutboxState.QUEUED, due=NOON + 400 * 24 * HOUR)
    await store.write(interruptions.recover, now=NOON)
    assert await states(store) == [("queued", 0)]


@pytest.mark.parametrize(("left", "state"), [(False, "queued"), (True, "uncertain")])
async def test_a_row_nobody_sends_any_more_is_uncertain_once_it_had_left(store: Store, left: bool, state: str) -> None:
    outbox_id = await held(store)
    await store.write(outbox.move, outbox_id, OutboxState.HELD, OutboxState.QUEUED)
    await store.write(outbox.move, outbox_id, OutboxState.QUEUED, OutboxState.SENDING)
    if left:
        await store.write(outbox.posting, outbox_id, now=NOON)
    assert await store.write(interruptions.left_behind) == int(left)
    assert {OutboxChanged(), ThreadChanged(ADA)} <= store.facts
    assert [state for state, _ in await states(store)] == [state]


async def test_the_dead_are_told_from_the_living(store: Store) -> None:
    await held(store, author="one")
    await held(store, author="two", body="Second")
    await held(store, author="", body="Of before there were names")
    assert await store.database.read(interruptions.holders) == {"one", "two"}
    assert await store.write(interruptions.return_orphans, {"two"}, now=NOON) == 1
    assert await store.sql("SELECT author FROM outbox ORDER BY id") == [("one",), ("",)]


async def test_a_short_jump_moves_the_end_of_a_hold_with_it(store: Store) -> None:
    await held(store)
    assert await store.write(interruptions.after_jump, Jump(30_000, NOON, NOON + 30_000), now=NOON + 31_000) == 0
    assert await states(store) == [("held", 40_000)]


async def test_a_long_sleep_returns_what_would_have_gone_out_meanwhile(store: Store) -> None:
    await held(store, body="Due at once")
    await held(store, due=NOON + 2 * HOUR, body="Due much later")
    assert await store.write(interruptions.after_jump, Jump(HOUR, NOON, NOON + HOUR), now=NOON + HOUR) == 1
    assert await states(store) == [("held", 3 * HOUR)]
    assert "slept" in await notice(store)


async def test_a_clock_set_back_makes_nobody_wait_longer(store: Store) -> None:
    await held(store)
    queued = await held(store, body="Not before")
    await store.write(outbox.move, queued, OutboxState.HELD, OutboxState.QUEUED, due=NOON + 5_000)
    await store.write(interruptions.after_jump, Jump(-HOUR, NOON, NOON - HOUR), now=NOON - HOUR)
    assert await states(store) == [("held", 10_000 - HOUR), ("queued", 5_000 - HOUR)]


async def test_what_is_queued_goes_out_at_once_after_a_sleep(store: Store) -> None:
    queued = await held(store)
    await store.write(outbox.move, queued, OutboxState.HELD, OutboxState.QUEUED, due=NOON + 5_000)
    await store.write(interruptions.after_jump, Jump(HOUR, NOON, NOON + HOUR), now=NOON + HOUR)
    assert await states(store) == [("queued", 5_000)]


@pytest.mark.parametrize("by", [8 * HOUR, -8 * HOUR], ids=["slept", "set back"])
async def test_what_is_held_since_a_jump_is_left_alone_however_late_that_is_noted(store: Store, by: int) -> None:
    await held(store, now=NOON + by + 100, due=NOON + by + 10_100)
    jump = Jump(by, NOON, NOON + by)
    assert await store.write(interruptions.after_jump, jump, now=NOON + by + 60_000) == 0
    assert await states(store) == [("held", by + 10_100)]


async def test_what_is_no_longer_held_is_not_given_back(store: Store) -> None:
    queued = await held(store)
    await store.write(outbox.move, queued, OutboxState.HELD, OutboxState.QUEUED)
    assert not await store.write(outbox.give_back, queued, notice="", now=NOON)
    assert [state for state, _ in await states(store)] == ["queued"]
