"""Inboxes, and the channels learnt from every answer that names one: there is no endpoint for channels (C1)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from chatlane_tui.model.feed import InboxChanged, PeopleChanged
from chatlane_tui.model.ids import InboxId
from chatlane_tui.store.database import Transaction
from chatlane_tui.store.rows import ChannelRow

if TYPE_CHECKING:
    from chatlane_tui.model import wire


class InboxInfo(NamedTuple):
    """An inbox. `type` is "standard", or another word for an entity inbox (E1); empty where nobody said."""

    id: InboxId
    name: str
    type: str


def upsert(tx: Transaction, items: Sequence[wire.Inbox], *, now: int = 0) -> None:
    """Merge inboxes by present key (M1), with the channels they list; `now` dates the knowledge of those."""
    for item in items:
        said = item.model_fields_set
        found = tx.connection.execute("SELECT name, type FROM inbox WHERE id = ?", (item.id,)).fetchone()
        before = found or (None, None)
        after = (item.name if "name" in said else before[0], item.type if "type" in said else before[1])
        if found is None or after != before:
            tx.connection.execute("INSERT OR REPLACE INTO inbox (id, name, type) VALUES (?, ?, ?)", (item.id, *after))
            tx.changed(PeopleChanged(), InboxChanged())
    learn_channels(tx, ((channel, item.id) for item in items for channel in item.channels or ()), now=now)


def inboxes(connection: sqlite3.Connection) -> tuple[InboxInfo, ...]:
    """Every inbox known, by name."""
    found = connection.execute(
        "SELECT id, coalesce(name, ''), coalesce(type, '') FROM inbox ORDER BY name COLLATE NOCASE, id"
    )
    return tuple(InboxInfo(*row) for row in found)


def learn_channels(tx: Transaction, found: Iterable[tuple[wire.Channel, InboxId | None]], *, now: int) -> None:
    """Remember channels by present key, each with the inbox it names or was met in, and when that was."""
    for channel, met_in in {channel.id: (channel, met_in) for channel, met_in in found}.values():
        said = channel.model_fields_set
        stored = tx.connection.execute(
            "SELECT inbox_id, name, type, is_active FROM channel WHERE id = ?", (channel.id,)
        ).fetchone()
        before = stored or (None, None, None, None)
        named = channel.inbox_id if "inbox_id" in said else None
        after = (
            next((inbox for inbox in (named, met_in, before[0]) if inbox is not None), None),
            channel.name if "name" in said else before[1],
            channel.type if "type" in said else before[2],
            channel.is_active if "is_active" in said else before[3],
        )
        tx.connection.execute(
            "INSERT OR REPLACE INTO channel (id, inbox_id, name, type, is_active, seen_at) VALUES (?, ?, ?, ?, ?, ?)",
            (channel.id, *after, now),
        )
        if stored is None or after != before:
            tx.changed(PeopleChanged())


def channels(connection: sqlite3.Connection, inbox_id: InboxId | None) -> tuple[ChannelRow, ...]:
    """The channels of an inbox and those of no known inbox (None: all), active ones first."""
    found = connection.execute(
        "SELECT id, inbox_id, coalesce(name, ''), coalesce(type, ''), is_active, seen_at FROM channel "
        "WHERE ?1 IS NULL OR inbox_id IS NULL OR inbox_id = ?1 "
        "ORDER BY CASE is_active WHEN 1 THEN 0 WHEN 0 THEN 2 ELSE 1 END, type, name COLLATE NOCASE, id",
        (inbox_id,),
    )
    return tuple(
        ChannelRow(id_, inbox, name, kind, None if active is None else bool(active), seen_at)
        for id_, inbox, name, kind, active, seen_at in found
    )
