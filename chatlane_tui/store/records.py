"""Records of custom entities, and which contacts a conversation about one may be answered to (E1)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from chatlane_tui.model.feed import PeopleChanged
from chatlane_tui.model.ids import ContactId, ConversationId, EntityId, RecordId
from chatlane_tui.store import contacts
from chatlane_tui.store.contacts import pairs
from chatlane_tui.store.database import Transaction
from chatlane_tui.store.rows import ContactChoice

if TYPE_CHECKING:
    from chatlane_tui.model import wire

_COLUMNS = ("custom_entity_id", "external_id", "values", "created_at", "updated_at")
_ROW = (
    'SELECT r.id, r.custom_entity_id, e.name, e.slug, r.external_id, r."values", r.created_at, r.updated_at '
    "FROM record AS r LEFT JOIN entity AS e ON e.id = r.custom_entity_id"
)
_ABOUT = (
    "(SELECT record_id FROM record_conversation WHERE conversation_id = ?1 "
    "UNION SELECT record_id FROM beginning WHERE id = -?1)"
)
"""The records that a conversation is about, also one that was begun here."""


class RecordRow(NamedTuple):
    """A record as it is cached. Values that are no strings are shown as JSON; only a single read tells the links."""

    id: RecordId
    entity_id: EntityId | None
    entity: str
    slug: str
    external_id: str
    values: tuple[tuple[str, str], ...]
    contacts: tuple[ContactId, ...]
    conversations: tuple[ConversationId, ...]
    created_at: int | None
    updated_at: int | None


def upsert(tx: Transaction, items: Sequence[wire.Record]) -> None:
    """Merge records by present key (M1), with their entity and the contacts and conversations that they tell."""
    for item in items:
        before = _stored(tx.connection, item.id)
        after = _merged(before, item)
        if after != before:
            tx.connection.execute("INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?, ?, ?)", (item.id, *after.values()))
            tx.changed(PeopleChanged())
        if item.custom_entity is not None:
            _learn_entity(tx, item.custom_entity)
        said = item.model_fields_set
        if "contacts" in said:
            contacts.learn(tx, item.contacts or ())
            _link(tx, "contact", item.id, (linked.id for linked in item.contacts or ()))
        if "conversations" in said:
            _link(tx, "conversation", item.id, (linked.id for linked in item.conversations or ()))


def met(tx: Transaction, item: wire.Record, conversation_id: ConversationId) -> None:
    """A conversation told which record it is about (E1): one link of perhaps many."""
    upsert(tx, (item,))
    linked = tx.connection.execute(
        "INSERT OR IGNORE INTO record_conversation (record_id, conversation_id) VALUES (?, ?)",
        (item.id, conversation_id),
    ).rowcount
    if linked:
        tx.changed(PeopleChanged())


def record(connection: sqlite3.Connection, record_id: RecordId) -> RecordRow | None:
    """One record, or None."""
    found = connection.execute(f"{_ROW} WHERE r.id = ?", (record_id,)).fetchone()
    return None if found is None else _row(connection, found)


def records(
    connection: sqlite3.Connection, *, entity_id: EntityId | None = None, size: int = 100, offset: int = 0
) -> tuple[RecordRow, ...]:
    """A stretch of the records, of one entity or of all, the last made first."""
    found = connection.execute(
        f"{_ROW} WHERE ?1 IS NULL OR r.custom_entity_id = ?1 ORDER BY r.created_at DESC, r.id DESC LIMIT ?2 OFFSET ?3",
        (entity_id, size, offset),
    ).fetchall()
    return tuple(_row(connection, row) for row in found)


def of_conversation(connection: sqlite3.Connection, conversation_id: ConversationId) -> tuple[RecordRow, ...]:
    """The records that this conversation is about, the last made first."""
    found = connection.execute(
        f"{_ROW} WHERE r.id IN {_ABOUT} ORDER BY r.created_at DESC, r.id DESC LIMIT 20",
        (conversation_id,),
    ).fetchall()
    return tuple(_row(connection, row) for row in found)


def contact_choices(connection: sqlite3.Connection, conversation_id: ConversationId) -> tuple[ContactChoice, ...]:
    """The contacts of the records that this conversation is about, by name (E1). Empty: none is known."""
    found = connection.execute(
        "SELECT DISTINCT c.id, coalesce(c.name, ''), coalesce(c.email, ''), coalesce(c.phone_number, '') "
        f"FROM {_ABOUT} AS v JOIN record_contact AS p "
        "ON p.record_id = v.record_id JOIN contact AS c ON c.id = p.contact_id ORDER BY c.name COLLATE NOCASE, c.id",
        (conversation_id,),
    )
    return tuple(ContactChoice(*row) for row in found)


def _stored(connection: sqlite3.Connection, record_id: int) -> dict[str, Any] | None:
    found = connection.execute(
        'SELECT custom_entity_id, external_id, "values", created_at, updated_at FROM record WHERE id = ?', (record_id,)
    ).fetchone()
    return None if found is None else dict(zip(_COLUMNS, found, strict=True))


def _merged(before: dict[str, Any] | None, item: wire.Record) -> dict[str, Any]:
    after = dict(before) if before is not None else dict.fromkeys(_COLUMNS)
    for key in item.model_fields_set.intersection(_COLUMNS):
        after[key] = getattr(item, key)
    if "values" in item.model_fields_set and item.values is not None:
        after["values"] = json.dumps(item.values, ensure_ascii=False)
    if after["custom_entity_id"] is None and item.custom_entity is not None:
        after["custom_entity_id"] = item.custom_entity.id
    return after


def _learn_entity(tx: Transaction, entity: wire.Entity) -> None:
    said = entity.model_fields_set
    before = tx.connection.execute("SELECT name, slug, attributes FROM entity WHERE id = ?", (entity.id,)).fetchone()
    name, slug, attributes = before or (None, None, None)
    after = (
        entity.name if "name" in said else name,
        entity.slug if "slug" in said else slug,
        json.dumps(entity.attributes, ensure_ascii=False) if "attributes" in said else attributes,
    )
    if after != before:
        tx.connection.execute("INSERT OR REPLACE INTO entity VALUES (?, ?, ?, ?)", (entity.id, *after))
        tx.changed(PeopleChanged())


def _link(tx: Transaction, what: str, record_id: int, ids: Iterable[int]) -> None:
    """Make the links of a record exactly these: a single read tells all of them."""
    table, column = f"record_{what}", f"{what}_id"
    before = {
        row[0] for row in tx.connection.execute(f"SELECT {column} FROM {table} WHERE record_id = ?", (record_id,))
    }
    after = set(ids)
    if after == before:
        return
    tx.connection.execute(f"DELETE FROM {table} WHERE record_id = ?", (record_id,))
    tx.connection.executemany(
        f"INSERT INTO {table} (record_id, {column}) VALUES (?, ?)", ((record_id, id_) for id_ in after)
    )
    tx.changed(PeopleChanged())


def _row(connection: sqlite3.Connection, found: tuple[Any, ...]) -> RecordRow:
    id_, entity_id, name, slug, external_id, stored, created_at, updated_at = found
    people = connection.execute("SELECT contact_id FROM record_contact WHERE record_id = ? ORDER BY 1", (id_,))
    threads = connection.execute(
        "SELECT conversation_id FROM record_conversation WHERE record_id = ? ORDER BY 1", (id_,)
    )
    return RecordRow(
        id_,
        entity_id,
        name or "",
        slug or "",
        external_id or "",
        pairs(stored),
        tuple(row[0] for row in people.fetchall()),
        tuple(row[0] for row in threads.fetchall()),
        created_at,
        updated_at,
    )
