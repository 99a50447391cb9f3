"""Contacts and records that a person creates and edits, each sent once, with what became of it.

A write whose answer is lost is looked for; if it is not found it is uncertain, and only a person has it sent again
(W1). Before an edit the server is asked what stands there now (W5). A contact or a record is one flat mapping here
(`model.edits`).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from chatlane_tui.desk.directory import Directory
from chatlane_tui.errors import Denied, MaybeSent, NotSent, Refused, StoreError, Unreadable
from chatlane_tui.model import edits
from chatlane_tui.model.edits import ATTRIBUTES, VALUES, Flat, Meanwhile
from chatlane_tui.model.ids import ContactId, EntityId, RecordId
from chatlane_tui.model.readers import Json
from chatlane_tui.store import contacts, people, records
from chatlane_tui.store.database import Database, Transaction
from chatlane_tui.store.people_rows import ContactLine, ContactPage, RecordPage

if TYPE_CHECKING:
    from chatlane_tui.model import wire

LOST = "The answer was lost: perhaps it was saved, perhaps not."
UNCHANGED = "The answer was lost, and the server still shows the old values."


class Saved(NamedTuple):
    """It stands on the server. `was_found`: the answer was lost, but it was found there."""

    id: int
    was_found: bool = False
    unkept: str = ""
    """Why this machine could not store what it says now, as a sentence; it is read again later."""


class Twin(NamedTuple):
    """Another contact has this e-mail address or phone number: nothing was written (E4). `others` may be empty."""

    field: str
    others: tuple[ContactLine, ...]


class Overtaken(NamedTuple):
    """Somebody changed it meanwhile: nothing was written (W5). `now` is what stands there."""

    now: Flat
    differing: tuple[Meanwhile, ...]


class Lost(NamedTuple):
    """Nobody knows whether it was written: a person decides (W1)."""

    sentence: str


Outcome = Saved | Twin | Overtaken | Lost
"""What became of a write. What the server refuses, or what never left, is raised: `Refused`, `NotSent`, `Denied`."""


class Editing:
    """Writes of contacts and records. What a method raises, `ApiError` or `StoreError`, surely was not written."""

    def __init__(self, database: Database, directory: Directory) -> None:
        self._database = database
        self._directory = directory

    async def create_contact(self, values: Flat, *, is_sure: bool = False) -> Outcome:
        """Look for its e-mail address and phone number, then create it, once (W1).

        `is_sure`: a person was shown what there was to be found, and still wants it.
        """
        email, phone = _text(values, "email"), _text(values, "phone_number")
        if not is_sure and (email or phone):
            others = await self._directory.find(email=email, phone=phone)
            if others:
                return _twin(others, email=email)
        newest = await self._database.read(people.newest_contact)
        sent = edits.body(values, {}, ATTRIBUTES, whole_map=True)
        try:
            item = await self._directory.client.create_contact(
                name=_text(values, "name"), email=email, phone_number=phone, custom_attributes=_map(sent, ATTRIBUTES)
            )
        except MaybeSent:
            return await self._looked_for(lambda: self._created_contact(values, email, phone, newest))
        except Refused as error:
            return await self._duplicate(error, email=email, phone=phone)
        return await self._saved(item.id, lambda tx: contacts.upsert(tx, (item,)))

    async def edit_contact(self, contact_id: ContactId, *, before: Flat, ours: Flat) -> Outcome:
        """Write the changed fields alone (PATCH), all of the attributes among them (E3), if what stands there is still
        `before` (W5)."""
        now = flat_contact(await self._directory.contact(contact_id))
        differing = edits.meanwhile(before, now, ours)
        if differing:
            return Overtaken(now, differing)
        sent = edits.body(ours, now, ATTRIBUTES, whole_map=True)
        try:
            item = await self._directory.client.update_contact(contact_id, sent)
        except MaybeSent:
            return await self._looked_for(lambda: self._edited_contact(contact_id, ours), otherwise=UNCHANGED)
        except Refused as error:
            return await self._duplicate(error, email=_text(ours, "email"), phone=_text(ours, "phone_number"))
        return await self._saved(contact_id, lambda tx: contacts.upsert(tx, (item,)))

    async def create_record(self, entity_id: EntityId, values: Flat) -> Outcome:
        """Create it, once (W1). One whose answer was lost is looked for among those made since the newest known."""
        newest = await self._database.read(lambda c: people.newest_record(c, entity_id))
        sent = edits.body(values, {}, VALUES, whole_map=True)
        try:
            item = await self._directory.client.create_record(
                custom_entity_id=entity_id,
                values=_map(sent, VALUES),
                external_id=_text(values, "external_id") or None,
            )
        except MaybeSent:
            return await self._looked_for(lambda: self._created_record(entity_id, values, newest))
        return await self._saved(item.id, lambda tx: records.upsert(tx, (item,)))

    async def edit_record(self, record_id: RecordId, *, before: Flat, ours: Flat) -> Outcome:
        """As `edit_contact`; of the values only the changed ones are sent, since they merge (E3)."""
        now = flat_record(await self._directory.record(record_id))
        differing = edits.meanwhile(before, now, ours)
        if differing:
            return Overtaken(now, differing)
        sent = edits.body(ours, now, VALUES, whole_map=False)
        try:
            item = await self._directory.client.update_record(record_id, sent)
        except MaybeSent:
            return await self._looked_for(lambda: self._edited_record(record_id, ours), otherwise=UNCHANGED)
        return await self._saved(record_id, lambda tx: records.upsert(tx, (item,)))

    async def _saved(self, id_: int, store: Callable[[Transaction], None]) -> Saved:
        """The server has it, whatever this machine can store: raised, it would be sent again (W1)."""
        try:
            await self._database.write(store)
        except StoreError as error:
            return Saved(id_, unkept=error.sentence)
        return Saved(id_)

    # what was lost

    async def _looked_for(self, look: Callable[[], Awaitable[int | None]], *, otherwise: str = "") -> Outcome:
        try:
            found = await look()
        except (NotSent, Unreadable, Denied, Refused) as error:
            return Lost(f"{LOST} It could not be looked up: {error}")
        if found is not None:
            return Saved(found, was_found=True)
        return Lost(otherwise or f"{LOST} The server does not have it now.")

    async def _created_contact(self, values: Flat, email: str, phone: str, newest: int | None) -> int | None:
        """By e-mail and phone; one that has neither by its name, among those made since."""
        if email or phone:
            found = await self._directory.find(email=email, phone=phone)
            return found[0].id if found else None
        async for page in self._directory.client.contacts(created_after=newest):
            known = await self._known("contact", page.items)
            for item in page.items:
                if item.id not in known and item.name == values.get("name"):
                    return (await self._directory.contact(item.id)).id
        return None

    async def _created_record(self, entity_id: EntityId, values: Flat, newest: int | None) -> int | None:
        async for page in self._directory.client.records(custom_entity_id=entity_id, created_after=newest):
            known = await self._known("record", page.items)
            for item in page.items:
                if item.id not in known and edits.stands(values, flat_record(item)):
                    return (await self._directory.record(item.id)).id
        return None

    async def _known(self, table: Literal["contact", "record"], items: Sequence[wire.Identified]) -> frozenset[int]:
        ids = [item.id for item in items]
        return await self._database.read(lambda c: people.known(c, table, ids))

    async def _edited_contact(self, contact_id: ContactId, ours: Flat) -> int | None:
        now = flat_contact(await self._directory.contact(contact_id))
        return contact_id if edits.stands(ours, now) else None

    async def _edited_record(self, record_id: RecordId, ours: Flat) -> int | None:
        now = flat_record(await self._directory.record(record_id))
        return record_id if edits.stands(ours, now) else None

    # duplicates

    async def _duplicate(self, error: Refused, *, email: str, phone: str) -> Twin:
        """The other one is not named, so it is looked up (E4); any other refusal is raised."""
        if error.code not in ("DUPLICATE_EMAIL", "DUPLICATE_PHONE"):
            raise error
        by_email = error.code == "DUPLICATE_EMAIL"
        asked = {"email": email} if by_email else {"phone": phone}
        try:
            others = await self._directory.find(**asked)
        except (NotSent, Unreadable):
            others = await self._database.read(lambda c: people.contacts_at(c, **{"email": "", "phone": "", **asked}))
        return Twin("email" if by_email else "phone_number", others)


def _twin(others: tuple[ContactLine, ...], *, email: str) -> Twin:
    by_email = bool(email) and any(other.email.casefold() == email.casefold() for other in others)
    return Twin("email" if by_email else "phone_number", others)


def flat_contact(item: wire.Contact) -> dict[str, Json]:
    """A contact of the server's as one mapping."""
    whole: dict[str, Json] = {"name": item.name or None, "email": item.email or None}
    whole["phone_number"] = item.phone_number or None
    return edits.flat(whole | {ATTRIBUTES: item.custom_attributes}, ATTRIBUTES)


def flat_record(item: wire.Record) -> dict[str, Json]:
    """A record of the server's as one mapping."""
    return edits.flat({"external_id": item.external_id or None, VALUES: item.values}, VALUES)


def flat_contact_page(page: ContactPage) -> dict[str, Json]:
    """A cached contact as one mapping, to be compared with the server's later."""
    whole: dict[str, Json] = {
        "name": page.name or None,
        "email": page.email or None,
        "phone_number": page.phone or None,
    }
    return whole | {f"{ATTRIBUTES}.{field.key}": field.value for field in page.attributes}


def flat_record_page(page: RecordPage) -> dict[str, Json]:
    """A cached record as one mapping."""
    return {"external_id": page.external_id or None} | {f"{VALUES}.{field.key}": field.value for field in page.values}


def _text(values: Flat, key: str) -> str:
    found = values.get(key)
    return found.strip() if isinstance(found, str) else ""


def _map(sent: Mapping[str, Json], key: str) -> Mapping[str, Json]:
    found = sent.get(key)
    return found if isinstance(found, dict) else {}
