"""What is gone is let go of: widgets, with everything that they had painted, and lines that were painted over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from textual._styles_cache import StylesCache
from textual.color import Color
from textual.strip import Strip
from textual.style import Style

if TYPE_CHECKING:
    from rich.style import Style as RichStyle

_colours = StylesCache.get_inner_outer.__wrapped__
_divided, _cropped = Strip.divide, Strip.crop_extend


@lru_cache(1024)
def _inner_outer(base_background: Color, background: Color) -> tuple[Style, Style]:
    return _colours(StylesCache, base_background, background)


def _divide(line: Strip, cuts: Iterable[int]) -> Sequence[Strip]:
    inside = [cut for cut in cuts if cut <= line.cell_length]
    return [line] if inside == [line.cell_length] else _divided(line, inside)


def _crop_extend(line: Strip, start: int, end: int, style: RichStyle | None) -> Strip:
    return line if start <= 0 and line.cell_length == end else _cropped(line, start, end, style)


def forget_removed() -> None:
    """Have Textual keep neither a widget for its colours nor a line for itself.

    Textual 8.2.8 caches what it makes of two colours by its first argument too, which is what one widget has painted:
    the last 1,024 widgets that were taken off the screen stayed. To open and close the palette 150 times took 40 MB.
    A line that is asked for whole is kept in a cache of its own: 4,000 objects a second of somebody who types, in
    cycles that only the collector ends.
    """
    StylesCache.get_inner_outer = staticmethod(_inner_outer)  # type: ignore[assignment]
    Strip.divide = _divide  # type: ignore[assignment, method-assign]
    Strip.crop_extend = _crop_extend  # type: ignore[assignment, method-assign]
