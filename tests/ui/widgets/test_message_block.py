"""The lines of a message, and what is cut from a long one."""

from __future__ import annotations

import pytest
from textual.color import Color
from textual.strip import Strip

from chatlane_tui.render.document import Block, Document, Fold, Run
from chatlane_tui.store.rows import AttachmentRow
from chatlane_tui.ui.theme import ASCII, DARK, UNICODE, Glyphs, looks
from chatlane_tui.ui.widgets import message_block as block
from chatlane_tui.ui.widgets.long_bodies import beginning
from chatlane_tui.ui.widgets.message_block import LONGEST, Brush
from chatlane_tui.ui.widgets.voices import Words, shape_of
from tests.ui.widgets.made_rows import HOSTILE, body, message

LOOKS = looks({**DARK.to_color_system().generate(), **DARK.variables}, Color.parse(DARK.background or ""))
SHAPE = shape_of(message(1), LOOKS, UNICODE)


def brush(width: int = 60, glyphs: Glyphs = UNICODE) -> Brush:
    return Brush(width, LOOKS, glyphs, Strip)


def texts(strips: tuple[Strip, ...]) -> list[str]:
    return [strip.text.rstrip() for strip in strips]


def test_every_line_of_a_body_stands_behind_the_bar() -> None:
    lines = block.body(brush(), SHAPE, body("Hello", "", "Ada"), unfolded=False, whole=False)
    assert texts(lines) == ["▌ Hello", "▌", "▌ Ada"]


def test_a_long_body_ends_with_how_much_is_left_out_unless_the_whole_is_wanted() -> None:
    long = body(*(f"line {number}" for number in range(450)))
    lines = texts(block.body(brush(), SHAPE, long, unfolded=False, whole=False))
    assert len(lines) == LONGEST + 1
    assert lines[-1] == "▌ … about 250 more lines · Enter shows the rest"
    assert len(block.body(brush(), SHAPE, long, unfolded=False, whole=True)) == 450


def test_one_endless_paragraph_is_cut_too() -> None:
    lines = texts(block.body(brush(), SHAPE, body("word " * 20_000), unfolded=False, whole=False))
    assert len(lines) == LONGEST + 1
    assert "more lines" in lines[-1]


def test_only_the_beginning_of_a_long_body_is_laid_out() -> None:
    shown, left_out = beginning(body(*("word " * 30 for _ in range(5_000))), 200, 60, unfolded=False)
    assert len(shown.blocks) < 210
    assert left_out > 10_000


def test_a_folded_stretch_does_not_count_until_it_is_unfolded() -> None:
    history = tuple(Block((Run("quoted"),), fold=0) for _ in range(500))
    document = Document((Block((Run("Hello"),)), *history), folds=(Fold("quote", 500),))
    assert beginning(document, 200, 60, unfolded=False) == (document, 0)
    assert beginning(document, 200, 60, unfolded=True)[1] > 0


def test_a_fold_can_be_clicked() -> None:
    lines = block.body(brush(), SHAPE, body("Hello", quoted=3), unfolded=False, whole=False)
    assert any(segment.style and segment.style.meta.get(block.ACTION) == "unfold" for segment in lines[1])


def test_a_head_leaves_out_what_is_lightest_first() -> None:
    words = [Words("Ada", LOOKS.base), Words("10:02", LOOKS.muted, 2), Words("Support mail", LOOKS.muted, 1)]
    texts = [block.head(brush(width), SHAPE, words, is_current=False, is_focused=False).text for width in (60, 18, 8)]
    assert [text.split() for text in texts] == [
        ["▌", "Ada", "10:02", "·", "Support", "mail"],
        ["▌", "Ada", "10:02"],
        ["▌", "Ada"],
    ]


def test_the_head_under_the_cursor_has_a_sign() -> None:
    words = [Words("Ada", LOOKS.base)]
    assert block.head(brush(), SHAPE, words, is_current=True, is_focused=True).text.startswith("▌▸Ada")


def test_a_file_is_named_with_size_and_type() -> None:
    files = (AttachmentRow("invoice.pdf", "", 12_345, "application/pdf"), AttachmentRow("", "", None, ""))
    assert texts(block.files(brush(), SHAPE, files)) == ["▌ ▣ invoice.pdf  12 KB · application/pdf", "▌ ▣ (no name)"]


@pytest.mark.parametrize(("size", "words"), [(None, ""), (3, "3 B"), (12_345, "12 KB"), (1_400_000, "1.4 MB")])
def test_sizes_are_read_easily(size: int | None, words: str) -> None:
    assert block.size_words(size) == words


def test_a_rule_names_a_day_and_fills_the_line() -> None:
    assert block.rule(brush(20), "Today", LOOKS.muted).text == "── Today ───────────"


@pytest.mark.parametrize("width", [1, 3, 6, 12, 40, 200])
@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_no_text_shears_a_line(width: int, text: str, glyphs: Glyphs) -> None:
    tool = brush(width, glyphs)
    file = AttachmentRow(text * 5, text, 10, text)
    lines = [
        *block.body(tool, SHAPE, body(text * 30, text, quoted=1), unfolded=False, whole=False),
        *block.files(tool, SHAPE, (file,)),
        *block.said(tool, SHAPE, text * 20, LOOKS.error),
        *block.waiting(tool, SHAPE, 3),
        block.rule(tool, text, LOOKS.muted),
        block.blank(tool),
        block.head(tool, SHAPE, [Words(text * 9, LOOKS.base)], is_current=True, is_focused=False),
    ]
    assert {sum(segment.cell_length for segment in line) for line in lines} == {width}
    assert {line.cell_length for line in lines} == {width}
