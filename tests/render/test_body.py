"""The whole way from a body to its document: any body, any type, any format."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from chatlane_tui.model.clean import FORBIDDEN, clean
from chatlane_tui.render import body as body_module
from chatlane_tui.render.body import LONGEST, TRUNCATED, UNREADABLE, document, stripped
from chatlane_tui.render.document import Document, Mark
from chatlane_tui.render.flow import MOST_BLOCKS, MOST_CHARACTERS
from tests.render.corpus import (
    FLOODS,
    FORWARD,
    MAIL,
    MARKDOWN,
    NEWSLETTER,
    WHATSAPP,
    WIDE,
    flood,
    open_text_of,
    text_of,
)

TYPES = ("email", "note", "sms", "whatsapp", "facebook", "instagram", "phone_call", "pigeon")
FORMATS = ("auto", "html", "markdown", "plain", "source")
FRAGMENTS = [
    *MAIL, *WIDE, *FLOODS, MARKDOWN, WHATSAPP, "<b>", "</b>", "<p>", "</p>", "<table>", "</table>", "<td>", "</td>",
    "<tr>",
    "<li>", "</li>", "<ul>", "</ul>", "<ol start=7>", "</ol>", "<blockquote>", "</blockquote>",
    "<a href='https://a.b/c'>", "</a>",
    "<th>", "</th>", "<caption>", "<dd>", "<dt>", "<pre>", "</pre>", "<hr>", "<h2>", "</h2>",
    "<span style='font-size:0'>", "</span>",
    "&nbsp;", "&#x1b;]0;x&#7;", "&#x202e;", "&#xd800;", "<img src=x>", "<a href=javascript:x>", "text ", "\r\n",
    "\t", "\x9b31m",
]  # fmt: skip
BODIES = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join))


def assert_sound(shown: Document, body: str) -> None:
    """What holds for every document."""
    used = set()
    for block in shown.blocks:
        for text in (*(run.text for run in block.runs), block.first, block.rest):
            assert "\n" not in text
            assert not FORBIDDEN.search(text)
            assert clean(text) == text
        used |= {run.link for run in block.runs if run.link is not None}
        assert block.fold is None or block.fold < len(shown.folds)
    assert used == set(range(len(shown.links)))
    assert {block.fold for block in shown.blocks} - {None} == set(range(len(shown.folds)))
    assert any(block.runs for block in shown.blocks) or not body
    assert not shown.folds or open_text_of(shown).strip()


@given(BODIES, st.sampled_from(TYPES), st.sampled_from(FORMATS))
@settings(max_examples=250)
def test_any_body_becomes_a_sound_document(body: str, kind: str, wanted: str) -> None:
    assert_sound(document(body, type=kind, format=wanted), body)


@given(BODIES, st.sampled_from(TYPES), st.sampled_from(FORMATS))
@settings(max_examples=60)
def test_a_cleaned_body_reads_like_the_raw_one(body: str, kind: str, wanted: str) -> None:
    assume(clean(body))
    assert document(clean(body), type=kind, format=wanted) == document(body, type=kind, format=wanted)


@pytest.mark.parametrize("seed", FLOODS)
@pytest.mark.parametrize("wanted", ["html", "markdown", "plain", "source"])
def test_a_flood_ends_in_a_sound_document_within_the_caps(seed: str, wanted: str) -> None:
    body = flood(seed, 30_000)
    shown = document(body, type="email", format=wanted)
    assert_sound(shown, body)
    assert len(shown.blocks) <= MOST_BLOCKS + 1
    assert sum(len(run.text) for block in shown.blocks for run in block.runs) <= MOST_CHARACTERS


@pytest.mark.parametrize("kind", ["sms", "whatsapp", "facebook", "instagram", "phone_call"])
def test_a_chat_is_never_html(kind: str) -> None:
    shown = document("<p>1 &lt; 2</p>", type=kind)
    assert (shown.format, text_of(shown)) == ("plain", "<p>1 &lt; 2</p>")


@pytest.mark.parametrize("body", MAIL)
def test_every_mail_of_the_corpus_folds_to_something(body: str) -> None:
    shown = document(body, type="email")
    assert_sound(shown, body)
    assert not shown.notice


def test_an_empty_body_is_an_empty_document() -> None:
    assert document("", type="email").blocks == ()


@pytest.mark.parametrize(
    "body", ["  \n ", "<p></p>", "\u200b", "<p><!-- x --></p>", "<p><img src=x width=1 height=1></p>"]
)
def test_a_body_without_words_says_so(body: str) -> None:
    assert "Nothing to show" in text_of(document(body, type="email"))


def test_hidden_words_are_counted_where_nothing_else_is_there() -> None:
    assert "3 hidden words" in text_of(document("<div style='display:none'>three hidden words</div>", type="email"))


def test_images_without_words_are_counted() -> None:
    assert "2 images" in text_of(document("<div><img src=x><img src=y></div>", type="email"))


def test_what_is_too_long_is_cut_and_says_so() -> None:
    shown = document("word " * (LONGEST // 2), type="email")
    assert shown.notice == TRUNCATED


def test_html_that_is_cut_inside_a_tag_does_not_show_half_of_it() -> None:
    body = "<p>hello</p>" + " " * (LONGEST - 30) + '<a href="https://example.com/long">end</a>'
    shown = document(body, type="email")
    assert "href" not in text_of(shown)
    assert shown.notice == TRUNCATED


def test_a_parser_that_gives_up_leaves_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def give_up(*_: object, **__: object) -> None:
        raise RecursionError

    monkeypatch.setattr(body_module, "_html", give_up)
    shown = document("<p>Hello <b>world</b> &amp; &#27;[31mall</p>", type="email")
    assert "Hello" in text_of(shown)
    assert "world" in text_of(shown)
    assert "\x1b" not in text_of(shown)
    assert shown.notice == UNREADABLE


def test_stripping_survives_an_entity_of_thousands_of_digits() -> None:
    assert "9999" in stripped(f"<p>&#{'9' * 5000};</p>")


def test_the_source_view_shows_the_markup_itself() -> None:
    shown = document("<p>hi\x1b[31m</p>\n  <b>x</b>", type="email", format="source")
    assert text_of(shown) == "<p>hi</p>\n  <b>x</b>"
    assert all(block.preformatted for block in shown.blocks)


def test_markdown_that_is_a_flood_is_read_as_plain_text() -> None:
    assert document("[" * 5_000, type="email", format="markdown").format == "plain"


def test_markdown_without_content_is_shown_as_it_came() -> None:
    assert text_of(document("[a]: https://x.y", type="email", format="markdown")) == "[a]: https://x.y"


def test_emphasis_belongs_to_whatsapp() -> None:
    styles = [
        {run.marks for block in document("*x*", type=kind).blocks for run in block.runs} for kind in ("whatsapp", "sms")
    ]
    assert styles == [{Mark.BOLD}, {Mark.NONE}]


def test_links_without_text_take_no_number() -> None:
    shown = document(
        "<p><a href='https://a.example'><img width=1></a><a href='https://b.example'>b</a></p>", type="email"
    )
    assert [link.host for link in shown.links] == ["b.example"]


def test_a_forwarded_message_is_content() -> None:
    assert "The lamp you sold me is broken." in open_text_of(document(FORWARD, type="email"))


def test_a_newsletter_keeps_its_words_and_not_its_preheader() -> None:
    text = text_of(document(NEWSLETTER, type="email"))
    assert "Summer sale" in text
    assert "Everything is half price." in text
    assert "reheader" not in text
    assert "pixel" not in text


def test_reading_bodies_is_cheap_to_import() -> None:
    code = (
        "import sys, chatlane_tui.render.body; "
        "print(sorted({'selectolax', 'markdown_it', 'idna', 'pydantic', 'rich'} & set(sys.modules)))"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


def test_of_a_table_that_is_too_long_the_beginning_is_shown() -> None:
    shown = document("<table>" + "<tr><td>cell" * 13_000 + "</table>", type="email")
    assert len(shown.blocks) > 1_000
    assert shown.notice == TRUNCATED


def test_of_a_cell_that_is_too_long_the_beginning_is_shown() -> None:
    shown = document("<table><tr><td>" + "row<br>" * (MOST_BLOCKS + 100) + "</table>", type="email")
    assert len(shown.blocks) > 1_000
    assert shown.notice == TRUNCATED
