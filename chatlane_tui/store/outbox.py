"""What waits to be sent. Each step compares and sets the row's state, so two processes never send one text twice.

A row leaves by being delivered, recalled or discarded. Its words leave with it only when the server has them or a
person gave them up; otherwise they go back into the draft.
"""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any

from chatlane_tui.model.addresses import joined
from chatlane_tui.model.feed import InboxChanged, OutboxChanged, ThreadChanged
from chatlane_tui.model.ids import ConversationId, MessageId, OutboxId, is_local
from chatlane_tui.model.outbox import RECALLABLE, TROUBLED, OutboxState, Outgoing, may_move
from chatlane_tui.store import deliveries, drafts, identity, messages, runs
from chatlane_tui.store.database import Transaction
from chatlane_tui.store.local_ids import settled
from chatlane_tui.store.rows import DraftRow, OutboxRow

if TYPE_CHECKING:
    from chatlane_tui.model import wire

_COLUMNS = (
    "id, conversation_id, state, body, type, is_draft, inbox_channel_id, contact_id, cc, bcc, file_urls, seen, "
    "created_at, due, attempts, problem, code, sent_at, sender_type, sender_id"
)
_FIRST_OF_ITS_CONVERSATION = (
    "NOT EXISTS (SELECT 1 FROM outbox AS e WHERE e.conversation_id = o.conversation_id AND e.id < o.id "
    "AND (e.type = 'note') = (o.type = 'note'))"
)
"""Answers keep their order among themselves, and so do notes; a note waits for no answer that was refused."""


def submit(
    tx: Transaction, outgoing: Outgoing, *, now: int, due: int, author: str = "", base: str | None = None
) -> OutboxId:
    """Put it in the outbox, held until `due`, and remove the draft it was written in, in one transaction.

    `author` is the process that holds it; empty: any. `base` is what the draft was when its author last saw it: what
    another window wrote there since stays (None: whatever it is goes).
    """
    outgoing = outgoing._replace(conversation_id=settled(tx.connection, outgoing.conversation_id))
    found = tx.connection.execute(
        "INSERT INTO outbox (conversation_id, state, body, type, is_draft, inbox_channel_id, contact_id, cc, bcc, "
        "file_urls, seen, created_at, due, author, sender_type, sender_id) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            outgoing.conversation_id,
            OutboxState.HELD.value,
            outgoing.body,
            outgoing.type,
            int(outgoing.is_draft),
            outgoing.inbox_channel_id,
            outgoing.contact_id,
            outgoing.cc,
            outgoing.bcc,
            json.dumps(outgoing.file_urls),
            outgoing.seen,
            now,
            due,
            author,
            outgoing.sender_type,
            outgoing.sender_id,
        ),
    )
    known = None if base is None else (base, outgoing.body)
    drafts.discard(tx, outgoing.conversation_id, drafts.kind_of(outgoing.type), known=known)
    if not outgoing.is_draft:
        runs.settle(tx, (outgoing.conversation_id,), _outcome(outgoing.type), now=now)
    _changed(tx, outgoing.conversation_id)
    return OutboxId(found.lastrowid or 0)


def move(
    tx: Transaction,
    outbox_id: OutboxId,
    old: OutboxState,
    new: OutboxState,
    *,
    due: int | None = None,
    problem: str = "",
    code: str = "",
    attempts: int | None = None,
) -> bool:
    """Compare and set: False if it was not in `old` (any more). A move that is not legal raises ValueError.

    `problem` and `code` replace what stood there; `due` and `attempts` stay where they are None. A row that begins to
    be sent has no `sent_at` until `posting` says that its request is about to leave.
    """
    if not may_move(old, new):
        raise ValueError(f"the outbox never goes from {old.value} to {new.value}")
    found = tx.connection.execute(
        "UPDATE outbox SET state = ?, problem = ?, code = ?, due = coalesce(?, due), attempts = coalesce(?, attempts), "
        "sent_at = CASE ? WHEN 'sending' THEN NULL ELSE sent_at END WHERE id = ? AND state = ? "
        "RETURNING conversation_id",
        (new.value, problem, code, due, attempts, new.value, outbox_id, old.value),
    ).fetchall()
    for (conversation_id,) in found:
        _changed(tx, conversation_id)
    return bool(found)


def posting(tx: Transaction, outbox_id: OutboxId, *, now: int) -> bool:
    """Its request is about to leave: from here on an interruption makes it uncertain. False: it is not being sent."""
    found = tx.connection.execute(
        "UPDATE outbox SET sent_at = ? WHERE id = ? AND state = 'sending' RETURNING id", (now, outbox_id)
    )
    return found.fetchone() is not None


def saw(tx: Transaction, outbox_id: OutboxId, seen: MessageId | None) -> None:
    """Its author has seen the thread up to this message: what the read guard compares with from now on."""
    tx.connection.execute("UPDATE outbox SET seen = ? WHERE id = ?", (seen, outbox_id))


