"""One budget for several processes: what they tell each other, and what they make of it (A1)."""

from __future__ import annotations

import asyncio

import pytest

from chatlane_tui.api.allowance import Allowance, merged
from chatlane_tui.api.budget import Budget, Priority
from chatlane_tui.errors import Limited
from tests.api.conftest import Time

NOW, LATER = Priority.INTERACTIVE, Priority.BACKGROUND
AT = 1_770_000_000_000


class Board:
    """A ledger in memory, for processes that are tasks; `entries` counts the exchanges."""

    def __init__(self, clock: Time) -> None:
        self.clock = clock
        self.known = Allowance()
        self.entries = 0
        self.opened = asyncio.Event()
        self.opened.set()

    async def exchange(self, mine: Allowance) -> Allowance:
        """All that was entered so far."""
        self.entries += 1
        await self.opened.wait()
        self.known = merged(mine, self.known, self.clock())
        return self.known


def process(board: Board, told: list[int | None] | None = None) -> Budget:
    hear = (lambda _: None) if told is None else told.append
    return Budget(clock=board.clock, random=lambda: 0.5, sleep=board.clock.sleep, on_limited=hear, ledger=board)


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


@pytest.fixture
def board(passing: Time) -> Board:
    return Board(passing)


async def test_a_pause_asked_of_one_process_is_kept_by_the_other(board: Board) -> None:
    told: list[int | None] = []
    one, other = process(board), process(board, told)
    one.learn(429, {"retry-after": "30"})
    await settle()
    await other.share()
    assert other.limited_until == one.limited_until == board.clock() + 30_000
    assert told == [other.limited_until]
    with pytest.raises(Limited):
        async with other.turn(NOW, patience=5):
            pytest.fail("it had no turn")


async def test_a_process_that_begins_reads_the_ledger_before_it_asks(board: Board) -> None:
    board.known = Allowance(since=AT, until=AT + 30_000)
    with pytest.raises(Limited):
        async with process(board).turn(NOW, patience=5):
            pytest.fail("it had no turn")


async def test_all_who_come_first_wait_for_one_reading_of_the_ledger(board: Board) -> None:
    board.opened.clear()
    one = process(board)
    turns = [asyncio.create_task(one.turn(NOW, patience=5).__aenter__()) for _ in range(3)]
    await settle()
    assert not any(turn.done() for turn in turns)
    board.opened.set()
    await asyncio.gather(*turns)
    assert board.entries == 1


async def test_whoever_waits_in_one_process_hears_of_a_pause_of_another(board: Board) -> None:
    one, other = process(board), process(board)
    holding = [other.turn(NOW, patience=60) for _ in range(8)]
    for turn in holding:
        await turn.__aenter__()
    impatient = asyncio.create_task(other.turn(NOW, patience=5).__aenter__())
    await settle()
    one.learn(429, {"retry-after": "30"})
    await settle()
    await other.share()
    with pytest.raises(Limited):
        await impatient


async def test_background_leaves_the_headroom_that_another_process_knows_of(board: Board) -> None:
    one, other = process(board), process(board)
    one.learn(200, {"x-ratelimit-limit": "60", "x-ratelimit-remaining": "5"})
    await settle()
    async with other.turn(NOW, patience=0):
        assert board.clock.slept == []
    async with other.turn(LATER, patience=60):
        assert board.clock.slept == [60.0]


async def test_not_every_answer_is_entered(board: Board) -> None:
    one = process(board)
    for left in range(599, 540, -1):
        one.learn(200, {"x-ratelimit-limit": "600", "x-ratelimit-remaining": str(left)})
        await settle()
    assert 1 < board.entries <= 7


async def test_what_the_ledger_says_of_a_full_window_does_not_raise_ones_own_rest(board: Board) -> None:
    one = process(board)
    one.learn(200, {"x-ratelimit-limit": "60", "x-ratelimit-remaining": "30"})
    await settle()
    board.known = board.known._replace(remaining=59)
    one.learn(200, {"x-ratelimit-limit": "60", "x-ratelimit-remaining": "4"})
    await settle()
    assert board.known.remaining == 4


async def test_without_a_ledger_sharing_is_nothing(passing: Time) -> None:
    one = Budget(clock=passing, random=lambda: 0.5, sleep=passing.sleep)
    await one.share()
    assert one.limited_until is None


async def test_closing_ends_an_exchange_that_hangs(board: Board) -> None:
    board.opened.clear()
    one = process(board)
    waiting = asyncio.create_task(one.turn(NOW, patience=5).__aenter__())
    await settle()
    await one.aclose()
    with pytest.raises(asyncio.CancelledError):
        await waiting


PAUSED = Allowance(since=AT - 1_000, until=AT + 1_000, refusals=2)
COUNTED = Allowance(limit=60, remaining=9, window_ends=AT + 5_000)


@pytest.mark.parametrize(
    ("one", "other", "known"),
    [
        (Allowance(), Allowance(), Allowance()),
        (PAUSED, COUNTED, Allowance(AT - 1_000, AT + 1_000, 2, 60, 9, AT + 5_000)),
        (PAUSED, PAUSED._replace(until=AT + 3_000), PAUSED._replace(until=AT + 3_000)),
        (COUNTED, COUNTED._replace(remaining=3), COUNTED._replace(remaining=3)),
        (COUNTED, COUNTED._replace(remaining=3, window_ends=AT + 4_000), COUNTED),
    ],
)
def test_the_longer_pause_the_later_window_and_of_one_window_the_smaller_rest_count(
    one: Allowance, other: Allowance, known: Allowance
) -> None:
    assert merged(one, other, AT) == known
    assert merged(other, one, AT) == known


@pytest.mark.parametrize("poison", [PAUSED, COUNTED._replace(remaining=0)])
def test_what_was_entered_while_the_clock_was_a_year_ahead_does_not_count(poison: Allowance) -> None:
    year = 31_536_000_000
    ahead = poison._replace(since=AT + year, until=AT + year + 9_000, window_ends=AT + year)
    known = merged(ahead, PAUSED._replace(limit=60, remaining=9, window_ends=AT + 5_000), AT)
    assert (known.until, known.remaining) == (AT + 1_000, 9)
