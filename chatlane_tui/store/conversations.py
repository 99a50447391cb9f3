"""One conversation and what is known of it: the head of its thread, when it was read; `upsert` merges more in."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from chatlane_tui.model.feed import InboxChanged, ThreadChanged
from chatlane_tui.model.ids import ConversationId, is_local
from chatlane_tui.store import beginnings, standing, summary
from chatlane_tui.store.conversation_merge import upsert
from chatlane_tui.store.database import Transaction
from chatlane_tui.store.direction import ids_json
from chatlane_tui.store.local_ids import settled
from chatlane_tui.store.rows import ThreadHead

__all__ = ["head", "known", "mark_gone", "mark_thread_read", "upsert"]

_HEAD = f"""
SELECT c.id, coalesce(c.subject, ''), coalesce(c.status, ''), c.inbox_id, coalesce(i.name, ''), coalesce(i.type, ''),
  c.participant_id, coalesce(c.participant_name, ''), coalesce(c.participant_email, ''),
  coalesce(c.participant_phone, ''), coalesce(nullif(c.assignee_name, ''), c.assignee_email, ''), c.tags, c.created_at,
  c.starred, c.done, c.reply_type, c.reply_channel_id, c.newest_id, c.last_inbound_at, c.fetched_at,
  CASE WHEN {standing.STANDING_SNOOZE} THEN t.snoozed_until END, {standing.STANDING_LATER},
  (SELECT json_group_array(label) FROM (SELECT label FROM label WHERE conversation_id = c.id ORDER BY label))
FROM conversation AS c LEFT JOIN inbox AS i ON i.id = c.inbox_id LEFT JOIN triage AS t ON t.conversation_id = c.id
WHERE c.id = ?
"""


def head(connection: sqlite3.Connection, conversation_id: ConversationId) -> ThreadHead | None:
    """What the thread's heading and the composer need to know, or None for a conversation that is not cached."""
    conversation_id = settled(connection, conversation_id)
    if is_local(conversation_id):
        return beginnings.head(connection, conversation_id)
    found = connection.execute(_HEAD, (conversation_id,)).fetchone()
    if found is None:
        return None
    tags, created_at, starred, done, *rest, snoozed_until, later, labels = found[11:]
    values = (*found[:11], tuple(json.loads(tags)), created_at, bool(starred), bool(done), *rest)
    values = (*values, snoozed_until, bool(later), tuple(json.loads(labels)))
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
