"""What `clean` lets through, what it takes away, and what that costs."""

from __future__ import annotations

import re
import sys
import time
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatlane_tui.model.clean import FORBIDDEN, clean, clean_line, is_ordinary
from chatlane_tui.model.scrub import MAX_MARKS

AWKWARD = st.text(
    alphabet=st.one_of(
        st.characters(codec=None),
        st.sampled_from(
            "ab1#[]m;\\\n\r\t\v "
            "\x07\x1b\x7f\x85\x90\x93\x9b\x9c\x9d\x9e\x9f\xa0\xad\u034f\u0301\u0489\u064b\u0628\u0928\u094d"
            "\u115f\u200b\u200c\u200d\u2028\u202e\u2066\u20e3\ufe0e\ufe0f\ufeff\U0001d167\U000e0041😀❤👩\ud800\udfff"
        ),
    ),
    max_size=40,
)


@given(AWKWARD)
def test_nothing_forbidden_is_left(text: str) -> None:
    assert not FORBIDDEN.search(clean(text))
    assert not re.search(r"[\n]|" + FORBIDDEN.pattern, clean_line(text))


@given(AWKWARD, st.integers(0, 12))
def test_cleaning_twice_changes_nothing_more(text: str, limit: int) -> None:
    assert clean(clean(text)) == clean(text)
    assert clean(clean(text, limit=limit), limit=limit) == clean(text, limit=limit)
    assert clean_line(clean_line(text)) == clean_line(text)


@given(AWKWARD, st.integers(0, 12))
def test_the_limit_holds_even_where_tabs_grow(text: str, limit: int) -> None:
    assert len(clean(text, limit=limit)) <= limit


@given(AWKWARD)
def test_no_base_keeps_more_than_its_marks(text: str) -> None:
    run = 0
    for character in clean(text):
        run = run + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        assert run <= MAX_MARKS


@given(st.text(alphabet=st.characters(codec="ascii", min_codepoint=0x20, max_codepoint=0x7E), max_size=200))
def test_printable_ascii_is_returned_as_it_is(text: str) -> None:
    assert clean(text) is text


def test_every_forbidden_character_goes_wherever_it_stands() -> None:
    survivors = [
        code
        for code in range(sys.maxunicode + 1)
        if FORBIDDEN.match(chr(code)) and FORBIDDEN.search(clean(f"a{chr(code)}b"))
    ]
    assert survivors == []


def test_controls_and_invisible_formats_are_forbidden_but_for_those_with_a_meaning() -> None:
    meaningful = {"\n", "\u200c", "\u200d"}
    loose = [
        hex(code)
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) in ("Cc", "Cf", "Cs", "Zl", "Zp")
        and chr(code) not in meaningful
        and not FORBIDDEN.match(chr(code))
    ]
    visible = {"0x600", "0x601", "0x602", "0x603", "0x604", "0x605", "0x6dd", "0x70f", "0x890", "0x891", "0x8e2"}
    assert set(loose) - visible <= {"0x110bd", "0x110cd"}


