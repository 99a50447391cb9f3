"""Selecting the words of messages with the mouse: a stretch stays on its words while the thread moves under it.

Textual's own selection knows widgets, not lines that are painted; this one knows messages. Bars and days are no words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset, Size
from textual.strip import Strip

from chatlane_tui.ui.widgets.anchored_messages import AnchoredMessages

_MARKED = Style(reverse=True)


class Spot(NamedTuple):
    """A cell of a line of a message."""

    key: str
    line: int
    x: int


class SelectableMessages(AnchoredMessages):
    """Dragging selects, a second click a word, a third the line; a click anywhere takes it back."""

    _begun: Spot | None = None
    _marked: tuple[Spot, Spot] | None = None
    _was_dragged = False

    @property
    def selected_text(self) -> str:
        """The words that are selected, a row a line; empty where nothing is."""
        if (span := self._span()) is None:
            return ""
        (first, _), (last, _) = span
        rows = [self._marked_cells(line, span) for line in range(first, last + 1)]
        return "\n".join(strip.crop(left, right).text.rstrip() for strip, left, right in rows).strip("\n")

    def deselect(self) -> None:
        """Nothing is selected any more."""
        if self._marked is not None:
            self._marked = None
            self.repaint()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """A stretch may begin here."""
        self._was_dragged = False
        offset = event.get_content_offset(self)
        if event.button == 1 and offset is not None and self._blocks.rows:
            self.deselect()
            self._begun = self._spot(offset)
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """It goes as far as this; beyond the edge, the thread moves."""
        if self._begun is None:
            return
        offset = event.get_content_offset_capture(self)
        if offset.y < 0:
            self.action_line_up()
        elif offset.y >= self.shape.height:
            self.action_line_down()
        spot = self._spot(offset)
        if self._marked is not None or spot != self._begun:
            self._was_dragged = True
            self._marked = self._begun, spot
            self.repaint()

    def on_mouse_up(self) -> None:
        """It is as long as it is."""
        if self._begun is not None:
            self._begun = None
            self.release_mouse()
        if self._marked is not None and not self.selected_text:
            self.deselect()

    def takes_click(self, event: events.Click) -> bool:
        """Whether a click was the end of a stretch, or selects a word or a line: it means nothing else then."""
        if self._was_dragged:
            self._was_dragged = False
            return True
        offset = event.get_content_offset(self)
        if offset is None or event.chain < 2 or not self._blocks.rows:
            return False
        spot = self._spot(offset)
        strip, left, right = self._cells(*self._blocks.heights.at(self.top + offset.y))
        if event.chain == 2:
            left, right = _word(strip.text, left, right, spot.x)
        self._marked = spot._replace(x=left), spot._replace(x=right - 1)
        if not self.selected_text:
            self._marked = None
        self.repaint()
        return True

    def draw(self, top: int, shape: Size) -> Sequence[Strip]:
        """The lines in view, what is selected turned about."""
        drawn = super().draw(top, shape)
        if self._marked is None or (span := self._span()) is None:
            return drawn
        strips = list(drawn)
        last = min(span[1][0], top + len(strips) - (2 if self._unseen else 1))
        for line in range(max(top, span[0][0]), last + 1):
            _, left, right = self._marked_cells(line, span)
            if right > left:
                strips[line - top] = _turned(strips[line - top], left, right)
        return strips

    def _spot(self, offset: Offset) -> Spot:
        y = max(0, min(offset.y, self.shape.height - 1))
        index, line = self._blocks.heights.at(self.top + y)
        return Spot(self._blocks.rows[index].key, line, max(0, min(offset.x, self.shape.width - 1)))

    def _span(self) -> tuple[tuple[int, int], tuple[int, int]] | None:
        """First and last cell as (line of the whole thread, x); None where a message of it is gone."""
        if self._marked is None or any(spot.key not in self._blocks.index for spot in self._marked):
            return None
        heights, index = self._blocks.heights, self._blocks.index
        first, last = sorted((heights.top(index[spot.key]) + spot.line, spot.x) for spot in self._marked)
        return first, last

    def _marked_cells(self, line: int, span: tuple[tuple[int, int], tuple[int, int]]) -> tuple[Strip, int, int]:
        """A line of the thread, and which of its cells are selected: from, and up to."""
        strip, left, right = self._cells(*self._blocks.heights.at(line))
        (first, start), (last, end) = span
        left = max(left, start) if line == first else left
        right = min(right, end + 1) if line == last else right
        return strip, left, max(left, right)

    def _cells(self, index: int, line: int) -> tuple[Strip, int, int]:
        """A line of a message, and the cells of its words."""
        blocks = self._blocks
        lines = blocks.lines(index, now=self.clock(), current=self._current, focused=self.has_focus)
        strip = lines[min(line, len(lines) - 1)]
        left = blocks.text_column(index) if line >= blocks.above(index) else strip.cell_length
        return strip, left, max(left, cell_len(strip.text.rstrip()))


def _word(text: str, left: int, right: int, x: int) -> tuple[int, int]:
    """The cells of the word at cell `x`, between `left` and `right`; nothing where there is none."""
    start, place = x, 0
    begun = end = None
    for letter in f"{text} ":
        size = cell_len(letter)
        if letter.isspace() or place < left:
            if begun is not None and begun <= start < place:
                end = place
                break
            begun = None
        elif begun is None:
            begun = place
        place += size
    return (begun, min(end, right)) if begun is not None and end is not None else (left, left)


def _turned(strip: Strip, left: int, right: int) -> Strip:
    before, marked, after = strip.divide([left, right, strip.cell_length])
    turned = Segment.apply_style(marked, post_style=_MARKED)
    return Strip([*before, *turned, *after], strip.cell_length)
