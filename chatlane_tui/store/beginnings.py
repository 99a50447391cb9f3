"""Conversations begun here: each step of their making is kept, so that it goes on after any cut and is not done twice.

Until the server knows it a conversation has a negative id. Drafts and outbox rows are written under that; when it has
begun they move, and whoever still uses the old id is led to the new one (`store.local_ids`).
"""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any

from chatlane_tui.model.beginning import Beginning, BeginningState, NewContact, NewConversation
from chatlane_tui.model.feed import ConversationBegan, InboxChanged, OutboxChanged, ThreadChanged
from chatlane_tui.model.ids import ContactId, ConversationId
from chatlane_tui.model.outbox import OutboxState
from chatlane_tui.store import drafts
from chatlane_tui.store.database import Transaction
from chatlane_tui.store.local_ids import settled
from chatlane_tui.store.rows import ThreadHead

if TYPE_CHECKING:
    from chatlane_tui.model import wire

KEPT_FOR = 30 * 86_400_000
"""Milliseconds after which what was begun and came to nothing, or long since has its id, is forgotten."""

_WANTED = (
    *("inbox_id", "contact_id", "contact_name", "contact_email", "contact_phone"),
    *("record_id", "subject", "status", "tags"),
)
_COLUMNS = f"id, {', '.join(_WANTED)}, state, asked_at, problem, code, conversation_id"
_HEAD = """
SELECT b.subject, b.status, b.inbox_id, coalesce(i.name, ''), coalesce(i.type, ''), b.contact_id,
  coalesce(nullif(c.name, ''), nullif(b.contact_name, ''), r.external_id, ''),
  coalesce(c.email, b.contact_email), coalesce(c.phone_number, b.contact_phone), b.tags
FROM beginning AS b LEFT JOIN inbox AS i ON i.id = b.inbox_id LEFT JOIN contact AS c ON c.id = b.contact_id
LEFT JOIN record AS r ON r.id = b.record_id WHERE b.id = ?
"""


def begin(tx: Transaction, wanted: NewConversation, *, now: int) -> ConversationId:
    """Keep what is wanted; nothing is asked of the server until something waits to be sent to it."""
    found = tx.connection.execute(
        f"INSERT INTO beginning ({', '.join(_WANTED)}, state, created_at) VALUES (?{', ?' * (len(_WANTED) + 1)})",
        (*_values(wanted), BeginningState.WAITING.value, now),
    )
    return ConversationId(-(found.lastrowid or 0))


def change(tx: Transaction, conversation_id: ConversationId, wanted: NewConversation) -> bool:
    """Something else is wanted, since it was refused or not asked for. False: it may be there already."""
    found = tx.connection.execute(
        f"UPDATE beginning SET {', '.join(f'{column} = ?' for column in _WANTED)}, state = 'waiting', problem = '', "
        "code = '' WHERE id = ? AND state IN ('waiting', 'refused') RETURNING id",
        (*_values(wanted), -conversation_id),
    ).fetchone()
    if found is not None:
        tx.changed(OutboxChanged(), ThreadChanged(conversation_id))
    return found is not None


def beginning(connection: sqlite3.Connection, conversation_id: ConversationId) -> Beginning | None:
    """What was begun under that id, or None."""
    found = connection.execute(f"SELECT {_COLUMNS} FROM beginning WHERE id = ?", (-conversation_id,)).fetchone()
    return None if found is None else _row(found)


def head(connection: sqlite3.Connection, conversation_id: ConversationId) -> ThreadHead | None:
    """What is known of a conversation that the server does not have yet."""
    found = connection.execute(_HEAD, (-conversation_id,)).fetchone()
    if found is None:
        return None
    subject, status, inbox_id, inbox, inbox_type, contact_id, name, email, phone, tags = found
    reply_type = "email" if email or not phone else "sms"
    who = (contact_id, name, email or "", phone or "", "")
    start = (conversation_id, subject, status, inbox_id, inbox, inbox_type, *who, tuple(json.loads(tags)))
    return ThreadHead(*start, None, False, False, reply_type, None, None, None, fetched_at=0)


def ask(tx: Transaction, conversation_id: ConversationId, *, now: int) -> bool:
    """A request is about to leave: from here on an interruption makes it uncertain. False: it is not waiting."""
    return _move(tx, conversation_id, BeginningState.WAITING, BeginningState.ASKING, asked_at=now)


def put_back(tx: Transaction, conversation_id: ConversationId) -> bool:
    """The request provably had no effect: it may be made again."""
    return _move(tx, conversation_id, BeginningState.ASKING, BeginningState.WAITING)


def trouble(
    tx: Transaction, conversation_id: ConversationId, state: BeginningState, *, problem: str, code: str = ""
) -> bool:
    """It was refused, or may have been made. False: nothing was being asked."""
    return _move(tx, conversation_id, BeginningState.ASKING, state, problem=problem, code=code)


def again(tx: Transaction, conversation_id: ConversationId) -> None:
    """A person wants it tried again, whatever became of it before."""
    tx.connection.execute(
        "UPDATE beginning SET state = 'waiting', problem = '', code = '' "
        "WHERE id = ? AND state IN ('refused', 'uncertain')",
        (-conversation_id,),
    )


def left_behind(tx: Transaction, *, problem: str) -> None:
    """Nobody asks any more, and how it ended was not noted: what was being asked for is uncertain."""
    asked = "SELECT -id FROM beginning WHERE state = 'asking'"
    tx.connection.execute(
        f"UPDATE outbox SET state = 'uncertain', problem = ? WHERE state = 'sending' AND conversation_id IN ({asked})",
        (problem,),
    )
    found = tx.connection.execute(
        "UPDATE beginning SET state = 'uncertain', problem = ? WHERE state = 'asking' RETURNING id", (problem,)
    ).fetchall()
    for (id_,) in found:
        tx.changed(OutboxChanged(), ThreadChanged(ConversationId(-id_)))


