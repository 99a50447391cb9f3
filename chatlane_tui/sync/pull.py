"""Carries out the steps of the plan: reads from the server, stores each page in a transaction with its cursor."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import aclosing
from functools import partial
from typing import Any, TypeVar

from chatlane_tui.api.client import Client, Priority
from chatlane_tui.api.paging import Page
from chatlane_tui.errors import Missing
from chatlane_tui.model import wire
from chatlane_tui.model.clock import Clock
from chatlane_tui.model.ids import ConversationId, MessageId
from chatlane_tui.store import contacts, conversations, inboxes, messages, meta, records, sweeps, wholes
from chatlane_tui.store.database import Database, Transaction
from chatlane_tui.sync.pace import Pace
from chatlane_tui.sync.plan import DONE, WALKS, Poll, Walk

T = TypeVar("T", bound=wire.Identified)
R = TypeVar("R")
Store = Callable[[Transaction, Sequence[T]], object]
Heard = Callable[[str, int, int | None], None]
"""Told of a walk's progress: its name, items so far, and how many there are (None: the server does not say)."""

MESSAGES_MARK = "mark:messages"
CONVERSATIONS_MARK = "mark:conversations"
POLLED_AT = "polled_at"
PAGE = 100


class Pull:
    """Reading, one method a step. Every method raises `ApiError`, and what was read before it stays stored."""

    def __init__(self, database: Database, client: Client, *, clock: Clock, pace: Pace) -> None:
        self._database = database
        self._client = client
        self._clock = clock
        self._pace = pace

    async def cursors(self) -> dict[str, str]:
        """Where each walk of the first sync stands, as an earlier run left it."""

        def stored(connection: sqlite3.Connection) -> dict[str, str]:
            found = ((name, meta.value(connection, f"walk:{name}")) for name in WALKS)
            return {name: cursor for name, cursor in found if cursor is not None}

        return await self._database.read(stored)

    async def marks(self) -> tuple[int | None, int | None]:
        """The watermarks of messages and of conversations (S3), as the last finished poll left them."""
        return await self._database.read(_marks)

    async def polled_at(self) -> int | None:
        """When a poll last came to its end, in this run or an earlier one (ms)."""
        stored = await self._database.read(lambda c: meta.value(c, POLLED_AT))
        return None if stored is None else int(stored)

    async def inboxes(self) -> None:
        """All inboxes, and the channels they name (A6, C1)."""
        async for page in self._client.inboxes():
            await self._database.write(partial(inboxes.upsert, items=page.items, now=self._clock()))

    async def poll(self, step: Poll) -> None:
        """What was created since the watermarks; the conversations it touched are marked, to be read again (S2).

        The watermarks move only when both walks are stored whole: the order of a list is not promised (P5). And never
        so far that the next poll would ask for the future: one message with an absurd time must not hide all others.
        """
        present = self._clock() + self._pace.overlap
        conversations_mark = step.conversations_mark
        async for found in self._client.conversations(created_after=step.conversations_after(self._pace)):
            await self._write(self._store_conversations, found.items)
            conversations_mark = _latest(
                conversations_mark, *_until(present, (item.created_at for item in found.items))
            )
        messages_mark, since = step.messages_mark, step.messages_after(self._pace)
        async for page in self._client.messages(created_after=since):
            await self._write(partial(self._store_polled, since=since), page.items)
            messages_mark = _latest(messages_mark, *_until(present, (item.created_at for item in page.items)))

        def finish(tx: Transaction) -> None:
            _put_marks(tx, messages_mark, conversations_mark)
            meta.put(tx, POLLED_AT, str(self._clock()))

        await self._database.write(finish)

    async def touched(self) -> tuple[ConversationId, ...]:
        """Conversations that a poll touched, in this run or an earlier one, and that were not read again since."""
        return await self._database.read(sweeps.touched)

    async def again(self, conversation_id: ConversationId, *, is_fresh: bool = False) -> None:
        """Look at one conversation again for itself, and take it for told whatever comes of it.

        It is asked for through its newest message, which tells subject, status and channel: to GET it might mark it as
        read for the whole team (S4). Only what was polled just now (`is_fresh`) and is read already is asked for whole.
        """
        suspect = await self._database.read(lambda c: sweeps.suspect(c, conversation_id))
        if suspect is not None and suspect.newest is not None and (suspect.is_unread or not is_fresh):
            try:
                message = await self._client.message(suspect.newest, priority=Priority.BACKGROUND)
            except Missing:  # then there is most likely nothing left to be marked
                await self.conversation(conversation_id)
            else:
                await self._write(self._store_messages, (message,))
        else:
            await self.conversation(conversation_id)
        await self._database.write(lambda tx: sweeps.told(tx, (conversation_id,)), bulk=True)

    async def conversation(self, conversation_id: ConversationId, *, priority: Priority = Priority.BACKGROUND) -> None:
        """One conversation, read again; one that is gone is marked so (S1), if it is the API that says so (A3)."""
        try:
            conversation = await self._client.conversation(conversation_id, priority=priority)
        except Missing as missing:
            if missing.code != "NOT_FOUND":
                return
            await self._database.write(lambda tx: conversations.mark_gone(tx, conversation_id, now=self._clock()))
            return
        await self._write(self._store_conversations, (conversation,), bulk=priority is Priority.BACKGROUND)

    async def thread(self, conversation_id: ConversationId) -> None:
        """A whole thread for somebody who looks at it: its messages (M3), its head, the channel to answer on (C1)."""
        walk = self._client.messages(
            conversation_id=conversation_id, priority=Priority.INTERACTIVE, ahead=self._pace.ahead
        )
        store = partial(self._store_messages, conversation_id=conversation_id)
        async for page in walk:
            await self._write(store, page.items, bulk=False)
        await self._database.write(lambda tx: conversations.mark_thread_read(tx, conversation_id, now=self._clock()))
        await self.conversation(conversation_id, priority=Priority.INTERACTIVE)
        await self._learn_channel(conversation_id)

    async def whole(self, conversation_id: ConversationId, *, newest: int, most: int = 1) -> bool:
        """Read up to `most` messages one by one, of the `newest` of a conversation: only so files are told of (M5).

        Whether there was one to be read. Each is read once; one that is gone is not asked for again.
        """
        lacking = await self._database.read(lambda c: wholes.lacking(c, conversation_id, newest=newest))
        for id_ in lacking[:most]:
            try:
                message = await self._client.message(id_, priority=Priority.INTERACTIVE)
            except Missing:
                pass
            else:
                await self._write(
                    partial(self._store_messages, conversation_id=conversation_id), (message,), bulk=False
                )
            await self._database.write(lambda tx, id_=id_: wholes.note(tx, (id_,)), bulk=True)  # type: ignore[misc]
        return bool(lacking)

    async def since(self, conversation_id: ConversationId, after: int | None) -> tuple[wire.Message, ...]:
        """What a conversation got after `after` (ms, less the overlap; None: all of it), stored and returned."""
        walk = self._client.messages(
            conversation_id=conversation_id,
            created_after=None if after is None else max(0, after - self._pace.overlap),
            priority=Priority.INTERACTIVE,
        )
        store = partial(self._store_messages, conversation_id=conversation_id)
        found: list[wire.Message] = []
        async for page in walk:
            await self._write(store, page.items, bulk=False)
            found.extend(page.items)
        return tuple(found)

    async def watch(self, ids: Sequence[MessageId]) -> None:
        """Look at the delivery of messages of ours (W3). One that is gone stays as it was last seen."""
        for message_id in ids:
            try:
                message = await self._client.message(message_id, priority=Priority.BACKGROUND)
            except Missing:
                continue
            await self._write(self._store_messages, (message,))

    async def walk(self, step: Walk, *, heard: Heard, urgent: Callable[[], bool]) -> str:
        """Some pages of one walk, each stored with its cursor; returns where it stands now (`DONE` at the end).

        Stops early once `urgent()` says that something else is due.
        """
        pages, store = self.source(step.name, start=step.start, ahead=self._pace.ahead)
        if step.name == WALKS[0]:
            store = self._store_first_conversations
        return await self._go(step, pages, store, heard=heard, urgent=urgent)

    def source(
        self, name: str, *, start: str | None = None, since: int | None = None, ahead: int = 1
    ) -> tuple[AsyncGenerator[Page[Any], None], Store[Any]]:
        """The pages of a list and what stores one: "conversations" with or without ":status", "messages" and so on.

        `since` (ms) leaves out what was created before.
        """
        kind, _, narrowed = name.partition(":")
        match kind:
            case "conversations":
                status = narrowed or None
                return self._client.conversations(status=status, start=start, ahead=ahead), self._store_conversations
            case "messages":
                walk = self._client.messages(created_after=since, start=start, ahead=ahead)
                return walk, partial(self._store_messages, since=since)
            case "contacts":
                return self._client.contacts(start=start, ahead=ahead), self._store_contacts
            case "records":
                return self._client.records(start=start, ahead=ahead), self._store_records
            case _:
                raise ValueError(name)

    async def _go(
        self,
        step: Walk,
        pages: AsyncGenerator[Page[T], None],
        store: Store[T],
        *,
        heard: Heard,
        urgent: Callable[[], bool],
    ) -> str:
        """Pages are stored while the next ones come: those that arrived meanwhile share one transaction."""

        def keep(tx: Transaction, batch: Sequence[Page[T]]) -> None:
            store(tx, [item for page in batch for item in page.items])
            meta.put(tx, f"walk:{step.name}", batch[-1].next or DONE)

        count = 0
        arrived: list[Page[T]] = []
        storing: asyncio.Future[None] | None = None
        try:
            async with aclosing(pages):
                async for page in pages:
                    arrived.append(page)
                    count += 1
                    enough = page.next is None or count >= self._pace.pages or urgent()
                    if storing is not None and (storing.done() or enough or len(arrived) >= self._pace.together):
                        await storing
                        storing = None
                    if storing is None:
                        batch, arrived = arrived, []
                        storing = asyncio.ensure_future(self._database.write(partial(keep, batch=batch), bulk=True))
                    heard(step.name, (page.number - 1) * PAGE + len(page.items), page.total)
                    if enough:
                        return page.next or DONE
        finally:
            # An error of the server's loses nothing that had come before it.
            if storing is not None:
                await storing
            if arrived:
                await self._database.write(partial(keep, batch=arrived), bulk=True)
        await self._database.write(lambda tx: meta.put(tx, f"walk:{step.name}", DONE), bulk=True)
        return DONE

    async def _learn_channel(self, conversation_id: ConversationId) -> None:
        """The channel shows only in single messages (C1): read the newest inbound one once, if it is not known."""
        unknown = await self._database.read(lambda c: messages.without_channel(c, conversation_id))
        if unknown is None:
            return
        try:
            message = await self._client.message(unknown, priority=Priority.INTERACTIVE)
        except Missing:
            return
        await self._write(partial(self._store_messages, conversation_id=conversation_id), (message,), bulk=False)

    async def _write(
        self, store: Callable[[Transaction, Sequence[T]], R], items: Sequence[T], *, bulk: bool = True
    ) -> R:
        return await self._database.write(lambda tx: store(tx, items), bulk=bulk)

    def _store_conversations(self, tx: Transaction, items: Sequence[wire.Conversation]) -> None:
        conversations.upsert(tx, items, now=self._clock())
        sweeps.told(tx, (item.id for item in items))

    def _store_first_conversations(self, tx: Transaction, items: Sequence[wire.Conversation]) -> None:
        """As above, and the first watermarks: what the server's newest message and conversation were (S3)."""
        self._store_conversations(tx, items)
        messages_mark, conversations_mark = _marks(tx.connection)
        _put_marks(
            tx,
            _latest(messages_mark, *(item.last_message_at for item in items)),
            _latest(conversations_mark, *(item.created_at for item in items)),
        )

    def _store_polled(self, tx: Transaction, items: Sequence[wire.Message], *, since: int | None) -> None:
        """As below; what it touched is to be read again, even if this run of the program ends here."""
        sweeps.touch(tx, self._store_messages(tx, items, since=since).changed)

    def _store_messages(
        self,
        tx: Transaction,
        items: Sequence[wire.Message],
        *,
        conversation_id: ConversationId | None = None,
        since: int | None = None,
    ) -> messages.Touched:
        return messages.upsert(tx, items, now=self._clock(), conversation_id=conversation_id, since=since)

    def _store_contacts(self, tx: Transaction, items: Sequence[wire.Contact]) -> None:
        contacts.upsert(tx, items)

    def _store_records(self, tx: Transaction, items: Sequence[wire.Record]) -> None:
        records.upsert(tx, items)


def _until(present: int, times: Iterable[int | None]) -> Iterable[int]:
    return (time for time in times if time is not None and time <= present)


def _latest(*times: int | None) -> int | None:
    return max((time for time in times if time is not None), default=None)


def _marks(connection: sqlite3.Connection) -> tuple[int | None, int | None]:
    messages_mark, conversations_mark = (
        meta.value(connection, MESSAGES_MARK),
        meta.value(connection, CONVERSATIONS_MARK),
    )
    return (int(messages_mark) if messages_mark else None, int(conversations_mark) if conversations_mark else None)


def _put_marks(tx: Transaction, messages_mark: int | None, conversations_mark: int | None) -> None:
    for key, mark in ((MESSAGES_MARK, messages_mark), (CONVERSATIONS_MARK, conversations_mark)):
        if mark is not None:
            meta.put(tx, key, str(mark))
