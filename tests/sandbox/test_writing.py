"""What POST, PUT and PATCH do, and how long a message is on its way."""

from __future__ import annotations

import pytest

from tests.sandbox.conftest import Api


def test_a_created_message_answers_in_full(api: Api) -> None:
    answer = api.message(api.conversation(inbox_id=1), body="Thank you", file_urls=["https://example.com/a/plan.pdf"])
    data = answer.json()["data"]
    assert answer.status_code == 201
    assert (data["body"], data["delivery_status"], data["is_read"]) == ("Thank you", "sending", True)
    assert data["channel"] == {"id": 1, "name": "Support mail", "type": "email", "is_active": True}
    assert data["sender"]["name"] == "Sam Porter"
    assert data["attachments"][0]["name"] == "plan.pdf"


def test_a_message_is_sent_a_second_later(api: Api) -> None:
    message_id = api.message(api.conversation(inbox_id=1)).json()["data"]["id"]
    before = api.data(f"/messages/{message_id}")["delivery_status"]
    api.clock.advance(1.1)
    assert (before, api.data(f"/messages/{message_id}")["delivery_status"]) == ("sending", "sent")


def test_a_new_message_moves_its_conversation(api: Api) -> None:
    conversation_id = api.conversation(inbox_id=1)
    api.clock.advance(60)
    api.message(conversation_id)
    row = next(row for row in api.sandbox.world.conversations() if row["id"] == conversation_id)
    assert row["last_message_at"] == row["updated_at"] == int(api.clock.now) * 1_000_000


def test_what_was_posted_is_remembered_as_asked(api: Api) -> None:
    conversation_id = api.conversation(inbox_id=1)
    api.message(conversation_id, inbox_channel_id=2, cc="a@example.com, b@example.com", bcc="c@example.com")
    (entry,) = api.sandbox.world.posted()
    assert entry["conversation_id"] == conversation_id
    assert (entry["inbox_channel_id"], entry["channel_id"]) == (2, 2)
    assert (entry["cc"], entry["bcc"]) == ("a@example.com, b@example.com", "c@example.com")


def test_without_a_channel_the_first_active_one_is_taken(api: Api) -> None:
    data = api.message(api.conversation(inbox_id=1), type="whatsapp").json()["data"]
    assert data["channel"]["name"] == "WhatsApp UK"


def test_a_note_has_no_channel_and_is_not_on_its_way(api: Api) -> None:
    data = api.message(api.conversation(inbox_id=1), type="note").json()["data"]
    assert (data["channel"], data["delivery_status"]) == (None, "sent")


def test_a_draft_does_not_say_that_it_is_one(api: Api) -> None:
    """D2."""
    data = api.message(api.conversation(inbox_id=1), is_draft=True).json()["data"]
    assert "is_draft" not in data
    assert api.sandbox.world.messages()[-1]["is_draft"] == 1


@pytest.mark.parametrize(
    ("sender_type", "name"), [("user", "Mei Tanaka"), ("contact", "Ben Whitaker"), ("agent", "Acme Assistant")]
)
def test_a_message_can_have_another_sender(api: Api, sender_type: str, name: str) -> None:
    sender_id = 1 if sender_type == "agent" else 2
    data = api.message(api.conversation(inbox_id=1), sender_type=sender_type, sender_id=sender_id).json()["data"]
    assert data["sender"]["name"] == name


def test_an_entity_conversation_takes_a_contact_of_its_record(api: Api) -> None:
    conversation_id = api.conversation(inbox_id=4, record_id=9)
    assert api.message(conversation_id, contact_id=9).status_code == 201


def test_numeric_strings_count_as_ids(api: Api) -> None:
    assert api.message(api.conversation(inbox_id=1), inbox_channel_id="2").json()["data"]["channel"]["id"] == 2


