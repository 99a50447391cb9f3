"""What every GET of the document answers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.conftest import Api


def walk(api: Api, path: str, **query: object) -> list[Any]:
    """Every row of a list, page by page."""
    rows: list[Any] = []
    for page in range(1, 1000):
        answer = api.get(path, page=page, **query).json()
        rows += answer["data"]
        if answer["links"]["next"] is None:
            return rows
    raise AssertionError("The list never ends.")


def test_a_conversation_in_a_list_has_exactly_the_documented_keys(api: Api) -> None:
    row = api.data("/conversations", limit=1)[0]
    assert list(row) == [
        "id", "subject", "status", "is_read", "is_archived", "is_starred", "last_message_at", "inbox", "participant",
        "assignee", "created_at", "updated_at",
    ]  # fmt: skip
    assert set(row["inbox"]) == {"id", "name", "type"}
    assert set(row["participant"]) == {"id", "name", "email"}


def test_a_single_conversation_has_messages_and_no_flags(api: Api) -> None:
    row = api.data(f"/conversations/{api.conversation(inbox_id=1)}")
    assert set(row) == {
        "id", "subject", "status", "inbox", "participant", "assignee", "created_at", "updated_at", "messages",
    }  # fmt: skip
    assert set(row["messages"][0]) == {"id", "body", "type", "delivery_status", "created_at"}


def test_a_message_in_a_list_has_exactly_the_documented_keys(api: Api) -> None:
    row = api.data("/messages", limit=1)[0]
    assert list(row) == [
        "id", "body", "type", "delivery_status", "is_read", "conversation", "sender", "created_at",
    ]  # fmt: skip
    assert set(row["conversation"]) == {"id", "subject"}


def test_a_single_message_carries_channel_and_attachments(api: Api) -> None:
    newest = api.sandbox.world.messages()[-1]
    row = api.data(f"/messages/{newest['id']}")
    assert set(row) == {
        "id", "body", "type", "delivery_status", "is_read", "external_message_id", "attachments", "conversation",
        "channel", "sender", "created_at", "updated_at",
    }  # fmt: skip
    assert set(row["channel"]) == {"id", "name", "type", "is_active"}
    assert set(row["conversation"]) == {"id", "subject", "status"}


def test_a_file_of_a_message_can_be_fetched(api: Api) -> None:
    carrier = next(message for message in api.sandbox.world.messages() if message["attachments"])
    attachment = api.data(f"/messages/{carrier['id']}")["attachments"][0]
    assert attachment["name"] in api.http.get(attachment["url"]).text


def test_a_list_walked_by_page_brings_every_row_once(api: Api) -> None:
    ids = [row["id"] for row in walk(api, "/messages", limit=30)]
    assert sorted(ids) == [message["id"] for message in api.sandbox.world.messages()]


def test_lists_are_newest_first_in_the_base_position(api: Api) -> None:
    times = [row["created_at"] for row in walk(api, "/messages", limit=100)]
    assert times == sorted(times, reverse=True)


def test_links_and_meta_are_those_of_laravel(api: Api) -> None:
    answer = api.get("/conversations", limit=10, page=2, status="active").json()
    base = f"{api.sandbox.base_url}/conversations"
    total = sum(row["status"] == "active" for row in api.sandbox.world.conversations())
    last = -(-total // 10)
    assert answer["links"] == {
        "first": f"{base}?page=1", "last": f"{base}?page={last}", "prev": f"{base}?page=1", "next": f"{base}?page=3",
    }  # fmt: skip
    assert answer["meta"] == {
        "current_page": 2, "from": 11, "last_page": last, "path": base, "per_page": 10, "to": 20, "total": total,
    }  # fmt: skip


def test_an_empty_page_says_so(api: Api) -> None:
    answer = api.get("/contacts", email="nobody@example.com").json()
    assert (answer["data"], answer["meta"]["from"], answer["meta"]["total"]) == ([], None, 0)


def test_conversations_know_offset(api: Api) -> None:
    whole = [row["id"] for row in api.data("/conversations", limit=30)]
    assert [row["id"] for row in api.data("/conversations", limit=5, offset=7)] == whole[7:12]


def test_messages_do_not_know_offset(api: Api) -> None:
    assert api.data("/messages", limit=5, offset=7) == api.data("/messages", limit=5)


@pytest.mark.parametrize(("asked", "given"), [("", 50), ("7", 7), ("100", 100), ("5000", 100)])
def test_the_limit_is_50_and_at_most_100(api: Api, asked: str, given: int) -> None:
    assert len(api.data("/messages", limit=asked)) == given


@pytest.mark.parametrize(
    ("path", "query", "fits"),
    [
        ("/conversations", {"status": "pending"}, lambda row: row["status"] == "pending"),
        ("/conversations", {"inbox_id": 3}, lambda row: row["inbox"]["id"] == 3),
        ("/messages", {"type": "whatsapp"}, lambda row: row["type"] == "whatsapp"),
        ("/messages", {"conversation_id": 64}, lambda row: row["conversation"]["id"] == 64),
        ("/contacts", {"email": "ADA.okonkwo@example.com"}, lambda row: row["name"] == "Ada Okonkwo"),
        ("/contacts", {"phone_number": "+44 7700 900101"}, lambda row: row["name"] == "Ada Okonkwo"),
        ("/contacts", {"phone_number": "07700 900101"}, lambda row: row["name"] == "Ada Okonkwo"),
        ("/contacts", {"phone_number": "00447700900101"}, lambda row: row["name"] == "Ada Okonkwo"),
        ("/custom-entity-records", {"custom_entity_id": 2}, lambda row: row["custom_entity"]["slug"] == "shipments"),
    ],
)
def test_a_filter_lets_only_its_rows_through(api: Api, path: str, query: dict[str, object], fits: Any) -> None:
    rows = walk(api, path, limit=100, **query)
    assert rows
    assert len(rows) < api.get(path).json()["meta"]["total"]
    assert all(fits(row) for row in rows)


def test_messages_are_filtered_by_the_inbox_of_their_conversation(api: Api) -> None:
    social = {row["id"] for row in api.sandbox.world.conversations() if row["inbox_id"] == 2}
    rows = walk(api, "/messages", inbox_id=2, limit=100)
    assert {row["conversation"]["id"] for row in rows} == social


@pytest.mark.parametrize("path", ["/conversations", "/messages", "/contacts", "/custom-entity-records"])
def test_created_after_excludes_its_own_moment(api: Api, path: str) -> None:
    rows = walk(api, path, limit=100)
    moment = rows[3]["created_at"]
    expected = [row["id"] for row in rows if row["created_at"] > moment]
    assert [row["id"] for row in walk(api, path, limit=100, created_after=moment)] == expected


def test_an_unencoded_plus_finds_nobody(api: Api) -> None:
    """A9: the document's own example sends a blank instead of a plus."""
    answer = api.http.get(f"{api.sandbox.base_url}/contacts?phone_number=+447700900101")
    assert answer.json()["data"] == []


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/conversations", "limit=0"),
        ("/conversations", "limit=ten"),
        ("/conversations", "offset=-1"),
        ("/conversations", "page=0"),
        ("/conversations", "status=open"),
        ("/conversations", "inbox_id=one"),
        ("/messages", "type=fax"),
        ("/messages", "created_after=yesterday"),
    ],
)
def test_a_senseless_parameter_is_named_in_the_refusal(api: Api, path: str, query: str) -> None:
    answer = api.http.get(f"{path}?{query}")
    assert answer.status_code == 422
    assert list(answer.json()["details"]) == [query.partition("=")[0]]


