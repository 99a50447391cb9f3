"""The lines that entries of a list are made of, and how one is painted: the cursor at its edge, the words fitted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo
from typing import Final

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from chatlane_tui.ui.theme import Glyphs, Looks
from chatlane_tui.ui.widgets.wrapping import fitted, told

Piece = tuple[str, Style]

_LEAST: Final = 8
"""Cells of the left side before the right side gives way."""


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One line of an entry: what is cut where there is no room, and what stands at the right edge."""

    left: tuple[Piece, ...] = ()
    right: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryLook:
    """All that an entry's lines depend on besides the entry; `width` is the cells that its words may take."""

    width: int
    now: int
    zone: tzinfo | None
    looks: Looks
    glyphs: Glyphs


def room(width: int) -> int:
    """Cells for the words of a line: a margin for the cursor on the left, one free cell on the right."""
    return max(1, width - 3)


def painted(
    line: EntryLine, width: int, looks: Looks, glyphs: Glyphs, *, selected: bool, focused: bool
) -> list[Segment]:
    """The line in exactly `width` cells; `selected` is the entry under the cursor, `focused` its list."""
    base, cursor = looks.base, " "
    if selected:
        base += looks.selected if focused else looks.selected_blurred
        cursor = glyphs.cursor if focused else glyphs.cursor_blurred
    right = line.right if room(width) - _cells(line.right) > _LEAST else ()
    left = room(width) - (_cells(right) + 1 if right else 0)
    segments = [Segment(cursor, base + looks.accent), Segment(" ", base)]
    for text, style in ((told(text, glyphs), style) for text, style in line.left):
        cells = min(cell_len(text), left)
        if cells:
            segments.append(Segment(fitted(text, cells, glyphs), base + style))
            left -= cells
    segments.append(Segment(" " * (left + bool(right)), base))
    segments += [Segment(text, base + style) for text, style in right if text]
    segments.append(Segment(" ", base))
    spare = width - sum(segment.cell_length for segment in segments)
    return segments if spare == 0 else [Segment(" " * width, base)]


def _cells(pieces: tuple[Piece, ...]) -> int:
    return sum(cell_len(text) for text, _ in pieces)
