"""Contacts, whole from their own endpoint or in part from wherever a conversation names its participant."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from chatlane_tui.model.feed import InboxChanged, PeopleChanged, ThreadChanged
from chatlane_tui.model.ids import ContactId, ConversationId
from chatlane_tui.store import direction, summary
from chatlane_tui.store.database import Transaction

if TYPE_CHECKING:
    from chatlane_tui.model import wire

_COLUMNS = ("name", "email", "phone_number", "custom_attributes", "created_at", "updated_at")
_ALL = ", ".join(_COLUMNS)


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
    changed = []
    for item in items:
        if item.id is None:
            continue
        found = tx.connection.execute(f"SELECT {_ALL} FROM contact WHERE id = ?", (item.id,)).fetchone()
        before: dict[str, Any] = dict(zip(_COLUMNS, found, strict=True)) if found else dict.fromkeys(_COLUMNS)
        after = before | _said(item)
        if found is not None and after == before:
            continue
        tx.connection.execute(
            f"INSERT OR REPLACE INTO contact (id, {_ALL}) VALUES (?, ?, ?, ?, ?, ?, ?)", (item.id, *after.values())
        )
        tx.changed(PeopleChanged())
        if found is not None:
            changed.append((after["name"], after["email"], after["phone_number"], item.id))
    _follow(tx, changed)


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
        tx.changed(InboxChanged(), *(ThreadChanged(ConversationId(id_)) for id_ in moved))


def _row(found: tuple[Any, ...]) -> ContactRow:
    id_, name, email, phone, attributes, created_at, updated_at = found
    return ContactRow(id_, name or "", email or "", phone or "", pairs(attributes), created_at, updated_at)


def pairs(stored: str | None) -> tuple[tuple[str, str], ...]:
    """A stored JSON object as (key, text) in its order."""
    fields: dict[str, Any] = json.loads(stored) if stored else {}
    return tuple((key, found if isinstance(found, str) else json.dumps(found)) for key, found in fields.items())