def test_a_record_has_its_definition_its_conversations_and_its_contacts(api: Api) -> None:
    row = api.data("/custom-entity-records/9")
    assert row["custom_entity"]["attributes"][0]["slug"] == "name"
    assert [contact["name"] for contact in row["contacts"]] == ["Kofi Mensah", "Amara Nwosu"]
    assert len(row["conversations"]) == 2


def test_a_record_in_a_list_has_no_definition(api: Api) -> None:
    row = api.data("/custom-entity-records", limit=1)[0]
    assert set(row["custom_entity"]) == {"id", "name", "slug"}


def test_there_are_inboxes_of_both_kinds(api: Api) -> None:
    assert {row["type"] for row in api.data("/inboxes")} == {"standard", "custom_entity"}
    assert api.data("/inboxes/3")["name"] == "Orders"


def test_a_contact_is_the_same_in_a_list_and_alone(api: Api) -> None:
    listed = api.data("/contacts", email="priya.r@example.net")[0]
    assert api.data(f"/contacts/{listed['id']}") == listed


@pytest.mark.parametrize("path", ["/inboxes/", "/conversations/", "/conversations/64/"])
def test_a_trailing_slash_does_no_harm(api: Api, path: str) -> None:
    answer = api.get(path)
    assert answer.status_code == 200
    assert answer.json() == api.get(path.rstrip("/")).json()


def test_the_login_page_is_html(api: Api) -> None:
    assert "<html>" in api.http.get(f"{api.sandbox.origin}/login").text
