"""Answers of ours that did not arrive (W3): noticed in the transaction that stores the server's word, told once, and
kept in sight until a person lets them rest or a later answer went out.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING

from chatlane_tui.model import delivery
from chatlane_tui.model.feed import InboxChanged, OutboxChanged, Said, ThreadChanged
from chatlane_tui.model.ids import ConversationId, MessageId
from chatlane_tui.store.direction import OURS, ids_json

if TYPE_CHECKING:
    from chatlane_tui.store.database import Transaction
    from chatlane_tui.store.message_merge import Merged

_OWN = """
SELECT m.id, m.conversation_id, m.type, m.delivery_status, coalesce(nullif(c.participant_name, ''),
  nullif(c.participant_email, ''), c.participant_phone, '')
FROM own_post AS o JOIN message AS m ON m.id = o.message_id JOIN conversation AS c ON c.id = m.conversation_id
WHERE o.message_id IN (SELECT value FROM json_each(?)) AND m.type <> 'note' AND m.server_draft = 0
"""


def follow(tx: Transaction, changed: Iterable[Merged], *, now: int) -> None:
    """What became of deliveries in a batch that was just written: nothing is asked where no word of failure is met."""
    met = [
        message.values["id"]
        for message in changed
        if message.values["direction"] == OURS and delivery.failed(message.values["delivery_status"])
    ]
    mended = [
        message.values["id"]
        for message in changed
        if delivery.failed(message.before.get("delivery_status"))
        and not delivery.failed(message.values["delivery_status"])
    ]
    if met:
        _notice(tx, met, now=now)
    if mended:
        _forget(tx, mended)


def recheck(tx: Transaction, message_id: MessageId, *, now: int) -> None:
    """A message that was stored already turned out to be ours."""
    _notice(tx, [message_id], now=now)


def rest(tx: Transaction, message_id: MessageId, *, now: int) -> bool:
    """A person lets a failed message rest. False if it does so already, or never failed."""
    found = tx.connection.execute(
        "UPDATE failed_delivery SET rested_at = ? WHERE message_id = ? AND rested_at IS NULL RETURNING conversation_id",
        (now, message_id),
    ).fetchall()
    _changed(tx, (conversation_id for (conversation_id,) in found))
    return bool(found)


def answered(tx: Transaction, conversation_id: ConversationId, *, since: int, now: int) -> None:
    """An answer that was written after `since` (ms) went out: what failed there before it is mended."""
    found = tx.connection.execute(
        "UPDATE failed_delivery SET rested_at = ? WHERE conversation_id = ? AND rested_at IS NULL AND noticed_at <= ? "
        "RETURNING message_id",
        (now, conversation_id, since),
    ).fetchall()
    if found:
        _changed(tx, (conversation_id,))


def standing(connection: sqlite3.Connection) -> tuple[MessageId, ...]:
    """Messages that did not arrive and about which nobody did anything yet, the oldest failure first."""
    found = connection.execute("SELECT message_id FROM undelivered ORDER BY noticed_at, message_id")
    return tuple(MessageId(message_id) for (message_id,) in found)


def _notice(tx: Transaction, ids: Iterable[int], *, now: int) -> None:
    for message_id, conversation_id, kind, word, name in tx.connection.execute(_OWN, (ids_json(ids),)).fetchall():
        if not delivery.failed(word):
            continue
        is_new = tx.connection.execute(
            "INSERT OR IGNORE INTO failed_delivery (message_id, conversation_id, noticed_at) VALUES (?, ?, ?)",
            (message_id, conversation_id, now),
        ).rowcount
        if is_new:
            who = f" to {name}" if name else ""
            said = f'Your {_named(kind)}{who} did not arrive: the server says "{word.strip()}".'
            tx.changed(Said(said, loud=True))
            _changed(tx, (conversation_id,))


def _forget(tx: Transaction, ids: Iterable[int]) -> None:
    found = tx.connection.execute(
        "DELETE FROM failed_delivery WHERE message_id IN (SELECT value FROM json_each(?)) RETURNING conversation_id",
        (ids_json(ids),),
    ).fetchall()
    _changed(tx, (conversation_id for (conversation_id,) in found))


def _changed(tx: Transaction, conversation_ids: Iterable[int]) -> None:
    for conversation_id in conversation_ids:
        tx.changed(OutboxChanged(), InboxChanged(), ThreadChanged(ConversationId(conversation_id)))


def _named(kind: str) -> str:
    return {"email": "e-mail", "sms": "SMS", "whatsapp": "WhatsApp message"}.get(kind, f"{kind} message".strip())
