"""Contacts, records and inboxes as their screens read them: stretches of long lists, and whole pages of one."""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal

from chatlane_tui.model import fields
from chatlane_tui.model.fields import Attribute, Kind
from chatlane_tui.model.ids import ContactId, ConversationId, EntityId, RecordId
from chatlane_tui.model.phones import digits
from chatlane_tui.model.readers import Json
from chatlane_tui.model.words import folded
from chatlane_tui.store.people_rows import (
    ContactLine,
    ContactPage,
    EntityLine,
    Field,
    LinkedConversation,
    RecordLine,
    RecordPage,
    Stretch,
)

MOST_FOUND: Final = 500
"""Contacts or records that a search brings; whoever looks for one types another letter."""
MOST_LINKED: Final = 200
EXAMPLES: Final = 50
"""Records whose keys stand in for a definition that nobody told (E2)."""

_ORDER = "coalesce(name, '') = '', coalesce(name, '') COLLATE NOCASE, id"
_CONTACT = (
    "SELECT c.id, coalesce(c.name, ''), coalesce(c.email, ''), coalesce(c.phone_number, ''), "
    "(SELECT count(*) FROM conversation AS v WHERE v.participant_id = c.id AND v.gone_at IS NULL) FROM contact AS c"
)
_RECORD = (
    "SELECT r.id, r.custom_entity_id, coalesce(e.name, ''), coalesce(r.external_id, ''), r.\"values\", "
    "coalesce(r.created_at, 0) FROM record AS r LEFT JOIN entity AS e ON e.id = r.custom_entity_id"
)
_CONVERSATION = (
    "SELECT c.id, coalesce(c.subject, ''), coalesce(nullif(c.participant_name, ''), nullif(c.participant_email, ''), "
    "c.participant_phone, ''), coalesce(c.status, ''), coalesce(i.name, ''), c.sort_at, c.unread, c.done "
    "FROM conversation AS c LEFT JOIN inbox AS i ON i.id = c.inbox_id"
)
_WORD = re.compile(r"[^\W_]+")

# contacts


