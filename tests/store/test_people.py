"""Contacts, records, inboxes and channels: learnt wherever an answer names them."""

from __future__ import annotations

from chatlane_tui.model import wire
from chatlane_tui.model.feed import InboxChanged, PeopleChanged, ThreadChanged
from chatlane_tui.model.ids import ContactId, ConversationId, EntityId, InboxId, RecordId
from chatlane_tui.store import contacts, conversations, inboxes, messages, records, threads
from chatlane_tui.store.rows import ContactChoice, Direction
from tests.store.conftest import Store
from tests.store.told import NOON, conversation, message, stamp

ONE = ConversationId(1)


def contact(id_: int, **fields: object) -> wire.Contact:
    return wire.Contact.model_validate({"id": id_, **fields})


def record(id_: int, **fields: object) -> wire.Record:
    return wire.Record.model_validate({"id": id_, **fields})


def inbox(id_: int, **fields: object) -> wire.Inbox:
    return wire.Inbox.model_validate({"id": id_, **fields})


def channel(id_: int, **fields: object) -> wire.Channel:
    return wire.Channel.model_validate({"id": id_, **fields})


async def test_a_contact_comes_back_as_it_was_told(store: Store) -> None:
    told = contact(
        5,
        name="Ada",
        email="ada@example.com",
        phone_number="+441234567890",
        custom_attributes={"company": "Acme", "seats": 3},
        created_at=stamp(NOON),
    )
    await store.write(contacts.upsert, [told])
    assert store.facts == {PeopleChanged()}
    assert await store.database.read(lambda c: contacts.contact(c, ContactId(5))) == contacts.ContactRow(
        id=ContactId(5),
        name="Ada",
        email="ada@example.com",
        phone="+441234567890",
        custom_attributes=(("company", "Acme"), ("seats", "3")),
        created_at=NOON,
        updated_at=None,
    )
    await store.write(contacts.upsert, [told])
    assert store.facts == set()


async def test_a_contact_keeps_what_a_partial_answer_leaves_out(store: Store) -> None:
    await store.write(contacts.upsert, [contact(5, name="Ada", email="a@b.example", custom_attributes={"x": "y"})])
    await store.write(contacts.upsert, [contact(5, name="Ada King", email=None)])
    found = await store.database.read(lambda c: contacts.contact(c, ContactId(5)))
    assert found is not None
    assert (found.name, found.email, found.custom_attributes) == ("Ada King", "", (("x", "y"),))


async def test_contacts_are_read_by_name_in_stretches(store: Store) -> None:
    await store.write(contacts.upsert, [contact(1, name="bob"), contact(2, name="Ada"), contact(3, name="Carl")])
    found = await store.database.read(lambda c: contacts.contacts(c, size=2, offset=1))
    assert [row.name for row in found] == ["bob", "Carl"]
    assert await store.database.read(lambda c: contacts.contact(c, ContactId(9))) is None


async def test_a_new_address_of_the_customer_shows_whose_words_they_were(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(1, participant={"id": 5, "name": "A. L."})], now=NOON)
    sender = {"id": 5, "name": "Ada", "email": "ada@example.com"}
    await store.write(messages.upsert, [message(1, sender=sender)], now=NOON)
    await store.write(contacts.upsert, [contact(5, email="ada@example.com")])
    assert store.facts == {PeopleChanged(), InboxChanged(), ThreadChanged(ONE)}
    (row,) = await store.database.read(lambda c: threads.thread(c, ONE))
    assert row.direction is Direction.THEIRS


async def test_a_contact_that_learns_nothing_of_its_name_disturbs_no_list(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(1)], now=NOON)
    await store.write(contacts.upsert, [contact(5, custom_attributes={"role": "CEO"})])
    assert store.facts == {PeopleChanged()}


ORDER = {"id": 3, "name": "Orders", "slug": "orders", "attributes": [{"key": "status"}]}


async def test_a_record_comes_back_as_it_was_told(store: Store) -> None:
    told = record(
        1,
        custom_entity_id=3,
        external_id="EXT-1",
        values={"name": "Order", "amount": 99.5},
        custom_entity=ORDER,
        conversations=[{"id": 1}],
        contacts=[{"id": 5, "name": "Ada"}],
        created_at=stamp(NOON),
    )
    await store.write(records.upsert, [told])
    assert store.facts == {PeopleChanged()}
    whole = records.RecordRow(
        id=RecordId(1),
        entity_id=EntityId(3),
        entity="Orders",
        slug="orders",
        external_id="EXT-1",
        values=(("name", "Order"), ("amount", "99.5")),
        contacts=(ContactId(5),),
        conversations=(ONE,),
        created_at=NOON,
        updated_at=None,
    )
    assert await store.database.read(lambda c: records.record(c, RecordId(1))) == whole
    await store.write(records.upsert, [told, record(1, external_id="EXT-1", custom_entity={"id": 3, "name": "Orders"})])
    assert store.facts == set()
    assert await store.database.read(lambda c: records.record(c, RecordId(1))) == whole


