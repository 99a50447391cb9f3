"""Emoji as text: in words where there is room to say so, else as something as wide."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from wcwidth import wcswidth

from chatlane_tui.model.clean import FORBIDDEN, clean
from chatlane_tui.ui.pictures import boxed, spelled
from chatlane_tui.ui.text import OutputFilter, draws_pictures

PICTURES = "👍🏽🎉❤️🇩🇪1️⃣#️⃣👩‍💻👩‍👩‍👧⌚☎️☎★✓✎漢字e\u0301 aß\u200d\ufe0f\u20e3🏴\U0001f3fb"
TEXTS = st.one_of(st.text(alphabet=PICTURES, max_size=40), st.text(max_size=40)).map(clean)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ok 👍🏽 🇩🇪 ❤️ no", "ok :thumbs_up_sign: DE :heavy_black_heart: no"),
        ("👩‍💻", ":woman::personal_computer:"),
        ("1️⃣ #️⃣", "1 #"),
        ("⌚ ⏩", ":watch: :black_right-pointing_double_triangle:"),
        ("★★☆ ✓ ✎ ☎ ← 漢字 é", "★★☆ ✓ ✎ ☎ ← 漢字 é"),
        ("plain", "plain"),
    ],
)
def test_what_terminals_disagree_on_is_spelled_and_nothing_else(text: str, words: str) -> None:
    assert spelled(text) == words


@pytest.mark.parametrize(("text", "box"), [("a 👍🏽 b", "a [] b"), ("🇩🇪", "DE"), ("1️⃣.", "1 ."), ("★ 漢", "★ 漢")])
def test_where_nobody_spelled_it_something_as_wide_stands_for_it(text: str, box: str) -> None:
    assert boxed(text) == box


@given(TEXTS)
def test_a_box_is_as_wide_as_its_picture(text: str) -> None:
    assert cell_len(boxed(text)) == cell_len(text)


@given(TEXTS)
def test_without_pictures_nothing_is_left_that_terminals_count_differently(text: str) -> None:
    for shown in (spelled(text), boxed(text)):
        assert spelled(shown) == shown
        assert not FORBIDDEN.search(shown)


@pytest.mark.parametrize(
    "text",
    [
        "你好,我的订单还没有到。",
        "안녕하세요 주문이",
        "مرحبا، لم يصل طلبي",
        "שלום, ההזמנה שלי",
        "ไทย",
        "ｆｕｌｌ ｗｉｄｔｈ",
        "👍 🎉 🙂 ⌚ ⏩",
        "👍🏽 👩‍💻 👩‍👩‍👧‍👦",
        "❤️ ☎️ 1️⃣",
        "🇩🇪 🇵🇱",
        "e\u0301 n\u0303",
        "★ ✓ ● … – “”",
    ],
)
def test_cells_are_counted_as_terminals_count_them(text: str) -> None:
    assert cell_len(text) == wcswidth(text)


def test_the_filter_boxes_what_is_painted_without_having_been_told() -> None:
    (segment,) = OutputFilter(pictures=False).apply([Segment("hi 👍\x1b", Style())], Color(0, 0, 0))
    assert segment.text.startswith("hi []")
    assert "\x1b" not in segment.text


def test_filters_say_whether_pictures_are_drawn() -> None:
    assert draws_pictures([])
    assert draws_pictures([OutputFilter()])
    assert not draws_pictures([OutputFilter(), OutputFilter(pictures=False)])


def test_where_only_ascii_can_be_drawn_lines_dots_and_cuts_are_ascii_and_words_are_left_alone() -> None:
    drawn = "╭─ Reply · EMAIL … ─╮│┃━▔▁▆▌ ⋯ ↓ Zoë 日本 “quoted”"
    (segment,) = OutputFilter(plain=True).apply([Segment(drawn, Style())], Color(0, 0, 0))
    assert segment.text == "+- Reply - EMAIL ~ -+||--_ | ~ v Zoë 日本 “quoted”"
    assert cell_len(segment.text) == cell_len(drawn)
