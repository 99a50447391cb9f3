"""A document as Markdown that means the same."""

from __future__ import annotations

import pytest

from chatlane_tui.render.as_markdown import markdown_of
from chatlane_tui.render.body import document


@pytest.mark.parametrize(
    ("body", "written"),
    [
        ("<p>Do <b>this</b> and <i>that</i>, <s>not</s> it</p><p>now</p>", "Do **this** and *that*, ~~not~~ it\n\nnow"),
        ('<p>See <a href="https://a.example/x">the page</a></p>', "See [the page](<https://a.example/x>)"),
        ("<ul><li>one</li><li>two</li></ul>", "- one  \n- two"),
        ("<p>Run</p><pre><code>a ` b\n c</code></pre><p>x</p>", "Run\n\n```\na ` b\n c\n```\n\nx"),
        ("<p>Use <code>rm `x`</code></p>", "Use `` rm `x` ``"),
        ("<p>a</p><blockquote><p>b</p></blockquote>", "a\n\n> b"),
    ],
)
def test_what_markup_means_stays(body: str, written: str) -> None:
    assert markdown_of(document(body, type="email")) == written


@pytest.mark.parametrize(
    ("body", "written"),
    [
        ("# no heading", "\\# no heading"),
        ("- no list\n1. nor this", "\\- no list  \n1\\. nor this"),
        ("2*3*4 [x](y) <b> a_b_c `x` ~~y~~", "2\\*3\\*4 \\[x\\](y) \\<b\\> a\\_b\\_c \\`x\\` \\~\\~y\\~\\~"),
        ("&lt;", "&amp;lt;"),
        ("one\ntwo\n\nthree", "one  \ntwo\n\nthree"),
        ("> quoted\n> more", "> quoted  \n> more"),
    ],
)
def test_what_only_looks_like_markup_stays_what_it_is(body: str, written: str) -> None:
    assert markdown_of(document(body, type="sms" if not body.startswith(">") else "email", format="plain")) == written


def test_the_source_of_a_body_is_fenced() -> None:
    assert markdown_of(document("<p>```</p>", type="email", format="source")) == "````\n<p>```</p>\n````"


def test_a_notice_is_said_below() -> None:
    assert markdown_of(document("x" * 300_000, type="email")).endswith("for the raw view.*")


def test_read_again_it_is_the_same_text() -> None:
    from chatlane_tui.render.words import text_of

    body = "<p>1. *Stars* _and_ [brackets]</p><p># <b>bold</b> &amp; more</p><ul><li>x <i>y</i></li></ul>"
    first = document(body, type="email")
    again = document(markdown_of(first), type="email", format="markdown")
    assert text_of(again) == text_of(first)
