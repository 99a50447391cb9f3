"""What the list shows: a list that stands ready in the store, or the conversations that a query means, held in memory.

Both answer the same questions: which rows stand at a place, where a conversation stands, what is beside it.
"""

from __future__ import annotations

from typing import Final, Protocol

from chatlane_tui.model.clock import Clock
from chatlane_tui.model.highlight import Marker
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.model.query import Query
from chatlane_tui.model.views import BEST
from chatlane_tui.store import excerpts, finding, lists, places
from chatlane_tui.store.conditions import Moment, has_words
from chatlane_tui.store.database import Database
from chatlane_tui.store.finding import Found
from chatlane_tui.store.rows import InboxWindow

FIRST: Final = 120
"""Conversations that are looked for first: more than a screen, at the price of a moment."""
_NOTHING: Final = Found((), (), is_whole=True)


class Listing(Protocol):
    """A list of conversations in an order. Every method raises `StoreError` if the database fails."""

    async def window(
        self, *, size: int, offset: int | None = None, around: ConversationId | None = None
    ) -> InboxWindow:
        """A stretch of `size` rows, at `offset` or centred on the conversation `around`."""

    async def beside(self, conversation_id: ConversationId, step: int) -> ConversationId | None:
        """The conversation `step` places further down, or None at its end."""

    async def ids(self, *, start: int, size: int) -> tuple[ConversationId, ...]:
        """Which conversations stand at the positions from `start` on."""


class KeptList:
    """A list that stands ready (`places`)."""

    def __init__(self, database: Database, view: str, order: str) -> None:
        self._database = database
        self._view = view
        self._order = order

    async def window(
        self, *, size: int, offset: int | None = None, around: ConversationId | None = None
    ) -> InboxWindow:
        """A stretch of `size` rows, at `offset` or centred on the conversation `around`."""
        view, order = self._view, self._order
        return await self._database.read(
            lambda c: lists.inbox_window(c, size=size, offset=offset, around=around, view=view, order=order)
        )

    async def beside(self, conversation_id: ConversationId, step: int) -> ConversationId | None:
        """The conversation `step` places further down, or None at its end."""
        view, order = self._view, self._order
        return await self._database.read(lambda c: lists.beside(c, conversation_id, step, view=view, order=order))

    async def ids(self, *, start: int, size: int) -> tuple[ConversationId, ...]:
        """Which conversations stand at the positions from `start` on."""
        view, order = self._view, self._order
        return await self._database.read(
            lambda c: tuple(places.stretch(c, view=view, start=start, size=size, order=order))
        )


class FoundList:
    """What a query means. `begin` finds the first of it, `complete` all, again and again as things change."""

    def __init__(self, database: Database, query: Query, order: str, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self.query = query
        self.order = order
        self.marker = Marker.of(query)
        self._found = _NOTHING
        self._places: dict[ConversationId, int] = {}
        self._stood: dict[ConversationId, int] = {}
        self._hits: dict[ConversationId, int] = {}
        self._is_complete = False
        self._has_begun = False

    @property
    def total(self) -> int:
        """Conversations found so far."""
        return len(self._found.ids)

    @property
    def is_complete(self) -> bool:
        """Whether everything was looked at."""
        return self._is_complete

    @property
    def is_whole(self) -> bool:
        """Whether these are all there are."""
        return self._is_complete and self._found.is_whole

    async def begin(self) -> None:
        """Find the first ones. Cancelled, it stops at once. Raises QueryError for what cannot be asked."""
        query, moment = self.query, self._moment
        match self.order:
            case "newest":
                found = await self._database.search(lambda c: finding.newest(c, query, moment, most=FIRST))
            case "best":
                from chatlane_tui.store.ranking import RANKED, best_first

                found = await self._database.search(
                    lambda c: best_first(c, query, finding.newest(c, query, moment, most=RANKED))
                )
            case _:
                await self.complete()
                return
        self._take(found)
        self._is_complete = found.is_whole

    async def complete(self) -> None:
        """Find all of them."""
        query, order, moment = self.query, self.order, self._moment
        if order == BEST:
            from chatlane_tui.store.ranking import best_first

            found = await self._database.search(lambda c: best_first(c, query, finding.found(c, query, moment)))
        else:
            found = await self._database.search(lambda c: finding.found(c, query, moment, order=order))
        self._take(found)
        self._is_complete = True

    async def window(
        self, *, size: int, offset: int | None = None, around: ConversationId | None = None
    ) -> InboxWindow:
        """A stretch of `size` rows, at `offset` or centred on the conversation `around`."""
        if not self._has_begun:
            await self.begin()
        found = self._found
        rank = None if around is None else self._places.get(around)
        start = lists.start_of(size, total=len(found.ids), offset=offset, rank=rank)
        ids, hits, marker = found.ids[start : start + size], self._hits, self.marker
        if has_words(self.query):
            rows = await self._database.search(lambda c: excerpts.rows(c, ids, hits, marker))
        else:
            rows = await self._database.read(lambda c: lists.rows(c, ids))
        return InboxWindow(start, len(found.ids), rows, rank)

    async def beside(self, conversation_id: ConversationId, step: int) -> ConversationId | None:
        """The conversation `step` places further down, or None at its end."""
        place = self._places.get(conversation_id)
        if place is None:  # it has left: from where it stood, the next one has taken its place
            place = self._stood.get(conversation_id, 0) - (1 if step > 0 else 0)
        there = place + step
        return self._found.ids[there] if 0 <= there < len(self._found.ids) else None

    async def ids(self, *, start: int, size: int) -> tuple[ConversationId, ...]:
        """Which conversations stand at the positions from `start` on."""
        return self._found.ids[start : start + size]

    @property
    def _moment(self) -> Moment:
        return Moment(self._clock())

    def _take(self, found: Found) -> None:
        self._has_begun = True
        self._found = found
        self._stood = self._places
        self._places = {id_: place for place, id_ in enumerate(found.ids)}
        self._hits = dict(zip(found.ids, found.rows, strict=True))
