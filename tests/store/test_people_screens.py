"""Contacts, records and inboxes as their screens read them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from chatlane_tui.model import wire
from chatlane_tui.model.feed import PeopleChanged
from chatlane_tui.model.fields import Attribute, Kind
from chatlane_tui.model.ids import ContactId, ConversationId, EntityId, InboxId, RecordId
from chatlane_tui.store import contacts, conversations, forms, inbox_counts, inboxes, people, records, schema
from chatlane_tui.store.answered_to import choose, chosen
from chatlane_tui.store.forms import FormEntry
from chatlane_tui.store.people_rows import EntityLine, Field, StatusCount
from tests.store.conftest import Store
from tests.store.told import NOON, conversation, stamp

ADA = {
    "id": 5,
    "name": "Ada Lukašiewicz",
    "email": "ada.l@example.com",
    "phone_number": "+447700900128",
    "custom_attributes": {"company": "Müller & Söhne", "seats": 3, "vip": True, "since": None},
    "created_at": stamp(NOON),
}


def contact(**fields: object) -> wire.Contact:
    return wire.Contact.model_validate(fields)


def record(id_: int, **fields: object) -> wire.Record:
    return wire.Record.model_validate({"id": id_, **fields})


async def _some(store: Store) -> None:
    await store.write(
        contacts.upsert,
        [contact(**ADA), contact(id=6, name="bob", email="bob@example.org"), contact(id=7, email="x@example.net")],
    )


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", [5, 6, 7]),
        ("LUKASI ada", [5]),
        ("ADA.L@EX", [5]),
        ("example", [5, 6, 7]),
        ("muller", [5]),
        ("07700 900128", [5]),
        ("+44 (7700) 900-128", [5]),
        ("900128", [5]),
        ("7700900", [5]),
        ("bob", [6]),
        ("Mu\u0308ller", [5]),
        ("nobody", []),
        ('"; DROP', []),
        ("* OR -", [6]),
        ("…", [5, 6, 7]),
    ],
)
async def test_a_contact_is_found_by_name_mail_company_or_phone(store: Store, words: str, found: list[int]) -> None:
    await _some(store)
    stretch = await store.database.read(lambda c: people.contact_stretch(c, words=words))
    assert [row.id for row in stretch.rows] == found
    assert stretch.total == len(found)


async def test_a_contact_is_found_by_what_it_is_called_now(store: Store) -> None:
    await _some(store)
    await store.write(contacts.upsert, [contact(id=5, name="Ada King"), contact(id=5, phone_number="+4871")])
    for words, found in (("king", [5]), ("lukasi", []), ("muller", [5]), ("900128", []), ("4871", [5])):
        stretch = await store.database.read(lambda c, words=words: people.contact_stretch(c, words=words))  # type: ignore[misc]
        assert [row.id for row in stretch.rows] == found, words
    assert await store.sql("SELECT count(*) FROM contact_fts WHERE contact_fts MATCH 'ada'") == [(1,)]


async def test_a_search_that_finds_too_many_says_so(store: Store) -> None:
    many = [contact(id=id_, name=f"Ada {id_:04}") for id_ in range(1, people.MOST_FOUND + 3)]
    await store.write(contacts.upsert, many)
    stretch = await store.database.read(lambda c: people.contact_stretch(c, words="ada"))
    assert (stretch.total, stretch.more) == (people.MOST_FOUND, True)


async def test_contacts_come_in_stretches_around_any_of_them(store: Store) -> None:
    named = [contact(id=id_, name=f"{'aB'[id_ % 2]}{id_ // 2:03}") for id_ in range(1, 41)]
    await store.write(contacts.upsert, [*named, contact(id=50), contact(id=51, name="")])
    everyone = await store.database.read(lambda c: people.contact_stretch(c, size=100))
    assert everyone.total == 42
    assert [row.id for row in everyone.rows[-2:]] == [50, 51]
    names = [row.name for row in everyone.rows[:-2]]
    assert names == sorted(names, key=str.casefold)
    for place, row in enumerate(everyone.rows):
        around = await store.database.read(lambda c, id_=row.id: people.contact_stretch(c, size=10, around=id_))  # type: ignore[misc]
        assert around.rank == place
        assert row in around.rows
    gone = await store.database.read(lambda c: people.contact_stretch(c, size=10, around=ContactId(99)))
    assert (gone.offset, gone.rank) == (0, None)


async def test_a_contacts_page_holds_all_that_is_cached_of_it(store: Store) -> None:
    await _some(store)
    person = {"id": 5, "name": "Ada Lukašiewicz"}
    told = [
        conversation(1, participant=person, subject="Old", at=NOON, status="closed"),
        conversation(2, participant=person, subject="New", at=NOON + 1, status="odd"),
        conversation(3, participant={"id": 6}),
        conversation(4, participant=person, subject="Gone"),
    ]
    await store.write(conversations.upsert, told, now=NOON)
    await store.write(conversations.mark_gone, ConversationId(4), now=NOON)
    await store.write(records.upsert, [record(3, external_id="ORD-1", contacts=[{"id": 5}])])
    page = await store.database.read(lambda c: people.contact_page(c, ContactId(5)))
    assert page is not None
    assert page.attributes == (
        Field("company", "Müller & Söhne"),
        Field("seats", 3),
        Field("vip", True),
        Field("since", None),
    )
    assert [(row.subject, row.status) for row in page.conversations] == [("New", "odd"), ("Old", "closed")]
    assert [row.title for row in page.records] == ["ORD-1"]
    assert await store.database.read(lambda c: people.contact_page(c, ContactId(99))) is None
    still = await store.database.read(lambda c: people.open_conversations(c, ContactId(5)))
    assert [row.subject for row in still] == ["New"]
    lines = await store.database.read(lambda c: people.contact_stretch(c))
    assert [row.conversations for row in lines.rows] == [2, 1, 0]


async def test_the_other_one_of_a_duplicate_is_found_exactly(store: Store) -> None:
    await _some(store)
    for email, phone, found in (
        ("ADA.L@example.com", "", [5]),
        ("", "+447700900128", [5]),
        ("", "", []),
        ("a", "b", []),
    ):
        lines = await store.database.read(lambda c, e=email, p=phone: people.contacts_at(c, email=e, phone=p))  # type: ignore[misc]
        assert [row.id for row in lines] == found


ORDERS = {"id": 1, "name": "Orders", "attributes": [{"slug": "status", "type": "select", "options": ["paid"]}]}


async def _records(store: Store) -> None:
    await store.write(
        records.upsert,
        [
            record(
                1,
                custom_entity=ORDERS,
                external_id="ORD-1",
                values={"status": "paid", "amount": 9.5},
                created_at=stamp(NOON),
            ),
            record(2, custom_entity=ORDERS, values={"name": "Second", "gift": True}, created_at=stamp(NOON + 1000)),
            record(3, custom_entity={"id": 2, "name": "Shipments"}, external_id="TRK", values=None),
        ],
    )


@pytest.mark.parametrize("words", ["Ärmel", "ärmel", "armel", "MÜLLER", "müller", "Muller", "łódź ärmel"])
async def test_records_are_found_whatever_the_case_and_accents(store: Store, words: str) -> None:
    values = {"city": "Ärmelkanal", "name": "MÜLLER", "plant": "ŁÓDŹ"}
    await store.write(records.upsert, [record(1, custom_entity=ORDERS, values=values)])
    stretch = await store.database.search(lambda c: people.record_stretch(c, words=words))
    assert [row.id for row in stretch.rows] == [1]


async def test_records_come_by_entity_and_by_what_is_in_them(store: Store) -> None:
    await _records(store)
    for entity, words, found in (
        (None, "", [2, 1, 3]),
        (1, "", [2, 1]),
        (1, "ord paid", [1]),
        (2, "paid", []),
        (None, "SECOND", [2]),
    ):
        stretch = await store.database.read(
            lambda c, e=entity, w=words: people.record_stretch(c, entity_id=e and EntityId(e), words=w)  # type: ignore[misc]
        )
        assert [row.id for row in stretch.rows] == found
    around = await store.database.read(lambda c: people.record_stretch(c, around=RecordId(1), size=1))
    assert (around.rank, around.offset, [row.id for row in around.rows]) == (1, 1, [1])
    gone = await store.database.read(lambda c: people.record_stretch(c, around=RecordId(9)))
    assert gone.rank is None
    assert await store.database.read(people.entities) == (
        EntityLine(EntityId(1), "Orders", 2),
        EntityLine(EntityId(2), "Shipments", 1),
    )


async def test_a_record_is_called_by_its_name_and_shows_its_values(store: Store) -> None:
    await _records(store)
    lines = {row.id: row for row in (await store.database.read(people.record_stretch)).rows}
    assert (lines[RecordId(1)].title, lines[RecordId(1)].words) == ("ORD-1", "status paid · amount 9.5")
    assert (lines[RecordId(2)].title, lines[RecordId(2)].words) == ("Second", "gift yes")
    assert people.title(RecordId(7), "", ()) == "record 7"
    assert people.title(RecordId(7), "X", (Field("Title", "T"),)) == "T · X"


async def test_a_records_page_holds_its_people_and_conversations(store: Store) -> None:
    await _some(store)
    await store.write(conversations.upsert, [conversation(1, subject="Where is it?")], now=NOON)
    await _records(store)
    await store.write(records.upsert, [record(1, contacts=[{"id": 5}], conversations=[{"id": 1}])])
    page = await store.database.read(lambda c: people.record_page(c, RecordId(1)))
    assert page is not None
    assert (page.entity, page.title, page.values) == (
        "Orders",
        "ORD-1",
        (Field("status", "paid"), Field("amount", 9.5)),
    )
    assert [row.id for row in page.contacts] == [5]
    assert [row.subject for row in page.conversations] == ["Where is it?"]
    assert await store.database.read(lambda c: people.records_of(c, ConversationId(1))) == (1,)
    assert await store.database.read(lambda c: people.record_page(c, RecordId(9))) is None
    unread = await store.database.read(lambda c: people.unread_records(c, subject="About trk, please", size=5))
    assert unread == (3, 2)


async def test_a_definition_is_completed_by_what_records_have(store: Store) -> None:
    await _records(store)
    assert await store.database.read(lambda c: people.attributes(c, EntityId(1))) == (
        Attribute("status", "status", Kind.TEXT, False, ("paid",)),
        Attribute("name", "name"),
        Attribute("gift", "gift", Kind.FLAG),
        Attribute("amount", "amount", Kind.NUMBER),
    )
    assert await store.database.read(lambda c: people.attributes(c, None)) == ()


async def test_a_conversation_that_tells_its_record_is_linked_to_it(store: Store) -> None:
    told = conversation(1, custom_entity_record={"id": 3, "external_id": "TRK"})
    await store.write(conversations.upsert, [told], now=NOON)
    assert PeopleChanged() in store.facts
    assert await store.database.read(lambda c: people.records_of(c, ConversationId(1))) == (3,)
    await store.write(conversations.upsert, [told, conversation(2, custom_entity_record=None)], now=NOON)
    assert store.facts.isdisjoint({PeopleChanged()})


async def test_an_inbox_shows_its_channels_and_what_was_counted(store: Store) -> None:
    channels = [{"id": 7, "name": "Mail", "type": "email", "is_active": True}]
    told = wire.Inbox.model_validate({"id": 1, "name": "Support", "type": "standard", "channels": channels})
    await store.write(inboxes.upsert, [told, wire.Inbox(id=InboxId(2), name="Orders", type="custom_entity")], now=NOON)
    await store.write(conversations.upsert, [conversation(1, inbox={"id": 1})], now=NOON)
    counts = (StatusCount("active", 12), StatusCount("closed", None))
    await store.write(inbox_counts.put, InboxId(1), counts, now=NOON)
    orders, support = await store.database.read(inbox_counts.inbox_lines)
    assert (support.counts, support.counted_at, support.cached, support.is_entity) == (counts, NOON, 1, False)
    assert [channel.name for channel in support.channels] == ["Mail"]
    assert (orders.counts, orders.counted_at, orders.cached, orders.is_entity) == ((), None, 0, True)


async def test_what_stands_in_a_form_is_kept_until_it_is_forgotten(store: Store) -> None:
    entries = (FormEntry("name", "Name", 'Ada "\n', "text", "Ada"),)
    await store.write(forms.save, "contact", 5, entries, now=NOON)
    await store.write(forms.save, "contact", 5, entries, now=NOON + 1)
    found = await store.database.read(lambda c: forms.find(c, "contact", 5))
    assert found == forms.FormDraft(entries, NOON + 1)
    assert await store.database.read(lambda c: forms.find(c, "record", 5)) is None
    await store.write(forms.forget, "contact", 5)
    assert await store.database.read(lambda c: forms.find(c, "contact", 5)) is None


async def test_whom_a_conversation_was_answered_to_is_remembered(store: Store) -> None:
    one = ConversationId(1)
    assert await store.database.read(lambda c: chosen(c, one)) is None
    await store.write(choose, one, ContactId(5))
    await store.write(choose, one, ContactId(6))
    assert await store.database.read(lambda c: chosen(c, one)) == 6


async def test_what_is_known_tells_what_is_new(store: Store) -> None:
    await _some(store)
    await _records(store)
    assert await store.database.read(lambda c: people.known(c, "contact", [5, 99])) == {5}
    assert await store.database.read(people.newest_contact) == NOON
    assert await store.database.read(lambda c: people.newest_record(c, EntityId(1))) == NOON + 1000
    assert await store.database.read(lambda c: people.newest_record(c, EntityId(9))) is None


def test_contacts_that_were_cached_before_there_was_a_search_are_found(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "store.db", isolation_level=None)) as connection:
        before = next(n for n, script in enumerate(schema.MIGRATIONS) if "contact_fts" in script)
        schema.migrate(connection, migrations=schema.MIGRATIONS[:before])
        connection.execute("INSERT INTO contact (id, name, phone_number) VALUES (5, 'Ada', '+44 (7700) 900-128')")
        schema.migrate(connection)
        assert [row.id for row in people.contact_stretch(connection, words="07700900").rows] == [5]