def met(tx: Transaction, conversation_id: ConversationId, contact_id: ContactId) -> None:
    """The contact is there: the first step is done, and the next may be asked for."""
    tx.connection.execute(
        "UPDATE beginning SET contact_id = ?, state = 'waiting', problem = '', code = '' "
        "WHERE id = ? AND conversation_id IS NULL",
        (contact_id, -conversation_id),
    )
    release(tx, conversation_id)


def release(tx: Transaction, local: ConversationId) -> None:
    """Nothing of it has left, so what was uncertain for its sake may go."""
    tx.connection.execute(
        "UPDATE outbox SET state = ?, problem = '', code = '' WHERE conversation_id = ? AND state = ?",
        (OutboxState.QUEUED.value, local, OutboxState.UNCERTAIN.value),
    )
    tx.changed(OutboxChanged(), ThreadChanged(local))


def begun(tx: Transaction, local: ConversationId, conversation: wire.Conversation, *, now: int) -> ConversationId:
    """The server has it: kept under its id, with all that was written and waits under the local one."""
    from chatlane_tui.store import conversations

    found = beginning(tx.connection, local)
    if found is None or found.conversation_id is not None:
        return settled(tx.connection, local)
    conversations.upsert(tx, (_completed(conversation, found.wanted),), now=now)
    if found.wanted.record_id is not None:
        tx.connection.execute(
            "INSERT OR IGNORE INTO record_conversation (conversation_id, record_id) VALUES (?, ?)",
            (conversation.id, found.wanted.record_id),
        )
    written = [draft for kind in ("reply", "note") if (draft := drafts.draft(tx.connection, local, kind)) is not None]
    for draft in written:
        drafts.discard(tx, local, draft.kind)
    tx.connection.execute(
        "UPDATE beginning SET state = 'begun', conversation_id = ?, problem = '', code = '' WHERE id = ?",
        (conversation.id, -local),
    )
    release(tx, local)
    tx.connection.execute("UPDATE outbox SET conversation_id = ? WHERE conversation_id = ?", (conversation.id, local))
    tx.connection.execute(
        "UPDATE OR IGNORE answered_to SET conversation_id = ? WHERE conversation_id = ?", (conversation.id, local)
    )
    for draft in written:
        drafts.carry(tx, draft._replace(conversation_id=conversation.id))
    tx.changed(
        ConversationBegan(local, conversation.id), OutboxChanged(), InboxChanged(), ThreadChanged(conversation.id)
    )
    return conversation.id


def forget_old(tx: Transaction, *, now: int) -> None:
    """Forget what was begun long ago and has neither a draft nor anything that waits."""
    tx.connection.execute(
        "DELETE FROM beginning WHERE created_at < ? AND -id NOT IN (SELECT conversation_id FROM outbox) "
        "AND -id NOT IN (SELECT conversation_id FROM draft)",
        (now - KEPT_FOR,),
    )


def is_older(connection: sqlite3.Connection, conversation_id: ConversationId, asked_at: int) -> bool:
    """Whether that conversation was known before it was asked for, or is another one that was begun here."""
    found = connection.execute(
        "SELECT 1 FROM conversation WHERE id = ?1 AND known_at < ?2 UNION ALL "
        "SELECT 1 FROM beginning WHERE conversation_id = ?1",
        (conversation_id, asked_at),
    ).fetchone()
    return found is not None


def _values(wanted: NewConversation) -> tuple[object, ...]:
    name, email, phone = wanted.new_contact or NewContact("")
    who = (wanted.inbox_id, wanted.contact_id, name, email, phone)
    return *who, wanted.record_id, wanted.subject, wanted.status, json.dumps(wanted.tags, ensure_ascii=False)


def _completed(conversation: wire.Conversation, wanted: NewConversation) -> wire.Conversation:
    """What the answer to a create leaves out, we know: we asked for it (V1)."""
    from chatlane_tui.model.wire import Inbox, Person, Tag

    said = conversation.model_fields_set
    missing: dict[str, object] = {}
    if "inbox" not in said:
        missing["inbox"] = Inbox(id=wanted.inbox_id)
    if "participant" not in said and wanted.contact_id is not None and wanted.record_id is None:
        missing["participant"] = Person(id=wanted.contact_id)
    if "subject" not in said and wanted.subject:
        missing["subject"] = wanted.subject
    if "tags" not in said and wanted.tags:
        missing["tags"] = tuple(Tag(name=tag) for tag in wanted.tags)
    return conversation.model_copy(update=missing)


def _move(
    tx: Transaction,
    conversation_id: ConversationId,
    old: BeginningState,
    new: BeginningState,
    *,
    asked_at: int | None = None,
    problem: str = "",
    code: str = "",
) -> bool:
    found = tx.connection.execute(
        "UPDATE beginning SET state = ?, asked_at = coalesce(?, asked_at), problem = ?, code = ? "
        "WHERE id = ? AND state = ? RETURNING id",
        (new.value, asked_at, problem, code, -conversation_id, old.value),
    ).fetchone()
    return found is not None


def _row(found: tuple[Any, ...]) -> Beginning:
    id_, inbox_id, contact_id, name, email, phone, record_id, subject, status, tags, state, *rest = found
    is_new = bool(name or email or phone)
    contact = NewContact(name, email, phone) if is_new else None
    wanted = NewConversation(inbox_id, contact_id, contact, record_id, subject, status, tuple(json.loads(tags)))
    return Beginning(ConversationId(-id_), wanted, BeginningState(state), *rest)