def explain(tx: Transaction, outbox_id: OutboxId, *, problem: str) -> None:
    """Say something else about an uncertain row."""
    found = tx.connection.execute(
        "UPDATE outbox SET problem = ? WHERE id = ? AND state = 'uncertain' AND problem <> ? RETURNING conversation_id",
        (problem, outbox_id, problem),
    ).fetchall()
    for (conversation_id,) in found:
        _changed(tx, conversation_id)


def own_ids(connection: sqlite3.Connection) -> frozenset[int]:
    """Messages of the server that we posted and know as ours."""
    return frozenset(message_id for (message_id,) in connection.execute("SELECT message_id FROM own_post"))


def release_due(tx: Transaction, *, now: int) -> int:
    """Held rows whose time has come go into the queue; returns how many."""
    found = tx.connection.execute(
        "UPDATE outbox SET state = 'queued' WHERE state = 'held' AND due <= ? RETURNING conversation_id", (now,)
    ).fetchall()
    for (conversation_id,) in found:
        _changed(tx, conversation_id)
    return len(found)


def next_ready(connection: sqlite3.Connection, *, now: int) -> OutboxRow | None:
    """The oldest queued row that may go out: due, and nothing of its conversation in front, whatever its state."""
    return _one(
        connection,
        f"WHERE o.state = 'queued' AND o.due <= ? AND {_FIRST_OF_ITS_CONVERSATION} ORDER BY o.id LIMIT 1",
        (now,),
    )


def next_due(connection: sqlite3.Connection) -> int | None:
    """When something moves next: a hold ends, or a queued row that nothing blocks may go out. None: nothing waits."""
    found = connection.execute(
        f"SELECT min(due) FROM outbox AS o WHERE state = 'held' OR (state = 'queued' AND {_FIRST_OF_ITS_CONVERSATION})"
    ).fetchone()[0]
    return None if found is None else int(found)


def recall(tx: Transaction, outbox_id: OutboxId, *, now: int) -> OutboxRow | None:
    """Take the text back while it is certain that the server never accepted it; None: too late.

    It becomes the draft of its conversation and kind, or goes below what is being typed there.
    """
    taken = _take(tx, outbox_id, RECALLABLE)
    if taken is not None:
        _give_back(tx, taken, notice="", now=now)
        runs.reopen(tx, (taken.conversation_id,), _outcome(taken.type))
    return taken


def discard(tx: Transaction, outbox_id: OutboxId) -> OutboxRow | None:
    """Give the text up, at a person's wish. None: it is on its way right now, or is gone."""
    return _take(tx, outbox_id, TROUBLED | {OutboxState.HELD, OutboxState.QUEUED})


def was_sent(tx: Transaction, outbox_id: OutboxId) -> OutboxRow | None:
    """A person knows that an uncertain row went out. None: it is not uncertain (any more).

    Nor did one go out whose conversation is not there yet: only the making of that is uncertain.
    """
    found = row(tx.connection, outbox_id)
    return None if found is None or is_local(found.conversation_id) else _take(tx, outbox_id, {OutboxState.UNCERTAIN})


def put_off(tx: Transaction, outbox_id: OutboxId, *, due: int) -> int | None:
    """Hold a held row until `due` (ms): while a person is asked about it, it does not go. When it was due before."""
    before = row(tx.connection, outbox_id)
    if before is None or before.state is not OutboxState.HELD:
        return None
    tx.connection.execute("UPDATE outbox SET due = ? WHERE id = ? AND state = 'held'", (due, outbox_id))
    _changed(tx, before.conversation_id)
    return before.due


def hasten(tx: Transaction, outbox_id: OutboxId, *, now: int) -> bool:
    """Try it now: a hold ends, a queued row waits for no later time. False: it is in neither state."""
    found = tx.connection.execute(
        "UPDATE outbox SET state = 'queued', due = ? WHERE id = ? AND state IN ('held', 'queued') "
        "RETURNING conversation_id",
        (now, outbox_id),
    ).fetchall()
    for (conversation_id,) in found:
        _changed(tx, conversation_id)
    return bool(found)


def delivered(tx: Transaction, outbox_id: OutboxId, message: wire.Message, *, now: int) -> bool:
    """The server accepted it: the message stored as ours, the row gone. False if it was not being sent (any more)."""
    taken = _take(tx, outbox_id, {OutboxState.SENDING})
    if taken is None:
        return False
    _mark_own(tx, taken, message.id, now=now)
    # What the answer leaves out, we know: it is what we sent.
    ours = {key: getattr(taken, key) for key in ("body", "type") if key not in message.model_fields_set}
    stored = message.model_copy(update=ours) if ours else message
    messages.upsert(tx, (stored,), now=now, conversation_id=taken.conversation_id)
    if not taken.sender_type:  # sent in another name, it says nothing of who we are (M9)
        identity.learn(tx, message.sender)
    return True


