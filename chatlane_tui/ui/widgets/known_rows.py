"""Which rows of the list are here, a stretch of it and its two ends, and which have to be asked for: each once."""

from __future__ import annotations

from typing import Final, NamedTuple

from chatlane_tui.store.rows import InboxRow, InboxWindow
from chatlane_tui.ui.ages import SECOND

WINDOW: Final = 200
"""Rows that are asked for at once; an answer brings at least as many, unless the list ends before."""
PATIENCE: Final = 2 * SECOND
"""After this long a stretch that did not come may be asked for again."""


class _Asked(NamedTuple):
    offset: int
    at: int
    answered: bool = False


class KnownRows:
    """`window` is the stretch told last."""

    def __init__(self) -> None:
        self.window = InboxWindow(0, 0, ())
        self._ends: tuple[InboxWindow, ...] = ()
        self._asked: _Asked | None = None

    def tell(self, window: InboxWindow) -> None:
        """Another stretch takes the place of the one before; ends of a list of another length mean nothing any more."""
        self.window = window
        self.keep_ends(*self._ends)
        if self._asked is not None and window.offset == self._asked.offset:
            self._asked = self._asked._replace(answered=True)

    def keep_ends(self, *ends: InboxWindow) -> None:
        """The first and the last rows, besides; without any, those that were kept are forgotten."""
        self._ends = tuple(end for end in ends if end.total == self.window.total)

    def at(self, position: int) -> InboxRow | None:
        """The row at a position, from the stretch or from an end."""
        return next((row for window in (self.window, *self._ends) if (row := _row(window, position))), None)

    def was_told(self, position: int) -> bool:
        """Whether the stretch itself has that row."""
        return _row(self.window, position) is not None

    def wanted(self, top: int, screen: int, *, now: int) -> int | None:
        """From where on rows are to be asked for, if those of the stretch end within two screens of what is in view."""
        total, have = self.window.total, self.window.offset
        margin = max(0, min(2 * screen, (WINDOW - screen) // 2 - 1))
        first, last = max(0, top - margin), min(total, top + screen + 1 + margin)
        if have <= first and last <= have + len(self.window.rows):
            return None
        asked, offset = self._asked, max(0, min((first + last - WINDOW) // 2, total - WINDOW))
        if asked is not None:
            if asked.answered and asked.offset == offset:
                return None
            is_coming = asked.offset <= first and last <= asked.offset + WINDOW
            if not asked.answered and is_coming and now - asked.at < PATIENCE:
                return None
        self._asked = _Asked(offset, now)
        return offset


def _row(window: InboxWindow, position: int) -> InboxRow | None:
    index = position - window.offset
    return window.rows[index] if 0 <= index < len(window.rows) else None
