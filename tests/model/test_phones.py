"""Phone numbers: read in E.164 and in their country's form, never in the way of a write."""

from __future__ import annotations

import pytest

from chatlane_tui.model.phones import digits, doubt, e164, national


@pytest.mark.parametrize(
    ("text", "sent", "read"),
    [
        ("+44 7700 900128", "+447700900128", "07700 900128"),
        ("0044 (7700) 900-128", "+447700900128", "07700 900128"),
        ("+1 202 555 0107", "+12025550107", "(202) 555-0107 (US)"),
        ("+48 512 345 678", "+48512345678", "512 345 678 (PL)"),
        (" 07700 900128 ", "07700 900128", ""),
        ("+", "+", ""),
        ("+999 12", "+999 12", ""),
        ("", "", ""),
        ("+" + "1" * 100, "+" + "1" * 100, ""),
        ("call me", "call me", ""),
    ],
)
def test_a_number_is_sent_in_e164_and_read_as_its_country_writes_it(text: str, sent: str, read: str) -> None:
    assert (e164(text), national(text).removesuffix(" (GB)")) == (sent, read)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("+447700900128", ""),
        ("", ""),
        ("07700 900128", "the server decides"),
        ("+44 12", "can exist"),
        ("+999 123456789", "can exist"),
        ("call me", "no digits"),
    ],
)
def test_what_is_odd_about_a_number_is_said_and_no_more(text: str, words: str) -> None:
    assert words in doubt(text)
    assert bool(doubt(text)) is bool(words)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("+44 7700 900128", "447700900128"),
        ("0044-7700-900128", "447700900128"),
        ("07700/900.128", "7700900128"),
        ("900128", "900128"),
        ("000", "000"),
        ("Ada 2", ""),
        ("", ""),
        ("²3", ""),
    ],
)
def test_a_number_is_searched_by_its_digits(text: str, found: str) -> None:
    assert digits(text) == found
