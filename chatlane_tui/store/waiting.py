"""What the outbox screen and the list of drafts show: everything that waits, with whom it is for, in one read each."""

from __future__ import annotations

import sqlite3

from chatlane_tui.model.outbox import WAITING, OutboxState
from chatlane_tui.store.direction import OURS
from chatlane_tui.store.plain import snippet_of, words_of
from chatlane_tui.store.rows import DraftLine, WaitingRow

_START = 2_000
"""Characters of a text that are read for its first words."""

_NAME = "coalesce(nullif(c.participant_name, ''), nullif(c.participant_email, ''), c.participant_phone, '')"
# With those that were begun here and have no conversation yet.
_ANY_NAME = (
    f"coalesce(nullif({_NAME}, ''), nullif(p.name, ''), nullif(p.email, ''), p.phone_number, "
    "nullif(n.contact_name, ''), nullif(n.contact_email, ''), n.contact_phone, '')"
)
_SUBJECT = "coalesce(c.subject, n.subject, '')"
_BEGUN = "LEFT JOIN beginning AS n ON n.id = -{}.conversation_id LEFT JOIN contact AS p ON p.id = n.contact_id"
_NEWS = f"""
FROM message AS m WHERE m.conversation_id = o.conversation_id AND o.state = 'blocked' AND m.direction <> {OURS}
  AND (m.at, m.id) > (SELECT coalesce(max(s.at), -1), coalesce(max(s.id), -1) FROM message AS s WHERE s.id = o.seen)
"""
_OUTBOX = f"""
SELECT 'o' || o.id, o.conversation_id, o.state, o.type, o.is_draft, {_ANY_NAME}, {_SUBJECT},
  coalesce(h.name, ''), substr(o.body, 1, {_START}), o.created_at, o.due, o.problem, '',
  EXISTS (SELECT 1 FROM outbox AS e WHERE e.conversation_id = o.conversation_id AND e.id < o.id
    AND (e.type = 'note') = (o.type = 'note')),
  (SELECT count(*) {_NEWS}),
  (SELECT substr(coalesce(b.plain, b.body), 1, {_START}) FROM message_body AS b WHERE b.row =
    (SELECT m.row {_NEWS} ORDER BY m.at DESC, m.id DESC LIMIT 1)),
  c.newest_id, o.code
FROM outbox AS o LEFT JOIN conversation AS c ON c.id = o.conversation_id {_BEGUN.format("o")}
LEFT JOIN channel AS h ON h.id = o.inbox_channel_id ORDER BY o.id
"""
_UNDELIVERED = f"""
SELECT 'm' || m.id, m.conversation_id, NULL, m.type, 0, {_NAME}, coalesce(c.subject, ''), coalesce(h.name, ''),
  substr(coalesce(b.plain, b.body), 1, {_START}), m.at, 0, '', coalesce(m.delivery_status, ''), 0, 0, '', c.newest_id,
  ''
FROM undelivered AS u JOIN message AS m ON m.id = u.message_id JOIN message_body AS b ON b.row = m.row
LEFT JOIN conversation AS c ON c.id = m.conversation_id LEFT JOIN channel AS h ON h.id = m.channel_id
ORDER BY u.noticed_at, m.id
"""
_DRAFTS = f"""
SELECT d.conversation_id, d.kind, d.type, {_ANY_NAME}, {_SUBJECT}, coalesce(h.name, ''),
  substr(d.body, 1, {_START}), d.notice, d.updated_at
FROM draft AS d LEFT JOIN conversation AS c ON c.id = d.conversation_id {_BEGUN.format("d")}
LEFT JOIN channel AS h ON h.id = d.inbox_channel_id ORDER BY d.updated_at DESC, d.conversation_id, d.kind
"""


def waiting(connection: sqlite3.Connection) -> tuple[WaitingRow, ...]:
    """What needs a person first, then what goes by itself, each in the order in which it was written."""
    rows = [_waiting(found) for statement in (_UNDELIVERED, _OUTBOX) for found in connection.execute(statement)]
    return tuple(sorted(rows, key=lambda row: row.state in WAITING))


def drafts(connection: sqlite3.Connection) -> tuple[DraftLine, ...]:
    """Every draft, the last touched first, whether or not its conversation is cached."""
    found = (DraftLine(*values) for values in connection.execute(_DRAFTS))
    return tuple(draft._replace(words=snippet_of(words_of(draft.words))) for draft in found)


def _waiting(found: tuple[object, ...]) -> WaitingRow:
    row = WaitingRow(*found)  # type: ignore[arg-type]
    return row._replace(
        state=None if row.state is None else OutboxState(row.state),
        is_draft=bool(row.is_draft),
        words=snippet_of(words_of(row.words)),
        is_behind=bool(row.is_behind),
        news_words=snippet_of(row.news_words or ""),
    )
