"""Carries out the rolling reconcile: sweeps the lists page by page and looks at what they left out (S1).

Each page is stored in one transaction with its cursor, so a sweep goes on after any cut. What a whole list left out is
asked for by itself: absence is not deletion, a 404 with code NOT_FOUND is.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from typing import Any

from chatlane_tui.api.paging import Page
from chatlane_tui.errors import ApiError
from chatlane_tui.model.clock import Clock
from chatlane_tui.store import meta, sweeps
from chatlane_tui.store.database import Database, Transaction
from chatlane_tui.store.sweeps import Suspect
from chatlane_tui.sync.pace import Pace
from chatlane_tui.sync.plan import DONE
from chatlane_tui.sync.pull import MESSAGES_MARK, Pull, Store
from chatlane_tui.sync.rounds import CLOSED, OPEN, Sweep

SWEEPS = (*OPEN, *CLOSED)
GIVE_UP = 3
"""Answers in a row that no page comes of, after which a sweep is put off: it begins anew when it is due again."""


@dataclass(frozen=True, slots=True)
class _State:
    """How far a sweep is. `since` is fixed when it begins, or its pages would not fit together."""

    number: int
    since: int | None
    cursor: str | None


class Reconcile:
    """One look a call. Every method raises `ApiError`, and what was read before stays stored."""

    def __init__(self, database: Database, pull: Pull, *, clock: Clock, pace: Pace) -> None:
        self._database = database
        self._pull = pull
        self._clock = clock
        self._pace = pace
        self._pages: dict[str, tuple[AsyncGenerator[Page[Any], None], Store[Any]]] = {}
        self._failures: dict[str, int] = {}

    async def standing(self) -> tuple[frozenset[str], dict[str, int]]:
        """The sweeps that are under way, and when each last came to its end (ms), as an earlier run left them."""
        return await self._database.read(_standing)

    async def sweep(self, step: Sweep) -> frozenset[int]:
        """The next page of a sweep; after the last, one of the conversations that it left out, until there is none.

        Returns the conversations that a list told of.
        """
        name = step.name
        state = await self._database.read(lambda c: _state(c, name)) or await self._begin(name)
        try:
            told = await (self._look(name, state) if state.cursor == DONE else self._page(name, state))
        except ApiError as error:
            if error.status is not None:
                self._failures[name] = self._failures.get(name, 0) + 1
                if self._failures[name] >= GIVE_UP:
                    await self.finish(name)
            raise
        self._failures.pop(name, None)
        return told

    async def finish(self, name: str) -> None:
        """That list was read to its end just now, by a sweep or by the first sync; or the sweep is put off."""
        await self._forget(name)
        self._failures.pop(name, None)

        def finished(tx: Transaction) -> None:
            meta.put(tx, _state_key(name), None)
            meta.put(tx, _end_key(name), str(self._clock()))

        await self._database.write(finished, bulk=True)

    async def aclose(self) -> None:
        """Give up the walks that are open; their cursors are stored."""
        for name in tuple(self._pages):
            await self._forget(name)

    async def _begin(self, name: str) -> _State:
        def begin(tx: Transaction) -> _State:
            mark = meta.value(tx.connection, MESSAGES_MARK)
            recent = name == "messages:recent"
            since = max(0, int(mark) - self._pace.recent) if recent and mark is not None else None
            state = _State(sweeps.begin(tx), since, None)
            _put(tx, name, state)
            return state

        return await self._database.write(begin, bulk=True)

    async def _page(self, name: str, state: _State) -> frozenset[int]:
        """The walk stays open from page to page: it remembers what it has seen, so it knows an end (P4)."""
        if name not in self._pages:
            self._pages[name] = self._pull.source(name, start=state.cursor, since=state.since)
        pages, store = self._pages[name]
        try:
            page = await anext(pages, None)
        except BaseException:
            del self._pages[name]
            raise
        cursor = DONE if page is None else page.next or DONE

        def keep(tx: Transaction) -> None:
            if page is not None:
                store(tx, page.items)
            _put(tx, name, _State(state.number, state.since, cursor))

        await self._database.write(keep, bulk=True)
        is_of_conversations = name.startswith("conversations")
        if cursor == DONE:
            await self._forget(name)
            if not is_of_conversations:
                await self.finish(name)
        return frozenset(item.id for item in page.items) if page is not None and is_of_conversations else frozenset()

    async def _look(self, name: str, state: _State) -> frozenset[int]:
        """A whole list without this conversation: it has moved on, or it is gone."""
        status = name.partition(":")[2] or None
        suspect = await self._database.read(lambda c: sweeps.unseen(c, state.number, status=status))
        if suspect is None:
            await self.finish(name)
            return frozenset()
        try:
            await self._ask(suspect, is_everything=status is None)
        except ApiError as error:
            if error.status is not None:
                await self._database.write(lambda tx: sweeps.told(tx, (suspect.id,)), bulk=True)
            raise
        return frozenset()

    async def _ask(self, suspect: Suspect, *, is_everything: bool) -> None:
        """What is in no list at all is most likely gone, and then a GET cannot mark it as read (S4)."""
        if is_everything:
            await self._pull.conversation(suspect.id)
            await self._database.write(lambda tx: sweeps.told(tx, (suspect.id,)), bulk=True)
        else:
            await self._pull.again(suspect.id)

    async def _forget(self, name: str) -> None:
        pages = self._pages.pop(name, None)
        if pages is not None:
            await pages[0].aclose()


def _state_key(name: str) -> str:
    return f"sweep:{name}"


def _end_key(name: str) -> str:
    return f"swept:{name}"


def _state(connection: sqlite3.Connection, name: str) -> _State | None:
    stored = meta.value(connection, _state_key(name))
    if stored is None:
        return None
    found: Mapping[str, Any] = json.loads(stored)
    return _State(found["number"], found["since"], found["cursor"])


def _put(tx: Transaction, name: str, state: _State) -> None:
    stored = {"number": state.number, "since": state.since, "cursor": state.cursor}
    meta.put(tx, _state_key(name), json.dumps(stored))


def _standing(connection: sqlite3.Connection) -> tuple[frozenset[str], dict[str, int]]:
    under_way = frozenset(name for name in SWEEPS if meta.value(connection, _state_key(name)) is not None)
    ends = ((name, meta.value(connection, _end_key(name))) for name in SWEEPS)
    return under_way, {name: int(end) for name, end in ends if end is not None}
