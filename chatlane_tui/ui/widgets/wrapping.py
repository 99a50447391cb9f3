"""A sentence of ours, or a reason the server gave, wrapped to a width: through the same layout as bodies."""

from __future__ import annotations

from chatlane_tui.render.document import Block, Document, Run
from chatlane_tui.ui.text import lay_out


def wrapped(text: str, width: int) -> list[str]:
    """The rows of `text`, none wider than `width` cells; at least one."""
    blocks = tuple(Block((Run(paragraph),)) for paragraph in text.split("\n"))
    rows = ["".join(part for part, _, _ in row.segments).rstrip() for row in lay_out(Document(blocks), width)]
    return rows or [""]
