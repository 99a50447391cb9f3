"""How rows come from the desk to the list: the stretch around the cursor, both its ends, and its place in another."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.timer import Timer

from chatlane_tui.model.ids import ConversationId
from chatlane_tui.store.rows import InboxWindow
from chatlane_tui.ui.flows.attempt import Work, start
from chatlane_tui.ui.flows.explaining import explain_list
from chatlane_tui.ui.opening import patiently

if TYPE_CHECKING:
    from chatlane_tui.desk.listing import Listing
    from chatlane_tui.ui.screens.inbox import InboxScreen

WINDOW = 240
"""Rows of the list read at once: several screens above and below the cursor."""
SCREEN = 60
"""Rows that are kept of each end of the list, for a jump there: more than the highest screen shows."""
CALM = 0.3
"""Seconds without news after which those are read."""


class Listed:
    """What stands in the list, of all that its `listing` holds."""

    def __init__(self, screen: InboxScreen) -> None:
        self._screen = screen
        self._calm: Timer | None = None
        self._total = 0
        self._listing: Listing | None = None
        self._given_up: int | None = None
        """Where the cursor waits for rows that did not come: no key waits there a second time."""

    @property
    def listing(self) -> Listing:
        """What the list shows."""
        if self._listing is None:
            self._listing = self._screen.session.find.view(self._screen.viewing.current)
        return self._listing

    async def lands(self) -> None:
        """Return when the cursor is on a conversation: after a jump to rows that are not here, keys wait for those."""
        if self._has_landed() or self._given_up == self._screen.inbox.position:
            return
        self._given_up = None if await patiently(self._has_landed) else self._screen.inbox.position

    def _has_landed(self) -> bool:
        return self._screen.inbox.cursor is not None or not self._screen.inbox.window.total

    def show_first(self, rows: InboxWindow) -> None:
        """The first paint: what was read before there was a screen."""
        self._screen.inbox.show(rows)
        self._total = rows.total
        self.explain()
        self._keep_ends_soon()

    def bring(self, offset: int) -> None:
        """The list came near the edge of what it has."""
        self._run("window", partial(self._bring, offset=max(0, offset)))

    async def _bring(
        self,
        *,
        offset: int | None = None,
        around: ConversationId | None = None,
        cursor: ConversationId | None = None,
    ) -> None:
        listing = self.listing
        rows = await self._screen.session.read.listed(listing, size=WINDOW, offset=offset, around=around)
        if listing is not self.listing:
            return
        self._screen.inbox.show(rows, cursor=cursor)
        self._shown(rows)

    async def begin(self, listing: Listing) -> None:
        """Another list, from its top."""
        self._listing = listing
        rows = await self._screen.session.read.listed(listing, size=WINDOW, offset=0)
        if listing is self.listing:
            self._screen.inbox.begin(rows)
            self._shown(rows)
            self._keep_ends_soon()

    def _shown(self, rows: InboxWindow) -> None:
        self._screen.session.show(self._screen.inbox.in_sight)
        self._total = rows.total
        self.explain()

    def changed(self) -> None:
        """Something was committed that may be in it: read it again."""
        self._keep_ends_soon()
        self._run("window", self.refresh)

    async def refresh(self) -> None:
        """Read it again now, not when the feed says so: a person waits for what they did."""
        inbox = self._screen.inbox
        if inbox.position < WINDOW // 4:
            await self._bring(offset=0)  # news at the top is seen by whoever is near it
        else:
            await self._bring(around=inbox.cursor, offset=max(0, inbox.position - WINDOW // 2))

    async def go_to(self, conversation_id: ConversationId) -> None:
        """The cursor to it, where the list shows it."""
        offset = max(0, self._screen.inbox.position - WINDOW // 2)
        await self._bring(around=conversation_id, offset=offset, cursor=conversation_id)

    async def step_to(self, conversation_id: ConversationId) -> None:
        """The cursor to one that it shows for certain."""
        await self._bring(around=conversation_id, cursor=conversation_id)

    def explain(self) -> None:
        """Say why it is empty, if it is."""
        if not self._total:
            explain_list(self._screen)

    def _keep_ends_soon(self) -> None:
        """Both its ends, once nothing has changed for a moment: until then a jump there waits for its rows."""
        if self._calm is not None:
            self._calm.stop()
        self._screen.inbox.keep_ends()
        self._calm = self._screen.set_timer(CALM, lambda: self._run("ends", self._keep_ends))

    async def _keep_ends(self) -> None:
        calm, read = self._calm, self._screen.session.read
        first = await read.listed(self.listing, size=SCREEN, offset=0)
        last = await read.listed(self.listing, size=SCREEN, offset=max(0, first.total - SCREEN))
        if calm is self._calm:
            self._screen.inbox.keep_ends(first, last)

    def _run(self, group: str, work: Work) -> None:
        start(self._screen, work, group=group, exclusive=True)