def contact_stretch(
    connection: sqlite3.Connection,
    *,
    words: str = "",
    size: int = 200,
    offset: int | None = None,
    around: ContactId | None = None,
) -> Stretch[ContactLine]:
    """Contacts by name, those without one last, at `offset` or centred on one; with `words` those found, at once.

    Words are beginnings of words of name, e-mail or attributes, in any order; or a phone number in any format.
    """
    if (query := _match(words)) is not None:
        return _contacts_found(connection, query)
    total = int(connection.execute("SELECT count(*) FROM contact").fetchone()[0])
    rank = None if around is None else _rank(connection, around)
    start = (max(0, rank - size // 2) if rank is not None else 0) if offset is None else max(0, offset)
    ids = connection.execute(f"SELECT id FROM contact ORDER BY {_ORDER} LIMIT ? OFFSET ?", (size, start)).fetchall()
    return Stretch(start, total, contact_lines(connection, [row[0] for row in ids]), rank)


def _contacts_found(connection: sqlite3.Connection, query: str) -> Stretch[ContactLine]:
    found = connection.execute(
        "SELECT rowid FROM contact_fts WHERE contact_fts MATCH ? LIMIT ?", (query, MOST_FOUND + 1)
    ).fetchall()
    ids = connection.execute(
        f"SELECT id FROM contact WHERE id IN (SELECT value FROM json_each(?)) ORDER BY {_ORDER}",
        (json.dumps([row[0] for row in found[:MOST_FOUND]]),),
    ).fetchall()
    rows = contact_lines(connection, [row[0] for row in ids])
    return Stretch(0, len(rows), rows, more=len(found) > MOST_FOUND)


def _match(words: str) -> str | None:
    """The words as an FTS query that cannot be malformed; None where there are none."""
    number = digits(words)
    parts = [number] if len(number) >= 3 else _WORD.findall(unicodedata.normalize("NFC", words))
    return " ".join(f'"{part}"*' for part in parts) if parts else None


def _rank(connection: sqlite3.Connection, contact_id: ContactId) -> int | None:
    found = connection.execute("SELECT coalesce(name, '') FROM contact WHERE id = ?", (contact_id,)).fetchone()
    if found is None:
        return None
    before = f"SELECT count(*) FROM contact WHERE ({_ORDER}) < (?, ?, ?)"
    return int(connection.execute(before, (not found[0], found[0], contact_id)).fetchone()[0])


def contact_lines(connection: sqlite3.Connection, ids: Sequence[int]) -> tuple[ContactLine, ...]:
    """Those contacts, in the order of their ids as given."""
    found = connection.execute(
        f"{_CONTACT} WHERE c.id IN (SELECT value FROM json_each(?))", (json.dumps(ids),)
    ).fetchall()
    lines = {row[0]: ContactLine(*row) for row in found}
    return tuple(lines[id_] for id_ in ids if id_ in lines)


def contacts_at(connection: sqlite3.Connection, *, email: str, phone: str) -> tuple[ContactLine, ...]:
    """The cached contacts with that e-mail address or that phone number, exactly (E4)."""
    found = connection.execute(
        "SELECT id FROM contact WHERE (?1 <> '' AND email = ?1 COLLATE NOCASE) OR (?2 <> '' AND phone_number = ?2)",
        (email, phone),
    ).fetchall()
    return contact_lines(connection, [row[0] for row in found])


def contact_page(connection: sqlite3.Connection, contact_id: ContactId) -> ContactPage | None:
    """All that is cached of one contact, or None."""
    found = connection.execute(
        "SELECT coalesce(name, ''), coalesce(email, ''), coalesce(phone_number, ''), custom_attributes, created_at, "
        "updated_at FROM contact WHERE id = ?",
        (contact_id,),
    ).fetchone()
    if found is None:
        return None
    name, email, phone, attributes, created_at, updated_at = found
    threads = _conversations(connection, "c.participant_id = ?", contact_id)
    records = connection.execute(
        f"{_RECORD} JOIN record_contact AS p ON p.record_id = r.id WHERE p.contact_id = ? "
        "ORDER BY r.created_at DESC, r.id DESC LIMIT ?",
        (contact_id, MOST_LINKED),
    ).fetchall()
    return ContactPage(
        contact_id, name, email, phone, _fields(attributes), created_at, updated_at, threads, _record_lines(records)
    )


def open_conversations(connection: sqlite3.Connection, contact_id: ContactId) -> tuple[LinkedConversation, ...]:
    """The conversations with a contact that are not closed, the newest first."""
    return tuple(
        row for row in _conversations(connection, "c.participant_id = ?", contact_id) if row.status != "closed"
    )


# records


def entities(connection: sqlite3.Connection) -> tuple[EntityLine, ...]:
    """The custom entities that any record has named, by name."""
    found = connection.execute(
        "SELECT e.id, coalesce(e.name, ''), (SELECT count(*) FROM record AS r WHERE r.custom_entity_id = e.id) "
        "FROM entity AS e ORDER BY e.name COLLATE NOCASE, e.id"
    )
    return tuple(EntityLine(*row) for row in found)


def record_stretch(
    connection: sqlite3.Connection,
    *,
    entity_id: EntityId | None = None,
    words: str = "",
    size: int = 200,
    offset: int | None = None,
    around: RecordId | None = None,
) -> Stretch[RecordLine]:
    """Records of one entity or of all, the last made first; with `words` those whose values contain all of them.

    Case and accents do not count. Every record is looked at for words: not on the connection that lists wait for.
    """
    where = "r.custom_entity_id = ?1" if entity_id is not None else "?1 IS NULL"
    if terms := words.split():
        return _records_found(connection, where, entity_id, terms)
    total = int(connection.execute(f"SELECT count(*) FROM record AS r WHERE {where}", (entity_id,)).fetchone()[0])
    rank = None
    if around is not None and (found := _made_at(connection, around)) is not None:
        newer = f"SELECT count(*) FROM record AS r WHERE {where} AND (coalesce(r.created_at, 0), r.id) > (?2, ?3)"
        rank = int(connection.execute(newer, (entity_id, found, around)).fetchone()[0])
    start = (max(0, rank - size // 2) if rank is not None else 0) if offset is None else max(0, offset)
    rows = connection.execute(
        f"{_RECORD} WHERE {where} ORDER BY coalesce(r.created_at, 0) DESC, r.id DESC LIMIT ?2 OFFSET ?3",
        (entity_id, size, start),
    ).fetchall()
    return Stretch(start, total, _record_lines(rows), rank)


def _made_at(connection: sqlite3.Connection, record_id: RecordId) -> int | None:
    found = connection.execute("SELECT coalesce(created_at, 0) FROM record WHERE id = ?", (record_id,)).fetchone()
    return None if found is None else int(found[0])


def _records_found(
    connection: sqlite3.Connection, where: str, entity_id: EntityId | None, terms: Sequence[str]
) -> Stretch[RecordLine]:
    holds = " AND ".join(
        f"instr(folded(coalesce(r.external_id, '') || ' ' || coalesce(r.\"values\", '')), ?{number}) > 0"
        for number in range(2, len(terms) + 2)
    )
    rows = connection.execute(
        f"{_RECORD} WHERE {where} AND {holds} ORDER BY coalesce(r.created_at, 0) DESC, r.id DESC "
        f"LIMIT {MOST_FOUND + 1}",
        (entity_id, *map(folded, terms)),
    ).fetchall()
    lines = _record_lines(rows[:MOST_FOUND])
    return Stretch(0, len(lines), lines, more=len(rows) > MOST_FOUND)


def record_page(connection: sqlite3.Connection, record_id: RecordId) -> RecordPage | None:
    """All that is cached of one record, or None."""
    found = connection.execute(
        "SELECT r.custom_entity_id, coalesce(e.name, ''), coalesce(r.external_id, ''), r.\"values\", r.created_at, "
        "r.updated_at FROM record AS r LEFT JOIN entity AS e ON e.id = r.custom_entity_id WHERE r.id = ?",
        (record_id,),
    ).fetchone()
    if found is None:
        return None
    entity_id, entity, external_id, values, created_at, updated_at = found
    people = connection.execute("SELECT contact_id FROM record_contact WHERE record_id = ? ORDER BY 1", (record_id,))
    kept = _fields(values)
    return RecordPage(
        record_id,
        entity_id,
        entity,
        external_id,
        title(record_id, external_id, kept),
        kept,
        created_at,
        updated_at,
        contact_lines(connection, [row[0] for row in people.fetchall()]),
        _conversations(
            connection,
            "c.id IN (SELECT conversation_id FROM record_conversation WHERE record_id = ?)",
            record_id,
        ),
    )


def records_of(connection: sqlite3.Connection, conversation_id: ConversationId) -> tuple[RecordId, ...]:
    """The records that list this conversation, as far as they were read (E1)."""
    found = connection.execute(
        "SELECT record_id FROM record_conversation WHERE conversation_id = ? ORDER BY 1", (conversation_id,)
    )
    return tuple(row[0] for row in found)


def unread_records(connection: sqlite3.Connection, *, subject: str, size: int) -> tuple[RecordId, ...]:
    """Records of which no single read has told the links: those that the subject names first, then the newest."""
    found = connection.execute(
        "SELECT r.id FROM record AS r WHERE NOT EXISTS (SELECT 1 FROM record_contact WHERE record_id = r.id) "
        "AND NOT EXISTS (SELECT 1 FROM record_conversation WHERE record_id = r.id) "
        "ORDER BY coalesce(r.external_id, '') <> '' AND instr(lower(?1), lower(r.external_id)) > 0 DESC, r.id DESC "
        "LIMIT ?2",
        (subject, size),
    )
    return tuple(row[0] for row in found)


def attributes(connection: sqlite3.Connection, entity_id: EntityId | None) -> tuple[Attribute, ...]:
    """What is known of an entity's definition (E2): as a record told it, and what its newest records have besides."""
    if entity_id is None:
        return ()
    told = connection.execute("SELECT attributes FROM entity WHERE id = ?", (entity_id,)).fetchone()
    known = fields.definition(json.loads(told[0])) if told and told[0] else ()
    examples = connection.execute(
        'SELECT "values" FROM record WHERE custom_entity_id = ? AND "values" IS NOT NULL '
        "ORDER BY coalesce(created_at, 0) DESC, id DESC LIMIT ?",
        (entity_id, EXAMPLES),
    ).fetchall()
    seen = fields.observed(json.loads(row[0]) for row in examples)
    keys = {attribute.key for attribute in known}
    return (*known, *(attribute for attribute in seen if attribute.key not in keys))


def newest_contact(connection: sqlite3.Connection) -> int | None:
    """When the newest cached contact was made, by the server's clock (ms, S3)."""
    found: tuple[int | None] = connection.execute("SELECT max(created_at) FROM contact").fetchone()
    return found[0]


def newest_record(connection: sqlite3.Connection, entity_id: EntityId) -> int | None:
    """When the newest cached record of an entity was made, by the server's clock (ms, S3)."""
    found: tuple[int | None] = connection.execute(
        "SELECT max(created_at) FROM record WHERE custom_entity_id = ?", (entity_id,)
    ).fetchone()
    return found[0]


def known(connection: sqlite3.Connection, table: Literal["contact", "record"], ids: Sequence[int]) -> frozenset[int]:
    """Those of the ids that are cached."""
    found = connection.execute(
        f"SELECT id FROM {table} WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(ids),)
    )
    return frozenset(row[0] for row in found)


def title(record_id: RecordId, external_id: str, values: Iterable[Field]) -> str:
    """What a record is called: its name or title, else its external id, else its number."""
    named = {field.key.casefold(): field.value for field in values}
    for key in ("name", "title"):
        if isinstance(found := named.get(key), str) and found.strip():
            return found if found == external_id or not external_id else f"{found} · {external_id}"
    return external_id or f"record {record_id}"


def _record_lines(rows: Iterable[tuple[Any, ...]]) -> tuple[RecordLine, ...]:
    lines = []
    for id_, entity_id, entity, external_id, values, at in rows:
        kept = _fields(values)
        words = " · ".join(
            f"{field.key} {fields.shown(field.value)}"[:60]
            for field in kept[:8]
            if field.key not in ("name", "title") and fields.kind_of(field.value) not in (Kind.NOTHING, Kind.STRUCTURE)
        )
        lines.append(RecordLine(id_, entity_id, entity, title(id_, external_id, kept), words[:200], at))
    return tuple(lines)


def _conversations(connection: sqlite3.Connection, where: str, id_: int) -> tuple[LinkedConversation, ...]:
    found = connection.execute(
        f"{_CONVERSATION} WHERE {where} AND c.gone_at IS NULL ORDER BY c.sort_at DESC, c.id DESC LIMIT ?",
        (id_, MOST_LINKED),
    )
    return tuple(
        LinkedConversation(linked, subject, name, status, inbox, at, bool(unread), bool(done))
        for linked, subject, name, status, inbox, at, unread, done in found
    )


def _fields(stored: str | None) -> tuple[Field, ...]:
    found: Mapping[str, Json] = json.loads(stored) if stored else {}
    return tuple(Field(key, value) for key, value in found.items())
