"""How switches about messages, conversations, channels and records are seen: a probe, then base and flipped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.sandbox.conftest import Api

Probe = tuple[Callable[[Api], Any], Any, Any]


def _settled(api: Api) -> str:
    message_id = api.message(api.conversation(inbox_id=1)).json()["data"]["id"]
    api.clock.advance(5)
    return str(api.data(f"/messages/{message_id}")["delivery_status"])


def _channel(api: Api, **fields: object) -> Any:
    answer = api.message(api.conversation(inbox_id=1), **fields).json()
    return answer["data"]["channel"]["id"] if "data" in answer else answer["code"]


def _nested(api: Api) -> Any:
    """The messages inside the longest conversation, or None when there is no such key."""
    messages = api.sandbox.world.messages()
    ids = [message["conversation_id"] for message in messages]
    longest = max(set(ids), key=lambda row_id: (ids.count(row_id), row_id))
    return api.data(f"/conversations/{longest}").get("messages")


def _nested_order(api: Api) -> str:
    ids = [message["id"] for message in _nested(api)]
    ordered = {tuple(sorted(ids)): "oldest first", tuple(sorted(ids, reverse=True)): "newest first"}
    return ordered.get(tuple(ids), "none")


def _nested_keys(api: Api) -> bool:
    return "sender" in _nested(api)[0]


def _sender(api: Api) -> Any:
    sender = api.data("/messages", limit=1)[0]["sender"]
    return sender and sorted(sender)


def _attachment(api: Api) -> tuple[list[str], str]:
    carrier = next(message for message in api.sandbox.world.messages() if message["attachments"])
    attachment = api.data(f"/messages/{carrier['id']}")["attachments"][0]
    link = attachment.get("url") or attachment.get("file_url") or attachment["path"]
    place = (
        "here"
        if link.startswith(api.sandbox.origin)
        else "a path"
        if link.startswith("/")
        else "elsewhere"
        if api.sandbox.file_host is not None and link.startswith(api.sandbox.file_host.origin)
        else link
    )
    return sorted(attachment), place


def _created(api: Api) -> dict[str, Any]:
    made = api.post("/conversations", {"inbox_id": 1, "contact_id": 1, "tags": ["vip"]}).json()["data"]
    return dict(made)


def _tags(api: Api) -> Any:
    tags = _created(api).get("tags")
    return tags and type(tags[0]).__name__


def _tags_everywhere(api: Api) -> tuple[bool, bool]:
    row = api.data("/conversations", limit=1)[0]
    return "tags" in row, "tags" in api.data(f"/conversations/{row['id']}")


def _all_null(name: str) -> Callable[[Api], bool]:
    return lambda api: all(row[name] is None for row in api.data("/conversations", limit=100))


def _words(api: Api) -> tuple[bool, bool, str]:
    kinds = {row["type"] for row in api.data("/messages", limit=100)}
    statuses = {row["status"] for row in api.data("/conversations", limit=100)}
    return "telegram" in kinds, "snoozed" in statuses, api.data("/inboxes/2")["type"]


def _record_link(api: Api) -> Any:
    row = api.data(f"/conversations/{api.conversation(record_id=2)}")
    return row.get("custom_entity_record", {}).get("external_id")


def _attributes(api: Api) -> str:
    return type(api.data("/custom-entity-records/1")["custom_entity"].get("attributes")).__name__


def _merged(api: Api) -> dict[str, Any]:
    answer = api.http.put("/contacts/1", json={"custom_attributes": {"plan": "Free"}})
    return dict(answer.json()["data"]["custom_attributes"])


def _sms(api: Api) -> int:
    return api.message(api.conversation(inbox_id=1), type="sms", body="x" * 161).status_code


_OWN = (["id", "mime_type", "name", "size", "url"], "here")

PROBES: dict[str, Probe] = {
    "A8-unknown-words": (_words, (False, False, "standard"), (True, True, "community")),
    "W3-stays-sending": (_settled, "sent", "sending"),
    "W3-delivered": (_settled, "sent", "delivered"),
    "W3-failed": (_settled, "sent", "failed"),
    "W3-unknown-word": (_settled, "sent", "handed_to_carrier"),
    "D2-is-draft-shown": (lambda api: "is_draft" in api.data("/messages", limit=1)[0], False, True),
    "C1-inbox-has-channels": (lambda api: len(api.data("/inboxes/1").get("channels", [])), 0, 7),
    "C1-inbox-without-type": (
        lambda api: ("type" in api.data("/inboxes/1"), "type" in api.data("/conversations")[0]["inbox"]),
        (True, True),
        (False, False),
    ),
    "C2-other-number-space": (
        lambda api: (_channel(api, inbox_channel_id=2), _channel(api, inbox_channel_id=1002)),
        (2, "INVALID_CHANNEL"),
        ("INVALID_CHANNEL", 2),
    ),
    "C3-picks-last-channel": (lambda api: _channel(api, type="whatsapp"), 5, 6),
    "C3-ignores-channel": (lambda api: _channel(api, type="whatsapp", inbox_channel_id=5), 5, 6),
    "M2-nested-sender": (_nested_keys, False, True),
    "M2-sender-null": (_sender, ["email", "id", "name"], None),
    "M2-sender-name-only": (_sender, ["email", "id", "name"], ["name"]),
    "M2-sender-typed": (_sender, ["email", "id", "name"], ["email", "id", "name", "type"]),
    "M3-nested-capped": (lambda api: len(_nested(api)), 200, 10),
    "M3-nested-newest-first": (_nested_order, "oldest first", "newest first"),
    "M3-nested-unordered": (_nested_order, "oldest first", "none"),
    "M3-nested-absent": (lambda api: _nested(api) is None, False, True),
    "M5-filename": (_attachment, _OWN, (["content_type", "file_url", "filename", "size"], "here")),
    "M5-path": (_attachment, _OWN, (["file_name", "path", "type"], "a path")),
    "M5-foreign-url": (_attachment, _OWN, (_OWN[0], "elsewhere")),
    "M8-short-sms": (_sms, 201, 422),
    "V1-single-complete": (lambda api: "is_read" in api.data(f"/conversations/{api.conversation()}"), False, True),
    "V1-create-complete": (lambda api: "participant" in _created(api), False, True),
    "V2-no-tags": (_tags, "dict", None),
    "V2-tags-as-strings": (_tags, "dict", "str"),
    "V2-tags-everywhere": (_tags_everywhere, (False, False), (True, True)),
    "V4-no-participant": (_all_null("participant"), False, True),
    "V4-no-assignee": (_all_null("assignee"), False, True),
    "V4-no-subject": (_all_null("subject"), False, True),
    "V4-no-inbox": (_all_null("inbox"), False, True),
    "E1-record-shown": (_record_link, None, "ORD-1057"),
    "E1-other-type-word": (lambda api: api.data("/inboxes/3")["type"], "custom_entity", "entity"),
    "E2-attributes-absent": (_attributes, "list", "NoneType"),
    "E2-attributes-map": (_attributes, "list", "dict"),
    "E3-attributes-replaced": (_merged, {"company": "Okonkwo & Daughters", "plan": "Free"}, {"plan": "Free"}),
}
