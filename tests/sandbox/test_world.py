"""The world from behind: customers, colleagues and the vendor's own app, and what the seed contains."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.sandbox.conftest import START, Api, OpenApi


def test_a_customer_wakes_a_closed_conversation(api: Api) -> None:
    conversation_id = api.conversation(status="closed")
    api.sandbox.world.customer_writes(conversation_id, "Hello again")
    row = next(row for row in api.sandbox.world.conversations() if row["id"] == conversation_id)
    assert (row["status"], row["is_read"]) == ("active", 0)
    assert api.data("/messages", limit=1)[0]["body"] == "Hello again"


def test_a_customer_writes_where_he_wrote_before(api: Api) -> None:
    conversation_id = api.conversation(inbox_id=2)
    last = [m for m in api.sandbox.world.messages(conversation_id) if m["direction"] == "in"][-1]
    message = api.sandbox.world.customer_writes(conversation_id, "Hello again")
    assert (message["type"], message["channel_id"]) == (last["type"], last["channel_id"])


@pytest.mark.parametrize(("kind", "direction", "channel"), [("email", "out", 1), ("note", "note", None)])
def test_a_colleague_writes(api: Api, kind: str, direction: str, channel: int | None) -> None:
    message = api.sandbox.world.colleague_writes(api.conversation(inbox_id=1), "On it", type=kind)
    assert (message["direction"], message["channel_id"], message["sender_id"]) == (direction, channel, 2)


def test_what_colleagues_and_customers_write_was_not_posted(api: Api) -> None:
    api.sandbox.world.colleague_writes(64, "On it", type="note")
    assert api.sandbox.world.posted() == []


def test_a_customer_opens_a_conversation(api: Api) -> None:
    api.clock.advance(5)
    made = api.sandbox.world.new_conversation(body="Hi", subject="Hello?", contact_id=3, type="whatsapp")
    newest = api.data("/conversations", limit=1)[0]
    assert (newest["id"], newest["subject"], newest["participant"]["id"]) == (made["id"], "Hello?", 3)
    assert api.data("/messages", limit=1)[0]["type"] == "whatsapp"


def test_an_edit_is_silent(api: Api) -> None:
    """S1."""
    before = api.data("/conversations/60")
    api.sandbox.world.edit_conversation(60, status="pending", subject="Other", is_starred=True, assignee_id=3)
    after = api.data("/conversations/60")
    assert (after["status"], after["subject"], after["assignee"]["id"]) == ("pending", "Other", 3)
    assert after["updated_at"] == before["updated_at"]


def test_an_edited_delivery_status_stays(api: Api) -> None:
    message_id = api.message(api.conversation(inbox_id=1)).json()["data"]["id"]
    api.sandbox.world.edit_message(message_id, delivery_status="failed")
    api.clock.advance(10)
    assert api.data(f"/messages/{message_id}")["delivery_status"] == "failed"


def test_attachments_can_be_edited(api: Api) -> None:
    kept = [{"id": 1, "name": "a.txt", "url": "https://example.com/a.txt", "size": 1, "mime_type": "text/plain"}]
    api.sandbox.world.edit_message(5, attachments=kept)
    assert api.data("/messages/5")["attachments"][0]["name"] == "a.txt"


def test_only_some_fields_can_be_edited(api: Api) -> None:
    with pytest.raises(ValueError, match="not created_at"):
        api.sandbox.world.edit_conversation(60, created_at=1)


def test_what_is_deleted_is_gone_from_every_list(api: Api) -> None:
    api.sandbox.world.delete_conversation(60)
    assert api.get("/conversations/60").status_code == 404
    assert api.data("/messages", conversation_id=60) == []


def test_a_conversation_that_is_not_there_is_a_key_error(api: Api) -> None:
    with pytest.raises(KeyError, match="no conversation 999"):
        api.sandbox.world.customer_writes(999, "Hello?")


def test_the_first_row_is_an_email_that_waits_for_an_answer(api: Api) -> None:
    rows = sorted(api.data("/conversations", limit=100), key=lambda row: row["last_message_at"], reverse=True)
    last = api.sandbox.world.messages(rows[0]["id"])[-1]
    assert (rows[0]["subject"], last["type"], last["direction"]) == ("Charged twice for order #1042", "email", "in")


def test_the_newest_rows_are_on_every_kind_of_channel(api: Api) -> None:
    rows = sorted(api.sandbox.world.conversations(), key=lambda row: -row["last_message_at"])[:12]
    kinds = {m["type"] for row in rows for m in api.sandbox.world.messages(row["id"])}
    assert {"email", "whatsapp", "sms", "instagram", "phone_call", "note"} <= kinds


def test_there_is_a_thread_of_two_hundred(api: Api) -> None:
    lengths = Counter(m["conversation_id"] for m in api.sandbox.world.messages())
    assert sorted(lengths.values())[-3:] == [45, 60, 200]


def test_customers_have_several_conversations(api: Api) -> None:
    owners = Counter(row["contact_id"] for row in api.sandbox.world.conversations())
    assert sum(count > 1 for count in owners.values()) >= 10


def test_there_are_channels_of_every_type_and_some_sleep(api: Api) -> None:
    channels = api.sandbox.world.channels()
    assert {row["type"] for row in channels} == {"email", "sms", "whatsapp", "phone_call", "instagram", "facebook"}
    assert sum(not row["is_active"] for row in channels) == 4


def test_everything_said_in_a_thread_comes_in_its_order(api: Api) -> None:
    for row in api.sandbox.world.conversations():
        times = [m["created_at"] for m in api.sandbox.world.messages(row["id"])]
        assert times == sorted(set(times))
        assert row["created_at"] == times[0]
        assert row["last_message_at"] == times[-1] < START * 1_000_000


def test_ids_grow_with_time(open_api: OpenApi) -> None:
    world = open_api(conversations=400).sandbox.world
    for rows in (world.conversations(), world.messages()):
        times = [row["created_at"] for row in sorted(rows, key=lambda row: row["id"])]
        assert times == sorted(times)


@pytest.mark.parametrize("count", [0, 1, 30, 64, 300])
def test_there_are_as_many_conversations_as_asked_for(open_api: OpenApi, count: int) -> None:
    world = open_api(conversations=count).sandbox.world
    assert len(world.conversations()) == count
    assert {m["conversation_id"] for m in world.messages()} == {row["id"] for row in world.conversations()}


def test_the_same_seed_gives_the_same_data(open_api: OpenApi) -> None:
    first, second, other = (open_api(conversations=200, seed=seed).sandbox.world.messages() for seed in (5, 5, 6))
    assert first == second != other


def test_scaled_bodies_are_told_with_the_number_of_their_conversation(open_api: OpenApi) -> None:
    api = open_api(conversations=300)
    bodies = [m["body"] for m in api.sandbox.world.messages(1)]
    assert any("1" in body for body in bodies)
    assert bodies == [m["body"] for m in api.data("/conversations/1")["messages"]]


def test_a_database_can_be_kept_where_one_likes(open_api: OpenApi, tmp_path: Path) -> None:
    api = open_api(path=tmp_path / "kept.sqlite3", conversations=3)
    api.sandbox.stop()
    assert (tmp_path / "kept.sqlite3").exists()


def test_records_and_contacts_are_told_in_full(api: Api) -> None:
    world = api.sandbox.world
    assert world.records()[0]["values"]["amount"] == 189.5
    assert world.records()[0]["contacts"] == [1]
    assert world.contacts()[0]["custom_attributes"]["plan"] == "Business"
    assert world.inboxes()[2]["name"] == "Orders"
