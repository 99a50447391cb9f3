"""Contacts, whole from their own endpoint or in part from wherever a conversation names its participant."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from chatlane_tui.model.feed import InboxChanged, PeopleChanged, ThreadChanged
from chatlane_tui.model.ids import ContactId, ConversationId
from chatlane_tui.store import direction, heads, summary
from chatlane_tui.store.database import Transaction

if TYPE_CHECKING:
    from chatlane_tui.model import wire

_COLUMNS = ("name", "email", "phone_number", "custom_attributes", "created_at", "updated_at")
_SEARCHED = ("name", "email", "phone_number", "custom_attributes")
_ALL = ", ".join(_COLUMNS)
_FORGET_WORDS = "INSERT INTO contact_fts (contact_fts, rowid, words) SELECT 'delete', id, words FROM contact_words"
_LEARN_WORDS = "INSERT INTO contact_fts (rowid, words) SELECT id, words FROM contact_words"


class ContactRow(NamedTuple):
    """A contact as it is cached; empty where nobody said. Attribute values that are no strings are shown as JSON."""

    id: ContactId
    name: str
    email: str
    phone: str
    custom_attributes: tuple[tuple[str, str], ...]
    created_at: int | None
    updated_at: int | None


def upsert(tx: Transaction, items: Sequence[wire.Contact]) -> None:
    """Merge contacts by present key (M1); conversations with them take over the new name, e-mail and phone."""
    learn(tx, items)


def learn(tx: Transaction, items: Iterable[wire.Contact | wire.Person]) -> None:
    """As `upsert`, for participants too; those without an id teach nothing."""
    before: dict[int, dict[str, Any] | None] = {}
    after: dict[int, dict[str, Any]] = {}
    for item in items:
        if item.id is None:
            continue
        if item.id not in before:
            found = tx.connection.execute(f"SELECT {_ALL} FROM contact WHERE id = ?", (item.id,)).fetchone()
            before[item.id] = dict(zip(_COLUMNS, found, strict=True)) if found else None
        known = after.get(item.id) or before[item.id] or dict.fromkeys(_COLUMNS)
        after[item.id] = known | _said(item)
    changed = sorted(id_ for id_, values in after.items() if values != before[id_])
    if not changed:
        return
    searched = [id_ for id_ in changed if _words_differ(before[id_], after[id_])]
    _index(tx, _FORGET_WORDS, [id_ for id_ in searched if before[id_] is not None])
    tx.connection.executemany(
        f"INSERT OR REPLACE INTO contact (id, {_ALL}) VALUES (?, ?, ?, ?, ?, ?, ?)",
        ((id_, *after[id_].values()) for id_ in changed),
    )
    _index(tx, _LEARN_WORDS, searched)
    tx.changed(PeopleChanged())
    met = [(id_, after[id_]) for id_ in changed if before[id_] is not None]
    _follow(tx, [(values["name"], values["email"], values["phone_number"], id_) for id_, values in met])


def _words_differ(before: dict[str, Any] | None, after: dict[str, Any]) -> bool:
    return before is None or any(before[column] != after[column] for column in _SEARCHED)


def _index(tx: Transaction, statement: str, ids: Sequence[int]) -> None:
    """In ascending order: FTS5 flushes whenever a row's number goes down."""
    if ids:
        ordered = f"{statement} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
        tx.connection.execute(ordered, (json.dumps(ids),))


def contact(connection: sqlite3.Connection, contact_id: ContactId) -> ContactRow | None:
    """One contact, or None."""
    found = connection.execute(f"SELECT id, {_ALL} FROM contact WHERE id = ?", (contact_id,)).fetchone()
    return None if found is None else _row(found)


def contacts(connection: sqlite3.Connection, *, size: int = 100, offset: int = 0) -> tuple[ContactRow, ...]:
    """A stretch of the contacts, by name; those without one come first."""
    found = connection.execute(
        f"SELECT id, {_ALL} FROM contact ORDER BY name COLLATE NOCASE, id LIMIT ? OFFSET ?", (size, offset)
    )
    return tuple(map(_row, found))


def _said(item: wire.Contact | wire.Person) -> dict[str, Any]:
    said = {key: getattr(item, key) for key in item.model_fields_set if key in _COLUMNS}
    if said.get("custom_attributes") is not None:
        said["custom_attributes"] = json.dumps(said["custom_attributes"], ensure_ascii=False)
    return said


def _follow(tx: Transaction, changed: list[tuple[str | None, str | None, str | None, int]]) -> None:
    """Conversations carry their participant's name, so that a window of the list needs no join."""
    moved: set[int] = set()
    for values in changed:
        found = tx.connection.execute(
            "UPDATE conversation SET participant_name = ?1, participant_email = ?2, participant_phone = ?3 "
            "WHERE participant_id = ?4 AND (participant_name, participant_email, participant_phone) "
            "IS NOT (?1, ?2, ?3) RETURNING id",
            values,
        )
        moved.update(row[0] for row in found.fetchall())
    if moved:
        direction.rerun(tx.connection, moved)
        summary.refresh(tx.connection, moved)
        heads.refresh(tx.connection, moved)
        tx.changed(InboxChanged(), *(ThreadChanged(ConversationId(id_)) for id_ in moved))


def _row(found: tuple[Any, ...]) -> ContactRow:
    id_, name, email, phone, attributes, created_at, updated_at = found
    return ContactRow(id_, name or "", email or "", phone or "", pairs(attributes), created_at, updated_at)


def pairs(stored: str | None) -> tuple[tuple[str, str], ...]:
    """A stored JSON object as (key, text) in its order."""
    fields: dict[str, Any] = json.loads(stored) if stored else {}
    return tuple((key, found if isinstance(found, str) else json.dumps(found)) for key, found in fields.items())
