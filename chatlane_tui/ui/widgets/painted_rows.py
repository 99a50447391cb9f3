"""Rows of a list as they were painted last: what looks the same is the same strips, and costs nothing again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from rich.segment import Segment
from textual.strip import Strip

from chatlane_tui.model.ids import ConversationId
from chatlane_tui.store.rows import InboxRow
from chatlane_tui.ui.widgets.inbox_row import RowLook, paint, paint_compact

KEPT: Final = 800
"""Painted rows that are kept, at most."""


Maker = Callable[[Sequence[Segment], int], Strip]
"""Makes a strip of segments and their width, as the app wants it."""


class _Painted(NamedTuple):
    row: InboxRow
    look: RowLook
    strips: tuple[Strip, ...]


class PaintedRows:
    """`lines` a row, 1 or 2. Kept by conversation and by how it stands under cursor and selection."""

    def __init__(self, *, lines: int) -> None:
        self._paint = paint if lines == 2 else paint_compact
        self._kept: dict[tuple[ConversationId, bool, bool, bool], _Painted] = {}

    def forget(self) -> None:
        """Colours, width or words to be marked are others."""
        self._kept.clear()

    def strips(self, row: InboxRow, look: RowLook, strip: Maker) -> tuple[Strip, ...]:
        """The lines of a row; `strip` makes one of segments as the app wants it."""
        key = (row.id, look.selected, look.focused, look.chosen)
        kept = self._kept.get(key)
        if kept is not None and kept.row == row and kept.look == look:
            return kept.strips
        strips = tuple(strip(line, look.width) for line in self._paint(row, look))
        if len(self._kept) >= KEPT:
            self._kept.clear()
        self._kept[key] = _Painted(row, look, strips)
        return strips
