"""Which view the list shows, of which inbox, and what the header says of the others. Part of the first paint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatlane_tui.model.views import KEPT, View
from chatlane_tui.store.rows import InboxCounts
from chatlane_tui.ui.widgets.header import View as Shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chatlane_tui.store.inboxes import InboxInfo
    from chatlane_tui.ui.screens.inbox import InboxScreen


class Viewing:
    """`index` is the digit's, from 0. Counts that do not stand ready are told when they were counted."""

    def __init__(self, screen: InboxScreen) -> None:
        self._screen = screen
        self._counts: InboxCounts | None = None
        self._counted: dict[int, int] = {}
        self.index = 0
        self.inbox: InboxInfo | None = None
        """The one inbox that is shown; None: all of them."""

    @property
    def views(self) -> tuple[View, ...]:
        """What the digits show."""
        return self._screen.session.views

    @property
    def current(self) -> View:
        """What the list shows, unless something is looked for."""
        return self.views[self.index]

    @property
    def is_inbox(self) -> bool:
        """Whether the list is the whole inbox, or everything."""
        return self.inbox is None and self.current.query in ("", "is:inbox")

    @property
    def uncounted(self) -> tuple[int, ...]:
        """The views whose counts do not stand ready: of a person's own, and all of a single inbox."""
        return tuple(n for n, view in enumerate(self.views) if self.inbox is not None or view.query not in KEPT)

    def tell(self, counts: InboxCounts) -> None:
        """What the store keeps count of."""
        self._counts = counts
        self.show()

    def tell_counted(self, counted: Mapping[int, int]) -> None:
        """What was counted, by the views' places."""
        self._counted = dict(counted)
        self.show()

    def show(self) -> None:
        """Say it in the header."""
        header = self._screen.header
        is_searching = self._screen.has_looked and self._screen.finding.mode == "search"
        header.show_views(
            [
                Shown(
                    view.name, self._holds(place), key=str(place + 1), current=place == self.index and not is_searching
                )
                for place, view in enumerate(self.views)
            ]
        )
        settings = self._screen.session.settings
        title = settings.title or settings.profile
        header.title = title if self.inbox is None else f"{title} · {self.inbox.name or f'inbox {self.inbox.id}'}"

    def empty(self) -> tuple[str, str]:
        """What an empty list means here, and what to do next."""
        where = "" if self.inbox is None else f" in {self.inbox.name or 'this inbox'}"
        if self.current.query == "is:inbox":
            return f"The inbox is empty{where}.", "New conversations appear here by themselves."
        return f"Nothing in {self.current.name}{where}.", "1 to 9 show other views."

    def _holds(self, place: int) -> int | None:
        kept = KEPT.get(self.views[place].query) if self.inbox is None else None
        if kept is not None and self._counts is not None:
            return self._counts.kept.get(kept)
        return self._counted.get(place)
