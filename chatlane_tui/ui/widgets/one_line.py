"""Fitting several pieces into one line: whole pieces from the left, and never a cell too many."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content


def fitted(pieces: Sequence[Content], width: int, *, between: str, more: str) -> Content:
    """As many whole pieces as fit into `width` cells, with `between` in between; the first one is cut if it must be."""
    if not pieces or width <= 0:
        return Content("")
    gap = Content(between)
    line = cut(pieces[0], width, more=more)
    for piece in pieces[1:]:
        longer = Content.assemble(line, gap, piece)
        if longer.cell_length > width:
            break
        line = longer
    return line


def cut(piece: Content, width: int, *, more: str) -> Content:
    """`piece` in at most `width` cells, with `more` in place of what was cut off."""
    if piece.cell_length <= width:
        return piece
    if width <= len(more):
        return piece.truncate(max(0, width))
    return Content.assemble(piece.truncate(width - len(more)), more)
