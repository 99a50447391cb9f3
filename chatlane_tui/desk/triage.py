"""Acts here: they change what this desk shows, never the server, which this API does not allow (V3)."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from chatlane_tui.model.acts import Act
from chatlane_tui.model.clock import Clock
from chatlane_tui.model.ids import ConversationId, is_local
from chatlane_tui.store import acts, triage
from chatlane_tui.store.database import Database
from chatlane_tui.store.triage import Woken


class Undone(NamedTuple):
    """An act that was taken back."""

    act: Act
    ids: tuple[ConversationId, ...]
    whom: str
    """As whoever did it said: a customer's name, "40 conversations"."""


class _Entry(NamedTuple):
    undo: acts.Undo
    whom: str
    at: int


class Triage:
    """The local overlay, and the acts of this session in their order; every method raises `StoreError` if the database
    fails, and then nothing was done."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._done: list[_Entry] = []

    @property
    def last_at(self) -> int | None:
        """When the last act was done that can be undone (ms); None: there is none."""
        return self._done[-1].at if self._done else None

    async def do(self, ids: Collection[ConversationId], act: Act, *, whom: str) -> None:
        """Do it to all of them at once; one `undo` takes it back."""
        now = self._clock()
        undo = await self._database.write(lambda tx: acts.apply(tx, ids, act, now=now))
        self._done.append(_Entry(undo, whom, now))

    async def undo(self) -> Undone | None:
        """Take back the last act of this session that was not; None: there is none."""
        if not self._done:
            return None
        entry = self._done.pop()
        try:
            await self._database.write(lambda tx: acts.take_back(tx, entry.undo))
        except BaseException:
            self._done.append(entry)
            raise
        return Undone(entry.undo.act, entry.undo.ids, entry.whom)

    async def read(self, conversation_id: ConversationId) -> None:
        """Read here: no longer shown as unread, until the customer writes again. What was begun here always is.

        It is no act: there is nothing to undo.
        """
        if is_local(conversation_id):
            return
        await self._database.write(lambda tx: triage.set_read(tx, conversation_id, True, now=self._clock()))

    async def wake(self) -> Woken:
        """End the snoozes that are due; what came back by it."""
        due = await self._database.read(triage.next_wake)
        now = self._clock()
        if due is None or due > now:
            return Woken((), ())
        return await self._database.write(lambda tx: triage.wake(tx, now=now))

    async def labels(self) -> tuple[tuple[str, int], ...]:
        """Every label given here with how many conversations have it, the most used first."""
        return await self._database.read(acts.all_labels)

    async def labels_of(self, ids: Collection[ConversationId]) -> dict[str, int]:
        """The labels of these conversations, with how many of them have each."""
        return await self._database.read(lambda c: acts.labelled(c, ids))
