"""What changed on the server, as one quiet line between messages."""

from __future__ import annotations

from datetime import UTC

import pytest
from rich.cells import cell_len

from chatlane_tui.store.rows import ChangeRow
from chatlane_tui.ui.theme import ASCII, UNICODE
from chatlane_tui.ui.widgets.change_words import change_words
from tests.ui.widgets.made_rows import HOSTILE, MINUTE, NOW, body, message
from tests.ui.widgets.test_thread_layout import LOOKS, block, layout

SEEN = NOW - 58 * MINUTE
"""14:02 on the day of the messages."""


@pytest.mark.parametrize(
    ("kind", "was", "now", "words"),
    [
        ("status", "active", "closed", "status active → closed, seen 14:02"),
        ("subject", "Order 7", "", "subject Order 7 → (none), seen 14:02"),
        ("assignee", "", "Mei", "assigned to Mei, seen 14:02"),
        ("assignee", "Mei", "", "no longer assigned to Mei, seen 14:02"),
        ("assignee", "Mei", "Sam", "assignee Mei → Sam, seen 14:02"),
        ("starred", "0", "1", "starred on the server, seen 14:02"),
        ("archived", "1", "0", "no longer archived on the server, seen 14:02"),
        ("delivery", "sent", "failed", "delivery sent → failed, seen 14:02"),
    ],
)
def test_a_change_is_said_in_words(kind: str, was: str, now: str, words: str) -> None:
    change = ChangeRow(SEEN, kind, was, now)
    assert change_words(change, beside=NOW, zone=UTC, glyphs=UNICODE) == words


def test_without_unicode_the_arrow_is_plain() -> None:
    change = ChangeRow(SEEN, "status", "active", "closed")
    assert change_words(change, beside=NOW, zone=UTC, glyphs=ASCII).isascii()


def test_a_change_stands_after_its_message_quietly() -> None:
    made = layout()
    changes = (ChangeRow(SEEN, "status", "active", "closed"), ChangeRow(SEEN, "assignee", "", "Mei"))
    made.tell((message(0, changes=changes), message(1)))
    made.supply({"m0": body("one"), "m1": body("two")})
    for index in range(2):
        made.measure(index)
        assert made.heights[index] == len(block(made, index))
    *_, before, first, second, after = block(made, 0)
    assert (before.text.strip(), after.text.strip()) == ("", "")
    assert first.text.strip() == "· status active → closed, seen 14:02"
    assert second.text.strip() == "· assigned to Mei, seen 14:02"
    assert {segment.style for segment in first if segment.text.strip()} == {LOOKS.base + LOOKS.muted}


def test_a_change_that_comes_later_makes_its_message_higher() -> None:
    made = layout()
    made.tell((message(0),))
    made.supply({"m0": body("one")})
    made.measure(0)
    low = made.heights[0]
    made.tell((message(0, changes=(ChangeRow(SEEN, "status", "active", "closed"),)),))
    made.measure(0)
    assert made.heights[0] == low + 2 == len(block(made, 0))


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("width", [20, 60])
def test_hostile_words_fill_one_line_and_no_more(text: str, width: int) -> None:
    made = layout(width)
    made.tell((message(0, changes=(ChangeRow(SEEN, "subject", text, text * 20),)),))
    made.supply({"m0": body("one")})
    line = block(made, 0)[-2]
    assert cell_len(line.text) == width
    assert "\x1b" not in line.text
