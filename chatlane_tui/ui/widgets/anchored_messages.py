"""Messages that stay where a person looks at them, whatever comes above or below, becomes higher, or is wrapped anew.

One line of one message is pinned to a row of the view, or the end to its bottom; heights become exact as they come into
view. Movement is here too; what is shown, asked for and said is the thread's (`thread.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import NamedTuple

from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip

from chatlane_tui.model.clock import Clock, system_clock
from chatlane_tui.model.outbox import OutboxState
from chatlane_tui.ui.theme import UNICODE, Glyphs
from chatlane_tui.ui.widgets.canvas import Canvas
from chatlane_tui.ui.widgets.message_block import Brush
from chatlane_tui.ui.widgets.thread_layout import ThreadLayout
from chatlane_tui.ui.widgets.voices import HINTS
from chatlane_tui.ui.widgets.wrapping import fitted


class Pin(NamedTuple):
    """A line of a message that stays on row `y` of the view."""

    key: str
    line: int
    y: int = 0


class AnchoredMessages(Canvas):
    """A layout of messages with a cursor, scrolled by lines and by messages."""

    def __init__(
        self,
        *,
        clock: Clock = system_clock,
        glyphs: Glyphs = UNICODE,
        zone: tzinfo | None = None,
        hints: Mapping[OutboxState, str] = HINTS,
        id: str | None = None,  # noqa: A002 - Textual's word
        classes: str | None = None,
    ) -> None:
        super().__init__(clock=clock, glyphs=glyphs, zone=zone, id=id, classes=classes)
        self._blocks = ThreadLayout(zone=zone, hints=hints)
        self._current: str | None = None
        self._pin: Pin | None = None
        """None: the end is at the bottom of the view, and new messages are followed."""
        self._stood = 0
        self._unseen: set[str] = set()
        self._indicator: tuple[int, Strip] | None = None

    def looked(self) -> None:
        """The view or what is in it changed: paint. The thread also asks for what it lacks."""
        self.repaint()

    @property
    def is_at_end(self) -> bool:
        """Whether the last line is in view."""
        return self.top + self.shape.height >= self._blocks.heights.total

    # moving ------------------------------------------------------------------------------

    def action_next_message(self) -> None:
        """The cursor to the next message; at the last one, on to its end."""
        if self._place is not None:
            if self._place + 1 < len(self._blocks.rows):
                self._select(self._place + 1)
            else:
                self._move(self._page)

    def action_previous_message(self) -> None:
        """The cursor to the previous message; at the first one, to its beginning."""
        if self._place is not None:
            self._select(max(0, self._place - 1))

    def action_line_down(self) -> None:
        """A line down."""
        self._move(1)

    def action_line_up(self) -> None:
        """A line up."""
        self._move(-1)

    def action_page_down(self) -> None:
        """A page down, two lines kept."""
        self._move(self._page)

    def action_page_up(self) -> None:
        """A page up, two lines kept."""
        self._move(-self._page)

    def action_half_down(self) -> None:
        """Half a page down."""
        self._move(max(1, self.shape.height // 2))

    def action_half_up(self) -> None:
        """Half a page up."""
        self._move(-max(1, self.shape.height // 2))

    def action_first(self) -> None:
        """To the first message."""
        if self._blocks.rows:
            self._current = self._blocks.rows[0].key
            self._pin = Pin(self._current, 0)
            self._settle()
            self.looked()

    def action_last(self) -> None:
        """To the last message, and to its end."""
        if self._blocks.rows:
            self._current, self._pin = self._blocks.rows[-1].key, None
            self._settle()
            self.looked()

    # what Canvas asks ------------------------------------------------------------------------

    def draw(self, top: int, shape: Size) -> Sequence[Strip]:
        """The lines in view, each block's from the layout; the last one says what came below."""
        blocks = self._blocks
        if not blocks.rows:
            return super().draw(top, shape) or ()
        now, strips = self.clock(), list[Strip]()
        index, skip = blocks.heights.at(top)
        while len(strips) < shape.height + skip and index < len(blocks.rows):
            strips += blocks.lines(index, now=now, current=self._current, focused=self.has_focus)
            index += 1
        shown = strips[skip : skip + shape.height]
        if len(shown) < shape.height:
            shown += [self.blank] * (shape.height - len(shown))
        if self._unseen:
            shown[-1] = self._news(shape.width)
        return shown

    def reshaped(self, before: Size) -> None:
        """Wrap anew if the width changed; what was at the top stays there."""
        if before.width != self.shape.width:
            self.restyled()
        else:
            self._settle()
        self.call_later(self.looked)

    def restyled(self) -> None:
        """Every strip is of no use any more."""
        self._indicator = None
        if self.shape:
            self._blocks.paint_with(Brush(self.shape.width, self.looks, self.glyphs, self.strip))
            self._settle()

    def scrolled(self) -> None:
        """The wheel or the scrollbar."""
        self._move(self.top - self._stood)

    def _settle(self, *, above: int = 0, below: int = 0) -> None:
        """Make exact the heights of all that is in view (and so many lines around it), and stay where we stand."""
        blocks, height = self._blocks, self.shape.height
        if not self.shape or not blocks.rows:
            self.set_height(0)
            self.set_top(0)
            return
        changed = True
        while changed:
            self._stand_at_pin()
            first, last = blocks.heights.at(self.top - above)[0], blocks.heights.at(self.top + height - 1 + below)[0]
            changed = False
            for index in range(first, last + 1):
                changed |= blocks.measure(index)

    def _stand_at_pin(self) -> None:
        heights = self._blocks.heights
        self.set_height(heights.total)
        if self._pin is None:
            self.set_top(heights.total)
        else:
            index = self._blocks.index[self._pin.key]
            self.set_top(heights.top(index) + min(self._pin.line, heights[index] - 1) - self._pin.y)
        self._stood = self.top

    def _stand_here(self, *, follow: bool = True) -> None:
        """Pin the line that is at the top now; at the end, follow what comes."""
        if follow and self.is_at_end:
            self._pin = None
        else:
            index, line_of_block = self._blocks.heights.at(self.top)
            self._pin = Pin(self._blocks.rows[index].key, line_of_block)
        self._stood = self.top

    def _move(self, lines: int) -> None:
        """The view that many lines down (negative: up). The cursor comes along if its message leaves the view."""
        if not self._blocks.rows or not lines:
            return
        if abs(lines) <= 3 * self.shape.height:
            self._settle(above=max(0, -lines), below=max(0, lines))
            self.set_top(self.top + lines)
        self._stand_here()
        self._settle()
        view = self._in_view()
        if self._place is not None and self._place not in view:
            index = view.stop - 1 if self._place >= view.stop else view.start
            self._current = self._blocks.rows[index].key
        self.looked()

    def _select(self, index: int) -> None:
        """The cursor to a message; the view as little as shows all of it, or its beginning if it is too long."""
        height = self.shape.height
        forward = self._place is not None and index > self._place
        self._current = self._blocks.rows[index].key
        self._settle(above=0 if forward else 2 * height, below=2 * height if forward else 0)
        heights = self._blocks.heights
        start = heights.top(index)
        end = start + heights[index] - 1
        if start < self.top or end - start > height:
            self._pin = Pin(self._current, 0)
        elif end > self.top + height:
            self.set_top(heights.top(index + 1) - height)
            self._stand_here()
        self._settle()
        self.looked()

    def _refold(self, key: str | None) -> None:
        """Heights changed by folding: the head of the message under the cursor stays where it is on the screen."""
        if not self._blocks.rows:
            return
        self._stand_here(follow=False)
        self._pin = self._held() or self._pin
        self._blocks.loosen(key)
        self._settle()
        self.looked()

    def _held(self) -> Pin | None:
        """The head of the message under the cursor where it is on the screen, if it is on it."""
        if self._current is None or self._place is None:
            return None
        line_of_block = self._blocks.above(self._place)
        y = self._blocks.heights.top(self._place) + line_of_block - self.top
        return Pin(self._current, line_of_block, y) if 0 <= y < self.shape.height else None

    @property
    def _place(self) -> int | None:
        return None if self._current is None else self._blocks.index.get(self._current)

    @property
    def _page(self) -> int:
        return max(1, self.shape.height - 2)

    def _in_view(self) -> range:
        """The messages of which at least a line is in view."""
        heights = self._blocks.heights
        if not self._blocks.rows or not self.shape:
            return range(0)
        return range(heights.at(self.top)[0], heights.at(self.top + self.shape.height - 1)[0] + 1)

    def _news(self, width: int) -> Strip:
        count = len(self._unseen)
        if self._indicator is None or self._indicator[0] != count:
            words = f" {self.glyphs.down} {count} new message{'' if count == 1 else 's'} "
            style = self.looks.base + self.looks.selected + self.looks.accent
            self._indicator = count, self.strip([Segment(fitted(words, width, self.glyphs), style)], width)
        return self._indicator[1]
