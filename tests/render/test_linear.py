"""Work grows with the text and no faster: sixteen times the text must not take much more than sixteen times the work.

Work is CPU time of this thread, compared within one test; quadratic work would grow 256 times.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

import pytest

from chatlane_tui.render.body import document, stripped
from chatlane_tui.render.css import HideRules
from chatlane_tui.render.document import Document
from chatlane_tui.render.guess import guessed_format, lines_matter
from chatlane_tui.render.links import Links, found_links, link_to
from chatlane_tui.render.markdown import is_modest
from chatlane_tui.render.plain import styled
from chatlane_tui.render.quotes import folded
from chatlane_tui.render.tame import tame
from chatlane_tui.ui.text import cut, lay_out, line
from tests.render.corpus import FLOODS, attributes, distinct_formatting, flood

pytestmark = pytest.mark.no_cover
"""Tracing would be measured with the work; the other tests of these rooms trace the same lines."""

SMALL = 2_000
T = TypeVar("T")
NOISE = 0.001
"""Seconds below which work is too little to be compared."""


def work(task: Callable[[T], object], text: T, *, tries: int = 3) -> float:
    """The least CPU time of so many tries, in seconds."""
    least = 1e9
    for _ in range(tries):
        began = time.thread_time()
        task(text)
        least = min(least, time.thread_time() - began)
    return least


def assert_bounded(task: Callable[[T], object], text: T, bound: float) -> None:
    """At most `bound` seconds; what a busy machine delayed once is tried again."""
    assert work(task, text, tries=1) < bound or work(task, text, tries=5) < bound


def assert_linear(task: Callable[[str], object], text: Callable[[int], str]) -> None:
    base = max(work(task, text(SMALL)), NOISE)
    assert_bounded(task, text(4 * SMALL), 24 * base)
    assert_bounded(task, text(16 * SMALL), 80 * base)


TASKS: dict[str, Callable[[str], object]] = {
    "html": lambda text: document(text, type="email", format="html"),
    "plain": lambda text: document(text, type="email", format="plain"),
    "whatsapp": lambda text: document(text, type="whatsapp"),
    "stripped": stripped,
    "guess": lambda text: (guessed_format(text, type="email"), lines_matter(text)),
    "tame": tame,
    "css": HideRules,
    "found": found_links,
    "link": lambda text: link_to("https://" + text),
    "modest": is_modest,
    "styled": lambda text: list(styled(text.replace("\n", " "), Links(), emphasis=True)),
    "line": lambda text: line(text, 40),
    "cut": lambda text: cut(text, 40),
}


@pytest.mark.parametrize("seed", FLOODS)
def test_every_reader_of_bodies_is_linear(seed: str) -> None:
    for task in TASKS.values():
        assert_linear(task, lambda size: flood(seed, size))


@pytest.mark.parametrize("seed", FLOODS)
def test_markdown_is_linear_up_to_its_cap(seed: str) -> None:
    base = max(work(lambda text: document(text, type="note", format="markdown"), flood(seed, 1_200)), NOISE)
    assert_bounded(lambda text: document(text, type="note", format="markdown"), flood(seed, 19_000), 80 * base)


@pytest.mark.parametrize("seed", FLOODS)
def test_folding_and_laying_out_are_linear(seed: str) -> None:
    for wanted in ("plain", "html", "source"):

        def shown(size: int, wanted: str = wanted) -> Document:
            return document(flood(seed, size), type="email", format=wanted)

        small, large = shown(SMALL), shown(16 * SMALL)
        for task in (lambda body: lay_out(body, 40, unfolded=True), lambda body: folded(body.blocks)):
            assert_bounded(task, large, 80 * max(work(task, small), NOISE))


@pytest.mark.parametrize("bomb", [distinct_formatting, attributes])
def test_the_parsers_known_bombs_are_linear(bomb: Callable[[int], str]) -> None:
    assert_linear(lambda text: document(text, type="email", format="html"), lambda size: bomb(size // 12))
