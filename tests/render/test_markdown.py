"""Markdown into the same blocks as HTML."""

from __future__ import annotations

import pytest

from chatlane_tui.render.body import document
from chatlane_tui.render.document import Mark
from chatlane_tui.render.flow import MOST_BLOCKS
from chatlane_tui.render.markdown import is_modest
from tests.render.corpus import MARKDOWN, text_of


def test_a_document_with_everything() -> None:
    shown = document(MARKDOWN, type="note")
    assert shown.format == "markdown"
    assert text_of(shown).split("\n") == [
        "Release notes",
        "",
        "Some bold, italic, gone and code, see the docs.",
        "",
        "• one",
        "• two",
        "  1. nested",
        "",
        "│ quoted",
        "│ words",
        "",
        "a   b",
        "1  22",
        "",
        "x  =  1",
        "  y",
        "",
        "────────────────────────",
        "",
        "[logo]",
    ]
    assert [link.url for link in shown.links] == ["https://docs.example.com/x"]


def test_styles_become_marks() -> None:
    runs = document("**a *b*** ~~c~~ `d`", type="note", format="markdown").blocks[0].runs
    assert [(run.text.strip(), run.marks) for run in runs if run.text.strip()] == [
        ("a", Mark.BOLD),
        ("b", Mark.BOLD | Mark.ITALIC),
        ("c", Mark.STRIKE),
        ("d", Mark.CODE),
    ]


def test_html_in_markdown_stays_text() -> None:
    assert text_of(document("a <b>b</b>", type="note", format="markdown")) == "a <b>b</b>"


def test_what_entities_smuggle_is_cleaned() -> None:
    assert text_of(document("a &#27;[31m &#x202e;b", type="note", format="markdown")) == "a \ufffd[31m b"


def test_written_addresses_and_images_in_links_become_links() -> None:
    shown = document("see https://a.example/x. [![logo](i.png)](https://b.example)", type="note", format="markdown")
    assert [link.host for link in shown.links] == ["a.example", "b.example"]


def test_a_link_that_may_not_be_opened_is_only_text() -> None:
    assert document("[x](ftp://a.example/)", type="note", format="markdown").links == ()


def test_a_list_may_start_anywhere_and_be_loose() -> None:
    assert text_of(document("7. a\n\n8. b\n   - c", type="note", format="markdown")) == "7. a\n\n8. b\n\n   • c"


def test_a_hard_break_ends_the_row() -> None:
    assert text_of(document("a\\\nb  \nc\nd", type="note", format="markdown")) == "a\nb\nc\nd"


@pytest.mark.parametrize("text", ["x" * 20_001, "\n" * 2_001, "[" * 3_001, "|" * 33])
def test_what_could_take_long_is_not_modest(text: str) -> None:
    assert not is_modest(text)


def test_too_much_output_is_cut() -> None:
    shown = document("# a\n" * 1_900 + "\n\n" + "- b\n" * 100, type="note", format="markdown")
    assert len(shown.blocks) <= MOST_BLOCKS + 1
