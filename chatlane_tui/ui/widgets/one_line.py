"""Fitting several pieces into one line: from the left, and never a cell too many."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from chatlane_tui.ui.text import assembled, plain

_WORTH_IT = 16
"""Cells below which the start of a piece says nothing."""


def fitted(pieces: Sequence[Content], width: int, *, between: str, more: str) -> Content:
    """What fits of the pieces into `width` cells, `between` in between; one that has some room is cut, not dropped."""
    if not pieces or width <= 0:
        return Content("")
    gap = plain(between)
    line = cut(pieces[0], width, more=more)
    for piece in pieces[1:]:
        longer = assembled(line, gap, piece)
        if longer.cell_length > width:
            left = width - line.cell_length - gap.cell_length
            return assembled(line, gap, cut(piece, left, more=more)) if left >= _WORTH_IT else line
        line = longer
    return line


def cut(piece: Content, width: int, *, more: str) -> Content:
    """`piece` in at most `width` cells, with `more` in place of what was cut off."""
    if piece.cell_length <= width:
        return piece
    if width <= len(more):
        return piece.truncate(max(0, width))
    return assembled(piece.truncate(width - len(more)), more)
