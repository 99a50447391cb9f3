"""Two clocks compared: what was set, and who slept."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from chatlane_tui.sync.clock_watch import LAPSE, TOLERANCE, ClockWatch, steady_clock


@dataclass
class Clocks:
    """The clock on the wall and the steady one."""

    wall: int = 1_770_000_000_000
    stands: int = 5_000

    def pass_(self, wall: int, stands: int) -> None:
        self.wall += wall
        self.stands += stands


@pytest.mark.parametrize(
    ("wall", "stands", "jump"),
    [
        (300, 300, 0),
        (30_000, 30_000, 0),
        (300 + TOLERANCE - 1, 300, 0),
        (300 - TOLERANCE + 1, 300, 0),
        (3_600_300, 300, 3_600_000),
        (-3_599_700, 300, -3_600_000),
        (LAPSE, LAPSE, LAPSE),
        (28_800_000, 28_800_000, 28_800_000),
    ],
    ids=["a tick", "busy for long", "ahead", "behind", "slept or set", "set back", "stopped", "slept, steady too"],
)
def test_a_jump_is_what_went_by_without_this_process(wall: int, stands: int, jump: int) -> None:
    clocks = Clocks()
    watch = ClockWatch(lambda: clocks.wall, lambda: clocks.stands)
    clocks.pass_(wall, stands)
    assert watch.jumped() == jump
    assert watch.jumped() == 0


def test_a_clock_that_is_slowly_made_right_does_not_jump() -> None:
    clocks = Clocks()
    watch = ClockWatch(lambda: clocks.wall, lambda: clocks.stands)
    jumps = []
    for _ in range(100):
        clocks.pass_(310, 300)
        jumps.append(watch.jumped())
    assert set(jumps) == {0}


def test_the_steady_clock_never_goes_back() -> None:
    first = steady_clock()
    assert first <= steady_clock()
