"""Going up and down a list: by one conversation, by pages and halves of them, and to its ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chatlane_tui.store.rows import InboxWindow


class Walking:
    """A part of `InboxList`."""

    if TYPE_CHECKING:
        _position: int
        _lines: int

        @property
        def window(self) -> InboxWindow: ...

        def _go(self, position: int, *, scroll: int = 0) -> None: ...
        def _rows_in_sight(self) -> int: ...

    def action_cursor_down(self) -> None:
        """To the next conversation."""
        self._go(self._position + 1)

    def action_cursor_up(self) -> None:
        """To the previous conversation."""
        self._go(self._position - 1)

    def action_page_down(self) -> None:
        """A page down; the cursor keeps its place on the screen."""
        self._page(self._rows_in_sight())

    def action_page_up(self) -> None:
        """A page up."""
        self._page(-self._rows_in_sight())

    def action_half_down(self) -> None:
        """Half a page down."""
        self._page(max(1, self._rows_in_sight() // 2))

    def action_half_up(self) -> None:
        """Half a page up."""
        self._page(-max(1, self._rows_in_sight() // 2))

    def action_first(self) -> None:
        """To the first conversation."""
        self._go(0)

    def action_last(self) -> None:
        """To the last conversation."""
        self._go(self.window.total - 1)

    def _page(self, rows: int) -> None:
        self._go(self._position + rows, scroll=self._lines * rows)
