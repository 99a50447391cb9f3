"""Widgets that are gone are let go of, with everything that they had painted."""

from __future__ import annotations

import gc
from functools import lru_cache
from typing import TYPE_CHECKING

from textual._styles_cache import StylesCache
from textual.color import Color
from textual.style import Style

if TYPE_CHECKING:
    from textual.app import App

LATER = 5.0
"""Seconds from the first thing that is gone to the collection of all of them."""

_colours = StylesCache.get_inner_outer.__wrapped__


@lru_cache(1024)
def _inner_outer(base_background: Color, background: Color) -> tuple[Style, Style]:
    return _colours(StylesCache, base_background, background)


def forget_removed() -> None:
    """Have Textual remember what it makes of two colours by these alone.

    Textual 8.2.8 caches that method by its first argument too, which is what one widget has painted: the last 1,024
    widgets that were taken off the screen stayed. To open and close the palette 150 times took 40 MB.
    """
    StylesCache.get_inner_outer = staticmethod(_inner_outer)  # type: ignore[assignment]


class Tidying:
    """Collects what screens and toasts leave behind: cycles, which the collector of Python takes hours to come to.

    It is told to look seldom, for what it looks at stands still meanwhile (see `ChatlaneApp.painted`). What is young
    is little: some milliseconds, every few seconds at most.
    """

    def __init__(self, app: App[int]) -> None:
        forget_removed()
        self._app = app
        self._is_due = False

    def soon(self) -> None:
        """Something was taken off the screen."""
        if not self._is_due:
            self._is_due = True
            self._app.set_timer(LATER, self._collect)

    def _collect(self) -> None:
        self._is_due = False
        gc.collect(1)
