"""What a person looks for: views, searches and filters as lists, their counts, hits in a thread, who is at risk."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from chatlane_tui.config.settings import Settings
from chatlane_tui.desk.listing import FoundList, KeptList, Listing
from chatlane_tui.model.clock import Clock
from chatlane_tui.model.highlight import Marker
from chatlane_tui.model.ids import ConversationId, InboxId
from chatlane_tui.model.query import Field, Named, Query, every
from chatlane_tui.model.query_text import parsed
from chatlane_tui.model.targets import Targets
from chatlane_tui.model.views import View
from chatlane_tui.store import coverage, finding, identity, inboxes, lists, places, waits
from chatlane_tui.store.conditions import Moment
from chatlane_tui.store.coverage import Coverage
from chatlane_tui.store.database import Database
from chatlane_tui.store.inboxes import InboxInfo
from chatlane_tui.store.rows import FirstSight, InboxWindow


class Hits(NamedTuple):
    """Where the words stand in a thread: keys of messages in order, and how often in each."""

    keys: tuple[str, ...]
    times: Mapping[str, int]


class Finding:
    """Makes lists; those that stand ready where they do. Every method raises `StoreError` if the database fails."""

    def __init__(self, database: Database, *, settings: Settings, clock: Clock) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock

    @cached_property
    def targets(self) -> Targets:
        """How soon customers are to be answered."""
        return Targets.of(self._settings.targets, self._settings.hours)

    def view(self, view: View, *, inbox: InboxId | None = None, order: str = "") -> Listing:
        """What a view shows, of one inbox or of all, in its own order or in another."""
        return self.listing(self.query(view, inbox), order or view.order)

    def query(self, view: View, inbox: InboxId | None = None) -> Query:
        """What a view asks for. Raises QueryError for a query of the configuration that means nothing."""
        query = parsed(view.query)
        return query if inbox is None else every((query, Named(Field.INBOX, str(inbox), whole=True)))

    def listing(self, query: Query, order: str) -> Listing:
        """What a query means, in one of `model.views.ORDERS`, or `BEST`."""
        kept = finding.kept_as(query)
        if kept is not None and places.is_kept(kept, order):
            return KeptList(self._database, kept, order)
        return FoundList(self._database, query, order, clock=self._clock)

    def search(self, query: Query, order: str) -> FoundList:
        """As `listing`, never one that stands ready: it says what it found, and marks it."""
        return FoundList(self._database, query, order, clock=self._clock)

    def first_sight(self, view: View, *, size: int) -> FirstSight:
        """The top of a view that does not stand ready, and the counts, waited for: before there is a screen."""
        query, moment = self.query(view), Moment(self._clock())

        def look(connection: sqlite3.Connection) -> FirstSight:
            found = finding.found(connection, query, moment, order=view.order)
            rows = lists.rows(connection, found.ids[:size])
            return FirstSight(InboxWindow(0, len(found.ids), rows), lists.counts(connection))

        return self._database.read_soon(look).result()

    async def know_me(self) -> None:
        """Tell the store who the configuration says is typing (A6)."""
        me = self._settings.me
        await self._database.write(lambda tx: identity.set_to(tx, name=me.name, email=me.email))

    async def counts(self, queries: Sequence[Query]) -> tuple[int, ...]:
        """How many conversations each means, counted where nobody waits for it."""
        moment = Moment(self._clock())
        return await self._database.search(lambda c: tuple(finding.count(c, query, moment) for query in queries))

    async def coverage(self) -> Coverage:
        """What a search looks through."""
        return await self._database.read(coverage.coverage)

    async def hits(self, conversation_id: ConversationId, marker: Marker) -> Hits:
        """The messages of a thread that hold the words."""
        found = await self._database.search(lambda c: coverage.hits(c, conversation_id, marker))
        return Hits(tuple(found), found)

    async def most_at_risk(self, passed: Collection[ConversationId]) -> ConversationId | None:
        """Who is to be answered next: the target that ends first, else the longest wait; none of `passed`."""
        targets = self.targets
        waiting = await self._database.read(lambda c: waits.longest_of_each(c, passed))
        risks = [(targets.urgency(wait.inbox, wait.since), wait.since, wait.id) for wait in waiting]
        return min(risks)[2] if risks else None

    async def inboxes(self) -> tuple[InboxInfo, ...]:
        """Those that are known, by name."""
        return await self._database.read(inboxes.inboxes)

    async def customers(self, *, most: int) -> tuple[tuple[str, str], ...]:
        """Customers as (name, e-mail), those first who were learnt last."""
        return await self._database.read(lambda c: coverage.customers(c, most=most))

    async def names(self, *, most: int) -> tuple[tuple[ConversationId, str, str], ...]:
        """The newest conversations as (id, who, subject), to be jumped to."""
        return await self._database.read(lambda c: coverage.names(c, most=most))
