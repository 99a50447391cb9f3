"""The list as the screen reads it: windows of a view, what stands beside a conversation, counts."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from chatlane_tui.model.ids import ConversationId
from chatlane_tui.store import places, standing
from chatlane_tui.store.direction import ids_json
from chatlane_tui.store.rows import FirstSight, InboxCounts, InboxRow, InboxWindow

_ROWS = f"""
SELECT c.id, coalesce(nullif(c.participant_name, ''), nullif(c.participant_email, ''), c.participant_phone, ''),
  coalesce(c.subject, ''), c.snippet, c.channel, c.sort_at, coalesce(c.status, ''), coalesce(i.name, ''),
  coalesce(nullif(c.assignee_name, ''), c.assignee_email, ''), c.unread,
  EXISTS (SELECT 1 FROM draft AS d WHERE d.conversation_id = c.id),
  (SELECT count(*) FROM outbox AS o WHERE o.conversation_id = c.id AND o.state IN ('held', 'queued', 'sending')),
  (SELECT count(*) FROM outbox AS o WHERE o.conversation_id = c.id AND o.state IN ('blocked', 'refused', 'uncertain'))
  + (SELECT count(*) FROM undelivered AS u WHERE u.conversation_id = c.id),
  c.starred, c.done, c.waiting_since, c.unsure_since,
  CASE WHEN {standing.STANDING_SNOOZE} THEN t.snoozed_until END, {standing.STANDING_LATER},
  CASE WHEN {standing.STANDING_RETURN} THEN iif(t.woke_follow, 'no answer', 'back') ELSE '' END,
  (SELECT json_group_array(label) FROM (SELECT label FROM label WHERE conversation_id = c.id ORDER BY label))
FROM conversation AS c LEFT JOIN inbox AS i ON i.id = c.inbox_id LEFT JOIN triage AS t ON t.conversation_id = c.id
WHERE c.id IN (SELECT value FROM json_each(?))
"""


def first_sight(connection: sqlite3.Connection, *, size: int, view: str = "inbox", order: str = "newest") -> FirstSight:
    """What the first paint shows: the top of the list, and the counts."""
    return FirstSight(inbox_window(connection, size=size, view=view, order=order), counts(connection))


def inbox_window(
    connection: sqlite3.Connection,
    *,
    size: int,
    offset: int | None = None,
    around: ConversationId | None = None,
    view: str = "inbox",
    order: str = "newest",
) -> InboxWindow:
    """`size` rows of a view that is kept, in an order in which it is (`places.is_kept`).

    With `around` the window is centred on that conversation and `rank` is its place; where it is not in the view any
    more, `rank` is None and `offset` (or the start) counts. A window never hangs over an end of the list.
    """
    total = places.total(connection, view=view)
    rank = None if around is None else places.rank(connection, around, view=view, order=order)
    start = start_of(size, total=total, offset=offset, rank=rank)
    ids = places.stretch(connection, view=view, start=start, size=size, order=order)
    return InboxWindow(start, total, rows(connection, ids), rank)


def start_of(size: int, *, total: int, offset: int | None, rank: int | None) -> int:
    """Where a window of that size begins, given what it is centred on, or where it is wished."""
    start = (offset or 0) if rank is None else rank - size // 2
    return max(0, min(start, total - size))


def rows(connection: sqlite3.Connection, ids: Sequence[ConversationId]) -> tuple[InboxRow, ...]:
    """These conversations as the list shows them, in the order given; what is not cached (any more) is left out."""
    found = {row[0]: row for row in connection.execute(_ROWS, (ids_json(ids),))}
    return tuple(_inbox_row(found[id_]) for id_ in ids if id_ in found)


def beside(
    connection: sqlite3.Connection,
    conversation_id: ConversationId,
    step: int,
    *,
    view: str = "inbox",
    order: str = "newest",
) -> ConversationId | None:
    """The next (+1) or previous (-1) conversation of a view, from where this one stands or, having left it, stood."""
    return places.beside(connection, conversation_id, step, view=view, order=order)


def counts(connection: sqlite3.Connection) -> InboxCounts:
    """The numbers of the header and the status bar, none of them counted through the mailbox."""
    waiting, troubled, drafts = connection.execute(
        "SELECT (SELECT count(*) FROM outbox WHERE state IN ('held', 'queued', 'sending')), "
        "(SELECT count(*) FROM outbox WHERE state IN ('blocked', 'refused', 'uncertain')) "
        "+ (SELECT count(*) FROM undelivered), (SELECT count(*) FROM draft)"
    ).fetchone()
    kept = places.totals(connection)
    return InboxCounts(kept["inbox"], kept["unread"], kept["waiting"], waiting, troubled, drafts, kept)


def _inbox_row(found: tuple[Any, ...]) -> InboxRow:
    unread, draft, waiting, troubled, starred, done, waiting_since, unsure_since, *acts = found[9:]
    unsure = unsure_since if waiting_since is None else None
    flags = (bool(unread), bool(draft), waiting, troubled, bool(starred), bool(done), waiting_since, unsure)
    snoozed_until, later, returned, labels = acts
    acts_here = (snoozed_until, bool(later), returned, _labels(labels))
    values = (*found[:9], *flags, *acts_here)
    return InboxRow(*values)


def _labels(stored: str) -> tuple[str, ...]:
    if stored == "[]":
        return ()
    import json  # most conversations have none, and the first paint waits for what is imported

    return tuple(json.loads(stored))
