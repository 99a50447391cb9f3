"""What is said of a link: where it leads comes first, and what is odd about it."""

from __future__ import annotations

from datetime import UTC

import pytest

from chatlane_tui.render.links import as_read, link_to
from chatlane_tui.ui.theme import ASCII, UNICODE, Glyphs
from chatlane_tui.ui.widgets.entry_list import EntryLook
from chatlane_tui.ui.widgets.link_lines import LinkLine, link_lines
from tests.ui.widgets.made_rows import NOW
from tests.ui.widgets.test_voices import LOOKS


def said(url: str, words: str = "", *, width: int = 60, glyphs: Glyphs = UNICODE) -> list[str]:
    link = link_to(url)
    assert link is not None
    line = LinkLine(3, link, words, as_read(link.host))
    look = EntryLook(width, NOW, UTC, LOOKS, glyphs)
    return ["".join(text for text, _ in (*part.left, *part.right)) for part in link_lines(line, look)]


def test_the_host_comes_first_then_the_words_then_the_address() -> None:
    assert said("https://pay.example/x?y=1", "your bank") == [
        "  3  pay.example",
        "     “your bank”",
        "     https://pay.example/x?y=1",
    ]


def test_mail_and_phone_are_named_and_http_is_not_encrypted() -> None:
    assert said("mailto:a@b.example")[0] == "  3  e-mail"
    assert said("tel:+4420")[0] == "  3  phone"
    assert said("http://a.example")[0] == "  3  a.examplenot encrypted"


@pytest.mark.parametrize(
    ("url", "warning"),
    [
        ("https://p\u0430ypal.com", "! Look twice: the name is written with other letters,"),
        ("https://paypal.com@evil.example/", "! Look twice: what stands before the @ is a name, and"),
        ("mailto:\u0430da@b.example", "! Look twice: it is written with letters that look like"),
    ],
)
def test_what_is_not_what_it_looks_like_is_said_aloud(url: str, warning: str) -> None:
    assert said(url)[1].strip().startswith(warning)


def test_a_long_address_is_cut_and_ascii_stays_ascii() -> None:
    lines = said("https://a.example/" + "x" * 500, "w", glyphs=ASCII)
    assert len(lines) == 5
    assert lines[-1].endswith(ASCII.more)
    assert all(line.isascii() for line in lines)


@pytest.mark.parametrize(
    ("host", "read"),
    [("xn--pypal-4ve.com", "pаypal.com"), ("a.example", ""), ("xn--\u00fc.example", "xn--\u00fc.example")],
)
def test_punycode_is_read_aloud(host: str, read: str) -> None:
    assert as_read(host) == read
