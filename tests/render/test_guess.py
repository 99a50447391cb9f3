"""Which format a body is taken for."""

from __future__ import annotations

import pytest

from chatlane_tui.render.guess import guessed_format, lines_matter
from tests.render.corpus import (
    APPLE_REPLY,
    FORWARD,
    GITHUB,
    GMAIL_REPLY,
    INLINE_REPLY,
    MARKDOWN,
    NEWSLETTER,
    OUTLOOK_REPLY,
    PLAIN_REPLY,
    RECEIPT,
    WHATSAPP,
    WIDE,
)


@pytest.mark.parametrize(
    "body",
    [
        GMAIL_REPLY, OUTLOOK_REPLY, APPLE_REPLY, NEWSLETTER, RECEIPT, GITHUB, "<b>x</b>", "Hello<br>there<br>",
        "x <div>y</div>",
        "see <a href='https://x.y'>this</a>",
        "<i>so</i> it is",
    ],
)  # fmt: skip
def test_html_is_recognised(body: str) -> None:
    assert guessed_format(body, type="email") == "html"


@pytest.mark.parametrize(
    "body",
    [
        PLAIN_REPLY, INLINE_REPLY, FORWARD, *WIDE, "", "1 < 2 > 0", "I <3 you",
        "write to <bob@example.com>", "- one\n- two\n",
        "use the <br> tag", "2 * 3 * 4", "__init__",
        "<snip>\na\nb\n</snip>\n\nbye", "<rant>this</rant> is it",
        "Write '<p>' and \"<table border=1>\", then `</table>`.",
    ],
)  # fmt: skip
def test_plain_text_is_recognised(body: str) -> None:
    assert guessed_format(body, type="email") == "plain"


def test_a_long_text_that_quotes_two_tags_stays_plain() -> None:
    encoded = "M9U8'(D!>9U8'(D!>\n" * 400
    assert guessed_format(f"begin 644 a.txt\n<P\nQ>{encoded}<p>\nend\n", type="email") == "plain"
    assert guessed_format(f"<p>{encoded}</p>", type="email") == "html"


@pytest.mark.parametrize("body", [MARKDOWN, "# Title\n\n- a\n- b", "see [this](https://x.y)", "```\nx\n```\n**b**"])
def test_markdown_is_recognised(body: str) -> None:
    assert guessed_format(body, type="note") == "markdown"


@pytest.mark.parametrize("body", [NEWSLETTER, MARKDOWN, WHATSAPP])
def test_chats_are_plain(body: str) -> None:
    assert guessed_format(body, type="whatsapp") == "plain"


@pytest.mark.parametrize(
    ("html", "meant"),
    [
        (GITHUB, True), (NEWSLETTER, False), ("a<br>\nb<br>\nc<br>", False),
        ("<a href='https://x.y'>this</a>\nand\nthat\n", True), ("<div>a\nb\nc</div>", False),
    ],
)  # fmt: skip
def test_line_ends_are_meant_where_text_has_a_few_tags(html: str, meant: bool) -> None:
    assert lines_matter(html) is meant
