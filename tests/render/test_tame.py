"""The guard before the parser: harmless output, nothing lost that a reader would see."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from chatlane_tui.render.tame import DEEPEST, MOST_TAGS, tame
from tests.render.corpus import FLOODS, attributes, distinct_formatting, flood

SOUP = [
    "<b x=1>", "</b>", "<p>", "</p>", "<div>", "</div>", "<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>",
    "<th>", "<caption>",
    "</caption>", "<ul>", "</ul>", "<li>", "<dl>", "<dd>", "<dt>", "<a href=x>", "</a>", "<span>", "</span>",
    "<svg>", "</svg>", "<!--",
    "-->", "<script>", "</script>", "<style>", "</style>", "text", "<", ">", '"', "'", "=", "/", "<a b='",
    "<center>", "</center>", "<br/>",
    "</br>", "<pre>", "</pre>", "<xmp>", "<textarea>", "<bob@example.com>", "<https://example.com>", "\n", "<h1>",
    "</table>x", "&lt;",
]  # fmt: skip


def measured(html: str) -> tuple[int, int]:
    """Nodes and depth of what the parser makes of the tamed `html`."""
    node: LexborNode | None = LexborHTMLParser(f"<!doctype html><html><body>{tame(html).html}").body
    assert node is not None
    nodes, depth, deepest = 0, 0, 0
    todo: list[tuple[LexborNode, int]] = [(node, 0)]
    while todo:
        node, depth = todo.pop()
        nodes += 1
        deepest = max(deepest, depth)
        if depth and node.next is not None:
            todo.append((node.next, depth))
        if node.first_child is not None:
            todo.append((node.first_child, depth + 1))
    return nodes, deepest


@given(st.lists(st.sampled_from(SOUP), max_size=40).map("".join), st.integers(1, 60))
@settings(max_examples=200)
def test_the_tree_of_any_soup_is_shallow_and_no_larger_than_its_text(soup: str, times: int) -> None:
    nodes, depth = measured(soup * times)
    assert nodes <= 4 * len(soup) * times + 20
    assert depth <= 3 * DEEPEST


@pytest.mark.parametrize("number", [500, 2_000, 8_000])
def test_formatting_elements_are_not_opened_again(number: int) -> None:
    assert measured(distinct_formatting(number))[0] <= 8 * number


@pytest.mark.parametrize("seed", ["<div>", "<b>", "<ul><li>", "<table><tr><td>", "<blockquote>"])
def test_depth_is_bounded(seed: str) -> None:
    assert measured(flood(seed, 50_000))[1] <= 3 * DEEPEST


@pytest.mark.parametrize("seed", FLOODS)
def test_a_flood_makes_no_more_nodes_than_it_has_characters(seed: str) -> None:
    assert measured(flood(seed, 20_000))[0] <= 41_000


def test_attributes_nobody_asked_for_are_left_out() -> None:
    assert len(tame(attributes(5_000)).html) < 40


def test_tags_beyond_the_cap_are_left_out_and_reported() -> None:
    tamed = tame("<i>x" * (MOST_TAGS + 10))
    assert tamed.truncated
    assert tamed.html.count("x") == MOST_TAGS + 10


@pytest.mark.parametrize(
    ("html", "tamed"),
    [
        ("<P CLASS=a onclick=b>x</P>", '<p class="a">x</p>'),
        ("<p title='say \"hi\"'>x</p>", '<p title="say &quot;hi&quot;">x</p>'),
        ("<p class = 'a' class=b hidden>x", '<p class="a" hidden="">x</p>'),
        ("<b>x", "<span t=b>x</span>"),
        ("a < b <3", "a &lt; b &lt;3"),
        ("</p>x</b>", "x"),
        ("</br>", "<br>"),
        ("<a>x<a>y", "<span t=a>x</span><span t=a>y</span>"),
        ("<li>a<li>b", "<li>a</li><li>b</li>"),
        ("<td>x</td>", "x"),
        ("<tr>x</table>", "<br>x"),
        ("<table><td>a<td>b", "<table><td>a</td><td>b</td></table>"),
        ("<table><tr><td>a</tr>", "<table><tr><td>a</td></tr></table>"),
        ("<table><td><table>", "<table t=nest><td><table></table></td></table>"),
        ("<table><td><b>x</td></b>", "<table><td><span t=b>x</span></td></table>"),
        ("<span><div>x</span>y</div>z", "<span t=span><div>xy</div>z</span>"),
        ("<b><div>x</b>y", "<span t=b><div>x</div></span>y"),
        ("<p>a<div>b", "<p>a</p><div>b</div>"),
        ("<p>a<hr>b", "<p>a</p><hr>b"),
        ("mail <bob@example.com> or <https://example.com/x>", "mail &lt;bob@example.com> or &lt;https://example.com/x>"),
        ("a<!--b-->c<!-->d<!--->e<!--f--!>g", "acdeg"),
        ("a<!--b", "ab"),
        ("a<!-- <!-- b", "a  b"),
        ("a<?php b ?>c<!doctype html>", "ac"),
        ("a<script>b</script >c", "ac"),
        ("a<script>b", "a"),
        ("a<svg>b</SVG>c<svg>d<svg>e", "acde"),
        ("a<iframe>b", "ab"),
        ("<textarea>a</textarea><xmp>b</xmp>", "ab"),
        ("a<b", "a&lt;b"),
        ("<a href=\"x>y", '<span t=a href="x">y</span>'),
        ("<a b='x' c", "&lt;a b='x' c"),
    ],
)  # fmt: skip
def test_tags_are_rewritten(html: str, tamed: str) -> None:
    assert tame(html).html == tamed


def test_an_attribute_of_monstrous_size_is_left_out() -> None:
    assert tame(f"<img src='{'x' * 9_000}' alt=a>").html == '<img alt="a">'


def test_a_tag_that_swallows_the_rest_ends_the_text() -> None:
    assert tame("<i>></i>a <a x='>' y=' z").html.startswith("<span t=i>></span>a ")


def test_style_sheets_are_handed_over() -> None:
    assert ".a{}" in tame("<style>.a{}</style>x<style>.b{").styles
