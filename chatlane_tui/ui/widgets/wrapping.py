"""Texts made to fit: wrapped through the same layout as bodies, or cut to so many cells with the signs in use."""

from __future__ import annotations

from chatlane_tui.ui.text import ELLIPSIS, line
from chatlane_tui.ui.theme import Glyphs


def wrapped(text: str, width: int) -> list[str]:
    """The rows of `text`, none wider than `width` cells; at least one."""
    from chatlane_tui.render.document import Block, Document, Run  # nothing is wrapped before the first paint
    from chatlane_tui.ui.layout import lay_out

    blocks = tuple(Block((Run(paragraph),)) for paragraph in text.split("\n"))
    rows = ["".join(part for part, _, _ in row.segments).rstrip() for row in lay_out(Document(blocks), width)]
    return rows or [""]


def told(text: str, glyphs: Glyphs) -> str:
    """`text` as it is going to be painted: measured before, its emoji would be cut in two."""
    if glyphs.pictures:
        return text
    from chatlane_tui.ui.pictures import spelled

    return spelled(text)


def fitted(text: str, cells: int, glyphs: Glyphs) -> str:
    """`text` cut or padded to exactly `cells` cells; with plain signs, a cut is one too."""
    shown = line(text, cells)
    return shown.replace(ELLIPSIS, "~") if glyphs.plain and ELLIPSIS in shown else shown
