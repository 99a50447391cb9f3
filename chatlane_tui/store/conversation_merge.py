"""Conversations merged by present key into the cache (M1), with the people, inboxes and messages they carry."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from chatlane_tui.model.feed import InboxChanged, ThreadChanged
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.store import changes, contacts, direction, heads, inboxes, message_times, messages, records, summary
from chatlane_tui.store.database import Transaction
from chatlane_tui.store.direction import ids_json

if TYPE_CHECKING:
    from chatlane_tui.model import wire

_SIMPLE = frozenset(
    {"subject", "status", "is_read", "is_archived", "is_starred", "last_message_at", "created_at", "updated_at"}
)
_COLUMNS = (
    *("subject", "status", "is_read", "is_archived", "is_starred", "last_message_at", "created_at", "updated_at"),
    *("inbox_id", "participant_id", "participant_name", "participant_email", "participant_phone"),
    *("assignee_id", "assignee_name", "assignee_email", "tags", "known_at", "gone_at"),
)
_WRITE = (
    f"INSERT INTO conversation (id, {', '.join(_COLUMNS)}) VALUES (?{', ?' * len(_COLUMNS)}) "
    f"ON CONFLICT (id) DO UPDATE SET {', '.join(f'{column} = excluded.{column}' for column in _COLUMNS)}"
)
_WHO = ("participant_name", "participant_email")


def upsert(tx: Transaction, items: Sequence[wire.Conversation], *, now: int) -> None:
    """Merge conversations by present key, learn who and what they name, and their nested messages (M3).

    A conversation that had been `gone` and is told again is there again. Facts are said for what really changed.
    """
    if not items:
        return
    # What is learnt of a participant or an inbox changes conversations that carry their names; so that goes first.
    contacts.learn(tx, (item.participant for item in items if item.participant is not None))
    inboxes.upsert(tx, [item.inbox for item in items if item.inbox is not None], now=now)

    before = _stored(tx.connection, items)
    after: dict[int, dict[str, Any]] = {}
    for item in items:
        values = after.get(item.id) or dict(before.get(item.id) or _new())
        _merge(tx.connection, values, item)
        values["known_at"] = values["known_at"] or now
        values["gone_at"] = None
        after[item.id] = values
    changed = [id_ for id_, values in after.items() if values != before.get(id_)]
    tx.connection.executemany(_WRITE, ((id_, *after[id_].values()) for id_ in changed))

    renamed = [id_ for id_ in changed if id_ in before and any(before[id_][key] != after[id_][key] for key in _WHO)]
    if renamed:
        direction.rerun(tx.connection, renamed)
    met = [id_ for id_ in changed if id_ in before]
    late = [id_ for id_ in met if before[id_]["last_message_at"] != after[id_]["last_message_at"]]
    message_times.settle(tx.connection, late, is_news=True)
    known = [id_ for id_ in met if before[id_]["known_at"] is not None]
    changes.note(tx, (c for id_ in known for c in changes.between(id_, before[id_], after[id_])), now=now)
    told = [id_ for id_ in changed if _shows(before.get(id_), after[id_])]
    told += summary.refresh(tx.connection, changed)
    heads.refresh(tx.connection, changed)
    if told:
        tx.changed(InboxChanged(), *(ThreadChanged(ConversationId(id_)) for id_ in told))
    for item in items:
        if item.custom_entity_record is not None:
            records.met(tx, item.custom_entity_record, item.id)
    messages.upsert_met(tx, [(message, item.id) for item in items for message in item.messages], now=now)


def _new() -> dict[str, Any]:
    return {**dict.fromkeys(_COLUMNS), "tags": "[]"}


def _stored(connection: sqlite3.Connection, items: Sequence[wire.Conversation]) -> dict[int, dict[str, Any]]:
    found = connection.execute(
        f"SELECT id, {', '.join(_COLUMNS)} FROM conversation WHERE id IN (SELECT value FROM json_each(?))",
        (ids_json({item.id for item in items}),),
    )
    return {id_: dict(zip(_COLUMNS, values, strict=True)) for id_, *values in found}


def _shows(before: dict[str, Any] | None, after: dict[str, Any]) -> bool:
    """Whether more changed than the note that it is known now."""
    return before is None or {**before, "known_at": 0} != {**after, "known_at": 0}


def _merge(connection: sqlite3.Connection, values: dict[str, Any], item: wire.Conversation) -> None:
    present = item.model_fields_set
    for key in present & _SIMPLE:
        values[key] = getattr(item, key)
    if "inbox" in present:
        values["inbox_id"] = item.inbox.id if item.inbox is not None else None
    if "participant" in present:
        _merge_participant(connection, values, item.participant)
    if "assignee" in present:
        _merge_person(values, "assignee", item.assignee, {"name": "name", "email": "email"})
    if "tags" in present:
        values["tags"] = json.dumps([tag.name for tag in item.tags if tag.name], ensure_ascii=False)


def _merge_participant(connection: sqlite3.Connection, values: dict[str, Any], person: wire.Person | None) -> None:
    _merge_person(values, "participant", person, {"name": "name", "email": "email", "phone": "phone_number"})
    if person is not None and person.id is not None:
        # The contact has just learnt what this answer says, and may know more than it.
        known = connection.execute(
            "SELECT name, email, phone_number FROM contact WHERE id = ?", (person.id,)
        ).fetchone()
        values["participant_name"], values["participant_email"], values["participant_phone"] = known


def _merge_person(values: dict[str, Any], role: str, person: wire.Person | None, fields: dict[str, str]) -> None:
    """Take over a nested person: present keys where it is the same one, everything where it is another."""
    said = frozenset(fields.values()) if person is None else person.model_fields_set
    id_ = None if person is None else person.id
    if values[f"{role}_id"] != id_:
        values[f"{role}_id"] = id_
        said = frozenset(fields.values())
    for column, key in fields.items():
        if key in said:
            values[f"{role}_{column}"] = getattr(person, key, None)
