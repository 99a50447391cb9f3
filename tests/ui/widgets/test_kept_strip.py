"""Strips that are kept: they do what Textual's do, and keep nothing of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.strip import Strip

from chatlane_tui.ui.widgets.kept_strip import KeptStrip

SEGMENTS = (Segment("● Ada "), Segment("山田 裕子", RichStyle(bold=True)), Segment("  3m"))
CELLS = 6 + 9 + 4
USES: dict[str, Callable[[Strip], object]] = {
    "cut out": lambda strip: strip.crop(2, 9),
    "cut out in the middle of a wide character": lambda strip: strip.crop(7, 10),
    "cut into pieces": lambda strip: strip.divide([4, 11, CELLS]),
    "longer": lambda strip: strip.adjust_cell_length(CELLS + 4),
    "shorter": lambda strip: strip.adjust_cell_length(5),
    "cut out and longer": lambda strip: strip.crop_extend(3, CELLS + 2, None),
    "styled": lambda strip: strip.apply_style(RichStyle(italic=True)),
    "with offsets": lambda strip: strip.apply_offsets(3, 4),
    "joined": lambda strip: Strip.join([strip, strip]),
}


@pytest.mark.parametrize("use", USES)
def test_it_does_what_a_strip_does(use: str) -> None:
    made, kept = Strip(SEGMENTS, CELLS), KeptStrip(SEGMENTS, CELLS)
    for _ in range(2):
        assert USES[use](kept) == USES[use](made)
    assert kept == made


def test_what_was_made_of_one_is_nobodys() -> None:
    one, other = KeptStrip([Segment("abc")], 3), KeptStrip([Segment("xyz")], 3)
    for use in USES.values():
        use(one)
    assert not any(getattr(one, name) for name in Strip.__slots__ if name.endswith("_cache") and name[1] != "r")
    assert other.crop(0, 2).text == "xy"
    assert other.divide([2, 3])[0].text == "xy"
