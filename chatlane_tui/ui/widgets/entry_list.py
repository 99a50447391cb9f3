"""A list of entries of a few lines each, told whole: outbox and drafts. The cursor is an entry, not a number."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import ClassVar, Final, Generic, TypeVar

from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from chatlane_tui.model.clock import Clock, system_clock
from chatlane_tui.ui.keys import Place, bindings
from chatlane_tui.ui.theme import UNICODE, Glyphs
from chatlane_tui.ui.widgets.canvas import Canvas
from chatlane_tui.ui.widgets.entry_line import EntryLine, EntryLook, Piece, painted, room
from chatlane_tui.ui.widgets.heights import Heights

__all__ = ["EntryLine", "EntryList", "EntryLook", "Piece"]

E = TypeVar("E")

KEPT: Final = 128
"""Painted entries that are kept, at most."""


@dataclass(frozen=True, slots=True)
class _Kept:
    lines: tuple[EntryLine, ...]
    strips: tuple[Strip, ...]


class EntryList(Canvas, Generic[E]):
    """`key_of` says what stays the same while an entry changes; `lines_of` what is said of it, at least a line. The
    number of those depends on the entry and the width alone. `gap` empty lines follow each entry.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.ENTRIES)]

    @dataclass
    class Opened(Message):
        """A person opens the entry under the cursor."""

    @dataclass
    class Left(Message):
        """A person goes back."""

    def __init__(
        self,
        key_of: Callable[[E], Hashable],
        lines_of: Callable[[E, EntryLook], tuple[EntryLine, ...]],
        *,
        ticks: bool = False,
        gap: int = 1,
        clock: Clock = system_clock,
        glyphs: Glyphs = UNICODE,
        zone: tzinfo | None = None,
        id: str | None = None,  # noqa: A002 - Textual's word
    ) -> None:
        super().__init__(clock=clock, glyphs=glyphs, zone=zone, id=id)
        self._key_of = key_of
        self._lines_of = lines_of
        self._ticks = ticks
        self._gap = gap
        self._entries: tuple[E, ...] = ()
        self._position = 0
        self._heights = Heights()
        self._kept: dict[tuple[Hashable, bool, bool], _Kept] = {}

    def on_mount(self) -> None:
        """Where entries count seconds, look at the clock each second; what did not change is not painted."""
        if self._ticks:
            self.set_interval(1.0, self.repaint)

    # what the screen tells and asks ------------------------------------------------------------

    @property
    def entries(self) -> tuple[E, ...]:
        """As told last."""
        return self._entries

    @property
    def current(self) -> E | None:
        """The entry under the cursor."""
        return self._entries[self._position] if self._entries else None

    def show(self, entries: Sequence[E]) -> None:
        """Show these; the cursor stays on its entry, and where that is gone on the one that takes its place."""
        before = self.current
        self._entries = tuple(entries)
        keys = [self._key_of(entry) for entry in self._entries]
        if before is not None and (key := self._key_of(before)) in keys:
            self._position = keys.index(key)
        self._position = max(0, min(self._position, len(self._entries) - 1))
        gone = {key for key, _, _ in self._kept} - set(keys)
        self._kept = {key: kept for key, kept in self._kept.items() if key[0] not in gone}
        self._measure_all()
        self._reveal()
        self.repaint()

    def point_at(self, position: int) -> None:
        """The cursor to that entry, counted from 0; to the nearest there is."""
        self._go(position)

    # moving ------------------------------------------------------------------------------------

    def action_cursor_down(self) -> None:
        """To the next entry."""
        self._go(self._position + 1)

    def action_cursor_up(self) -> None:
        """To the previous entry."""
        self._go(self._position - 1)

    def action_page_down(self) -> None:
        """A page down."""
        self._page(self.shape.height)

    def action_page_up(self) -> None:
        """A page up."""
        self._page(-self.shape.height)

    def action_half_down(self) -> None:
        """Half a page down."""
        self._page(self.shape.height // 2)

    def action_half_up(self) -> None:
        """Half a page up."""
        self._page(-self.shape.height // 2)

    def action_first(self) -> None:
        """To the first entry."""
        self._go(0)

    def action_last(self) -> None:
        """To the last entry."""
        self._go(len(self._entries) - 1)

    def action_open(self) -> None:
        """Open the entry under the cursor."""
        if self._entries:
            self.post_message(self.Opened())

    def action_back(self) -> None:
        """Back to where one came from."""
        self.post_message(self.Left())

    def on_click(self, event: events.Click) -> None:
        """A click selects; a click on what is selected opens it."""
        offset = event.get_content_offset(self)
        if offset is None or not self._entries or self.top + offset.y >= self._heights.total:
            return
        position = self._heights.at(self.top + offset.y)[0]
        if position == self._position:
            self.action_open()
        else:
            self._go(position)

    # painting ------------------------------------------------------------------------------------

    def draw(self, top: int, shape: Size) -> Sequence[Strip] | None:
        """The visible entries."""
        if not self._entries:
            return super().draw(top, shape)
        now, strips = self.clock(), list[Strip]()
        index, skip = self._heights.at(top)
        while index < len(self._entries) and len(strips) < skip + shape.height:
            strips += [*self._strips(index, now), *[self.blank] * self._gap]
            index += 1
        shown = strips[skip : skip + shape.height]
        return [*shown, *[self.blank] * (shape.height - len(shown))]

    def reshaped(self, before: Size) -> None:  # noqa: ARG002 - Canvas's signature
        """Wrap anew, the cursor in sight."""
        self._kept.clear()
        self._measure_all()
        self._reveal()

    def forget(self) -> None:
        """Paint every entry anew."""
        self._kept.clear()

    def _strips(self, index: int, now: int) -> tuple[Strip, ...]:
        entry = self._entries[index]
        selected = index == self._position
        focused = selected and self.has_focus
        width = self.shape.width
        lines = self._lines_of(entry, self._look(now))
        key = (self._key_of(entry), selected, focused)
        kept = self._kept.get(key)
        if kept is not None and kept.lines == lines:
            return kept.strips
        strips = tuple(self.strip(self._painted(line, selected, focused), width) for line in lines)
        if len(self._kept) >= KEPT:
            self._kept.clear()
        self._kept[key] = _Kept(lines, strips)
        return strips

    def _look(self, now: int) -> EntryLook:
        return EntryLook(room(self.shape.width), now, self.zone, self.looks, self.glyphs)

    def _painted(self, line: EntryLine, selected: bool, focused: bool) -> list[Segment]:
        return painted(line, self.shape.width, self.looks, self.glyphs, selected=selected, focused=focused)

    # where things stand --------------------------------------------------------------------------

    def _measure_all(self) -> None:
        now = self.clock()
        if self.shape:
            look = self._look(now)
            self._heights = Heights(len(self._lines_of(entry, look)) + self._gap for entry in self._entries)
            self.set_height(max(0, self._heights.total - self._gap))
            self.set_top(self.top)

    def _go(self, position: int) -> None:
        if self._entries:
            self._position = max(0, min(position, len(self._entries) - 1))
            self._reveal()
            self.repaint()

    def _page(self, lines: int) -> None:
        """The cursor as far down (negative: up) as that many lines reach, at least an entry."""
        if not self._entries:
            return
        goal = self._heights.top(self._position) + lines
        position = self._heights.at(max(0, min(goal, self._heights.total - 1)))[0]
        if position == self._position:
            position += 1 if lines > 0 else -1
        self._go(position)

    def _reveal(self) -> None:
        """Scroll as little as shows the whole of the entry under the cursor, or its beginning."""
        if not self._entries or not self.shape:
            return
        start = self._heights.top(self._position)
        end = start + self._heights[self._position] - self._gap
        if end > self.top + self.shape.height:
            self.set_top(end - self.shape.height)
        if start < self.top:
            self.set_top(start)
