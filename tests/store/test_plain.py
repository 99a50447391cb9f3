"""The words of a body, for the index and for one line of a list."""

from __future__ import annotations

import pytest

from chatlane_tui.store.plain import PLAIN_LIMIT, snippet_of, words_of


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Hello\n\n  Ada", "Hello\n\n  Ada"),
        ("if a < b and b > c & d &amp; e", "if a < b and b > c & d &amp; e"),
        ("<3 you <-- look", "<3 you <-- look"),
        ("<p>Hello <b>A</b>da,</p><p>bye</p>", "Hello Ada,\nbye"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<div>a&nbsp;b &lt;c&gt; &amp;amp; caf&eacute; &#x1F600;</div>", "a b <c> &amp; café 😀"),
        ("<html><head><title>T</title><style>p{}</style></head><body>Text</body></html>", "Text"),
        ("<p>a</p><STYLE>p{}</style ><p>b</p>", "a\nb"),
        ("<script>if (a<b) alert('x')</script><p>b</p>", "b"),
        ("<p>a<!-- hidden <b>bold</b> -->b</p>", "ab"),
        ("<!DOCTYPE html><p>a", "a"),
        ("<p>a<!-- never closed <p>b", "a"),
        ("<p>a<style>never closed", "a"),
        ("<p>a</p></style><p>b", "a\nb"),
        ("<p class='x' data-y=\"1\">a</p\n>b", "a\nb"),
        ("<p>a\u200bb</p>", "ab"),
        ("<p>&#27;[31m&#x9b;1m&#x202e;red&#0;</p>", "[31m›1mred\ufffd"),
    ],
)
def test_markup_goes_and_words_stay(body: str, words: str) -> None:
    assert words_of(body) == words


def test_a_long_text_is_cut() -> None:
    assert len(words_of("word " * 100_000)) == PLAIN_LIMIT
    assert len(words_of("<p>" + "word " * 70_000)) <= PLAIN_LIMIT


@pytest.mark.parametrize(
    "part", ["<", "<a", "<p>", "<!--", "</", "<style", "<style>", "<p><style></p", "&lt", "<p x='", "--"]
)
def test_hostile_markup_ends(part: str) -> None:
    """A quadratic walk over any of these would take minutes."""
    assert len(words_of("<p>" + part * (400_000 // len(part)))) <= PLAIN_LIMIT


def test_a_snippet_is_one_short_line() -> None:
    line = snippet_of("\n\n Hello\t Ada,\n\nI paid  twice " + "and again " * 100)
    assert line.startswith("Hello Ada, I paid twice and again")
    assert len(line) <= 200
    assert "\n" not in line


def test_a_snippet_of_nothing_is_empty() -> None:
    assert snippet_of(" \n ") == ""