async def test_links_of_a_record_are_those_told_last(store: Store) -> None:
    await store.write(records.upsert, [record(1, contacts=[{"id": 5}, {"id": 6}], conversations=[{"id": 1}])])
    await store.write(records.upsert, [record(1, contacts=[{"id": 6}], values=None)])
    found = await store.database.read(lambda c: records.record(c, RecordId(1)))
    assert found is not None
    assert (found.contacts, found.conversations, found.values) == ((6,), (1,), ())


async def test_a_record_takes_its_entity_from_wherever_it_is_named(store: Store) -> None:
    await store.write(records.upsert, [record(1, custom_entity=ORDER), record(2, custom_entity_id=4), record(3)])
    found = await store.database.read(lambda c: records.records(c, entity_id=EntityId(3)))
    assert [(row.id, row.entity) for row in found] == [(1, "Orders")]
    assert len(await store.database.read(records.records)) == 3
    assert await store.database.read(lambda c: records.record(c, RecordId(9))) is None


async def test_an_entity_conversation_may_be_answered_to_the_contacts_of_its_record(store: Store) -> None:
    people = [{"id": 6, "name": "Grace", "email": "g@example.com"}, {"id": 5, "name": "Ada", "phone_number": "+44"}]
    linked = [{"id": 1}]
    await store.write(
        records.upsert,
        [
            record(1, contacts=people, conversations=linked),
            record(2, contacts=people[:1], conversations=linked),
            record(3, contacts=[{"id": 7}], conversations=[{"id": 2}]),
        ],
    )
    assert await store.database.read(lambda c: records.contact_choices(c, ONE)) == (
        ContactChoice(ContactId(5), "Ada", "", "+44"),
        ContactChoice(ContactId(6), "Grace", "g@example.com", ""),
    )


async def test_inboxes_are_merged_by_present_key(store: Store) -> None:
    await store.write(
        inboxes.upsert, [inbox(1, name="Support", type="standard"), inbox(2, name="Orders", type="entity")]
    )
    await store.write(inboxes.upsert, [inbox(1, name="Help"), inbox(2, type=None)])
    assert await store.database.read(inboxes.inboxes) == (
        inboxes.InboxInfo(InboxId(1), "Help", "standard"),
        inboxes.InboxInfo(InboxId(2), "Orders", ""),
    )
    await store.write(inboxes.upsert, [inbox(1, name="Help")])
    assert store.facts == set()


async def test_channels_of_an_inbox_are_learnt_where_it_lists_them(store: Store) -> None:
    listed = [{"id": 7, "name": "Mail", "type": "email", "is_active": False}, {"id": 8, "name": "Texts", "type": "sms"}]
    await store.write(inboxes.upsert, [inbox(1, channels=listed)], now=NOON)
    found = await store.database.read(lambda c: inboxes.channels(c, InboxId(1)))
    assert [(row.id, row.inbox_id, row.is_active, row.seen_at) for row in found] == [
        (8, 1, None, NOON),
        (7, 1, False, NOON),
    ]


async def test_a_channel_keeps_what_a_partial_answer_leaves_out(store: Store) -> None:
    whole = channel(7, name="Mail", type="email", is_active=True)
    await store.write(inboxes.learn_channels, [(whole, InboxId(1))], now=NOON)
    await store.write(inboxes.learn_channels, [(channel(7), None)], now=NOON + 1)
    assert store.facts == set()
    (row,) = await store.database.read(lambda c: inboxes.channels(c, InboxId(1)))
    assert (row.name, row.type, row.is_active, row.inbox_id, row.seen_at) == ("Mail", "email", True, 1, NOON + 1)


async def test_active_channels_come_first_and_other_inboxes_stay_out(store: Store) -> None:
    await store.write(
        inboxes.learn_channels,
        [
            (channel(1, name="Closed", is_active=False), InboxId(1)),
            (channel(2, name="Open", is_active=True), InboxId(1)),
            (channel(3, name="Elsewhere", is_active=True), InboxId(2)),
            (channel(4, name="Nowhere"), None),
            (channel(5, name="Named", inbox_id=2), InboxId(1)),
        ],
        now=NOON,
    )
    found = await store.database.read(lambda c: inboxes.channels(c, InboxId(1)))
    assert [row.name for row in found] == ["Open", "Nowhere", "Closed"]
    assert len(await store.database.read(lambda c: inboxes.channels(c, None))) == 5