def test_a_created_conversation_answers_with_its_tags_alone(api: Api) -> None:
    answer = api.post(
        "/conversations", {"inbox_id": 1, "contact_id": 2, "subject": "New", "tags": ["vip", "brand-new"]}
    )
    data = answer.json()["data"]
    assert answer.status_code == 201
    assert set(data) == {"id", "subject", "status", "tags", "created_at"}
    assert [tag["name"] for tag in data["tags"]] == ["vip", "brand-new"]
    assert set(data["tags"][0]) == {"id", "name", "color"}


def test_a_conversation_created_with_a_body_sends_an_email_at_once(api: Api) -> None:
    """W4."""
    made = api.post("/conversations", {"inbox_id": 1, "contact_id": 2, "body": "Hello"}).json()["data"]
    (entry,) = api.sandbox.world.posted()
    assert (entry["conversation_id"], entry["type"], entry["is_draft"]) == (made["id"], "email", False)


def test_a_conversation_without_a_body_has_no_messages(api: Api) -> None:
    made = api.post("/conversations", {"inbox_id": 1, "contact_id": 2, "status": "pending"}).json()["data"]
    row = api.data(f"/conversations/{made['id']}")
    assert (row["messages"], row["status"], row["subject"]) == ([], "pending", None)


def test_an_entity_inbox_takes_a_record(api: Api) -> None:
    body = {"inbox_id": 3, "custom_entity_record_id": 2, "contact_id": 26, "body": "About your order"}
    made = api.post("/conversations", body).json()["data"]
    assert made["id"] in [row["id"] for row in api.data("/custom-entity-records/2")["conversations"]]


def test_a_created_contact_is_normalised(api: Api) -> None:
    body = {
        "name": "Nia",
        "email": "nia@example.com",
        "phone_number": "(0044) 7700 900-555",
        "custom_attributes": {"a": 1},
    }
    answer = api.post("/contacts", body)
    data = answer.json()["data"]
    assert answer.status_code == 201
    assert (data["phone_number"], data["custom_attributes"]) == ("+447700900555", {"a": 1})


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_only_the_fields_given_change(api: Api, method: str) -> None:
    before = api.data("/contacts/1")
    api.clock.advance(60)
    after = api.http.request(
        method, "/contacts/1", json={"name": "Ada O.", "custom_attributes": {"plan": "Free"}}
    ).json()["data"]
    assert after["name"] == "Ada O."
    assert (after["email"], after["phone_number"]) == (before["email"], before["phone_number"])
    assert after["custom_attributes"] == {"company": "Okonkwo & Daughters", "plan": "Free"}
    assert after["updated_at"] > before["updated_at"]


def test_an_address_can_be_taken_away(api: Api) -> None:
    answer = api.http.patch("/contacts/1", json={"email": None, "phone_number": None})
    assert (answer.json()["data"]["email"], answer.json()["data"]["phone_number"]) == (None, None)


def test_a_record_is_named_by_its_attribute(api: Api) -> None:
    answer = api.post(
        "/custom-entity-records", {"custom_entity_id": 1, "values": {"name": "ORD-2000", "status": "pending"}}
    )
    data = answer.json()["data"]
    assert answer.status_code == 201
    assert (data["external_id"], data["custom_entity_id"], data["custom_entity"]["slug"]) == ("ORD-2000", 1, "orders")


def test_an_external_id_given_wins(api: Api) -> None:
    body = {"custom_entity_id": 1, "external_id": "EXT-1", "values": {"name": "ORD-2000"}}
    assert api.post("/custom-entity-records", body).json()["data"]["external_id"] == "EXT-1"


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_values_of_a_record_merge(api: Api, method: str) -> None:
    data = api.http.request(method, "/custom-entity-records/1", json={"values": {"status": "completed"}}).json()["data"]
    assert data["values"] == {
        "name": "ORD-1042", "status": "completed", "amount": 189.5, "gift": False, "placed_on": "2026-01-12",
    }  # fmt: skip
    assert data["external_id"] == "ORD-1042"


def test_the_external_id_follows_its_attribute(api: Api) -> None:
    answer = api.http.put("/custom-entity-records/1", json={"values": {"name": "ORD-9"}})
    assert answer.json()["data"]["external_id"] == "ORD-9"
