"""Canned replies and signatures: read from the configuration directory, filled with what is known of a conversation."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from chatlane_tui.config.settings import Settings
from chatlane_tui.model import canned, signatures, template
from chatlane_tui.model.canned import CannedReply, FileMistake
from chatlane_tui.model.ids import ContactId, ConversationId
from chatlane_tui.store import contacts, conversations, identity, records
from chatlane_tui.store.contacts import ContactRow
from chatlane_tui.store.database import Database
from chatlane_tui.store.identity import Identity
from chatlane_tui.store.records import RecordRow
from chatlane_tui.store.rows import ThreadHead

FOLDER: Final = "canned"
MOST_FILES: Final = 2_000
LARGEST: Final = 64_000
"""Bytes of one file."""


class Library(NamedTuple):
    """Every reply that could be read, by name, and what is wrong with the other files."""

    replies: tuple[CannedReply, ...]
    mistakes: tuple[FileMistake, ...]


class Values(NamedTuple):
    """What variables stand for. `contact_id` and `record_ids` are where it came from: what may be read anew."""

    named: Mapping[str, str]
    contact_id: ContactId | None
    record_ids: tuple[int, ...]


class Canned:
    """Reads files in a thread and the store; writes nothing."""

    def __init__(self, database: Database, *, settings: Settings) -> None:
        self._database = database
        self._settings = settings

    @property
    def folder(self) -> Path:
        """Where the files are; it may not exist."""
        return self._settings.places.config / FOLDER

    async def library(self) -> Library:
        """Every file as it stands now. A file with a mistake is named and left out; the others are there."""
        return await asyncio.to_thread(_read_all, self.folder)

    async def values(self, conversation_id: ConversationId, contact_id: ContactId | None = None) -> Values:
        """What is cached of the conversation, its contact (`contact_id`, else its participant), its records and us."""
        me = self._settings.me
        return await self._database.read(lambda c: _values(c, conversation_id, contact_id, Identity(me.name, me.email)))

    async def signature(self, head: ThreadHead, type: str) -> str:  # noqa: A002 - the API's word
        """The signature for this inbox and type, filled; what it names and nobody knows is left out."""
        text = signatures.signature(self._settings.signatures, inbox=head.inbox, type=type)
        if "{{" not in text:
            return text
        values = await self.values(head.id)
        pieces = template.parse(text)
        blank = dict.fromkeys(template.wanted(pieces, values.named), " ")
        return template.fill(pieces, {**values.named, **blank}).text.rstrip()


def _read_all(folder: Path) -> Library:
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix == ".md" and not path.name.startswith("."))
    except FileNotFoundError:
        return Library((), ())
    except OSError as error:
        return Library((), (FileMistake(FOLDER, 0, f"the folder cannot be read: {error.strerror}"),))
    replies: list[CannedReply] = []
    mistakes: list[FileMistake] = []
    for path in files[:MOST_FILES]:
        found = _read(path)
        mistakes += found.mistakes
        if found.reply is not None:
            replies.append(found.reply)
    if len(files) > MOST_FILES:
        mistakes.append(FileMistake(FOLDER, 0, f"{len(files)} files are too many: the first {MOST_FILES:,} are read"))
    found_replies = tuple(sorted(replies, key=lambda reply: reply.name.casefold()))
    return Library(found_replies, (*mistakes, *canned.doubled(found_replies)))


def _read(path: Path) -> canned.Read:
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as error:
        return canned.Read(None, (FileMistake(path.name, 0, f"it cannot be read: {error.strerror}"),))
    if len(raw) > LARGEST:
        return canned.Read(None, (FileMistake(path.name, 0, f"it is longer than {LARGEST:,} bytes"),))
    try:
        return canned.read(path.name, raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return canned.Read(None, (FileMistake(path.name, raw[: error.start].count(b"\n") + 1, "it is not UTF-8"),))


def _values(
    connection: sqlite3.Connection, conversation_id: ConversationId, contact_id: ContactId | None, me: Identity
) -> Values:
    head = conversations.head(connection, conversation_id)
    if head is None:
        return Values({}, None, ())
    contact_id = contact_id or head.participant_id
    person = None if contact_id is None else contacts.contact(connection, contact_id)
    about = records.of_conversation(connection, conversation_id)
    if not me.name:
        learnt = identity.me(connection)
        me = Identity(learnt.name, me.email or learnt.email)
    named = {
        **_of_contact(head, person),
        **_of_records(about),
        "conversation.id": str(head.id),
        "conversation.subject": head.subject,
        "conversation.status": head.status,
        "conversation.assignee": head.assignee,
        "inbox.name": head.inbox,
        "agent.name": me.name,
        "agent.first_name": _first(me.name),
        "agent.email": me.email,
    }
    known = {name: value for name, value in named.items() if value.strip()}
    return Values(known, None if person is None else person.id, tuple(record.id for record in about))


def _of_contact(head: ThreadHead, person: ContactRow | None) -> dict[str, str]:
    name = person.name if person is not None else head.name
    found = {
        "contact.name": name,
        "contact.first_name": _first(name),
        "contact.last_name": name.split()[-1] if len(name.split()) > 1 else "",
        "contact.email": person.email if person is not None else head.email,
        "contact.phone": person.phone if person is not None else head.phone,
    }
    custom = () if person is None else person.custom_attributes
    return {**{template.key(f"contact.custom.{key}"): value for key, value in custom}, **found}


def _of_records(about: tuple[RecordRow, ...]) -> dict[str, str]:
    """Values of the newest record of each entity; `external_id` too."""
    found: dict[str, str] = {}
    for record in reversed(about):
        for entity in filter(None, (record.entity, record.slug)):
            start = f"record.{entity}."
            found[template.key(f"{start}external_id")] = record.external_id
            found |= {template.key(start + key): value for key, value in record.values}
    return found


def _first(name: str) -> str:
    return name.split()[0] if name.split() else ""
