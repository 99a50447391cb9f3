"""What was closed or painted over does not stay."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Iterator

import pytest
from rich.segment import Segment
from textual.app import App
from textual.strip import Strip

from chatlane_tui.ui import tidying
from chatlane_tui.ui.removed import forget_removed
from chatlane_tui.ui.tidying import Tidying


class Closed:
    """Something that holds itself."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def by_hand() -> Iterator[None]:
    """The collector of Python does nothing by itself."""
    gc.disable()
    yield
    gc.enable()


def old() -> asyncio.Event:
    """Set when a cycle is gone that nobody holds, and that the collector takes for old."""
    closed, gone = Closed(), asyncio.Event()
    weakref.finalize(closed, gone.set)
    gc.collect(0)
    gc.collect(1)
    del closed
    return gone


@pytest.mark.usefixtures("by_hand")
def test_a_line_that_was_painted_over_is_no_cycle() -> None:
    forget_removed()
    gc.collect()
    line = Strip([Segment("a word")])
    assert list(line.divide([6])) == [line]
    assert list(line.divide([6, 9])) == [line]
    assert line.crop_extend(0, 6, None) == line
    del line
    assert gc.collect() == 0


def test_lines_are_cut_as_before() -> None:
    forget_removed()
    line = Strip([Segment("a word")])
    assert [part.text for part in line.divide([1, 6])] == ["a", " word"]
    assert [part.text for part in line.divide([])] == []
    assert line.crop_extend(2, 4, None).text == "wo"
    assert line.crop_extend(0, 8, None).text == "a word  "
    assert line.crop_extend(0, 3, None).text == "a w"


@pytest.fixture
def passes(by_hand: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The generations that were looked at, in turn; there is no pause before the first."""
    monkeypatch.setattr(tidying, "LATER", 0.01)
    seen = list[int]()

    def look(phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            seen.append(info["generation"])

    gc.callbacks.append(look)
    yield seen
    gc.callbacks.remove(look)


async def test_what_is_old_is_collected_when_nobody_types(passes: list[int]) -> None:
    app = App[int]()
    async with app.run_test():
        tidy, gone = Tidying(app), old()
        passes.clear()
        tidy.soon()
        await asyncio.wait_for(gone.wait(), 10)
        assert passes == [2]


async def test_it_waits_while_somebody_types_and_not_for_ever(
    passes: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tidying, "CALM", 1_000.0)
    app = App[int]()
    async with app.run_test():
        tidy, gone = Tidying(app), old()
        passes.clear()
        tidy.pressed()  # something outlived the passes of `old`: there may be more to collect
        await asyncio.wait_for(gone.wait(), 10)
        assert passes == [*[1] * tidying.YOUNG, 2]
