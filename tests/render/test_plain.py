"""Plain text, line by line, and WhatsApp's emphasis."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chatlane_tui.model.clean import clean
from chatlane_tui.render.document import Mark
from chatlane_tui.render.flow import MOST_BLOCKS, MOST_CHARACTERS, SEAT
from chatlane_tui.render.links import Links
from chatlane_tui.render.plain import MOST_SPANS, plain_blocks, source_blocks, styled
from tests.render.corpus import WHATSAPP, line_of


@given(st.text(alphabet="*_~` abc:/.@w>", max_size=60))
def test_no_character_of_a_line_is_lost(line: str) -> None:
    assert "".join(run.text for run in styled(line, Links(), emphasis=True)) == line


@given(st.text(max_size=100))
@example("\u07a6\na\u0301\n\u0301b")
def test_lines_come_out_as_they_went_in(text: str) -> None:
    text = clean(text)
    shown = [line_of(block) for block in plain_blocks(text, Links(), quotes=False)[0] if block.runs]
    lines = [line.rstrip() for line in text.split("\n") if line.strip()]
    assert shown == [SEAT + line if unicodedata.category(line[0])[0] == "M" else line for line in lines]


def test_emphasis_is_styled_with_its_markers() -> None:
    runs = [(run.text, run.marks) for run in styled(WHATSAPP, Links(), emphasis=True)]
    assert runs == [
        ("*Hola*", Mark.BOLD),
        (" ", Mark.NONE),
        ("_amigo_", Mark.ITALIC),
        (" ", Mark.NONE),
        ("~no~", Mark.STRIKE),
        (" ", Mark.NONE),
        ("```x = 1```", Mark.CODE),
        (" ", Mark.NONE),
        ("https://example.com/a_b_c", Mark.LINK),
        (" *no cierra", Mark.NONE),
    ]


def test_emphasis_may_nest() -> None:
    assert [run.marks for run in styled("*_a_*", Links(), emphasis=True)] == [
        Mark.BOLD,
        Mark.BOLD | Mark.ITALIC,
        Mark.BOLD,
    ]


@pytest.mark.parametrize("line", ["2*3*4", "snake_case_name", "* a *", "a * b * c", "**", "`*a*`"])
def test_what_is_no_emphasis_is_left_alone(line: str) -> None:
    assert Mark.BOLD not in {run.marks for run in styled(line, Links(), emphasis=True)}


def test_emphasis_has_an_end() -> None:
    runs = list(styled("*a* " * (MOST_SPANS + 50), Links(), emphasis=True))
    assert sum(1 for run in runs if run.marks is Mark.BOLD) == MOST_SPANS


def test_quoted_lines_get_bars_and_depth() -> None:
    blocks, _ = plain_blocks("a\n> b\n>> c\n> > d\n>\n", Links())
    assert [(line_of(block), block.quote) for block in blocks] == [("a", 0), ("│ b", 1), ("│ │ c", 2), ("│ │ d", 2)]


def test_at_most_two_empty_lines_stay() -> None:
    assert [line_of(block) for block in plain_blocks("\n\na\n\n\n\n\nb\n\n", Links())[0]] == ["a", "", "", "b"]


def test_too_many_lines_are_cut() -> None:
    blocks, truncated = plain_blocks("x\n" * (MOST_BLOCKS + 9), Links())
    assert (len(blocks), truncated) == (MOST_BLOCKS, True)


def test_the_source_is_cut_as_well() -> None:
    blocks, truncated = source_blocks("x\n" * MOST_CHARACTERS)
    assert (len(blocks), truncated) == (MOST_BLOCKS, True)
