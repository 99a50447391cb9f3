"""Rows and documents in, heights and strips out; and that little is kept."""

from __future__ import annotations

from datetime import UTC

import pytest
from textual.color import Color
from textual.strip import Strip

from chatlane_tui.store.rows import AttachmentRow
from chatlane_tui.ui.theme import DARK, UNICODE, looks
from chatlane_tui.ui.widgets.message_block import Brush
from chatlane_tui.ui.widgets.thread_layout import BODIES, DOCUMENTS, ThreadLayout
from tests.ui.widgets.made_rows import NOW, body, message, thread

LOOKS = looks({**DARK.to_color_system().generate(), **DARK.variables}, Color.parse(DARK.background or ""))


def layout(width: int = 60) -> ThreadLayout:
    made = ThreadLayout(zone=UTC)
    made.paint_with(Brush(width, LOOKS, UNICODE, Strip))
    return made


def block(made: ThreadLayout, index: int) -> list[Strip]:
    return made.lines(index, now=NOW, current=None, focused=False)


def test_a_measured_block_is_as_high_as_its_lines() -> None:
    made = layout()
    file = AttachmentRow("a.pdf", "", 3, "")
    made.tell((message(0), message(1, attachments=(file, file)), message(2, size=5_000)))
    made.supply({"m0": body("one", "two"), "m1": body("one", quoted=2)})
    for index in range(3):
        made.measure(index)
        assert made.heights[index] == len(block(made, index))
    assert made.heights[1] == 1 + 2 + 2 + 1


def test_a_height_is_estimated_until_the_body_is_here_and_exact_afterwards() -> None:
    made = layout()
    made.tell((message(0, size=1_200, newlines=4),))
    made.measure(0)
    assert 20 < made.heights[0] < 40
    made.supply({"m0": body("short")})
    assert made.measure(0)
    assert made.heights[0] == 4
    assert not made.measure(0)


def test_what_is_known_of_equal_rows_stays_known() -> None:
    made = layout()
    made.tell(thread(3))
    made.supply({"m1": body(*"abcdefgh")})
    made.measure(1)
    first = block(made, 1)
    made.tell(thread(5))
    assert made.heights[1] == len(first)
    assert all(one is other for one, other in zip(block(made, 1), first, strict=True))


def test_a_changed_version_is_lacking_again() -> None:
    made = layout()
    made.tell(thread(1))
    made.supply({"m0": body("old"), "m77": body("of nobody")})
    assert not made.lacks(0)
    made.tell((message(0, version=2),))
    assert made.lacks(0)


def test_the_same_strips_serve_until_width_or_colours_change() -> None:
    made = layout()
    made.tell(thread(1))
    made.supply({"m0": body("one")})
    first = block(made, 0)
    assert all(one is other for one, other in zip(block(made, 0), first, strict=True))
    made.paint_with(Brush(40, LOOKS, UNICODE, Strip))
    assert {strip.cell_length for strip in block(made, 0)} == {40}


def test_bodies_and_documents_are_kept_within_bounds() -> None:
    made = layout()
    count = DOCUMENTS + 50
    made.tell(thread(count))
    made.supply({f"m{number}": body("one") for number in range(count)})
    for index in range(count):
        made.measure(index)
    assert sum(made.lacks(index) for index in range(count)) == 50
    assert len(made._bodies) == BODIES


def test_tails_and_heads_are_kept_within_bounds() -> None:
    made = layout()
    file = AttachmentRow("a.pdf", "", 3, "")
    made.tell(tuple(message(number, attachments=(file,)) for number in range(BODIES + 9)))
    for index in range(BODIES + 9):
        block(made, index)
    assert len(made._tails) == BODIES
    assert len(made._heads) <= BODIES + 1


def test_a_few_endless_bodies_are_not_all_kept() -> None:
    made = layout()
    made.tell(thread(3))
    made.supply({f"m{number}": body(*("line" for _ in range(12_000))) for number in range(3)})
    made.folds.whole.update(("m0", "m1", "m2"))
    for index in range(3):
        made.measure(index)
    assert list(made._bodies) == ["m2"]


def test_without_a_width_nothing_can_be_painted() -> None:
    made = ThreadLayout()
    made.tell(thread(1))
    with pytest.raises(LookupError):
        block(made, 0)
