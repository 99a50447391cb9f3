"""The one place where text from outside becomes something Textual paints: lines and content, never markup."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from rich.cells import cell_len, get_character_cell_size, split_graphemes
from rich.segment import Segment
from textual.color import Color
from textual.content import Content
from textual.filter import LineFilter
from textual.style import Style as VisualStyle

from chatlane_tui.model.clean import FORBIDDEN, clean, clean_line

ELLIPSIS = "…"


def plain(text: str) -> Content:
    """Text from outside as content, never markup: for titles, toasts, tooltips, whatever else would take a `str`."""
    return Content(clean(text))


Part = str | Content | tuple[str, str | VisualStyle]
"""A text, a text in a style, or content that was made before."""


def assembled(*parts: Part) -> Content:
    """Pieces from anywhere as one content. Texts are cleaned once more, and never markup."""
    return Content.assemble(*map(_cleaned, parts))


def _cleaned(part: Part) -> Part:
    match part:
        case str():
            return clean(part)
        case (text, style):
            return clean(text), style
        case _:
            return part


def line(text: str, cells: int) -> str:
    """One line of `text`, cut (with an ellipsis) or padded to exactly `cells` cells."""
    if text.isascii() and text.isprintable():
        size = len(text)
        if size <= cells:
            return text + " " * (cells - size)
        return text[: cells - 1] + ELLIPSIS if cells > 0 else ""
    return _line(text[: 16 * max(cells, 0) + 16], cells)


@lru_cache(maxsize=4_096)
def _line(text: str, cells: int) -> str:
    text = cut(clean_line(text), cells)
    return text + " " * (cells - cell_len(text))


def cut(text: str, cells: int, ellipsis: str = ELLIPSIS) -> str:
    """`text` if it takes at most `cells` cells, else as much of it as fits before the `ellipsis`."""
    if len(text) <= cells and text.isascii():
        return text
    if cells <= 0:
        return ""
    if cell_len(text) <= cells:
        return text
    room = cells - cell_len(ellipsis)
    end = used = 0
    for _, stop, size in split_graphemes(text)[0]:
        if used + size > room:
            break
        end, used = stop, used + size
    return text[:end] + ellipsis


def harmless(text: str) -> str:
    """`text` without anything a terminal obeys, in the same number of cells."""
    return text if text.isascii() and text.isprintable() else _scrubbed(text)


@lru_cache(maxsize=4_096)
def _scrubbed(text: str) -> str:
    return FORBIDDEN.sub(_blank, text.replace("\n", "")) if "\n" in text or FORBIDDEN.search(text) else text


def _blank(found: re.Match[str]) -> str:
    return " " * get_character_cell_size(found[0])


class OutputFilter(LineFilter):
    """The last guard: takes control characters out of whatever is about to be painted. For `App.get_line_filters`.

    Without `pictures` it puts something of the same width in place of emoji that nobody spelled before; `plain`: in
    place of every line, dot and block too. A widget that overrides `render_lines` is not filtered by Textual: it must
    build its strips with `layout.strip` or `line`.
    """

    def __init__(self, *, pictures: bool = True, plain: bool = False) -> None:
        super().__init__()
        self.pictures, self.plain = pictures, plain

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - Textual's signature
        """The segments, equal ones untouched."""
        if all(text.isascii() and text.isprintable() for text, _, _ in segments):
            return segments
        return [
            segment
            if segment.control or (text := self._fit(segment.text)) is segment.text
            else Segment(text, segment.style)
            for segment in segments
        ]

    def _fit(self, text: str) -> str:
        fit = harmless(text)
        if not self.pictures:
            from chatlane_tui.ui.pictures import boxed

            fit = boxed(fit)
        if self.plain:
            from chatlane_tui.ui.plain_drawing import drawn_plainly

            fit = drawn_plainly(fit)
        return fit


def draws_pictures(filters: Iterable[LineFilter]) -> bool:
    """Whether emoji reach the terminal as they are."""
    return all(entry.pictures for entry in filters if isinstance(entry, OutputFilter))