def test_ordinary_characters_of_the_whole_of_unicode_pass_unchanged() -> None:
    changed = [
        hex(code)
        for code in range(0x20, sys.maxunicode + 1)
        if unicodedata.category(chr(code))[0] in "LNPSM"
        and not FORBIDDEN.match(chr(code))
        and chr(code) not in "\u2800\ufe0e\ufe0f"
        and clean(f"a{chr(code)}b") != f"a{chr(code)}b"
    ]
    assert changed == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one\r\ntwo\rthree\vfour\ffive\u2028six\u2029seven", "one\ntwo\nthree\nfour\nfive\nsix\nseven"),
        ("\x1b[31mred\x1b[0m \x9b1;31mred", "red red"),
        ("\x1b]0;title\x07a\x1b]8;;http://x\x1b\\b\x1bPq#0\x1b\\c\x1b_Gx\x1b\\d\x1b^x\x1b\\e\x1bXx\x1b\\f", "abcdef"),
        ("\x9d0;title\x9ca\x90q\x07b\x9fx\x1b\\c", "abc"),
        ("\x1b(Ba\x1b$)Cb", "ab"),
        ("\x1bcunterminated \x1b]52;c;aGk=", "cunterminated ]52;c;aGk="),
        ("\x93quoted\x94 \x80 \x85 \x8bx\x9b \x9eivot \x81", "“quoted” € … ‹x› život "),
        ("lone \ud800 half", "lone \ufffd half"),
        ("a\u202eb\u2066c\u200fd\u061ce", "abcde"),
        ("so\u00adft w\u2060o\u200br\ufeffd\u3164s\u115f", "soft words"),
        ("\U0001f3f4\U000e0067\U000e007f flag", "\U0001f3f4 flag"),
        ("a\xa0b\u2003c\u3000d\u202fe\u2800f", "a b c d e f"),
        ("\tone\ttab", "    one    tab"),
        ("❤️ x\ufe0f 1️⃣ 1\ufe0f ☎︎", "❤️ x 1️⃣ 1 ☎︎"),
        ("👩🏽\u200d💻 🏳️\u200d🌈 a\u200db 👩\u200d", "👩🏽\u200d💻 🏳️\u200d🌈 ab 👩"),
        ("می\u200cخواهم क्\u200cष a\u200cb\u200c", "می\u200cخواهم क्\u200cष ab"),
        ("e" + "\u0301" * 9 + "x", "e" + "\u0301" * 4 + "x"),
        ("𑄀" + "\U00011100" * 9, "𑄀" + "\U00011100" * 3),
        ("", ""),
        ("\u200b", ""),
    ],
    ids=lambda value: ascii(value)[:30],
)
def test_each_rule_takes_what_it_names_and_nothing_else(text: str, expected: str) -> None:
    assert clean(text) == expected


def test_a_line_turns_newlines_and_tabs_into_single_spaces() -> None:
    assert clean_line("a\r\nb\tc\u2028d") == "a b c d"


def test_a_line_is_cut_where_a_body_is_not() -> None:
    assert len(clean_line("x" * 5_000)) == 1_000
    assert len(clean("x" * 5_000)) == 5_000


def test_a_cut_leaves_no_joiner_without_its_neighbour() -> None:
    assert clean("\t👩\u200d💻", limit=6) == "    👩"


HOSTILE: dict[str, Callable[[int], str]] = {
    "open CSI": lambda n: "\x1b[" + "1" * n,
    "many CSI": lambda n: "\x1b[" * n,
    "open OSC": lambda n: "\x1b]" + "a" * n,
    "many OSC": lambda n: "\x1b]" * n,
    "eight-bit OSC": lambda n: "\x9d" * n,
    "eight-bit mixture": lambda n: "\x90\x9f" * n,
    "eight-bit CSI": lambda n: "\x9b1" * n,
    "charset": lambda n: "\x1b" + " " * n,
    "marks": lambda n: "e" + "\u0301" * n,
    "marked letters": lambda n: "e\u0301" * n,
    "joiners": lambda n: "\u200d" * n,
    "non-joiners": lambda n: "\u0628\u200c" * n,
    "selectors": lambda n: "1\ufe0f" * n,
    "tabs": lambda n: "\t" * n,
    "emoji": lambda n: "👩\u200d" * n,
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE.keys())
def test_the_cost_grows_with_the_length_and_no_faster(make: Callable[[int], str]) -> None:
    def cost(size: int) -> float:
        text = make(size)
        best = float("inf")
        for _ in range(3):
            begun = time.process_time()
            clean(text, limit=10**9)
            best = min(best, time.process_time() - begun)
        return best

    cost(100)
    small, large = cost(4_000), cost(64_000)
    assert large <= 16 * max(small, 0.0005) * 6, f"16 times the text took {large / max(small, 1e-9):.0f} times as long"


def test_a_letter_is_ordinary_in_a_short_text_where_it_is_in_a_long_one() -> None:
    letters = [chr(code) for code in (*range(0x30000), *range(0x3FF00, 0x40100), *range(0xE0000, 0xE1010), 0x10FFFF)]
    assert [is_ordinary(letter) for letter in letters] == [is_ordinary(letter * 201) for letter in letters]
