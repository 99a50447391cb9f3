"""How what the API tells of is read: every plausible shape, nothing odd fatal, absent never taken for null."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from chatlane_tui.model import readers
from chatlane_tui.model.answers import parse_one, parse_page
from chatlane_tui.model.clean import FORBIDDEN
from chatlane_tui.model.readers import Json
from chatlane_tui.model.wire import (
    Attachment,
    Channel,
    Contact,
    Conversation,
    Entity,
    Identified,
    Inbox,
    Message,
    Person,
    Record,
    Tag,
    Wire,
)

TEN = 1_769_421_600_000
"""2026-01-26T10:00:00Z."""


def one(model: type[Any], **fields: object) -> Any:
    return parse_one(json.dumps({"data": {"id": 1, **fields}}).encode(), model)


def page(body: object, model: type[Any] = Message) -> Any:
    return parse_page(json.dumps(body).encode(), model)


def test_a_single_message_of_the_document_is_read_whole() -> None:
    message = one(
        Message,
        body="Hello, I need help with...",
        type="email",
        delivery_status="sent",
        is_read=False,
        external_message_id=None,
        attachments=[],
        conversation={"id": 1, "subject": "Customer inquiry", "status": "active"},
        channel={"id": 1, "name": "Email Channel", "type": "email", "is_active": True},
        sender={"id": 1, "name": "John Doe", "email": "john@example.com"},
        created_at="2026-01-26T10:00:00Z",
        updated_at="2026-01-26T10:00:00Z",
    )
    assert message.created_at == TEN
    assert (message.body, message.type, message.delivery_status) == ("Hello, I need help with...", "email", "sent")
    assert message.conversation.subject == "Customer inquiry"
    assert message.channel == Channel(id=1, name="Email Channel", type="email", is_active=True)
    assert message.sender == Person(id=1, name="John Doe", email="john@example.com")
    assert message.model_fields_set == Message.model_fields.keys() - {"is_draft"}


def test_a_conversation_carries_inbox_people_messages_and_tags() -> None:
    conversation = one(
        Conversation,
        inbox={"id": 2, "name": "Support", "type": "standard"},
        participant={"id": 3, "name": "Ada", "phone_number": "+44"},
        assignee=None,
        messages=[{"id": 4, "body": "a\nb"}],
        tags=[{"id": 10, "name": "vip", "color": "#3b82f6"}, "billing"],
        last_message_at="2026-01-26T10:00:00Z",
    )
    assert conversation.inbox.name == "Support"
    assert conversation.participant.phone_number == "+44"
    assert conversation.messages[0].body == "a\nb"
    assert [tag.name for tag in conversation.tags] == ["vip", "billing"]
    assert conversation.last_message_at == TEN


def test_a_record_carries_its_entity_conversations_and_contacts() -> None:
    record = one(
        Record,
        custom_entity_id="7",
        external_id="EXT-1",
        values={"amount": 99.99, "lines": ["a", {"b": None}]},
        custom_entity={"id": 7, "name": "Orders", "slug": "orders", "attributes": [{"name": "Name"}]},
        conversations=[{"id": 1}, 2],
        contacts=[{"id": 3, "name": "Ada"}],
    )
    assert record.custom_entity_id == 7
    assert record.values == {"amount": 99.99, "lines": ["a", {"b": None}]}
    assert record.custom_entity.attributes == [{"name": "Name"}]
    assert [conversation.id for conversation in record.conversations] == [1, 2]
    assert record.contacts[0].name == "Ada"


def test_an_inbox_may_carry_its_channels() -> None:
    inbox = one(Inbox, channels=[{"id": 5, "name": "SMS", "type": "sms", "inbox_id": "1"}])
    assert inbox.channels == (Channel(id=5, name="SMS", type="sms", inbox_id=1),)


def test_absent_is_not_null() -> None:
    assert one(Message, sender=None).model_fields_set == {"id", "sender"}
    assert one(Message).model_fields_set == {"id"}
    assert one(Message).sender is one(Message, sender=None).sender is None


def test_a_model_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        one(Contact, name="Ada").name = "Eve"


@pytest.mark.parametrize("given_id", [17, "17", " 17 ", 17.0])
def test_an_id_may_be_a_number_or_a_numeric_string(given_id: object) -> None:
    assert page([{"id": given_id}]).items[0].id == 17


@pytest.mark.parametrize("given_id", [None, "", "x", "٣", 0, -1, 2**63, "9" * 30, True, 1.5, [1], {"id": 1}])
def test_an_item_without_a_usable_id_is_skipped_and_the_others_stay(given_id: object) -> None:
    read = page({"data": [{"id": 1}, {"id": given_id}, {"id": 2}]})
    assert [item.id for item in read.items] == [1, 2]
    assert (read.skipped, read.count) == (1, 3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-26T10:00:00Z", TEN),
        ("2026-01-26T10:00:00.1Z", TEN + 100),
        ("2026-01-26T10:00:00.123456Z", TEN + 123),
        ("2026-01-26T10:00:00.999999+00:00", TEN + 999),
        ("2026-01-26T15:30:00+05:30", TEN),
        ("2026-01-26T04:30:00-0530", TEN),
        ("2026-01-26 10:00:00", TEN),
        ("1969-12-31T23:59:59Z", -1_000),
        ("0001-01-01T00:00:00+14:00", -62_135_647_200_000),
        (None, None),
        ("", None),
        ("yesterday", None),
        ("2026-13-26T10:00:00Z", None),
        ("2026-01-26T10:00:00\ud800", None),
        (1_769_421_600, None),
        ([], None),
        ("9" * 10_000, None),
    ],
)
def test_times_become_milliseconds_and_garbage_becomes_null(text: object, expected: int | None) -> None:
    assert one(Message, created_at=text).created_at == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(True, True), (1, True), ("1", True), ("true", True), (0, False), ("False", False), (None, None), (2, None)],
)
def test_a_flag_may_be_printed_as_a_database_prints_it(value: object, expected: bool | None) -> None:
    assert one(Message, is_read=value).is_read is expected


def test_words_of_the_future_are_kept_raw() -> None:
    message = one(Message, type="carrier_pigeon", delivery_status="handed_to_carrier", surprise={"x": 1})
    assert (message.type, message.delivery_status) == ("carrier_pigeon", "handed_to_carrier")


@pytest.mark.parametrize(
    ("value", "name", "person_id"),
    [
        ("Ada", "Ada", None),
        ({"name": "Ada"}, "Ada", None),
        ({"data": {"id": "3", "name": "Ada"}}, "Ada", 3),
        (3, None, 3),
        ({"id": None, "name": ["Ada"]}, None, None),
    ],
)
def test_a_sender_is_read_as_far_as_it_goes(value: object, name: str | None, person_id: int | None) -> None:
    sender = one(Message, sender=value).sender
    assert (sender.name, sender.id) == (name, person_id)


@pytest.mark.parametrize("value", [[], ["Ada"], True, 1.5, [{"name": "Ada"}]])
def test_a_sender_that_is_none_loses_no_message(value: object) -> None:
    message = one(Message, body="kept", sender=value)
    assert (message.body, message.sender) == ("kept", None)


def test_a_message_may_name_its_conversation_by_id_alone() -> None:
    assert one(Message, conversation_id="9").conversation.id == 9
    assert one(Message, conversation=9).conversation.id == 9
    assert one(Message, conversation={"id": 8}, conversation_id=9).conversation.id == 8
    assert one(Message, conversation={"subject": "no id"}).conversation is None


@pytest.mark.parametrize(
    "value",
    [
        [{"id": 1, "name": "a"}, {"name": "no id"}, 5, None, "b"],
        {"data": [{"id": 1, "name": "a"}]},
        {"3": {"id": 1, "name": "a"}},
    ],
)
def test_a_nested_list_keeps_what_can_be_read(value: object) -> None:
    assert one(Inbox, channels=value).channels[0] == Channel(id=1, name="a")


@pytest.mark.parametrize("value", [None, "x", 5, {}, [], {"data": None}])
def test_a_nested_list_that_is_none_is_empty(value: object) -> None:
    assert one(Conversation, messages=value).messages == ()


@pytest.mark.parametrize(
    "given_file",
    [
        {"name": "a.pdf", "url": "https://x/a.pdf", "size": 10, "mime_type": "application/pdf"},
        {"filename": "a.pdf", "file_url": "https://x/a.pdf", "size": "10", "content_type": "application/pdf"},
        {"file_name": "a.pdf", "path": "https://x/a.pdf", "size": 10.0, "type": "application/pdf", "name": None},
    ],
)
def test_an_attachment_is_read_under_any_of_its_names(given_file: object) -> None:
    message = one(Message, attachments=[given_file])
    assert message.attachments == (
        Attachment(name="a.pdf", url="https://x/a.pdf", size=10, mime_type="application/pdf"),
    )


def test_an_attachment_given_as_a_string_is_a_url() -> None:
    long = "https://files.example/" + "x" * 3_000
    assert one(Message, attachments=[long]).attachments == (Attachment(url=long),)


def test_an_empty_object_printed_as_a_list_is_an_empty_object() -> None:
    assert one(Contact, custom_attributes=[]).custom_attributes == {}
    assert one(Record, values=["a", "b"]).values == {"0": "a", "1": "b"}


@pytest.mark.parametrize("value", [None, "x", 5, True])
def test_attributes_that_are_no_object_are_null(value: object) -> None:
    assert one(Contact, custom_attributes=value).custom_attributes is None


def test_values_keep_their_kinds_lines_and_length() -> None:
    given_values: dict[str, object] = {
        "s": "a\nb" + "x" * 2_000,
        "i": 7,
        "f": 0.5,
        "b": True,
        "n": None,
        "l": [],
        "d": {},
    }
    assert one(Record, values=given_values).values == given_values


def test_numbers_that_no_database_holds_become_text_or_null() -> None:
    record = parse_one(b'{"data": {"id": 1, "values": {"a": 18446744073709551616, "b": NaN, "c": 1e999}}}', Record)
    assert record.values == {"a": "18446744073709551616", "b": None, "c": None}


def test_keys_and_strings_of_values_are_clean() -> None:
    assert one(Record, values={"a\x1b[31m\n": ["\u202eb"]}).values == {"a ": ["b"]}


def test_values_are_bounded_in_depth_and_number() -> None:
    deep: Json = "x"
    for _ in range(200):
        deep = [deep]
    read = one(Record, values={"deep": deep, "wide": [1] * 20_000}).values
    assert len(json.dumps(read["deep"])) < 100
    assert len(read["wide"]) < 20_000


def test_things_nested_in_each_other_without_end_are_read_as_far_as_it_goes() -> None:
    nested: dict[str, object] = {"id": 1}
    for depth in range(400):
        nested = {"id": 1, ("messages" if depth % 2 else "conversation"): [nested] if depth % 2 else nested}
    assert one(Message, body="outermost", conversation=nested).body == "outermost"


def test_numbers_stand_for_text_where_text_is_expected() -> None:
    conversation = one(Conversation, subject=12345, status=True)
    assert (conversation.subject, conversation.status) == ("12345", None)


def test_a_number_too_long_to_print_is_null() -> None:
    assert readers.line(10**5_000) is None


def test_threads_may_come_first_together() -> None:
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(one(Entity, name="x").id)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [1] * 8


HOSTILE = st.text(
    alphabet=st.one_of(st.characters(codec=None), st.sampled_from("\x1b[]\x07\x9b\u202e\n\t")), max_size=12
)
ANYTHING = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), HOSTILE),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(HOSTILE, inner, max_size=3)),
    max_leaves=6,
)
MODELS: list[type[Identified]] = [Message, Conversation, Contact, Record, Inbox, Channel, Entity]


@settings(max_examples=200)
@given(st.sampled_from(MODELS), st.data())
def test_any_value_in_any_field_is_read_without_a_word_for_the_terminal(
    model: type[Identified], data: st.DataObject
) -> None:
    every: list[type[Wire]] = [*MODELS, Person, Tag, Attachment]
    nested = sorted({name for other in every for name in other.model_fields})
    value = st.one_of(ANYTHING, st.dictionaries(st.sampled_from(nested), ANYTHING, max_size=4))
    fields = data.draw(st.dictionaries(st.sampled_from(sorted(model.model_fields)), st.one_of(value, st.lists(value))))
    found = parse_one(json.dumps({**fields, "id": 1}).encode(), model)
    for text in _texts(found.model_dump()):
        assert not FORBIDDEN.search(text)


def _texts(value: object) -> list[str]:
    match value:
        case str():
            return [value]
        case dict():
            return [text for pair in value.items() for part in pair for text in _texts(part)]
        case list() | tuple():
            return [text for item in value for text in _texts(item)]
        case _:
            return []
