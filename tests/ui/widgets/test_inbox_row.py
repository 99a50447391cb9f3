"""A conversation as two lines."""

from __future__ import annotations

from typing import Any

import pytest
from rich.segment import Segment
from textual.color import Color

from chatlane_tui.model.highlight import Marker
from chatlane_tui.model.query_text import parsed
from chatlane_tui.ui.theme import ASCII, DARK, UNICODE, Glyphs, looks
from chatlane_tui.ui.widgets.inbox_row import RowLook, channel_word, paint, paint_compact
from chatlane_tui.ui.widgets.wait_words import Wait
from tests.ui.widgets.made_rows import HOSTILE, row

LOOKS = looks({**DARK.to_color_system().generate(), **DARK.variables}, Color.parse(DARK.background or ""))


def look(width: int = 60, *, glyphs: Glyphs = UNICODE, selected: bool = False, waits: str = "") -> RowLook:
    return RowLook(
        width=width,
        looks=LOOKS,
        glyphs=glyphs,
        age="2m",
        waits=Wait(f"wait {waits}" if waits else ""),
        selected=selected,
        focused=selected,
    )


def texts(segments: tuple[list[Segment], list[Segment]]) -> tuple[str, str]:
    first, second = ("".join(part.text for part in line).rstrip() for line in segments)
    return first, second


def test_the_first_line_has_dot_name_channel_and_age() -> None:
    first, _ = texts(paint(row(1, unread=True, channel="whatsapp"), look(50)))
    assert first.split() == ["●", "Customer", "1", "WA", "2m"]


def test_an_unread_name_is_bold_and_a_read_one_is_not() -> None:
    def is_bold(unread: bool) -> bool:
        segments = paint(row(1, unread=unread), look())[0]
        style = next(segment.style for segment in segments if "Customer" in segment.text)
        return bool(style and style.bold)

    assert is_bold(True)
    assert not is_bold(False)


@pytest.mark.parametrize(
    ("changes", "sign"),
    [({"draft": True}, "✎"), ({"waiting": 2}, "→"), ({"troubled": 1}, "!"), ({"starred": True}, "★")],
)
def test_each_mark_has_its_own_sign(changes: dict[str, Any], sign: str) -> None:
    assert sign in texts(paint(row(1, **changes), look()))[0]
    assert sign not in texts(paint(row(1), look()))[0]


def test_the_second_line_has_subject_snippet_status_assignee_and_waiting_time() -> None:
    second = texts(paint(row(1, status="pending", assignee="Sam Okafor"), look(70, waits="3h")))[1]
    assert second.startswith("   Order 1  I paid twice ")
    assert second.endswith(" SO pending wait 3h")


def test_only_a_long_wait_stands_out() -> None:
    def style(late: bool) -> object:
        told = RowLook(
            width=60,
            looks=LOOKS,
            glyphs=UNICODE,
            age="",
            waits=Wait("wait 5h", int(late)),
            selected=False,
            focused=False,
        )
        return next(part.style for part in paint(row(1), told)[1] if part.text == "wait 5h")

    assert style(True) == LOOKS.base + LOOKS.warning
    assert style(False) == LOOKS.base + LOOKS.muted


def test_done_here_says_more_than_the_status() -> None:
    assert texts(paint(row(1, status="pending", done=True), look()))[1].endswith(" done")


def test_what_is_missing_is_said() -> None:
    first, second = texts(paint(row(1, name="", subject="", snippet="", channel=""), look()))
    assert "(no name)" in first
    assert "(no text)" in second


def test_an_unknown_channel_is_shown_raw_in_capitals() -> None:
    assert channel_word("carrier_pigeon") == "CARRIER_PIGEON"


def test_on_thirty_columns_the_name_the_marks_and_the_age_stay() -> None:
    first, second = texts(paint(row(1, draft=True, troubled=1, status="pending", assignee="Sam"), look(30, waits="3h")))
    assert first.split() == ["Customer", "1", "✎!", "EMAIL", "2m"]
    assert second.endswith(" pending wait 3h")


def test_on_less_the_channel_gives_way_before_the_name() -> None:
    assert texts(paint(row(1), look(20)))[0].split() == ["Customer", "1", "2m"]


