"""Finds out what became of uncertain sends by reading the thread back: it says "found", and never sends again (W1)."""

from __future__ import annotations

import html
import re
import sqlite3
from collections.abc import Collection, Iterable

from chatlane_tui.api.client import Client
from chatlane_tui.model import wire
from chatlane_tui.model.clock import Clock
from chatlane_tui.model.feed import Feed, Said
from chatlane_tui.model.ids import MessageId, OutboxId, is_local
from chatlane_tui.model.outbox import OutboxState
from chatlane_tui.store import identity, messages, outbox
from chatlane_tui.store.database import Database
from chatlane_tui.store.identity import Identity
from chatlane_tui.store.rows import OutboxRow
from chatlane_tui.sync.creating import Creating
from chatlane_tui.sync.pace import Pace
from chatlane_tui.sync.pull import Pull

NOT_FOUND = "It may have been sent, but it is not in the thread on the server. Send it again, or discard it?"
NOT_MADE = "It is not on the server: neither the conversation nor your message. Send it again, or discard it?"
NOBODY = Identity()
_TAG = re.compile(r"<[^<>]{0,2000}>")


_Try = tuple[OutboxId, int]
"""A row and which attempt to send it: one that is sent again, and uncertain again, is looked for anew."""


class Resolver:
    """Looks for each uncertain row a few times, at growing distances; then leaves the question to a person."""

    def __init__(self, database: Database, client: Client, pull: Pull, *, feed: Feed, clock: Clock, pace: Pace) -> None:
        self._database = database
        self._pull = pull
        self._creating = Creating(database, client, clock=clock)
        self._feed = feed
        self._clock = clock
        self._pace = pace
        self._looks: dict[_Try, int] = {}
        self._next: dict[_Try, int] = {}

    async def look(self) -> int | None:
        """Look for every uncertain row that is due; returns when the next look is due (ms), None if none is.

        Raises `ApiError` when the server cannot be asked; the look is then still to be done.
        """
        rows = [row for row in await self._database.read(outbox.rows) if row.state is OutboxState.UNCERTAIN]
        for row in rows:
            due = self._next.setdefault(_try(row), self._clock() + self._pace.look[0])
            if self._looks.get(_try(row), 0) < len(self._pace.look) and due <= self._clock():
                await self._look_for(row)
        waiting = {_try(row) for row in rows if self._looks.get(_try(row), 0) < len(self._pace.look)}
        return min((at for tried, at in self._next.items() if tried in waiting), default=None)

    def forget_times(self) -> None:
        """The clock was set: when the next looks are due is counted from now on."""
        self._next.clear()

    async def _look_for(self, row: OutboxRow) -> None:
        if is_local(row.conversation_id):
            if not await self._creating.find_again(row, slack=self._pace.slack):
                await self._looked(row, nothing=NOT_MADE)
            return
        since = (row.sent_at or row.created_at) - self._pace.slack
        seen = await self._database.read(lambda c: messages.said_at(c, row.seen))
        if seen is not None:  # by the server's clock: ours may have been wrong when it was sent
            since = min(since, seen)
        found = await self._pull.since(row.conversation_id, since)
        taken = await self._database.read(lambda c: outbox.own_ids(c) | _theirs(c, row))
        by = NOBODY if row.sender_type else await self._database.read(identity.learnt)
        match = matching(found, row, taken=taken, since=since, by=by)
        if match is not None:
            message_id = MessageId(match.id)
            if await self._database.write(lambda tx: outbox.resolved_as(tx, row.id, message_id, now=self._clock())):
                self._feed.publish(frozenset({Said("Found on the server: the uncertain message was sent, once.")}))
        else:
            await self._looked(row, nothing=NOT_FOUND)

    async def _looked(self, row: OutboxRow, *, nothing: str) -> None:
        """It was not there: look again later, or say so when it was looked for often enough."""
        looks = self._looks[_try(row)] = self._looks.get(_try(row), 0) + 1
        if looks < len(self._pace.look):
            self._next[_try(row)] = self._clock() + self._pace.look[looks]
        else:
            await self._database.write(lambda tx: outbox.explain(tx, row.id, problem=nothing))


def _theirs(connection: sqlite3.Connection, row: OutboxRow) -> frozenset[int]:
    """What the customer wrote. Sent in a contact's name, ours looks the same, so it rules nothing out (M9)."""
    if row.sender_type == "contact":
        return frozenset()
    return messages.inbound_ids(connection, row.conversation_id)


def matching(
    found: Iterable[wire.Message],
    row: OutboxRow,
    *,
    taken: Collection[int],
    since: int,
    by: Identity = NOBODY,
) -> wire.Message | None:
    """The message on the server that is the uncertain row: same type and words, not older, not surely of another.

    `taken` are those it cannot be: already known as ours, or written by the customer. `by` is in whose name we post.
    """
    words = spoken(row.body)
    for message in sorted(found, key=lambda message: (message.created_at or 0, message.id)):
        late_enough = message.created_at is None or message.created_at >= since
        is_free = message.id not in taken and not _is_of_another(message, by)
        if is_free and message.type == row.type and late_enough and spoken(message.body or "") == words:
            return message
    return None


def _is_of_another(message: wire.Message, by: Identity) -> bool:
    sender = message.sender
    return sender is not None and by.is_somebody_else(sender.id, sender.name, sender.email)


def _try(row: OutboxRow) -> _Try:
    return row.id, row.attempts


def spoken(body: str) -> str:
    """What a body says, whatever the server made of its spaces and tags (M4)."""
    return "".join(html.unescape(_TAG.sub(" ", body)).split())
