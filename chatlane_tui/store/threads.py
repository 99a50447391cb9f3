"""A conversation as the screen reads it: its head, its messages and what waits to be sent, and the bodies in view."""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_right
from collections.abc import Sequence
from typing import Any, NamedTuple

from chatlane_tui.model.ids import ConversationId
from chatlane_tui.model.outbox import OutboxState
from chatlane_tui.store import changes, conversations, views
from chatlane_tui.store.direction import CODES, NOTE, OURS, THEIRS, ids_json
from chatlane_tui.store.local_ids import settled
from chatlane_tui.store.rows import AttachmentRow, ChangeRow, Direction, MessageRow, ThreadHead

_THREAD = (
    "SELECT id, type, at, sender_name, sender_email, direction, channel_id, delivery_status, server_draft, "
    "attachments, size, newlines, version FROM message INDEXED BY message_in_thread WHERE conversation_id = ? "
    "ORDER BY at, id"
)
_SAID = (
    f"FROM message INDEXED BY message_in_thread WHERE conversation_id = ?1 AND direction <> {NOTE} AND NOT server_draft"
)
"""What somebody said to somebody: no notes, and no drafts."""
_UNSENT = (
    "SELECT o.id, o.type, o.created_at, c.name, o.is_draft, o.file_urls, length(o.body), "
    "length(o.body) - length(replace(o.body, char(10), '')), o.state, o.due, o.problem, o.code FROM outbox AS o "
    "LEFT JOIN channel AS c ON c.id = o.inbox_channel_id WHERE o.conversation_id = ? ORDER BY o.id"
)


class Body(NamedTuple):
    """The text of one message or outbox row; `version` changes when the text does, or how it is to be seen."""

    key: str
    type: str
    text: str
    version: int
    view: str = "auto"


class OpenedThread(NamedTuple):
    """What a thread opens with, as of one moment."""

    head: ThreadHead | None
    rows: tuple[MessageRow, ...]
    unread_from: str | None
    """The key of the oldest message that nobody read, if it was asked for."""
    bodies: dict[str, Body]


def opened(connection: sqlite3.Connection, conversation_id: ConversationId, *, ends: int) -> OpenedThread:
    """Everything to open it with: the bodies of `ends` messages, from the first unread one on, else of its end.

    With `ends` 0 it is only looked at again: neither bodies nor what is unread are read.
    """
    conversation_id = settled(connection, conversation_id)
    head = conversations.head(connection, conversation_id)
    rows = thread(connection, conversation_id)
    if not ends:
        return OpenedThread(head, rows, None, {})
    unread = first_unread(connection, conversation_id)
    start = next((index for index, row in enumerate(rows) if row.key == unread), len(rows))
    start = max(0, min(start, len(rows) - ends))
    keys = [row.key for row in rows[start : start + ends]]
    return OpenedThread(head, rows, unread, bodies(connection, conversation_id, keys))


def thread(connection: sqlite3.Connection, conversation_id: ConversationId) -> tuple[MessageRow, ...]:
    """The conversation, oldest first: the server's messages by time, then what waits to be sent, in its order."""
    conversation_id = settled(connection, conversation_id)
    channels = dict(connection.execute("SELECT id, coalesce(name, '') FROM channel").fetchall())
    chosen = views.of(connection, conversation_id)
    rows = [
        MessageRow(
            f"m{id_}",
            id_,
            None,
            kind,
            at,
            name or email or "",
            CODES[direction],
            channels.get(channel, ""),
            delivery or "",
            bool(draft),
            _attachments(files) if files != "[]" else (),
            size,
            newlines,
            views.version(version, chosen[id_]) if id_ in chosen else version,
            view=chosen.get(id_, views.AUTO),
        )
        for id_, kind, at, name, email, direction, channel, delivery, draft, files, size, newlines, version in (
            connection.execute(_THREAD, (conversation_id,))
        )
    ]
    for id_, kind, at, channel, draft, urls, size, newlines, state, due, problem, code in connection.execute(
        _UNSENT, (conversation_id,)
    ):
        direction = Direction.NOTE if kind == "note" else Direction.OURS
        files = tuple(AttachmentRow(url.rstrip("/").rpartition("/")[2], url, None, "") for url in json.loads(urls))
        unsent = (f"o{id_}", None, id_, kind, at, "", direction, channel or "", "", bool(draft), files, size, newlines)
        rows.append(
            MessageRow(
                *unsent,
                version=views.version(1, views.AUTO),
                state=OutboxState(state),
                due=due,
                problem=problem,
                code=code,
            )
        )
    return _with_changes(rows, changes.of(connection, conversation_id))


