"""The composition root: one profile's database, feed and engine, and the parts that work with them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from chatlane_tui.config.settings import Settings
from chatlane_tui.desk.parts import Parts
from chatlane_tui.errors import StoreUnusable
from chatlane_tui.model.clock import Clock, system_clock
from chatlane_tui.model.feed import Feed, StatusChanged
from chatlane_tui.model.ids import ContactId, ConversationId, is_local
from chatlane_tui.model.status import Link, Status
from chatlane_tui.model.views import KEPT
from chatlane_tui.store import lists
from chatlane_tui.store.database import Database
from chatlane_tui.store.places import is_kept
from chatlane_tui.store.rows import FirstSight

if TYPE_CHECKING:
    from chatlane_tui.sync.engine import Engine
    from chatlane_tui.sync.pace import Pace

MOST_WITH_FILES = 200
"""Messages of a conversation whose files are asked for at once."""


class Session(Parts):
    """`open` touches no network; `connect` begins to talk to the server; `close` ends both.

    What a person can do is in its `Parts`.
    """

    def __init__(self, database: Database, *, feed: Feed, settings: Settings, clock: Clock) -> None:
        super().__init__(database, settings=settings, clock=clock)
        self.feed = feed
        self._engine: Engine | None = None
        self._offline_status = Status()
        self._fault: BaseException | None = None

    @classmethod
    def open(cls, settings: Settings, path: Path, *, clock: Clock = system_clock) -> Session:
        """Open the database at `path`, made and migrated as needed. Raises `StoreError`."""
        feed = Feed()
        return cls(Database.open(path, feed=feed), feed=feed, settings=settings, clock=clock)

    @classmethod
    def open_showing(
        cls, settings: Settings, path: Path, *, size: int, clock: Clock = system_clock
    ) -> tuple[Session, FirstSight]:
        """`open`, with the top of the list. Damage that only shows there is mended by opening once more."""
        session = cls.open(settings, path, clock=clock)
        try:
            return session, session.first_sight(size=size)
        except StoreUnusable:
            mendable = session._database.is_damaged
            session._leave()
            if not mendable:
                raise
        session = cls.open(settings, path, clock=clock)
        return session, session.first_sight(size=size)

    def first_sight(self, *, size: int) -> FirstSight:
        """The top of the list and the counts, waited for: before there is a screen there is nothing else to do."""
        first = self.views[0]
        kept = KEPT.get(first.query)
        if kept is None or not is_kept(kept, first.order):
            return self.find.first_sight(first, size=size)
        return self._database.read_soon(
            lambda c: lists.first_sight(c, size=size, view=kept, order=first.order)
        ).result()

    @property
    def news(self) -> tuple[str, ...]:
        """What happened to the database while it was opened, in sentences for a person."""
        rescued = self._database.rescued
        return () if rescued is None else (rescued.sentence,)

    @property
    def status(self) -> Status:
        """How the way to the server stands."""
        return self._offline_status if self._engine is None else self._engine.status

    @property
    def path(self) -> Path:
        """The database's file."""
        return self._database.path

    @property
    def fault(self) -> BaseException | None:
        """The defect that ended sync, if one did: for whoever reports it."""
        return self._fault if self._engine is None else self._engine.fault

    async def fetch(self, conversation_id: ConversationId, token: str) -> None:
        """Ask the server for one conversation, without sync. Raises `ApiError`, `StoreError`."""
        from chatlane_tui.desk.fetch import Fetching

        fetching = Fetching(self._database, base_url=self.settings.base_url, token=token, clock=self.clock)
        await fetching.thread(conversation_id)

    async def connect(self, token: str, *, pace: Pace | None = None) -> None:
        """Begin to sync with this token. The HTTP stack is imported in a thread, so the screen never waits for it."""
        await self.disconnect()
        self._token = token
        client, engine, ledger = await asyncio.to_thread(_load)
        await self.read.warm()
        finding = await asyncio.to_thread(lambda: self.find)
        self._client = client(
            self.settings.base_url,
            token,
            offload=self._database.work,
            clock=self.clock,
            on_limited=self._limited,
            ledger=ledger(self._database, clock=self.clock),
            writes=self.writes,
        )
        self._engine = engine(
            self._database,
            self._client,
            feed=self.feed,
            clock=self.clock,
            presence=self._presence,
            pace=pace or _pace(self.settings),
            writes=self.writes,
            prepare=finding.know_me,
        )
        self._engine.start()
        self.feed.publish(frozenset({StatusChanged()}))

    async def disconnect(self) -> None:
        """Stop talking to the server; what is cached, drafted and waiting stays."""
        engine, self._engine, self._client = self._engine, None, None
        if engine is not None:
            await engine.stop()
            self._fault = engine.fault

    def allow_writes(self, allowed: bool) -> None:
        """Read-only, or no longer: what waits in the outbox stays there until it may go."""
        self.writes.allowed = allowed
        if allowed:
            self.refresh()

    def _limited(self, until: int | None) -> None:
        if self._engine is not None:
            self._engine.limited(until)

    def signed_out(self, problem: str = "") -> None:
        """Say that there is no token to work with."""
        self._token = ""
        self._offline_status = Status(link=Link.SIGNED_OUT, problem=problem)
        self.feed.publish(frozenset({StatusChanged()}))

    def look_at(self, conversation_id: ConversationId | None) -> None:
        """This conversation is open now (None: none is): keep it fresh, if the server knows it."""
        if self._engine is not None:
            begun_here = conversation_id is not None and is_local(conversation_id)
            self._engine.look_at(None if begun_here else conversation_id)

    def show(self, ids: Sequence[ConversationId]) -> None:
        """These conversations are in sight of the list: what changes of them on the server is found first."""
        if self._engine is not None:
            self._engine.show(ids)

    async def find_files(self, conversation_id: ConversationId) -> None:
        """Ask for the files of its newest messages, where that was not done yet. Raises `ApiError`, `StoreError`."""
        if self._engine is not None:
            await self._engine.read_whole(conversation_id, newest=MOST_WITH_FILES)

    def glance(self, conversation_id: ConversationId) -> None:
        """The cursor rests on it: read its messages if that was never done; the server is not told that it was read."""
        if self._engine is not None:
            self._engine.glance(conversation_id)

    async def freshen(self, contact_id: ContactId | None, record_ids: Sequence[int]) -> bool:
        """Read this contact and these records anew, before their values go into a text. False: they are as cached."""
        return self._engine is not None and await self._engine.freshen(contact_id, record_ids)

    def refresh(self) -> None:
        """Ask the server now, whatever failed before."""
        if self._engine is not None:
            self._engine.nudge()

    async def close(self) -> None:
        """End sync, finish what is being written, close the database."""
        await self.disconnect()
        if "files" in self.__dict__:
            await self.files.aclose()
        await asyncio.to_thread(self._leave)

    def _leave(self) -> None:
        self._database.close()
        self._presence.leave()


def _pace(settings: Settings) -> Pace:
    from chatlane_tui.sync.pace import Pace

    return Pace(poll=int(settings.sync.poll_interval * 1000))


def _load() -> tuple[type, type, type]:
    from chatlane_tui.api.client import Client
    from chatlane_tui.sync.engine import Engine
    from chatlane_tui.sync.ledger import RateLedger

    return Client, Engine, RateLedger
