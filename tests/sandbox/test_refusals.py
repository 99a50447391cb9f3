"""Every error code of the document, and every field that can be wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from chatlane_tui.sandbox.refusals import STATUS
from tests.sandbox.conftest import Api, OpenApi, headers

Ask = Callable[[Api], httpx.Response]


def _orders(api: Api) -> int:
    return api.conversation(inbox_id=3, record_id=2)


def _support(api: Api) -> int:
    return api.conversation(inbox_id=1)


def _as(api: Api, token: str, method: str, path: str, body: object = None) -> httpx.Response:
    return api.http.request(method, path, headers=headers(token), json=body)


REFUSED: dict[str, Ask] = {
    "UNAUTHENTICATED": lambda api: _as(api, "9|wrong", "GET", "/inboxes"),
    "UNAUTHORIZED": lambda api: _as(api, api.sandbox.read_only_token, "POST", "/contacts", {"name": "Nia"}),
    "NOT_FOUND": lambda api: api.get("/messages/999999"),
    "VALIDATION_ERROR": lambda api: api.post("/contacts", {}),
    "TEAM_ACCESS_DENIED": lambda api: _as(api, api.sandbox.other_team_token, "GET", "/conversations/60"),
    "INVALID_CHANNEL": lambda api: api.message(_support(api), type="sms", inbox_channel_id=4),
    "NO_CHANNEL_FOUND": lambda api: api.message(_support(api), type="instagram"),
    "CONTACT_REQUIRED": lambda api: api.message(_orders(api)),
    "CONTACT_NOT_ASSOCIATED": lambda api: api.message(_orders(api), contact_id=1),
    "NO_EMAIL_ADDRESS": lambda api: api.post("/conversations", {"inbox_id": 1, "contact_id": 34, "body": "Hello"}),
    "NOTE_CANNOT_BE_DRAFT": lambda api: api.message(_support(api), type="note", is_draft=True),
    "MESSAGE_TOO_LONG": lambda api: api.message(_support(api), type="whatsapp", body="x" * 1601),
    "DUPLICATE_EMAIL": lambda api: api.post("/contacts", {"name": "Nia", "email": "ADA.okonkwo@example.com"}),
    "DUPLICATE_PHONE": lambda api: api.http.put("/contacts/2", json={"phone_number": "07700 900101"}),
}


def test_every_code_is_provoked() -> None:
    assert set(REFUSED) == set(STATUS)


@pytest.mark.parametrize("code", REFUSED)
def test_a_refusal_says_its_code(api: Api, code: str) -> None:
    answer = REFUSED[code](api)
    assert answer.json()["code"] == code
    assert set(answer.json()) == {"error", "code", "details"}
    assert answer.status_code == STATUS[code]


@pytest.mark.parametrize("code", sorted(set(REFUSED) - {"UNAUTHENTICATED", "UNAUTHORIZED"}))
def test_a_refusal_leaves_nothing_behind(api: Api, code: str) -> None:
    world = api.sandbox.world
    before = (world.conversations(), world.messages(), world.contacts(), world.records())
    REFUSED[code](api)
    assert (world.conversations(), world.messages(), world.contacts(), world.records()) == before


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"body": None}, {"body"}),
        ({"body": "  "}, {"body"}),
        ({"body": 7}, {"body"}),
        ({"type": "fax"}, {"type"}),
        ({"type": None, "body": None}, {"type", "body"}),
        ({"is_draft": "perhaps"}, {"is_draft"}),
        ({"inbox_channel_id": "first"}, {"inbox_channel_id"}),
        ({"inbox_channel_id": True}, {"inbox_channel_id"}),
        ({"file_urls": "https://example.com/a"}, {"file_urls"}),
        ({"file_urls": ["https://example.com/a", "/etc/passwd", 3]}, {"file_urls.1", "file_urls.2"}),
        ({"cc": "somebody"}, {"cc"}),
        ({"bcc": "a@example.com,,b@example.com"}, {"bcc"}),
        ({"contact_id": 999_999}, {"contact_id"}),
        ({"sender_type": "robot", "sender_id": 1}, {"sender_type"}),
        ({"sender_type": "contact"}, {"sender_id"}),
        ({"sender_id": 1}, {"sender_type"}),
        ({"sender_type": "user", "sender_id": 999}, {"sender_id"}),
    ],
)
def test_a_wrong_field_of_a_message_is_named(api: Api, fields: dict[str, Any], wrong: set[str]) -> None:
    answer = api.message(_support(api), **fields)
    assert answer.json()["code"] == "VALIDATION_ERROR"
    assert set(answer.json()["details"]) == wrong


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({}, {"inbox_id"}),
        ({"inbox_id": 99, "contact_id": 1}, {"inbox_id"}),
        ({"inbox_id": 1}, {"contact_id"}),
        ({"inbox_id": 1, "contact_id": 999_999}, {"contact_id"}),
        ({"inbox_id": 1, "contact_id": 1, "custom_entity_record_id": 1}, {"custom_entity_record_id"}),
        ({"inbox_id": 3}, {"custom_entity_record_id"}),
        ({"inbox_id": 3, "custom_entity_record_id": 999}, {"custom_entity_record_id"}),
        ({"inbox_id": 3, "custom_entity_record_id": 9}, {"custom_entity_record_id"}),
        ({"inbox_id": 1, "contact_id": 1, "status": "open"}, {"status"}),
        ({"inbox_id": 1, "contact_id": 1, "subject": "x" * 256}, {"subject"}),
        ({"inbox_id": 1, "contact_id": 1, "tags": "vip"}, {"tags"}),
        ({"inbox_id": 1, "contact_id": 1, "tags": ["vip", 3]}, {"tags.1"}),
    ],
)
def test_a_wrong_field_of_a_conversation_is_named(api: Api, body: dict[str, Any], wrong: set[str]) -> None:
    assert set(api.post("/conversations", body).json()["details"]) == wrong


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({"name": 3}, {"name"}),
        ({"name": ""}, {"name"}),
        ({"email": "nobody"}, {"email"}),
        ({"phone_number": "call me"}, {"phone_number"}),
        ({"custom_attributes": "vip"}, {"custom_attributes"}),
    ],
)
def test_a_wrong_field_of_a_contact_is_named(api: Api, body: dict[str, Any], wrong: set[str]) -> None:
    assert set(api.http.put("/contacts/1", json=body).json()["details"]) == wrong


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({}, {"custom_entity_id", "values"}),
        ({"custom_entity_id": 77, "values": {"name": "A"}}, {"custom_entity_id"}),
        ({"custom_entity_id": 1, "values": {"status": "paid"}}, {"values.name"}),
        ({"custom_entity_id": 1, "values": {"name": "A", "colour": "red"}}, {"values.colour"}),
        ({"custom_entity_id": 1, "values": {"name": "A", "amount": "many"}}, {"values.amount"}),
        ({"custom_entity_id": 1, "values": {"name": "A", "gift": "yes"}}, {"values.gift"}),
        ({"custom_entity_id": 1, "values": {"name": "A", "status": "eaten"}}, {"values.status"}),
        ({"custom_entity_id": 1, "values": {"name": 12}}, {"values.name"}),
    ],
)
def test_a_wrong_value_of_a_record_is_named(api: Api, body: dict[str, Any], wrong: set[str]) -> None:
    assert set(api.post("/custom-entity-records", body).json()["details"]) == wrong


def test_a_record_cannot_change_its_entity_nor_lose_its_name(api: Api) -> None:
    answer = api.http.patch("/custom-entity-records/1", json={"custom_entity_id": 2, "values": {"name": None}})
    assert set(answer.json()["details"]) == {"custom_entity_id", "values.name"}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/conversations/999999"),
        ("GET", "/conversations/one"),
        ("GET", "/contacts/99999999999999999999999"),
        ("GET", "/inboxes/77"),
        ("GET", "/nothing"),
        ("POST", "/conversations/999999/messages"),
        ("PUT", "/contacts/999999"),
        ("PATCH", "/custom-entity-records/999999"),
    ],
)
def test_what_is_not_there_is_404(api: Api, method: str, path: str) -> None:
    answer = api.http.request(method, path, json={"body": "x", "type": "note"} if method == "POST" else None)
    assert (answer.status_code, answer.json()["code"]) == (404, "NOT_FOUND")


def test_a_method_that_is_not_documented_is_405(api: Api) -> None:
    answer = api.http.delete("/contacts/1")
    assert (answer.status_code, answer.json()["message"]) == (405, "The method is not supported for this route.")


@pytest.mark.parametrize("raw", [b"{", b'{"name": "\\ud800"}', b"[" * 100_000], ids=["cut", "surrogate", "deep"])
def test_a_body_that_is_no_json_is_400(api: Api, raw: bytes) -> None:
    assert api.http.post("/contacts", content=raw).status_code == 400


def test_a_body_that_is_no_object_is_422(api: Api) -> None:
    assert api.post("/contacts", ["name"]).status_code == 422


def test_an_empty_body_misses_its_fields(api: Api) -> None:
    assert set(api.http.post("/contacts").json()["details"]) == {"name"}


@pytest.mark.parametrize("authorization", ["", "Bearer", "Basic 1|sandbox-token", "1|sandbox-token"])
def test_only_a_bearer_token_opens(api: Api, authorization: str) -> None:
    answer = httpx.get(f"{api.sandbox.base_url}/inboxes", headers={"Authorization": authorization})
    assert answer.status_code == 401


def test_a_read_only_token_reads(api: Api) -> None:
    assert _as(api, api.sandbox.read_only_token, "GET", "/conversations").status_code == 200


def test_the_ids_of_the_other_team_collide(api: Api) -> None:
    theirs = _as(api, api.sandbox.other_team_token, "GET", "/conversations/5").json()["data"]
    ours = api.data("/conversations/5")
    assert theirs["id"] == ours["id"]
    assert theirs["inbox"]["name"] == f"Northwind {api.data('/inboxes/' + str(theirs['inbox']['id']))['name']}"


def test_a_token_can_die_and_come_back(api: Api) -> None:
    api.sandbox.tokens.revoke(api.sandbox.token)
    dead = api.get("/inboxes").status_code
    api.sandbox.tokens.restore(api.sandbox.token)
    assert (dead, api.get("/inboxes").status_code) == (401, 200)


def test_beyond_the_limit_the_minute_has_to_pass(open_api: OpenApi) -> None:
    api = open_api(rate_limit=2)
    first, second, third = (api.get("/inboxes") for _ in range(3))
    assert [answer.headers["x-ratelimit-remaining"] for answer in (first, second, third)] == ["1", "0", "0"]
    assert (second.status_code, third.status_code, third.headers["retry-after"]) == (200, 429, "60")
    api.clock.advance(60)
    assert api.get("/inboxes").status_code == 200


def test_every_token_has_its_own_limit(open_api: OpenApi) -> None:
    api = open_api(rate_limit=1)
    api.get("/inboxes")
    assert _as(api, api.sandbox.read_only_token, "GET", "/inboxes").status_code == 200
