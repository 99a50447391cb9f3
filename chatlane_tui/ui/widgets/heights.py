"""Which block stands at which line, when heights become known one by one: prefix sums and bisection."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate


class Heights:
    """Heights of blocks, in lines, each at least 1. Sums are made anew when asked for after a change."""

    def __init__(self, heights: Iterable[int] = ()) -> None:
        self._heights = list(heights)
        self._tops: list[int] = []
        self._fresh = False

    def __len__(self) -> int:
        return len(self._heights)

    def __getitem__(self, index: int) -> int:
        return self._heights[index]

    def put(self, index: int, height: int) -> bool:
        """The height of a block is this; whether it was another."""
        if self._heights[index] == height:
            return False
        self._heights[index] = height
        self._fresh = False
        return True

    @property
    def total(self) -> int:
        """Lines of all blocks."""
        return self._sums()[-1]

    def top(self, index: int) -> int:
        """The line on which a block begins; of the block after the last one: `total`."""
        return self._sums()[index]

    def at(self, line: int) -> tuple[int, int]:
        """The block that holds `line`, and the line within it; beyond the ends, the first or last line there is."""
        tops = self._sums()
        line = max(0, min(line, tops[-1] - 1))
        index = bisect_right(tops, line) - 1
        return index, line - tops[index]

    def _sums(self) -> list[int]:
        if not self._fresh:
            self._tops = [0, *accumulate(self._heights)]
            self._fresh = True
        return self._tops
