"""Work grows with the text and no faster: sixteen times the text must not take much more than sixteen times the work.

Work is CPU time of this thread, compared within one test; quadratic work would grow 256 times.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest

from chatlane_tui.render.body import document
from chatlane_tui.render.document import Document
from chatlane_tui.render.quotes import folded
from chatlane_tui.ui.layout import lay_out
from tests.render.corpus import FLOODS, attributes, distinct, distinct_formatting, flood
from tests.render.eaters import CAPPED, EATERS, FED_OTHERWISE, eaters, forget

pytestmark = pytest.mark.no_cover
"""Tracing would be measured with the work; the other tests of these rooms trace the same lines."""

SMALL = 2_000
T = TypeVar("T")
NOISE = 0.0004
"""Seconds below which work is too little to be compared."""


@pytest.fixture(autouse=True)
def no_collection() -> Iterator[None]:
    """Garbage of other tests is not work of this one."""
    gc.disable()
    yield
    gc.enable()


def work(task: Callable[[T], object], text: T, *, tries: int = 3) -> float:
    """The least CPU time of so many tries, in seconds."""
    least = 1e9
    for _ in range(tries):
        forget()
        began = time.thread_time()
        task(text)
        least = min(least, time.thread_time() - began)
    return least


def assert_bounded(task: Callable[[T], object], text: T, bound: float, name: str) -> None:
    """At most `bound` seconds; what a busy machine delayed once is tried again."""
    assert work(task, text, tries=1) < bound or work(task, text, tries=5) < bound, name


def assert_linear(task: Callable[[str], object], text: Callable[[int], str], name: str) -> None:
    base = max(work(task, text(SMALL)), NOISE)
    assert_bounded(task, text(4 * SMALL), 24 * base, name)
    assert_bounded(task, text(16 * SMALL), 80 * base, name)


def test_every_public_function_that_eats_text_is_fed_here() -> None:
    fed = {name.partition(" ")[0] for name in (*EATERS, *CAPPED)} | FED_OTHERWISE.keys()
    assert set(eaters()) == fed


@pytest.mark.parametrize("seed", FLOODS)
def test_every_reader_of_bodies_is_linear(seed: str) -> None:
    for name, task in EATERS.items():
        assert_linear(task, lambda size: flood(seed, size), name)


def test_what_never_comes_twice_is_read_in_linear_time_too() -> None:
    for name, task in EATERS.items():
        assert_linear(task, distinct, name)


@pytest.mark.parametrize("seed", FLOODS)
def test_markdown_is_linear_up_to_its_cap(seed: str) -> None:
    for name, task in CAPPED.items():
        base = max(work(task, flood(seed, 1_200)), NOISE)
        assert_bounded(task, flood(seed, 19_000), 80 * base, name)


@pytest.mark.parametrize("seed", FLOODS)
def test_folding_and_laying_out_what_was_rendered_are_linear(seed: str) -> None:
    for wanted in ("plain", "html", "source"):

        def shown(size: int, wanted: str = wanted) -> Document:
            return document(flood(seed, size), type="email", format=wanted)

        small, large = shown(SMALL), shown(16 * SMALL)
        for task in (lambda body: lay_out(body, 40, unfolded=True), lambda body: folded(body.blocks)):
            assert_bounded(task, large, 80 * max(work(task, small), NOISE), wanted)


@pytest.mark.parametrize("bomb", [distinct_formatting, attributes])
def test_the_parsers_known_bombs_are_linear(bomb: Callable[[int], str]) -> None:
    html = EATERS["render.body.document as html"]
    assert_linear(html, lambda size: bomb(size // 12), bomb.__name__)


def test_what_is_not_linear_is_noticed() -> None:
    def quadratic(text: str) -> object:
        return [text[place:].upper() for place in range(0, len(text), 4)]

    with pytest.raises(AssertionError, match="quadratic"):
        assert_linear(quadratic, lambda size: flood("a", size), "quadratic")
