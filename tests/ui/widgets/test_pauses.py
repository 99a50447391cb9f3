"""When typed words are saved."""

from __future__ import annotations

from collections.abc import Callable

from chatlane_tui.ui.widgets.pauses import Autosave, Pauses, steady_ms


def test_nothing_is_due_before_anything_is_typed() -> None:
    assert Pauses().due() is None


def test_a_pause_of_400_ms_makes_it_due() -> None:
    pauses = Pauses()
    pauses.typed(1_000)
    pauses.typed(1_300)
    assert pauses.due() == 1_700


def test_typing_without_a_pause_makes_it_due_after_two_seconds() -> None:
    pauses = Pauses()
    for now in range(1_000, 3_000, 100):
        pauses.typed(now)
    assert pauses.due() == 3_000


def test_what_is_saved_is_not_due_and_the_next_key_starts_anew() -> None:
    pauses = Pauses()
    pauses.typed(1_000)
    pauses.saved()
    assert pauses.due() is None
    pauses.typed(5_000)
    assert pauses.due() == 5_400


class Bench:
    """An autosave with a clock and a timer in the hand."""

    def __init__(self) -> None:
        self.now = 0
        self.saves: list[int] = []
        self.timers: list[tuple[int, Callable[[], None]]] = []
        self.autosave = Autosave(lambda: self.saves.append(self.now), after=self._after, steady_ms=lambda: self.now)

    def _after(self, seconds: float, callback: Callable[[], None]) -> None:
        self.timers.append((self.now + round(seconds * 1000), callback))

    def run(self, until: int) -> None:
        while self.timers and self.timers[0][0] <= until:
            self.now, callback = self.timers.pop(0)
            callback()
        self.now = until


def test_a_pause_saves_once() -> None:
    bench = Bench()
    bench.autosave.typed()
    bench.run(10_000)
    assert bench.saves == [400]


def test_continuous_typing_saves_every_two_seconds() -> None:
    bench = Bench()
    for _ in range(55):
        bench.autosave.typed()
        bench.run(bench.now + 100)
    assert [save // 100 for save in bench.saves] == [20, 40]


def test_at_most_one_timer_runs() -> None:
    bench = Bench()
    for _ in range(50):
        bench.autosave.typed()
    assert len(bench.timers) == 1


def test_what_was_saved_otherwise_is_not_saved_again() -> None:
    bench = Bench()
    bench.autosave.typed()
    bench.autosave.saved()
    bench.run(10_000)
    assert bench.saves == []


def test_the_steady_clock_goes_forward() -> None:
    assert steady_ms() <= steady_ms()