@pytest.mark.parametrize("width", [1, 4, 10, 30, 90])
@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_no_text_shears_a_row(width: int, text: str, glyphs: Glyphs) -> None:
    strange = row(1, name=text, subject=text * 3, snippet=text, assignee=text, status=text, channel=text, starred=True)
    for segments in paint(strange, look(width, glyphs=glyphs, waits="3h", selected=True)):
        assert sum(segment.cell_length for segment in segments) == width


def test_markup_stays_what_was_written() -> None:
    first, second = texts(paint(row(1, name="[/x]", subject="[@click=app.quit]x[/]"), look(80)))
    assert "[/x]" in first
    assert "[@click=app.quit]x[/]" in second


def test_the_cursor_can_be_seen_without_colour() -> None:
    focused = look(selected=True)
    blurred = RowLook(width=60, looks=LOOKS, glyphs=UNICODE, age="2m", waits=Wait(), selected=True, focused=False)
    signs = {texts(paint(row(1), shown))[0][0] for shown in (look(), focused, blurred)}
    assert len(signs) == 3


def test_ascii_signs_draw_nothing_but_ascii() -> None:
    marked = row(1, unread=True, draft=True, waiting=1, troubled=1, starred=True, subject="long " * 40)
    assert all(text.isascii() for text in texts(paint(marked, look(40, glyphs=ASCII, selected=True))))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"returned": "no answer"}, "no answer"),
        ({"returned": "back"}, "back"),
        ({"later": True}, "later"),
        ({"labels": ("vip",)}, "#vip"),
        ({"labels": ("a very long label",)}, "#a very long"),
    ],
)
def test_what_was_done_here_is_said_in_words(changes: dict[str, Any], said: str) -> None:
    assert said in texts(paint(row(1, **changes), look()))[1]
    assert said not in texts(paint(row(1), look()))[1]


def test_a_snoozed_row_says_until_when() -> None:
    assert texts(paint(row(1), look()._replace(sleeps="tomorrow 09:00")))[1].endswith("until tomorrow 09:00")


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
def test_a_selected_row_has_a_sign_of_its_own(glyphs: Glyphs) -> None:
    chosen = texts(paint(row(1), look(glyphs=glyphs)._replace(chosen=True)))[0]
    assert chosen.split()[0] == f"{glyphs.chosen}Customer"


@pytest.mark.parametrize("width", [20, 36, 47, 60, 120])
@pytest.mark.parametrize("name", HOSTILE)
def test_one_line_is_as_wide_as_it_may_be_whatever_stands_in_it(width: int, name: str) -> None:
    busy = row(1, name=name, subject=name, snippet=name, assignee=name, draft=True, starred=True, labels=(name,))
    (line,) = paint_compact(busy, look(width, waits="3h"))
    assert sum(part.cell_length for part in line) == width


def test_one_line_has_name_subject_marks_channel_and_age() -> None:
    (line,) = paint_compact(row(1, unread=True, starred=True), look(100, waits="3h"))
    said = "".join(part.text for part in line)
    assert said.split() == ["●", "Customer", "1", "Order", "1", "I", "paid", "twice", "★", "wait", "3h", "EMAIL", "2m"]


def test_on_a_terminal_of_its_own_colours_the_row_under_the_cursor_is_reversed_as_a_whole() -> None:
    ansi = looks(
        {"foreground": "ansi_default", "primary": "ansi_blue", "error": "ansi_red", "accent": "ansi_green"},
        Color.parse("ansi_default"),
    )
    for line in paint(row(1, unread=True, starred=True), look(selected=True)._replace(looks=ansi)):
        assert {(part.style.reverse, part.style.color, part.style.dim) for part in line if part.style} == {
            (True, ansi.base.color, None)
        }


def test_hits_stand_out_in_name_subject_and_snippet_and_nowhere_else() -> None:
    marker = Marker.of(parsed("paid OR order OR customer"))
    segments = [part for line in paint(row(1), look()._replace(marker=marker)) for part in line]
    assert [part.text for part in segments if part.style and part.style.underline] == ["Customer", "Order", "paid"]
