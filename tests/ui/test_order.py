"""Keys that come back late mean nothing on another screen; those that were meant for it do."""

from __future__ import annotations

import gc
import weakref

from textual.events import Key
from textual.screen import Screen

from chatlane_tui.ui.order import REMEMBERED, Order


def _key(name: str) -> Key:
    return Key(name, name)


def test_a_key_before_the_one_that_closed_its_screen_is_late() -> None:
    order, screen = Order(), Screen[object]()
    nothing, closing = _key("e"), _key("q")
    order.press(nothing, screen)
    order.press(closing, screen)
    order.close(screen)
    assert order.is_late(nothing)


def test_a_key_behind_the_one_that_closed_its_screen_is_for_the_next() -> None:
    order, screen = Order(), Screen[object]()
    closing, behind = _key("escape"), _key("q")
    order.press(closing, screen)
    order.press(behind, screen)
    assert not order.is_late(closing)  # it comes back, and closes the screen now
    order.close(screen)
    assert not order.is_late(behind)


def test_another_screen_that_is_closed_makes_no_key_late() -> None:
    order, one, two = Order(), Screen[object](), Screen[object]()
    nothing, closing = _key("e"), _key("q")
    order.press(nothing, one)
    order.press(closing, two)
    order.close(two)
    assert not order.is_late(nothing)
    order.close(one)
    assert not order.is_late(nothing)


def test_what_was_pressed_long_ago_is_forgotten() -> None:
    order, screen = Order(), Screen[object]()
    first, closing = _key("e"), _key("q")
    order.press(first, screen)
    for _ in range(REMEMBERED):
        order.press(closing, screen)
    order.close(screen)
    assert not order.is_late(first)


def test_a_screen_that_was_left_is_let_go_of() -> None:
    order, screen = Order(), Screen[object]()
    order.press(_key("q"), screen)
    order.close(screen)
    gone = weakref.ref(screen)
    del screen
    gc.collect()
    assert gone() is None
