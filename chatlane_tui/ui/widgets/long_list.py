"""A list of any number of entries of the same height, told in stretches. The cursor is an entry, not a number."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import ClassVar, Final, Generic, TypeVar

from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from chatlane_tui.model.clock import Clock, system_clock
from chatlane_tui.store.people_rows import Stretch
from chatlane_tui.ui.keys import Place, bindings
from chatlane_tui.ui.theme import UNICODE, Glyphs
from chatlane_tui.ui.widgets.canvas import Canvas
from chatlane_tui.ui.widgets.entry_line import EntryLine, EntryLook, painted, room

E = TypeVar("E")

STRETCH: Final = 200
"""Entries that an answer to `StretchWanted` brings at least, unless the list ends before."""


class LongList(Canvas, Generic[E]):
    """`key_of` says what stays the same while an entry changes; `lines_of` gives exactly `height` lines of one.

    `is_led`: the keys that move its cursor are pressed elsewhere, so it looks as if it had the focus.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.ENTRIES)]

    @dataclass
    class Highlighted(Message):
        """The cursor came to another entry, or what is known of it changed."""

    @dataclass
    class Opened(Message):
        """A person opens the entry under the cursor."""

    @dataclass
    class Left(Message):
        """A person goes back."""

    @dataclass
    class StretchWanted(Message):
        """Entries from `offset` on are needed; until `show` brings them the old picture stays."""

        offset: int

    def __init__(
        self,
        key_of: Callable[[E], Hashable],
        lines_of: Callable[[E, EntryLook], tuple[EntryLine, ...]],
        *,
        height: int = 2,
        is_led: bool = False,
        clock: Clock = system_clock,
        glyphs: Glyphs = UNICODE,
        zone: tzinfo | None = None,
        id: str | None = None,  # noqa: A002 - Textual's word
    ) -> None:
        super().__init__(clock=clock, glyphs=glyphs, zone=zone, id=id)
        self._key_of = key_of
        self._lines_of = lines_of
        self._each = height
        self._is_led = is_led
        self._stretch: Stretch[E] = Stretch(0, 0, ())
        self._position = 0
        self._said: tuple[Hashable, E] | None = None
        self._asked: int | None = None
        self._kept: dict[tuple[Hashable, bool, bool], tuple[tuple[EntryLine, ...], tuple[Strip, ...]]] = {}

    # what the screen tells and asks ------------------------------------------------------------

    @property
    def current(self) -> E | None:
        """The entry under the cursor; None in an empty list, and while a jump waits for its entries."""
        return self._at(self._position)

    @property
    def position(self) -> int:
        """Where the cursor stands, from 0."""
        return self._position

    @property
    def stretch(self) -> Stretch[E]:
        """The entries told last."""
        return self._stretch

    def show(self, stretch: Stretch[E], *, anew: bool = False) -> None:
        """Take over entries; the cursor stays on its entry. `anew`: it is another list, begun at its top."""
        before = self.current
        self._stretch, self._asked = stretch, None
        if anew:
            self._position = 0
            self.set_top(0)
        elif before is not None:
            self._follow(self._key_of(before))
        self._position = max(0, min(self._position, stretch.total - 1))
        self.set_height(self._each * stretch.total)
        self._reveal()
        self.repaint()
        self._announce()
        self._ask()

    def _follow(self, key: Hashable) -> None:
        """The cursor's entry may stand elsewhere now; where it is not among those told, the number stays."""
        for index, entry in enumerate(self._stretch.rows):
            if self._key_of(entry) == key:
                moved = self._stretch.offset + index - self._position
                self._position += moved
                self.set_height(self._each * self._stretch.total)
                self.set_top(self.top + self._each * moved)
                return

    # moving ------------------------------------------------------------------------------------

    def action_cursor_down(self) -> None:
        """To the next entry."""
        self._go(self._position + 1)

    def action_cursor_up(self) -> None:
        """To the previous entry."""
        self._go(self._position - 1)

    def action_page_down(self) -> None:
        """A page down."""
        self._page(self._in_sight())

    def action_page_up(self) -> None:
        """A page up."""
        self._page(-self._in_sight())

    def action_half_down(self) -> None:
        """Half a page down."""
        self._page(max(1, self._in_sight() // 2))

    def action_half_up(self) -> None:
        """Half a page up."""
        self._page(-max(1, self._in_sight() // 2))

    def action_first(self) -> None:
        """To the first entry."""
        self._go(0)

    def action_last(self) -> None:
        """To the last entry."""
        self._go(self._stretch.total - 1)

    def action_open(self) -> None:
        """Open the entry under the cursor."""
        if self.current is not None:
            self.post_message(self.Opened())

    def action_back(self) -> None:
        """Back to where one came from."""
        self.post_message(self.Left())

    def on_click(self, event: events.Click) -> None:
        """A click selects; a click on what is selected opens it."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        position = (self.top + offset.y) // self._each
        if position == self._position:
            self.action_open()
        elif self._at(position) is not None:
            self._go(position)

    # painting ------------------------------------------------------------------------------------

    def draw(self, top: int, shape: Size) -> Sequence[Strip] | None:
        """The visible entries; None while some of them are not here yet."""
        if not self._stretch.total:
            return super().draw(top, shape)
        first, last = top // self._each, min(-(-(top + shape.height) // self._each), self._stretch.total)
        entries = [self._at(position) for position in range(first, last)]
        if self._picture and any(entry is None for entry in entries):
            return None
        now, strips = self.clock(), list[Strip]()
        for position, entry in enumerate(entries, first):
            strips += [self.blank] * self._each if entry is None else self._strips(entry, position, now)
        shown = strips[top % self._each :][: shape.height]
        return [*shown, *[self.blank] * (shape.height - len(shown))]

    def reshaped(self, before: Size) -> None:
        """Keep the cursor in sight."""
        if before.width != self.shape.width:
            self._kept.clear()
        self.set_height(self._each * self._stretch.total)
        self.set_top(self.top)
        self._reveal()
        self.call_later(self._ask)

    def forget(self) -> None:
        """Paint every entry anew."""
        self._kept.clear()

    def scrolled(self) -> None:
        """The wheel or the scrollbar: the cursor stays where it is."""
        self.repaint()
        self._ask()

    def _strips(self, entry: E, position: int, now: int) -> tuple[Strip, ...]:
        selected = position == self._position
        focused = selected and (self.has_focus or self._is_led)
        width = self.shape.width
        lines = self._lines_of(entry, EntryLook(room(width), now, self.zone, self.looks, self.glyphs))
        key = (self._key_of(entry), selected, focused)
        kept = self._kept.get(key)
        if kept is not None and kept[0] == lines:
            return kept[1]
        strips = tuple(
            self.strip(painted(line, width, self.looks, self.glyphs, selected=selected, focused=focused), width)
            for line in lines
        )
        if len(self._kept) > 4 * STRETCH:
            self._kept.clear()
        self._kept[key] = lines, strips
        return strips

    # where things stand --------------------------------------------------------------------------

    def _at(self, position: int) -> E | None:
        index = position - self._stretch.offset
        return self._stretch.rows[index] if 0 <= index < len(self._stretch.rows) else None

    def _go(self, position: int) -> None:
        if not self._stretch.total:
            return
        self._position = max(0, min(position, self._stretch.total - 1))
        self._reveal()
        self.repaint()
        self._announce()
        self._ask()

    def _page(self, entries: int) -> None:
        self.set_top(self.top + self._each * entries)
        self._go(self._position + entries)

    def _announce(self) -> None:
        entry = self.current
        said = None if entry is None else (self._key_of(entry), entry)
        if said != self._said and self.is_mounted:
            self._said = said
            self.post_message(self.Highlighted())

    def _ask(self) -> None:
        """Ask for entries where those told end within a screen of what is in view, once for the same stretch."""
        screen, total, top = self._in_sight(), self._stretch.total, self.top // self._each
        first, last = max(0, top - screen), min(total, top + 2 * screen + 1)
        have = self._stretch.offset
        if not self.is_mounted or (have <= first and last <= have + len(self._stretch.rows)):
            return
        if self._asked is not None and self._asked <= first and last <= self._asked + STRETCH:
            return
        self._asked = max(0, min((first + last - STRETCH) // 2, total - STRETCH))
        self.post_message(self.StretchWanted(self._asked))

    def _reveal(self) -> None:
        y = self._each * self._position
        if y < self.top:
            self.set_top(y)
        elif y + self._each > self.top + self.shape.height:
            self.set_top(y + self._each - self.shape.height)

    def _in_sight(self) -> int:
        return max(1, self.shape.height // self._each)
