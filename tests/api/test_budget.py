"""Who goes first, how many at a time, and how pauses are kept (A1)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from chatlane_tui.api.budget import Budget, Priority, backoff
from chatlane_tui.errors import Limited
from tests.api.conftest import Time

NOW, LATER = Priority.INTERACTIVE, Priority.BACKGROUND


def budget(
    passing: Time, *, in_flight: int = 2, reserved: int = 1, on_limited: Callable[[int | None], None] | None = None
) -> Budget:
    return Budget(
        clock=passing,
        random=lambda: 0.5,
        sleep=passing.sleep,
        on_limited=on_limited,
        in_flight=in_flight,
        reserved=reserved,
    )


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


class Work:
    """Tasks that take a turn, note when they got it, and hold it until told."""

    def __init__(self, one: Budget) -> None:
        self.budget = one
        self.order: list[str] = []
        self.tasks: dict[str, asyncio.Task[None]] = {}
        self.done: dict[str, asyncio.Event] = {}

    def start(self, name: str, priority: Priority, patience: float = 60.0) -> None:
        self.done[name] = asyncio.Event()
        self.tasks[name] = asyncio.create_task(self._take(name, priority, patience))

    async def _take(self, name: str, priority: Priority, patience: float) -> None:
        async with self.budget.turn(priority, patience=patience):
            self.order.append(name)
            await self.done[name].wait()

    async def finish(self, *names: str) -> None:
        for name in names:
            self.done[name].set()
            await self.tasks[name]
        await settle()


async def test_interactive_goes_before_background_and_each_in_order(passing: Time) -> None:
    work = Work(budget(passing, in_flight=1, reserved=0))
    for name, priority in (("a", LATER), ("b", LATER), ("c", LATER), ("x", NOW), ("y", NOW)):
        work.start(name, priority)
    await settle()
    await work.finish("a", "x", "y", "b", "c")
    assert work.order == ["a", "x", "y", "b", "c"]


async def test_background_leaves_room_for_interactive(passing: Time) -> None:
    work = Work(budget(passing))
    for name, priority in (("a", LATER), ("b", LATER), ("x", NOW)):
        work.start(name, priority)
    await settle()
    assert work.order == ["a", "x"]
    await work.finish("a", "x", "b")
    assert work.order == ["a", "x", "b"]


async def test_one_that_is_cancelled_takes_nobodys_turn(passing: Time) -> None:
    work = Work(budget(passing, in_flight=1, reserved=0))
    for name in ("a", "b", "c"):
        work.start(name, NOW)
    await settle()
    work.tasks["b"].cancel()
    await settle()
    await work.finish("a", "c")
    assert work.order == ["a", "c"]


async def test_one_cancelled_in_the_moment_of_its_turn_passes_it_on(passing: Time) -> None:
    one = budget(passing, in_flight=1, reserved=0)
    work = Work(one)
    async with one.turn(NOW, patience=0):
        work.start("b", NOW)
        work.start("c", NOW)
        await settle()
    work.tasks["b"].cancel()
    await settle()
    await work.finish("c")
    assert work.order == ["c"]


async def test_a_pause_is_waited_for_and_told(passing: Time) -> None:
    told: list[int | None] = []
    one = budget(passing, on_limited=told.append)
    begun = passing()
    one.learn(429, {"retry-after": "7"})
    assert one.limited_until == begun + 7_000
    async with one.turn(NOW, patience=60):
        assert passing() == begun + 7_000
    one.learn(200, {})
    assert told == [begun + 7_000, None]
    assert one.limited_until is None


async def test_a_pause_longer_than_ones_patience_is_an_error_at_once(passing: Time) -> None:
    one = budget(passing)
    one.learn(429, {"retry-after": "7"})
    with pytest.raises(Limited) as caught:
        async with one.turn(NOW, patience=5):
            pytest.fail("it had no turn")
    assert caught.value.retry_after == 7.0
    assert passing.slept == []


async def test_those_who_wait_already_hear_of_a_pause_that_is_too_long(passing: Time) -> None:
    one = budget(passing, in_flight=1, reserved=0)
    work = Work(one)
    for name, patience in (("a", 60.0), ("b", 5.0), ("c", 60.0)):
        work.start(name, NOW, patience)
    await settle()
    one.learn(429, {"retry-after": "30"})
    with pytest.raises(Limited):
        await work.tasks["b"]
    await work.finish("a", "c")
    assert work.order == ["a", "c"]


async def test_interactive_still_goes_first_after_a_pause(passing: Time) -> None:
    one = budget(passing, in_flight=1, reserved=0)
    work = Work(one)
    one.learn(429, {"retry-after": "7"})
    work.start("a", LATER)
    work.start("x", NOW)
    work.done["a"].set()
    work.done["x"].set()
    await asyncio.gather(*work.tasks.values())
    assert work.order == ["x", "a"]


async def test_without_retry_after_pauses_grow(passing: Time) -> None:
    one = budget(passing)
    pauses = []
    for _ in range(3):
        one.learn(429, {})
        until = one.limited_until
        assert until is not None
        pauses.append(until - passing())
        passing.now = until
    assert pauses == [750, 1_500, 3_000]
    one.learn(200, {})
    one.learn(429, {})
    assert one.limited_until == passing() + 750


async def test_a_503_without_retry_after_is_no_pause(passing: Time) -> None:
    one = budget(passing)
    one.learn(503, {})
    assert one.limited_until is None
    one.learn(503, {"retry-after": "3"})
    assert one.limited_until == passing() + 3_000


async def test_a_shorter_pause_does_not_cut_a_longer_one(passing: Time) -> None:
    one = budget(passing)
    one.learn(429, {"retry-after": "9"})
    one.learn(429, {"retry-after": "2"})
    one.learn(200, {})
    assert one.limited_until == passing() + 9_000


async def test_a_clock_set_back_ends_a_pause_and_a_window(passing: Time) -> None:
    one = budget(passing)
    one.learn(429, {"retry-after": "9", "x-ratelimit-limit": "60", "x-ratelimit-remaining": "0"})
    passing.now -= 3_600_000
    assert one.limited_until is None
    async with one.turn(LATER, patience=0):
        assert passing.slept == []


async def test_background_leaves_headroom_under_a_known_limit(passing: Time) -> None:
    one = budget(passing)
    one.learn(200, {"x-ratelimit-limit": "60", "x-ratelimit-remaining": "6"})
    async with one.turn(NOW, patience=0):
        assert passing.slept == []
    async with one.turn(LATER, patience=60):
        assert passing.slept == [60.0]


async def test_a_window_that_began_anew_is_noticed(passing: Time) -> None:
    one = budget(passing)
    one.learn(200, {"x-ratelimit-limit": "60", "x-ratelimit-remaining": "1"})
    one.learn(200, {"x-ratelimit-limit": "60", "x-ratelimit-remaining": "59"})
    one.learn(200, {"x-ratelimit-limit": "60", "x-ratelimit-remaining": "58"})
    async with one.turn(LATER, patience=0):
        assert passing.slept == []


async def test_answers_out_of_order_do_not_raise_what_remains(passing: Time) -> None:
    one = budget(passing)
    one.learn(200, {"x-ratelimit-limit": "60", "x-ratelimit-remaining": "6"})
    one.learn(200, {"x-ratelimit-limit": "60", "x-ratelimit-remaining": "7"})
    async with one.turn(LATER, patience=60):
        assert passing.slept == [60.0]


@pytest.mark.parametrize("odd", ["", "many", "-1", "٣", "9" * 50])
async def test_an_unreadable_limit_is_none(passing: Time, odd: str) -> None:
    one = budget(passing)
    one.learn(200, {"x-ratelimit-limit": odd, "x-ratelimit-remaining": odd})
    async with one.turn(LATER, patience=0):
        assert passing.slept == []


async def test_closing_cancels_whoever_waits(passing: Time) -> None:
    forever = asyncio.Event()

    async def sleep(_: float) -> None:
        await forever.wait()

    one = Budget(clock=passing, random=lambda: 0.5, sleep=sleep)
    one.learn(429, {"retry-after": "7"})
    work = Work(one)
    work.start("a", LATER)
    await settle()
    await one.aclose()
    await settle()
    assert work.tasks["a"].cancelled()


def test_backoff_doubles_up_to_its_cap_and_half_of_it_is_chance() -> None:
    assert [backoff(attempt, random=lambda: 1.0) for attempt in (0, 1, 2, 5, 6, 5_000)] == [1, 2, 4, 32, 60, 60]
    assert backoff(3, random=lambda: 0.0) == 4.0
    assert backoff(1, random=lambda: 1.0, base=0.25, cap=9.0) == 0.5


async def test_background_comes_back_a_moment_after_a_pause(passing: Time) -> None:
    """So that what is interactive in another process goes first there too."""
    one = budget(passing)
    begun = passing()
    one.learn(429, {"retry-after": "7"})
    async with one.turn(LATER, patience=60):
        assert begun + 7_000 < passing() < begun + 8_000
