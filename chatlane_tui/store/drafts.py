"""Texts being typed: one for each conversation and kind. The server could not edit one, so they live here (D1)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from typing import Any

from chatlane_tui.model.feed import InboxChanged
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.store.database import Transaction
from chatlane_tui.store.local_ids import settled
from chatlane_tui.store.rows import DraftRow

_COLUMNS = (
    "conversation_id, kind, body, type, inbox_channel_id, contact_id, cc, bcc, file_urls, notice, updated_at, "
    "sender_type, sender_id"
)


def kind_of(message_type: str) -> str:
    """Which draft a message of this type is written in: "note" or "reply"."""
    return "note" if message_type == "note" else "reply"


def save(tx: Transaction, draft: DraftRow) -> None:
    """Keep the draft in place of the one before; without body, addresses and files it is removed instead."""
    draft = draft._replace(conversation_id=settled(tx.connection, draft.conversation_id))
    if not (draft.body.strip() or draft.cc or draft.bcc or draft.file_urls):
        discard(tx, draft.conversation_id, draft.kind)
        return
    is_new = not _exists(tx.connection, draft.conversation_id, draft.kind)
    tx.connection.execute(
        f"INSERT OR REPLACE INTO draft ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            draft.conversation_id,
            draft.kind,
            draft.body,
            draft.type,
            draft.inbox_channel_id,
            draft.contact_id,
            draft.cc,
            draft.bcc,
            json.dumps(draft.file_urls),
            draft.notice,
            draft.updated_at,
            draft.sender_type,
            draft.sender_id,
        ),
    )
    if is_new:
        tx.changed(InboxChanged())


def keep(tx: Transaction, written: DraftRow, *, base: str) -> str:
    """As `save`, by a window that last saw `base` there; returns what stands there now.

    What another window wrote since is not overwritten: then both texts stay.
    """
    there = draft(tx.connection, written.conversation_id, written.kind)
    stood = "" if there is None else there.body
    body = written.body if stood in ("", base) else both(base, stood, written.body)
    save(tx, written._replace(body=body))
    return body


def both(base: str, theirs: str, ours: str) -> str:
    """Two texts that were made of one: what each added to it, or one below the other. No word of either is lost."""
    if not ours.strip() or ours in theirs:
        return theirs
    if theirs in ours:
        return ours
    if base and theirs.startswith(base) and ours.startswith(base):
        return theirs + ours[len(base) :]
    return f"{theirs}\n\n{ours}"


def carry(tx: Transaction, brought: DraftRow) -> None:
    """Bring a text over: below what is being typed there, in whose way it then goes. Twice is once."""
    there = draft(tx.connection, brought.conversation_id, brought.kind)
    if there is None or not there.body.strip():
        save(tx, brought)
    elif brought.body not in there.body:
        body = f"{there.body}\n\n{brought.body}"
        save(tx, there._replace(body=body, notice=brought.notice, updated_at=brought.updated_at))


def discard(
    tx: Transaction, conversation_id: ConversationId, kind: str, *, known: Collection[str] | None = None
) -> None:
    """Remove a draft, if there is one; with `known` only one of these texts: another was written elsewhere since."""
    conversation_id = settled(tx.connection, conversation_id)
    if tx.connection.execute(
        "DELETE FROM draft WHERE conversation_id = ?1 AND kind = ?2 "
        "AND (?3 IS NULL OR body IN (SELECT value FROM json_each(?3)))",
        (conversation_id, kind, None if known is None else json.dumps(list(known), ensure_ascii=False)),
    ).rowcount:
        tx.changed(InboxChanged())


def draft(connection: sqlite3.Connection, conversation_id: ConversationId, kind: str) -> DraftRow | None:
    """The draft of that conversation and kind, or None."""
    conversation_id = settled(connection, conversation_id)
    found = connection.execute(
        f"SELECT {_COLUMNS} FROM draft WHERE conversation_id = ? AND kind = ?", (conversation_id, kind)
    ).fetchone()
    return None if found is None else _row(found)


def drafts(connection: sqlite3.Connection) -> tuple[DraftRow, ...]:
    """Every draft, the last touched first."""
    found = connection.execute(f"SELECT {_COLUMNS} FROM draft ORDER BY updated_at DESC, conversation_id, kind")
    return tuple(map(_row, found))


def _exists(connection: sqlite3.Connection, conversation_id: ConversationId, kind: str) -> bool:
    found = connection.execute(
        "SELECT 1 FROM draft WHERE conversation_id = ? AND kind = ?", (conversation_id, kind)
    ).fetchone()
    return found is not None


def _row(found: tuple[Any, ...]) -> DraftRow:
    conversation_id, kind, body, message_type, channel_id, contact_id, cc, bcc, file_urls, *rest = found
    files = tuple(json.loads(file_urls))
    return DraftRow(conversation_id, kind, body, message_type, channel_id, contact_id, cc, bcc, files, *rest)
