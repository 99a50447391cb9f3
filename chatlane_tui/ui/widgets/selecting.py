"""Selecting conversations of a list, one by one, as a range, or all of them; also those that it was not told of."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from chatlane_tui.model.ids import ConversationId
from chatlane_tui.ui.widgets.selection import Selection

if TYPE_CHECKING:
    from chatlane_tui.store.rows import InboxWindow
    from chatlane_tui.ui.widgets.canvas import Canvas as _Base
else:
    _Base = object


class Selecting(_Base):
    """A part of `InboxList`."""

    if TYPE_CHECKING:
        _selection: Selection
        _position: int
        _cursor: ConversationId | None

        @property
        def window(self) -> InboxWindow: ...

        def action_cursor_down(self) -> None: ...
        def _go(self, position: int, *, scroll: int = 0) -> None: ...

    @dataclass
    class RangeWanted(Message):
        """All that stands at the positions from `start` up to `end`, without it, is to be selected too."""

        start: int
        end: int

    @dataclass
    class SelectionChanged(Message):
        """So many are selected now."""

        count: int

    @property
    def selection(self) -> tuple[ConversationId, ...]:
        """The conversations that are selected, also those that are not in sight."""
        return self._selection.ids

    def select(self, ids: Collection[ConversationId]) -> None:
        """Select these and no others."""
        if self._selection.replace(ids):
            self._show_selection()

    def step_off(self) -> bool:
        """To the next conversation, at the end to the previous one; False: there is no other."""
        if self.window.total < 2:
            return False
        self._go(self._position + (1 if self._position + 1 < self.window.total else -1))
        return True

    def action_select(self) -> None:
        """Select the conversation under the cursor, or not any more, and go on to the next."""
        if self._cursor is not None:
            self._selection.toggle(self._cursor, self._position)
            self._show_selection()
            self.action_cursor_down()

    def action_select_range(self) -> None:
        """Select all from the one selected last to the one under the cursor; where none is, a range begins here."""
        if self._selection.anchor is None:
            if self._cursor is not None:
                self._selection.toggle(self._cursor, self._position)
                self._show_selection()
            return
        start, end = sorted((self._stands(*self._selection.anchor), self._position))
        if self._cursor is not None:
            self._selection.anchor = (self._cursor, self._position)
        self.post_message(self.RangeWanted(start, end + 1))

    def action_select_all(self) -> None:
        """Select all of the list, also what is not in sight; where all are selected, none."""
        if self._selection and len(self._selection) >= self.window.total:
            self.select(())
        elif self.window.total:
            self.post_message(self.RangeWanted(0, self.window.total))

    def _stands(self, id_: ConversationId, stood: int) -> int:
        """Where it stands now: rows may have come above it."""
        rows = enumerate(self.window.rows, self.window.offset)
        return next((position for position, row in rows if row.id == id_), stood)

    def _show_selection(self) -> None:
        self.repaint()
        self.post_message(self.SelectionChanged(len(self._selection)))
