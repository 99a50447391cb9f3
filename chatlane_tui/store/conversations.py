"""Conversations as the screen reads them: windows of a list, the head of a thread, counts; `upsert` merges more in."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import Any, NamedTuple

from chatlane_tui.model.feed import InboxChanged, ThreadChanged
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.store import places, summary
from chatlane_tui.store.conversation_merge import upsert
from chatlane_tui.store.database import Transaction
from chatlane_tui.store.direction import ids_json
from chatlane_tui.store.rows import InboxRow, InboxWindow, ThreadHead

__all__ = [
    "InboxCounts",
    "beside",
    "counts",
    "head",
    "inbox_window",
    "known",
    "mark_gone",
    "mark_thread_read",
    "upsert",
]

_ROWS = """
SELECT c.id, coalesce(nullif(c.participant_name, ''), nullif(c.participant_email, ''), c.participant_phone, ''),
  coalesce(c.subject, ''), c.snippet, c.channel, c.sort_at, coalesce(c.status, ''), coalesce(i.name, ''),
  coalesce(nullif(c.assignee_name, ''), c.assignee_email, ''), c.unread,
  EXISTS (SELECT 1 FROM draft AS d WHERE d.conversation_id = c.id),
  (SELECT count(*) FROM outbox AS o WHERE o.conversation_id = c.id AND o.state IN ('held', 'queued', 'sending')),
  (SELECT count(*) FROM outbox AS o WHERE o.conversation_id = c.id AND o.state IN ('blocked', 'refused', 'uncertain'))
  + (SELECT count(*) FROM undelivered AS u WHERE u.conversation_id = c.id),
  c.starred, c.done, c.waiting_since
FROM conversation AS c LEFT JOIN inbox AS i ON i.id = c.inbox_id
WHERE c.id IN (SELECT value FROM json_each(?)) ORDER BY c.sort_at DESC, c.id DESC
"""
_HEAD = """
SELECT c.id, coalesce(c.subject, ''), coalesce(c.status, ''), c.inbox_id, coalesce(i.name, ''), coalesce(i.type, ''),
  c.participant_id, coalesce(c.participant_name, ''), coalesce(c.participant_email, ''),
  coalesce(c.participant_phone, ''), coalesce(nullif(c.assignee_name, ''), c.assignee_email, ''), c.tags, c.created_at,
  c.starred, c.done, c.reply_type, c.reply_channel_id, c.newest_id, c.last_inbound_at, c.fetched_at
FROM conversation AS c LEFT JOIN inbox AS i ON i.id = c.inbox_id WHERE c.id = ?
"""


class InboxCounts(NamedTuple):
    """The numbers of the header and the status bar: conversations first, then outbox rows and drafts."""

    inbox: int
    unread: int
    waiting: int
    """Conversations of the inbox whose last word is the customer's."""
    outbox_waiting: int
    outbox_troubled: int
    """What waits for a person: outbox rows, and answers that did not arrive."""
    drafts: int


def inbox_window(
    connection: sqlite3.Connection,
    *,
    size: int,
    offset: int | None = None,
    around: ConversationId | None = None,
    view: str = "inbox",
) -> InboxWindow:
    """`size` rows of a view ("inbox", "unread", "all"), newest activity first, then the higher id.

    With `around` the window is centred on that conversation and `rank` is its place; where it is not in the view any
    more, `rank` is None and `offset` (or the start) counts. A window never hangs over an end of the list.
    """
    total = places.total(connection, view=view)
    rank = None if around is None else places.rank(connection, around, view=view)
    start = (offset or 0) if rank is None else rank - size // 2
    start = max(0, min(start, total - size))
    ids = places.stretch(connection, view=view, start=start, size=size)
    rows = connection.execute(_ROWS, (ids_json(ids),)).fetchall()
    return InboxWindow(start, total, tuple(map(_inbox_row, rows)), rank)


def beside(
    connection: sqlite3.Connection, conversation_id: ConversationId, step: int, *, view: str = "inbox"
) -> ConversationId | None:
    """The next (+1) or previous (-1) conversation of a view, from where this one stands or, having left it, stood."""
    return places.beside(connection, conversation_id, step, view=view)


def head(connection: sqlite3.Connection, conversation_id: ConversationId) -> ThreadHead | None:
    """What the thread's heading and the composer need to know, or None for a conversation that is not cached."""
    found = connection.execute(_HEAD, (conversation_id,)).fetchone()
    if found is None:
        return None
    tags, created_at, starred, done, *rest = found[11:]
    values = (*found[:11], tuple(json.loads(tags)), created_at, bool(starred), bool(done), *rest)
    return ThreadHead(*values)


def known(connection: sqlite3.Connection, ids: Iterable[ConversationId]) -> frozenset[ConversationId]:
    """Those that the server has told us of themselves, not only through a message (S2)."""
    found = connection.execute(
        "SELECT id FROM conversation WHERE known_at IS NOT NULL AND id IN (SELECT value FROM json_each(?))",
        (ids_json(ids),),
    )
    return frozenset(ConversationId(row[0]) for row in found)


def mark_gone(tx: Transaction, conversation_id: ConversationId, *, now: int) -> None:
    """The server answered 404 (S1): hidden from every list; its drafts and its outbox stay."""
    changed = tx.connection.execute(
        "UPDATE conversation SET gone_at = ? WHERE id = ? AND gone_at IS NULL", (now, conversation_id)
    ).rowcount
    if changed:
        summary.refresh(tx.connection, (conversation_id,))
        tx.changed(InboxChanged(), ThreadChanged(conversation_id))


def mark_thread_read(tx: Transaction, conversation_id: ConversationId, *, now: int) -> None:
    """Its messages were just read whole from the server (`ThreadHead.fetched_at`); only the first time is news."""
    before = tx.connection.execute("SELECT fetched_at FROM conversation WHERE id = ?", (conversation_id,)).fetchone()
    tx.connection.execute("UPDATE conversation SET fetched_at = ? WHERE id = ?", (now, conversation_id))
    if before is not None and before[0] is None:
        tx.changed(ThreadChanged(conversation_id))


def counts(connection: sqlite3.Connection) -> InboxCounts:
    """The numbers of the header and the status bar, none of them counted through the mailbox."""
    found = connection.execute(
        "SELECT coalesce(sum(inbox), 0), coalesce(sum(unread), 0), coalesce(sum(waiting), 0), "
        "(SELECT count(*) FROM outbox WHERE state IN ('held', 'queued', 'sending')), "
        "(SELECT count(*) FROM outbox WHERE state IN ('blocked', 'refused', 'uncertain')) "
        "+ (SELECT count(*) FROM undelivered), "
        "(SELECT count(*) FROM draft) FROM list_day"
    ).fetchone()
    return InboxCounts(*found)


def _inbox_row(found: tuple[Any, ...]) -> InboxRow:
    unread, draft, waiting, troubled, starred, done, waiting_since = found[9:]
    flags = (bool(unread), bool(draft), waiting, troubled, bool(starred), bool(done), waiting_since)
    values = (*found[:9], *flags)
    return InboxRow(*values)
