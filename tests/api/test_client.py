"""One method an endpoint: what is asked for, what is sent, and what comes back, in every position of the switches."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable, Iterator
from typing import TypeVar

import pytest

from chatlane_tui import errors
from chatlane_tui.api.client import Client, Priority
from chatlane_tui.api.paging import Page
from chatlane_tui.model import wire
from chatlane_tui.model.ids import ChannelId, ContactId, ConversationId, EntityId, InboxId, MessageId, RecordId
from chatlane_tui.sandbox.server import Sandbox
from chatlane_tui.sandbox.switches import SWITCHES
from tests.api.conftest import MakeClient

T = TypeVar("T")
W = TypeVar("W", bound=wire.Wire)

SUPPORT, ORDERS = InboxId(1), InboxId(3)
EMAIL = ChannelId(1)
BILLING = ChannelId(2)


async def items(pages: AsyncIterator[Page[W]]) -> list[W]:  # type: ignore[type-var]
    return [item async for page in pages for item in page.items]


def in_inbox(sandbox: Sandbox, inbox_id: int) -> ConversationId:
    return next(ConversationId(row["id"]) for row in sandbox.world.conversations() if row["inbox_id"] == inbox_id)


async def test_conversations_are_listed_by_inbox_and_status(sandbox: Sandbox, client: Client) -> None:
    status = next(row["status"] for row in sandbox.world.conversations() if row["inbox_id"] == SUPPORT)
    found = await items(client.conversations(inbox_id=SUPPORT, status=status))
    assert {(one.inbox.id, one.status) for one in found if one.inbox} == {(SUPPORT, status)}
    assert sandbox.requests[0].query == {"inbox_id": "1", "status": status, "limit": "100"}


async def test_a_conversation_comes_with_its_messages(sandbox: Sandbox, client: Client) -> None:
    conversation = await client.conversation(in_inbox(sandbox, 1))
    assert conversation.messages
    assert "is_read" not in conversation.model_fields_set


async def test_a_created_conversation_sends_no_body_and_nothing_that_was_not_given(
    sandbox: Sandbox, client: Client
) -> None:
    made = await client.create_conversation(
        inbox_id=SUPPORT, contact_id=ContactId(1), subject="Hello", tags=("vip", "new")
    )
    assert [tag.name for tag in made.tags] == ["vip", "new"]
    sent = sandbox.requests.of("POST", "/conversations")[0].body
    assert sent == {"inbox_id": 1, "contact_id": 1, "subject": "Hello", "tags": ["vip", "new"]}


async def test_a_conversation_about_a_record_is_created_in_an_inbox_of_entities(
    sandbox: Sandbox, client: Client
) -> None:
    record = next(row for row in sandbox.world.records() if row["entity_id"] == 1)
    await client.create_conversation(inbox_id=ORDERS, custom_entity_record_id=RecordId(record["id"]), status="pending")
    sent = sandbox.requests.of("POST")[0].body
    assert sent == {"inbox_id": 3, "custom_entity_record_id": record["id"], "status": "pending"}


async def test_messages_are_listed_by_conversation_inbox_type_and_time(sandbox: Sandbox, client: Client) -> None:
    conversation_id = in_inbox(sandbox, 1)
    every = await items(client.messages(conversation_id=conversation_id))
    assert {one.conversation.id for one in every if one.conversation} == {conversation_id}
    times = sorted(one.created_at for one in every if one.created_at is not None)
    later = await items(client.messages(conversation_id=conversation_id, created_after=times[0]))
    assert len(later) < len(every)
    await items(client.messages(inbox_id=SUPPORT, type="note"))
    assert sandbox.requests[-1].query == {"inbox_id": "1", "type": "note", "limit": "100"}


async def test_times_are_asked_for_in_whole_seconds_of_utc(sandbox: Sandbox, client: Client) -> None:
    await items(client.messages(created_after=1_769_421_600_999))
    assert sandbox.requests[0].query["created_after"] == "2026-01-26T10:00:00Z"


async def test_a_single_message_tells_its_channel(sandbox: Sandbox, client: Client) -> None:
    message_id = MessageId(sandbox.world.messages(in_inbox(sandbox, 1))[0]["id"])
    message = await client.message(message_id, priority=Priority.BACKGROUND)
    assert message.id == message_id
    assert "channel" in message.model_fields_set


async def test_a_message_is_sent_with_exactly_what_was_given(sandbox: Sandbox, client: Client) -> None:
    conversation_id = in_inbox(sandbox, 1)
    sent = await client.create_message(
        conversation_id,
        body="Grüße\n\U0001f600",
        type="email",
        inbox_channel_id=BILLING,
        cc="a@example.com,b@example.com",
        bcc="c@example.com",
        file_urls=("https://files.example/a.pdf",),
    )
    assert sent.body == "Grüße\n\U0001f600"
    assert sent.channel is not None
    assert sent.channel.id == BILLING
    seen = sandbox.requests.of("POST")[0]
    assert seen.path.endswith(f"/conversations/{conversation_id}/messages")
    assert seen.body == {
        "body": "Grüße\n\U0001f600",
        "type": "email",
        "is_draft": False,
        "inbox_channel_id": 2,
        "cc": "a@example.com,b@example.com",
        "bcc": "c@example.com",
        "file_urls": ["https://files.example/a.pdf"],
    }


async def test_a_plain_message_carries_three_fields(sandbox: Sandbox, client: Client) -> None:
    await client.create_message(in_inbox(sandbox, 1), body="0", type="note")
    assert sandbox.requests[0].body == {"body": "0", "type": "note", "is_draft": False}


async def test_a_draft_and_a_sender_are_asked_for_by_name(sandbox: Sandbox, client: Client) -> None:
    await client.create_message(
        in_inbox(sandbox, 1), body="x", type="email", is_draft=True, sender_type="user", sender_id=2
    )
    sent = sandbox.requests[0].body
    assert (sent["is_draft"], sent["sender_type"], sent["sender_id"]) == (True, "user", 2)


@pytest.mark.parametrize("half", [{"sender_type": "contact"}, {"sender_id": 1}])
async def test_half_a_sender_is_not_sent(sandbox: Sandbox, client: Client, half: dict[str, object]) -> None:
    with pytest.raises(errors.ConfigurationError, match="type and an id"):
        await client.create_message(ConversationId(1), body="x", type="email", **half)  # type: ignore[arg-type]
    assert len(sandbox.requests) == 0


async def test_a_contact_of_a_record_is_named_in_its_conversation(sandbox: Sandbox, client: Client) -> None:
    world = sandbox.world
    row = next(row for row in world.conversations() if row["inbox_id"] == ORDERS and row["record_id"])
    contact_id = ContactId(world.record_contacts(row["record_id"])[0])
    conversation_id = ConversationId(row["id"])
    with pytest.raises(errors.Refused) as caught:
        await client.create_message(conversation_id, body="x", type="email")
    assert caught.value.code == "CONTACT_REQUIRED"
    assert (await client.create_message(conversation_id, body="x", type="email", contact_id=contact_id)).body == "x"


async def test_contacts_are_found_by_address_and_number_whatever_their_characters(
    sandbox: Sandbox, client: Client
) -> None:
    made = await client.create_contact(
        name="Plus & Co", email="a+b@example.com", phone_number="+44 7700 900999", custom_attributes={"tier": 3}
    )
    assert made.custom_attributes == {"tier": 3}
    assert [one.id for one in await items(client.contacts(email="a+b@example.com"))] == [made.id]
    assert [one.id for one in await items(client.contacts(phone_number="+447700900999"))] == [made.id]
    assert sandbox.requests[-1].query["phone_number"] == "+447700900999"
    assert (await client.contact(made.id)).email == "a+b@example.com"


async def test_a_contact_is_created_with_what_was_given_alone(sandbox: Sandbox, client: Client) -> None:
    await client.create_contact(name="Only a name")
    assert sandbox.requests[0].body == {"name": "Only a name"}


@pytest.mark.parametrize(("replace", "method"), [(False, "PATCH"), (True, "PUT")])
async def test_a_contact_is_updated_by_patch_or_put(
    sandbox: Sandbox, client: Client, replace: bool, method: str
) -> None:
    changed = await client.update_contact(ContactId(1), {"name": "New", "phone_number": None}, replace=replace)
    assert changed.name == "New"
    assert sandbox.requests.of(method)[0].body == {"name": "New", "phone_number": None}


async def test_a_field_that_no_contact_has_is_not_sent(sandbox: Sandbox, client: Client) -> None:
    with pytest.raises(errors.ConfigurationError, match="nick"):
        await client.update_contact(ContactId(1), {"name": "x", "nick": "y"})
    assert len(sandbox.requests) == 0


async def test_a_taken_address_is_refused_by_its_code(client: Client) -> None:
    first = await client.contact(ContactId(1))
    with pytest.raises(errors.Refused) as caught:
        await client.update_contact(ContactId(2), {"email": first.email})
    assert caught.value.code == "DUPLICATE_EMAIL"


async def test_records_are_listed_by_entity_and_read_with_their_attributes(sandbox: Sandbox, client: Client) -> None:
    found = await items(client.records(custom_entity_id=EntityId(1)))
    assert {one.custom_entity_id for one in found} == {1}
    record = await client.record(found[0].id)
    assert record.contacts
    assert record.custom_entity is not None
    assert record.custom_entity.attributes


@pytest.mark.parametrize(("replace", "method"), [(False, "PATCH"), (True, "PUT")])
async def test_a_record_is_created_and_updated(sandbox: Sandbox, client: Client, replace: bool, method: str) -> None:
    made = await client.create_record(
        custom_entity_id=EntityId(1), values={"name": "ORD-9", "status": "pending"}, external_id="EXT-9"
    )
    assert made.external_id == "EXT-9"
    changed = await client.update_record(made.id, {"values": {"status": "paid"}}, replace=replace)
    assert changed.values == {"name": "ORD-9", "status": "paid"}
    assert sandbox.requests.of("POST")[0].body == {
        "custom_entity_id": 1,
        "values": {"name": "ORD-9", "status": "pending"},
        "external_id": "EXT-9",
    }
    assert sandbox.requests.of(method)[0].body == {"values": {"status": "paid"}}


async def test_inboxes_are_listed_and_read_one_by_one(sandbox: Sandbox, client: Client) -> None:
    listed = await items(client.inboxes())
    assert (await client.inbox(listed[0].id)).name == listed[0].name
    assert sandbox.requests[0].query == {}


async def test_a_base_url_with_a_slash_at_its_end_is_the_same(sandbox: Sandbox, make_client: MakeClient) -> None:
    await make_client(f"{sandbox.base_url}/").inbox(SUPPORT)
    assert sandbox.requests[0].path == "/api/v1/inboxes/1"


async def test_tokens_that_are_dead_limited_or_anothers_are_denied(sandbox: Sandbox, make_client: MakeClient) -> None:
    with pytest.raises(errors.Denied) as wrong:
        await make_client(token="9|wrong").inbox(SUPPORT)
    with pytest.raises(errors.Denied) as limited:
        await make_client(token=sandbox.read_only_token).create_contact(name="x")
    with pytest.raises(errors.Denied) as other:
        await make_client(token=sandbox.other_team_token).conversation(ConversationId(24))
    codes = (wrong.value.code, limited.value.code, other.value.code)
    assert codes == ("UNAUTHENTICATED", "UNAUTHORIZED", "TEAM_ACCESS_DENIED")


async def test_what_is_not_there_is_missing(client: Client) -> None:
    with pytest.raises(errors.Missing) as caught:
        await client.conversation(ConversationId(999_999))
    assert caught.value.code == "NOT_FOUND"


async def test_parsing_is_handed_to_whoever_was_named(make_client: MakeClient) -> None:
    handed: list[bool] = []

    async def offload(work: Callable[[], T], *, urgent: bool) -> T:
        handed.append(urgent)
        return work()

    client = make_client(offload=offload)
    await client.inbox(SUPPORT)
    await client.inbox(SUPPORT, priority=Priority.BACKGROUND)
    assert handed == [True, False]


async def test_without_a_pause_there_is_no_time_to_wait_for(client: Client) -> None:
    await client.inbox(SUPPORT)
    assert client.limited_until is None


@contextlib.contextmanager
def flipped(name: str) -> Iterator[Sandbox]:
    with Sandbox(conversations=16, switches=[name]) as sandbox:
        yield sandbox


@pytest.mark.parametrize("switch", SWITCHES)
async def test_reading_and_answering_works_in_every_position_of_the_switches(switch: str) -> None:
    with flipped(switch) as sandbox:
        client = Client(sandbox.base_url, sandbox.token)
        async with contextlib.aclosing(client):
            conversation_id = in_inbox(sandbox, 1)
            assert (await client.conversation(conversation_id)).id == conversation_id
            assert await items(client.messages(conversation_id=conversation_id))
            assert await items(client.contacts())
            assert await items(client.inboxes())
            assert (await client.record(RecordId(1))).values
            made = await client.create_conversation(inbox_id=SUPPORT, contact_id=ContactId(1), tags=["a"])
            sent = await client.create_message(made.id, body="Hello", type="email")
            assert (await client.message(sent.id)).body == "Hello"
            with pytest.raises(errors.Missing):
                await client.contact(ContactId(999_999))
            with pytest.raises(errors.Refused):
                await client.create_message(made.id, body="", type="email")