def resolved_as(tx: Transaction, outbox_id: OutboxId, message_id: MessageId, *, now: int) -> bool:
    """An uncertain row turned out to be this message: marked as ours, the row gone. False if it was not uncertain."""
    taken = _take(tx, outbox_id, {OutboxState.UNCERTAIN})
    if taken is None:
        return False
    _mark_own(tx, taken, message_id, now=now)
    messages.infer_again(tx, message_id)
    deliveries.recheck(tx, message_id, now=now)
    return True


def give_back(tx: Transaction, outbox_id: OutboxId, *, notice: str, now: int) -> bool:
    """The words of a held row are a draft again, which says why. False: it is not held (any more)."""
    taken = _take(tx, outbox_id, {OutboxState.HELD})
    if taken is None:
        return False
    _give_back(tx, taken, notice=notice, now=now)
    return True


def rows(connection: sqlite3.Connection) -> tuple[OutboxRow, ...]:
    """Everything in the outbox, oldest first."""
    return tuple(map(_row, connection.execute(f"SELECT {_COLUMNS} FROM outbox ORDER BY id")))


def row(connection: sqlite3.Connection, outbox_id: OutboxId) -> OutboxRow | None:
    """One row, or None once it has left."""
    return _one(connection, "WHERE o.id = ?", (outbox_id,))


def latest_recallable(connection: sqlite3.Connection, conversation_id: ConversationId | None) -> OutboxRow | None:
    """What "undo" takes back, of one conversation or of all: the newest held row, else the newest recallable one."""
    states = ", ".join(f"'{state.value}'" for state in RECALLABLE)
    return _one(
        connection,
        f"WHERE (?1 IS NULL OR o.conversation_id = ?1) AND o.state IN ({states}) "
        "ORDER BY o.state = 'held' DESC, o.id DESC LIMIT 1",
        (conversation_id,),
    )


def _take(tx: Transaction, outbox_id: OutboxId, states: frozenset[OutboxState] | set[OutboxState]) -> OutboxRow | None:
    """Remove a row if it is in one of these states, and return it as it stood."""
    found = row(tx.connection, outbox_id)
    if found is None or found.state not in states:
        return None
    tx.connection.execute("DELETE FROM outbox WHERE id = ?", (outbox_id,))
    _changed(tx, found.conversation_id)
    return found


def _mark_own(tx: Transaction, sent: OutboxRow, message_id: MessageId, *, now: int) -> None:
    """Remember that we made this message, and whether as a draft: no answer will say so again (M2, D2)."""
    tx.connection.execute("INSERT OR REPLACE INTO own_post VALUES (?, ?, ?)", (message_id, int(sent.is_draft), now))
    if sent.type != "note" and not sent.is_draft:
        deliveries.answered(tx, sent.conversation_id, since=sent.created_at, now=now)


def _give_back(tx: Transaction, taken: OutboxRow, *, notice: str, now: int) -> None:
    kind = drafts.kind_of(taken.type)
    there = drafts.draft(tx.connection, taken.conversation_id, kind)
    if there is None:
        there = DraftRow(taken.conversation_id, kind, "", taken.type, None, None, "", "", (), "", now)
    # The channel and whoever it goes to belong to the words: only where some stand already they are theirs.
    meant = there if there.body.strip() else taken
    drafts.save(
        tx,
        DraftRow(
            conversation_id=taken.conversation_id,
            kind=kind,
            body=f"{there.body}\n\n{taken.body}" if there.body.strip() else taken.body,
            type=meant.type or taken.type,
            inbox_channel_id=meant.inbox_channel_id,
            contact_id=meant.contact_id or taken.contact_id,
            cc=joined(there.cc, taken.cc),
            bcc=joined(there.bcc, taken.bcc),
            file_urls=tuple(dict.fromkeys((*there.file_urls, *taken.file_urls))),
            notice=notice or there.notice,
            updated_at=now,
            sender_type=meant.sender_type or taken.sender_type,
            sender_id=meant.sender_id or taken.sender_id,
        ),
    )


def _outcome(message_type: str) -> str:
    """What it makes of its conversation in a focus run."""
    return "noted" if message_type == "note" else "answered"


def _changed(tx: Transaction, conversation_id: ConversationId) -> None:
    tx.changed(OutboxChanged(), InboxChanged(), ThreadChanged(conversation_id))


def _one(connection: sqlite3.Connection, condition: str, values: tuple[object, ...]) -> OutboxRow | None:
    found = connection.execute(f"SELECT {_COLUMNS} FROM outbox AS o {condition}", values).fetchone()
    return None if found is None else _row(found)


def _row(found: tuple[Any, ...]) -> OutboxRow:
    id_, conversation_id, state, body, kind, is_draft, channel, contact, cc, bcc, urls, *rest = found
    head = (id_, conversation_id, OutboxState(state), body, kind, bool(is_draft), channel, contact, cc, bcc)
    return OutboxRow(*head, tuple(json.loads(urls)), *rest)
