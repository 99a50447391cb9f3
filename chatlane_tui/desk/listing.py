"""What the list shows: a list that stands ready in the store, or the conversations that a query means, held in memory.

Both answer the same questions: which rows stand at a place, where a conversation stands, what is beside it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple, Protocol

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


class _Held(NamedTuple):
    """What was found, put so that each question is answered at once."""

    found: Found = Found((), (), is_whole=True)
    places: Mapping[ConversationId, int] = MappingProxyType({})
    left: Mapping[ConversationId, int] = MappingProxyType({})
    """What was in it once → the place of what followed it there, as far as that is still in it."""
    hits: Mapping[ConversationId, int] = MappingProxyType({})


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
        self._held = _Held()
        self._is_complete = False
        self._has_begun = False

    @property
    def total(self) -> int:
        """Conversations found so far."""
        return len(self._held.found.ids)

    @property
    def is_complete(self) -> bool:
        """Whether everything was looked at."""
        return self._is_complete

    @property
    def is_whole(self) -> bool:
        """Whether these are all there are."""
        return self._is_complete and self._held.found.is_whole

    async def begin(self) -> None:
        """Find the first ones. Cancelled, it stops at once. Raises QueryError for what cannot be asked."""
        query, moment = self.query, self._moment
        match self.order:
            case "newest":
                await self._hold(lambda c: finding.newest(c, query, moment, most=FIRST))
            case "best":
                from chatlane_tui.store.ranking import RANKED, best_first

                await self._hold(lambda c: best_first(c, query, finding.newest(c, query, moment, most=RANKED)))
            case _:
                await self.complete()
                return
        self._is_complete = self._held.found.is_whole

    async def complete(self) -> None:
        """Find all of them."""
        query, order, moment = self.query, self.order, self._moment
        if order == BEST:
            from chatlane_tui.store.ranking import best_first

            await self._hold(lambda c: best_first(c, query, finding.found(c, query, moment)))
        else:
            await self._hold(lambda c: finding.found(c, query, moment, order=order))
        self._is_complete = True

    async def window(
        self, *, size: int, offset: int | None = None, around: ConversationId | None = None
    ) -> InboxWindow:
        """A stretch of `size` rows, at `offset` or centred on the conversation `around`."""
        if not self._has_begun:
            await self.begin()
        found, places, _, hits = self._held
        rank = None if around is None else places.get(around)
        start = lists.start_of(size, total=len(found.ids), offset=offset, rank=rank)
        ids, marker = found.ids[start : start + size], self.marker
        if has_words(self.query):
            rows = await self._database.search(lambda c: excerpts.rows(c, ids, hits, marker))
        else:
            rows = await self._database.read(lambda c: lists.rows(c, ids))
        return InboxWindow(start, len(found.ids), rows, rank)

    async def beside(self, conversation_id: ConversationId, step: int) -> ConversationId | None:
        """The conversation `step` places further down, or None at its end."""
        ids, places, left = self._held.found.ids, self._held.places, self._held.left
        place = places.get(conversation_id)
        if place is None:  # it has left: what followed it has taken its place
            place = left.get(conversation_id, 0) - (1 if step > 0 else 0)
        there = place + step
        return ids[there] if 0 <= there < len(ids) else None

    async def ids(self, *, start: int, size: int) -> tuple[ConversationId, ...]:
        """Which conversations stand at the positions from `start` on."""
        return self._held.found.ids[start : start + size]

    @property
    def _moment(self) -> Moment:
        return Moment(self._clock())

    async def _hold(self, look: Callable[[sqlite3.Connection], Found]) -> None:
        before = self._held
        self._held = await self._database.search(lambda c: _arranged(before, look(c)))
        self._has_begun = True


def _arranged(before: _Held, found: Found) -> _Held:
    """All that takes time for a hundred thousand, in the thread that found them."""
    places = {id_: place for place, id_ in enumerate(found.ids)}
    stood = before.found.ids
    following = [len(found.ids)] * (len(stood) + 1)
    for place in range(len(stood) - 1, -1, -1):
        following[place] = places.get(stood[place], following[place + 1])
    known = {**before.left, **before.places}
    left = {id_: following[place] for id_, place in known.items() if id_ not in places}
    return _Held(found, places, left, dict(zip(found.ids, found.rows, strict=True)))
