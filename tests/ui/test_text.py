"""Rows, strips and content of text from outside."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.color import Color
from textual.widgets import Static

from chatlane_tui.model.clean import FORBIDDEN, clean
from chatlane_tui.render.body import document
from chatlane_tui.render.document import Block, Document, Fold, Mark, Run
from chatlane_tui.ui.layout import Palette, Row, RowKind, lay_out, strip
from chatlane_tui.ui.text import OutputFilter, assembled, cut, line, plain
from tests.render.corpus import MAIL, MARKDOWN, PLAIN_REPLY, WIDE

STRANGE = "ab  c漢字。、👩‍💻👍🏽é한e\u0301❤️1️⃣🇩🇪 العربية שלום\u200d\ufe0f"
TEXTS = st.one_of(
    st.text(alphabet=STRANGE, max_size=80),
    st.text(max_size=80),
    st.sampled_from(WIDE),
    st.sampled_from([*MAIL, MARKDOWN]),
)


def text_of(row: Row) -> str:
    return "".join(text for text, _, _ in row.segments)


def paragraph(text: str, **traits: object) -> Document:
    return Document((Block((Run(clean(text)),), **traits),))  # type: ignore[arg-type]


def laid_out(text: str, width: int, **traits: object) -> list[str]:
    return [text_of(row) for row in lay_out(paragraph(text, **traits), width)]


@given(
    TEXTS, st.integers(0, 60), st.sampled_from(["plain", "html", "markdown", "source"]), st.booleans(), st.booleans()
)
@settings(max_examples=300)
def test_no_row_is_wider_than_the_screen(text: str, width: int, wanted: str, unfolded: bool, spelled: bool) -> None:
    shown = document(text, type="email", format=wanted)
    for row in lay_out(shown, width, unfolded=unfolded, emoji_as_text=spelled):
        assert row.cells <= max(width, 4)
        assert row.cells == sum(cell_len(piece) for piece, _, _ in row.segments)
        painted = strip(row, Palette(), width, Style())
        assert painted.cell_length == max(width, row.cells)
        assert sum(cell_len(segment.text) for segment in painted) == painted.cell_length


@given(TEXTS, st.integers(4, 40))
@settings(max_examples=200)
def test_wrapping_loses_nothing_but_spaces(text: str, width: int) -> None:
    text = clean(text).replace("\n", " ")
    assert "".join("".join(laid_out(text, width)).split()) == "".join(text.split())


@given(TEXTS, st.integers(4, 40))
@settings(max_examples=100)
def test_preformatted_rows_lose_nothing_at_all(text: str, width: int) -> None:
    text = clean(text).replace("\n", " ")
    assert "".join(laid_out(text, width, preformatted=True)) == text


@given(TEXTS, st.integers(4, 40))
@settings(max_examples=100)
def test_links_shown_are_the_links_of_the_document(text: str, width: int) -> None:
    shown = document(text, type="email")
    rows = lay_out(shown, width, unfolded=True)
    assert {link for row in rows for _, _, link in row.segments} - {None} == set(range(len(shown.links)))


@pytest.mark.parametrize(
    ("text", "width", "rows"),
    [
        ("", 10, [""]),
        ("short", 10, ["short"]),
        ("the quick brown fox", 10, ["the quick", "brown fox"]),
        ("  indented text", 10, ["  indented", "text"]),
        ("            far", 8, ["far"]),
        ("abcdefghijkl", 5, ["abcde", "fghij", "kl"]),
        ("a abcdefghijkl b", 5, ["a", "abcde", "fghij", "kl b"]),
        ("你好世界你好", 5, ["你好", "世界", "你好"]),
        ("ab 你好世界", 7, ["ab 你好", "世界"]),
        ("你好,世界。", 4, ["你", "好,", "世", "界。"]),
        ("👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", 4, ["👩‍👩‍👧👩‍👩‍👧", "👩‍👩‍👧"]),
        ("。" * 5, 4, ["。。", "。。", "。"]),
    ],
)
def test_rows_break_where_a_reader_expects(text: str, width: int, rows: list[str]) -> None:
    assert laid_out(text, width) == rows


def test_rows_that_wrap_hang_under_the_first() -> None:
    rows = lay_out(Document((Block((Run("one two three"),), first="• ", rest="  "),)), 7)
    assert [text_of(row) for row in rows] == ["• one", "  two", "  three"]


def test_a_prefix_leaves_room_for_text() -> None:
    assert all(
        row.cells <= 8 for row in lay_out(Document((Block((Run("abcdef"),), first="│ " * 9, rest="│ " * 9),)), 8)
    )


def test_runs_keep_their_marks_and_links_across_rows() -> None:
    runs = (Run("one ", Mark.BOLD), Run("two three", Mark.LINK, 0), Run(" four"))
    rows = lay_out(Document((Block(runs),)), 8)
    assert [row.segments for row in rows] == [
        (("one ", Mark.BOLD, None), ("two", Mark.LINK, 0)),
        (("three", Mark.LINK, 0),),
        (("four", Mark.NONE, None),),
    ]


def test_a_fold_is_one_row_that_says_how_to_open_it() -> None:
    shown = document(PLAIN_REPLY, type="email")
    rows = [(text_of(row), row.fold) for row in lay_out(shown, 60) if row.kind is RowKind.FOLD]
    assert rows == [("⋯ 4 quoted lines · h unfolds", 0), ("⋯ signature, 3 lines · h unfolds", 1)]


def test_one_fold_may_be_open() -> None:
    shown = document(PLAIN_REPLY, type="email")
    rows = lay_out(shown, 60, unfolded=frozenset({1}))
    assert [row.fold for row in rows if row.kind is RowKind.FOLD] == [0]
    assert "Bob Builder" in [text_of(row) for row in rows if row.fold == 1]


def test_one_line_is_not_lines() -> None:
    shown = Document((Block((Run("x"),), fold=0),), folds=(Fold("quote", 1),))
    assert text_of(lay_out(shown, 60)[0]) == "⋯ 1 quoted line · h unfolds"


def test_a_notice_stands_below() -> None:
    rows = lay_out(Document((Block((Run("x"),)),), notice="Truncated."), 20)
    assert [(text_of(row), row.kind) for row in rows] == [("x", RowKind.BODY), ("Truncated.", RowKind.NOTICE)]


def test_emoji_can_be_spelled() -> None:
    rows = lay_out(paragraph("ok 👍🏽 no"), 60, emoji_as_text=True)
    assert text_of(rows[0]) == "ok :thumbs_up_sign: no"


def test_a_strip_has_styles_padding_and_links_by_index() -> None:
    row = Row((("a", Mark.BOLD, None), ("b", Mark.LINK | Mark.ITALIC, 3)), 2)
    segments = list(strip(row, Palette(), 5, Style(color="red")))
    assert [segment.text for segment in segments] == ["a", "b", "   "]
    assert [bool(segment.style and segment.style.bold) for segment in segments] == [True, False, False]
    assert segments[1].style is not None
    assert segments[1].style.meta == {"link": 3}
    assert segments[1].style.link is None


def test_folds_and_notices_have_a_look_of_their_own() -> None:
    palette = Palette(fold=Style(color="blue"), notice=Style(color="green"))
    looks = [
        next(iter(strip(Row((("x", Mark.NONE, None),), 1, kind), palette, 1, Style()))).style
        for kind in (RowKind.BODY, RowKind.FOLD, RowKind.NOTICE)
    ]
    assert [str(look.color.name) if look and look.color else None for look in looks] == [None, "blue", "green"]


def test_a_strip_never_carries_a_control_character() -> None:
    row = Row((("a\x1b]0;x\x07b", Mark.NONE, None),), 7)
    assert "\x1b" not in strip(row, Palette(), 10, Style()).text


@given(st.text(max_size=60), st.integers(-3, 40))
@settings(max_examples=200)
def test_a_line_is_exactly_as_wide_as_asked(text: str, cells: int) -> None:
    shown = line(text, cells)
    assert cell_len(shown) == max(cells, 0)
    assert not FORBIDDEN.search(shown)
    assert "\n" not in shown


@given(st.text(alphabet=STRANGE, max_size=60), st.integers(0, 20))
def test_a_line_of_wide_characters_is_exactly_as_wide_as_asked(text: str, cells: int) -> None:
    assert cell_len(line(text, cells)) == cells


@pytest.mark.parametrize(
    ("text", "cells", "shown"),
    [
        ("abc", 5, "abc  "),
        ("abcdef", 4, "abc…"),
        ("abc", 1, "…"),
        ("abc", 0, ""),
        ("你好世界", 5, "你好…"),
        ("你好世界", 4, "你… "),
        ("a\nb\x1b[31mc", 4, "a bc"),
    ],
)
def test_a_line_is_cut_with_an_ellipsis(text: str, cells: int, shown: str) -> None:
    assert line(text, cells) == shown


def test_a_cut_without_room_is_nothing() -> None:
    assert (cut("你好", 0), cut("你好", 4), cut("你好", 3, "")) == ("", "你好", "你")


@pytest.mark.parametrize("text", ["[/nope]", "[@click=app.quit]x[/]", "[bold]", "a[b", "\\[x]"])
def test_content_is_never_markup(text: str) -> None:
    assert plain(text).plain == text
    assert plain(text).spans == []


def test_content_is_cleaned() -> None:
    assert plain("a\x1b]0;title\x07b\u202ec").plain == "abc"


def test_the_filter_leaves_good_segments_untouched() -> None:
    segments = [Segment("plain", Style()), Segment("ü 漢", Style())]
    assert OutputFilter().apply(segments, Color(0, 0, 0)) == segments
    assert OutputFilter().apply(segments[:1], Color(0, 0, 0))[0] is segments[0]


@given(st.text(max_size=40))
def test_the_filter_takes_controls_out_and_keeps_the_width(text: str) -> None:
    (after,) = OutputFilter().apply([Segment(text, Style())], Color(0, 0, 0))
    assert not FORBIDDEN.search(after.text)
    assert "\n" not in after.text
    if not {"\u200d", "\ufe0f"} & set(text):
        assert cell_len(after.text) == cell_len(text)


def test_the_filter_leaves_control_segments_to_textual() -> None:
    control = Segment("\x1b[0m", None, [(1,)])  # type: ignore[list-item]
    assert OutputFilter().apply([control], Color(0, 0, 0)) == [control]


async def test_an_app_with_the_filter_paints_no_control_character() -> None:
    class Filtered(App[None]):
        def get_line_filters(self) -> list[OutputFilter]:
            return [OutputFilter()]

        def compose(self) -> ComposeResult:
            yield Static(plain("safe"))
            yield Static("a\x9b31mb\u202ec", markup=False)

    app = Filtered()
    async with app.run_test(notifications=True, tooltips=True) as pilot:
        await pilot.pause()
        painted = app.export_screenshot()
    assert "safe" in painted
    assert "b\u202ec" not in painted
    assert not FORBIDDEN.search(painted.replace("\xa0", " "))


def test_what_is_put_together_is_cleaned_and_no_markup() -> None:
    made = assembled("[b]a\x1b]0;t\x07", ("b\u202ec", "bold"), plain("d"))
    assert (made.plain, [span.style for span in made.spans]) == ("[b]abcd", ["bold"])
