"""The acts of a session, in their order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from chatlane_tui.desk.triage import Triage, Undone
from chatlane_tui.errors import StoreUnusable
from chatlane_tui.model.acts import Act, Done, Labelled, Snooze, Star
from chatlane_tui.model.feed import Feed
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.store.database import Database
from tests.store.told import MINUTE, NOON

ONE, TWO = ConversationId(1), ConversationId(2)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database.open(tmp_path / "store.db", feed=Feed())
    yield opened
    opened.close()


async def test_acts_are_taken_back_one_by_one_the_last_first(database: Database) -> None:
    triage = Triage(database, clock=lambda: NOON)
    assert (triage.last_at, await triage.undo()) == (None, None)
    done: list[Act] = [Star(), Done(), Labelled("vip")]
    for act in done:
        await triage.do([ONE, TWO], act, whom="2 conversations")
    assert triage.last_at == NOON
    taken = [await triage.undo() for _ in done]
    assert taken == [Undone(act, (ONE, TWO), "2 conversations") for act in reversed(done)]
    assert await triage.undo() is None


async def test_an_act_that_could_not_be_taken_back_can_be_taken_back_later(database: Database) -> None:
    triage = Triage(database, clock=lambda: NOON)
    await triage.do([ONE], Done(), whom="Ada")
    database.close()
    with pytest.raises(StoreUnusable):
        await triage.undo()
    assert triage.last_at == NOON


async def test_an_act_that_was_not_done_is_none_that_can_be_undone(database: Database) -> None:
    triage = Triage(database, clock=lambda: NOON)
    database.close()
    with pytest.raises(StoreUnusable):
        await triage.do([ONE], Done(), whom="Ada")
    assert triage.last_at is None


async def test_nothing_wakes_before_its_time(database: Database) -> None:
    now = NOON
    triage = Triage(database, clock=lambda: now)
    assert await triage.wake() == ((), ())
    await triage.do([ONE], Snooze(NOON + MINUTE), whom="Ada")
    assert await triage.wake() == ((), ())
    now = NOON + MINUTE
    await triage.wake()
    assert await database.read(lambda c: c.execute("SELECT snoozed_until FROM triage").fetchall()) == [(None,)]