def bodies(connection: sqlite3.Connection, conversation_id: ConversationId, keys: Sequence[str]) -> dict[str, Body]:
    """The texts behind these keys ("m123", "o45") of a thread; a key that is gone is missing."""
    conversation_id = settled(connection, conversation_id)
    found = connection.execute(
        "SELECT 'm' || m.id, m.type, b.body, m.version FROM message AS m JOIN message_body AS b ON b.row = m.row "
        "WHERE m.id IN (SELECT value FROM json_each(?)) AND m.conversation_id = ? UNION ALL "
        "SELECT 'o' || id, type, body, 1 FROM outbox "
        "WHERE id IN (SELECT value FROM json_each(?)) AND conversation_id = ?",
        (_numbers(keys, "m"), conversation_id, _numbers(keys, "o"), conversation_id),
    )
    chosen = {f"m{id_}": view for id_, view in views.of(connection, conversation_id).items()}
    return {
        key: Body(key, kind, text, views.version(version, view := chosen.get(key, views.AUTO)), view)
        for key, kind, text, version in found
    }


def first_unread(connection: sqlite3.Connection, conversation_id: ConversationId) -> str | None:
    """The key of the customer's oldest message since our last answer that nobody read; None: it is all read.

    The server's flag on each message, else all that they wrote since we last did: lists tell of flags late (S1).
    """
    unread = connection.execute("SELECT unread FROM conversation WHERE id = ?", (conversation_id,)).fetchone()
    if unread is None or not unread[0]:
        return None
    read_to = connection.execute(
        "SELECT read_mark FROM triage WHERE conversation_id = ? AND read_here", (conversation_id,)
    ).fetchone()
    last_known = connection.execute(
        f"SELECT at, id {_SAID} AND (direction = {OURS} OR at <= ?2) ORDER BY at DESC, id DESC LIMIT 1",
        (conversation_id, read_to and read_to[0]),
    ).fetchone()
    since = (conversation_id, *(last_known or (-(1 << 62), 0)))
    newer = f"SELECT id {_SAID} AND (at, id) > (?2, ?3)"
    for condition in ("is_read = 0", f"direction = {THEIRS}"):
        found = connection.execute(f"{newer} AND {condition} ORDER BY at, id LIMIT 1", since).fetchone()
        if found is not None:
            return f"m{found[0]}"
    return None


def _with_changes(rows: Sequence[MessageRow], found: Sequence[ChangeRow]) -> tuple[MessageRow, ...]:
    """Each change behind the last message of the server that is not younger; one older than all, behind the first."""
    told = [index for index, row in enumerate(rows) if row.state is None]
    if not found or not told:
        return tuple(rows)
    behind: dict[int, list[ChangeRow]] = {}
    times = [rows[index].at for index in told]
    for change in found:
        behind.setdefault(told[max(0, bisect_right(times, change.at) - 1)], []).append(change)
    return tuple(
        row._replace(changes=tuple(behind[index])) if index in behind else row for index, row in enumerate(rows)
    )


def _attachments(stored: str) -> tuple[AttachmentRow, ...]:
    files: list[list[Any]] = json.loads(stored)
    return tuple(AttachmentRow(name or "", url or "", size, mime_type or "") for name, url, size, mime_type in files)


def _numbers(keys: Sequence[str], prefix: str) -> str:
    return ids_json(int(key[1:]) for key in keys if key[:1] == prefix and key[1:].isdecimal())
