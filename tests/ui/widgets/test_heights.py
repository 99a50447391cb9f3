"""Which block stands at which line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chatlane_tui.ui.widgets.heights import Heights

SOME = st.lists(st.integers(1, 300), min_size=1, max_size=60)


@given(SOME)
def test_every_line_belongs_to_the_block_that_covers_it(heights: list[int]) -> None:
    made = Heights(heights)
    expected = [(index, line) for index, height in enumerate(heights) for line in range(height)]
    assert [made.at(line) for line in range(made.total)] == expected


@given(SOME, st.data())
def test_a_new_height_moves_what_is_below_and_nothing_above(heights: list[int], data: st.DataObject) -> None:
    made = Heights(heights)
    index = data.draw(st.integers(0, len(heights) - 1))
    before = [made.top(place) for place in range(len(heights) + 1)]
    made.put(index, heights[index] + 5)
    grown = [made.top(place) - before[place] for place in range(len(heights) + 1)]
    assert grown == [0] * (index + 1) + [5] * (len(heights) - index)


def test_lines_beyond_the_ends_are_the_first_and_the_last() -> None:
    made = Heights([2, 3])
    assert (made.at(-7), made.at(99)) == ((0, 0), (1, 2))


def test_an_equal_height_is_no_change() -> None:
    made = Heights([2, 3])
    assert not made.put(0, 2)
    assert made.put(0, 4)
    assert (len(made), made[0], made.total) == (2, 4, 7)
