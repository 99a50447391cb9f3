"""The list of conversations: told windows of rows out of any number, it keeps the cursor on its conversation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import ClassVar, Final, Literal

from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from chatlane_tui.model.clock import Clock, system_clock
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.store.rows import InboxRow, InboxWindow
from chatlane_tui.ui.ages import HOUR, age, ahead, stamp
from chatlane_tui.ui.keys import Place, bindings
from chatlane_tui.ui.theme import UNICODE, Glyphs
from chatlane_tui.ui.widgets.canvas import Canvas
from chatlane_tui.ui.widgets.hit_marks import NO_HITS, Marks
from chatlane_tui.ui.widgets.inbox_row import RowLook
from chatlane_tui.ui.widgets.known_rows import KnownRows
from chatlane_tui.ui.widgets.painted_rows import PaintedRows
from chatlane_tui.ui.widgets.selecting import Selecting
from chatlane_tui.ui.widgets.selection import Selection
from chatlane_tui.ui.widgets.wait_words import Promises, wait_of
from chatlane_tui.ui.widgets.walking import Walking

LATE: Final = 4 * HOUR
"""A customer who has waited longer stands out."""


class InboxList(Walking, Selecting, Canvas):
    """Two lines a conversation, or one. The cursor is a conversation, not a row number."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.LIST)]

    @dataclass
    class Highlighted(Message):
        """The cursor came to another conversation."""

        id: ConversationId
        position: int

    @dataclass
    class Opened(Message):
        """A person opens the conversation under the cursor."""

        id: ConversationId

    @dataclass
    class WindowWanted(Message):
        """Rows from `offset` on are needed, at least 200; until `show` brings them the old picture stays."""

        offset: int

    def __init__(
        self,
        *,
        clock: Clock = system_clock,
        glyphs: Glyphs = UNICODE,
        zone: tzinfo | None = None,
        lines: Literal[1, 2] = 2,
        times: str = "relative",
        targets: Promises | None = None,
        id: str | None = None,  # noqa: A002 - Textual's word
        classes: str | None = None,
    ) -> None:
        """`lines` a conversation; `times` is "relative" ("2m") or "absolute" ("10:02"); `targets` are for answers."""
        super().__init__(clock=clock, glyphs=glyphs, zone=zone, id=id, classes=classes)
        self._known = KnownRows()
        self._marker: Marks = NO_HITS
        self._targets = targets
        self._position = 0
        self._cursor: ConversationId | None = None
        self._highlighted: ConversationId | None = None
        self._opens = False
        self._painted = PaintedRows(lines=lines)
        self._selection = Selection()
        self._lines: int = lines
        self._stamp = stamp if times == "absolute" else age

    @property
    def cursor(self) -> ConversationId | None:
        """The conversation under the cursor; None in an empty list, and while a jump waits for its rows."""
        return self._cursor

    @property
    def position(self) -> int:
        """Where the cursor stands, from 0."""
        return self._position

    @property
    def window(self) -> InboxWindow:
        """The rows told last."""
        return self._known.window

    @property
    def in_sight(self) -> tuple[ConversationId, ...]:
        """The conversations on the screen, from the top, as far as they were told."""
        seen = map(self._id_at, range(self.top // self._lines, self.top // self._lines + self._rows_in_sight() + 1))
        return tuple(id_ for id_ in seen if id_ is not None)

    def row(self, position: int) -> InboxRow | None:
        """The row at a position, if it is among those told last, or stands at an end that is kept."""
        return self._known.at(position)

    def keep_ends(self, *windows: InboxWindow) -> None:
        """Rows of the first and the last screen, so that a jump there is painted at once; without any, forget them.

        They hold as long as nothing is committed: whoever tells them says so.
        """
        self._known.keep_ends(*windows)

    def show(self, window: InboxWindow, *, cursor: ConversationId | None = None) -> None:
        """Show these rows; the cursor stays on its conversation (or goes to `cursor`), its row where it is on screen.

        A view at the very top stays there while the cursor is in sight, so that what is new is seen.
        """
        old_window, old_position, old_top = self.window, self._position, self.top
        anchor = old_position if self._in_sight(old_position) and self._cursor is not None else old_top // self._lines
        anchored = self._id_at(anchor)
        leaping = self._cursor is None and old_window.total > 0
        self._known.tell(window)
        places = {row.id: window.offset + index for index, row in enumerate(window.rows)}
        self._place(places, cursor)
        self.set_height(self._height())
        if cursor is not None or leaping:
            self._reveal()
        elif old_top > 0 or not self._in_sight(self._position):
            moved = places.get(anchored, anchor) - anchor if anchored is not None else 0
            if anchor == old_position and anchored is not None:
                moved = self._position - old_position
            self.set_top(old_top + self._lines * moved)
        else:
            self.set_top(old_top)
        self.repaint()
        self._announce()
        self._ask()

    def begin(self, window: InboxWindow) -> None:
        """Another list: from its top, with the cursor on its first conversation."""
        self._known = KnownRows()
        self._position, self._cursor = 0, None
        self.set_top(0)
        self.select(())
        self.show(window)

    def mark(self, marker: Marks) -> None:
        """Show these words as hits, from the next window on."""
        if marker != self._marker:
            self._marker = marker
            self._painted.forget()

    def action_density(self) -> None:
        """One line a conversation, or two; until the program ends."""
        self._lines = 3 - self._lines
        self._painted = PaintedRows(lines=self._lines)
        self.set_height(self._height())
        self.set_top(0)
        self._reveal()
        self.repaint()
        self._ask()

    def action_open(self) -> None:
        """Open the conversation under the cursor; while a jump waits for its rows, as soon as they are there."""
        if self._cursor is not None:
            self.post_message(self.Opened(self._cursor))
        else:
            self._opens = self.window.total > 0

    def on_click(self, event: events.Click) -> None:
        """A click selects; a click on what is selected opens it."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        position = (self.top + offset.y) // self._lines
        row = self.row(position)
        if row is None:
            return
        if row.id == self._cursor:
            self.action_open()
        else:
            self._go(position)

    def draw(self, top: int, shape: Size) -> Sequence[Strip] | None:
        """The visible rows; None while some of them are not here yet."""
        if not self.window.total:
            return super().draw(top, shape)
        lines = self._lines
        first, last = top // lines, min(-(-(top + shape.height) // lines), self.window.total)
        rows = [(position, self.row(position)) for position in range(first, last)]
        if len(self._picture) == shape.height and any(row is None for _, row in rows):
            return None
        blank = self.blank
        now, strips = self.clock(), list[Strip]()
        for position, row in rows:
            strips += (blank,) * lines if row is None else self._strips(row, position, now)
        shown = strips[top % lines : top % lines + shape.height]
        return [*shown, *[blank] * (shape.height - len(shown))]

    def reshaped(self, before: Size) -> None:
        """Keep the cursor's row in sight, rows aligned to the top."""
        if before.width != self.shape.width:
            self._painted.forget()
        self.set_height(self._height())
        self.set_top(self.top - self.top % self._lines)
        self._reveal()
        self.call_later(self._ask)

    def forget(self) -> None:
        """Paint every row anew."""
        self._painted.forget()

    def on_mount(self) -> None:
        """Say now what could not be said before: rows may have been told already."""
        self.call_later(self._announce)
        self.call_after_refresh(self._ask)

    def scrolled(self) -> None:
        """The wheel or the scrollbar: the cursor stays where it is."""
        self.repaint()
        self._ask()

    def _strips(self, row: InboxRow, position: int, now: int) -> tuple[Strip, ...]:
        selected = position == self._position
        focused = selected and self.has_focus
        shown_age = self._stamp(row.at, now=now, zone=self.zone)
        waits = wait_of(row, self._targets, now=now, late=LATE)
        sleeps = "" if row.snoozed_until is None else ahead(row.snoozed_until, now=now, zone=self.zone)
        chosen = row.id in self._selection
        look = RowLook(
            width=self.shape.width,
            looks=self.looks,
            glyphs=self.glyphs,
            age=shown_age,
            waits=waits,
            marker=self._marker,
            selected=selected,
            focused=focused,
            chosen=chosen,
            sleeps=sleeps,
        )
        return self._painted.strips(row, look, self.strip)

    def _place(self, places: dict[ConversationId, int], wanted: ConversationId | None) -> None:
        """Find where the cursor's conversation stands now; where it is gone, the next one takes its place."""
        window = self.window
        sought = self._cursor if wanted is None else wanted
        found = None if sought is None else places.get(sought)
        if found is None and sought is not None and window.rank is not None and not self._known.was_told(window.rank):
            found = window.rank
        if found is not None:
            self._position, self._cursor = found, sought
            return
        self._position = max(0, min(self._position, window.total - 1))
        here = self.row(self._position)
        if here is not None or not window.total:
            self._cursor = here.id if here is not None else None

    def _go(self, position: int, *, scroll: int = 0) -> None:
        """The cursor to that position, the view moved by `scroll` lines and then as far as the cursor needs."""
        if not self.window.total:
            return
        self._position = max(0, min(position, self.window.total - 1))
        row = self.row(self._position)
        self._cursor = row.id if row is not None else None
        if scroll:
            self.set_top(self.top + scroll)
        self._reveal()
        self.repaint()
        self._announce()
        self._ask()

    def _announce(self) -> None:
        """Say so if the cursor is on another conversation than was said last, and open it if that was asked for."""
        if not self.is_mounted:
            return
        if self._cursor is None:
            if not self.window.total:
                self._highlighted, self._opens = None, False
            return
        if self._cursor != self._highlighted:
            self._highlighted = self._cursor
            self.post_message(self.Highlighted(self._cursor, self._position))
        if self._opens:
            self._opens = False
            self.post_message(self.Opened(self._cursor))

    def _ask(self) -> None:
        """Ask for rows where those told end within two screens of what is in view, once for the same stretch."""
        if not self.is_mounted:
            return
        offset = self._known.wanted(self.top // self._lines, self._rows_in_sight(), now=self.clock())
        if offset is not None:
            self.post_message(self.WindowWanted(offset))

    def _reveal(self) -> None:
        """Scroll as little as puts all lines of the cursor in view; rows stay aligned to the top."""
        lines = self._lines
        y, top, height = lines * self._position, self.top, self.shape.height
        if y < top:
            self.set_top(y)
        elif y + lines > top + height:
            self.set_top(-(-(y + lines - height) // lines) * lines)

    def _height(self) -> int:
        lines = self._lines
        return lines * self.window.total + self.shape.height % lines if self.window.total else 0

    def _rows_in_sight(self) -> int:
        return max(1, self.shape.height // self._lines)

    def _in_sight(self, position: int) -> bool:
        y = self._lines * position
        return self.top <= y and y + self._lines <= self.top + self.shape.height

    def _id_at(self, position: int) -> ConversationId | None:
        row = self.row(position)
        return row.id if row is not None else None
