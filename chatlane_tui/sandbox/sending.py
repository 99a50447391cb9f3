"""The rules for making conversations and messages: every refusal, and the channel the server chooses (C2, C3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from chatlane_tui.sandbox import cast, seed
from chatlane_tui.sandbox.fields import Fields
from chatlane_tui.sandbox.refusals import RefusedError
from chatlane_tui.sandbox.world import World

TYPES = ("email", "sms", "whatsapp", "note", "phone_call", "facebook", "instagram")
STATUSES = ("active", "pending", "closed")
LONGEST = {"whatsapp": 1_600, "sms": 1_600, "instagram": 1_000, "facebook": 2_000}
_LONGEST_OTHER = 100_000
_SENDERS = {"user": "users", "contact": "contacts", "agent": "agents"}
CHANNEL_SHIFT = 1_000


def create_message(world: World, conversation_id: int, body: Mapping[str, Any]) -> int:
    """Make a message in a conversation that exists; its id."""
    fields = Fields(body)
    text = fields.text("body", required=True) or ""
    kind = fields.choice("type", TYPES, required=True) or ""
    is_draft = fields.truth("is_draft")
    asked = fields.number("inbox_channel_id")
    urls = _urls(fields)
    cc, bcc = fields.emails("cc"), fields.emails("bcc")
    contact_id = fields.number("contact_id")
    sender = _sender(world, fields)
    fields.finish()
    with world.lock:
        conversation = world.row("SELECT * FROM conversations WHERE id = ?", (conversation_id,))
        if conversation is None:
            raise RefusedError("NOT_FOUND")
        return _deliver(
            world,
            dict(conversation),
            text=text,
            kind=kind,
            is_draft=is_draft,
            asked=asked,
            urls=urls,
            contact_id=contact_id,
            sender=sender,
            copies={"cc": cc, "bcc": bcc},
        )


def create_conversation(world: World, body: Mapping[str, Any]) -> int:
    """Make a conversation, and with `body` an e-mail in it at once (W4); its id."""
    fields = Fields(body)
    inbox_id = fields.number("inbox_id", required=True)
    contact_id = fields.number("contact_id")
    record_id = fields.number("custom_entity_record_id")
    subject = fields.text("subject", longest=255)
    text = fields.text("body")
    status = fields.choice("status", STATUSES) or "active"
    tags = fields.strings("tags")
    with world.lock:
        inbox = world.row("SELECT * FROM inboxes WHERE id = ?", (inbox_id,))
        if inbox_id is not None and inbox is None:
            fields.problem("inbox_id", "The selected inbox id is invalid.")
        _check_ends(world, fields, dict(inbox) if inbox else None, contact_id, record_id)
        fields.finish()
        conversation = {"id": 0, "inbox_id": inbox_id, "contact_id": contact_id, "record_id": record_id}
        if text:
            _check_recipient(world, conversation, kind="email", contact_id=contact_id)
            _channel(world, conversation, kind="email", asked=None)
        conversation_id = world.add_conversation(
            inbox_id=inbox_id or 0, contact_id=contact_id, record_id=record_id, subject=subject, status=status
        )
        for name in tags:
            world.write(
                "INSERT OR IGNORE INTO conversation_tags VALUES (?, ?)",
                (conversation_id, seed.tag_id(world.connection, name)),
            )
        if text:
            _deliver(
                world,
                {**conversation, "id": conversation_id},
                text=text,
                kind="email",
                is_draft=False,
                asked=None,
                urls=[],
                contact_id=contact_id,
                sender=("user", cast.TOKEN_USER),
                copies={"cc": None, "bcc": None},
            )
        return conversation_id


def _deliver(
    world: World,
    conversation: dict[str, Any],
    *,
    text: str,
    kind: str,
    is_draft: bool,
    asked: int | None,
    urls: list[str],
    contact_id: int | None,
    sender: tuple[str, int],
    copies: dict[str, str | None],
) -> int:
    if kind == "note" and is_draft:
        raise RefusedError("NOTE_CANNOT_BE_DRAFT")
    longest = 160 if kind == "sms" and "M8-short-sms" in world.flipped else LONGEST.get(kind, _LONGEST_OTHER)
    if len(text) > longest:
        raise RefusedError("MESSAGE_TOO_LONG", details={"max_length": longest, "length": len(text)})
    _check_recipient(world, conversation, kind=kind, contact_id=contact_id)
    channel_id = _channel(world, conversation, kind=kind, asked=asked)
    direction = "note" if kind == "note" else "in" if sender[0] == "contact" else "out"
    message_id = world.add_message(
        conversation["id"],
        body=text,
        kind=kind,
        direction=direction,
        sender=sender,
        channel_id=channel_id,
        is_draft=is_draft,
        attachments=[seed.attachment(number, url) for number, url in enumerate(urls, start=1)],
        settles=kind != "note" and not is_draft,
    )
    world.note_post(
        {
            "id": message_id,
            "conversation_id": conversation["id"],
            "body": text,
            "type": kind,
            "is_draft": is_draft,
            "inbox_channel_id": asked,
            "channel_id": channel_id,
            **copies,
            "file_urls": urls,
            "contact_id": contact_id,
            "sender_type": sender[0],
            "sender_id": sender[1],
            "direction": direction,
            "at": world.clock(),
        }
    )
    return message_id


def _check_recipient(world: World, conversation: dict[str, Any], *, kind: str, contact_id: int | None) -> None:
    """The contact of an entity record must be named and belong to it (E1); e-mail needs an address."""
    inbox = world.row("SELECT entity_id FROM inboxes WHERE id = ?", (conversation["inbox_id"],))
    if inbox is not None and inbox["entity_id"] is not None:
        if contact_id is None:
            raise RefusedError("CONTACT_REQUIRED")
        if contact_id not in world.record_contacts(conversation["record_id"] or 0):
            raise RefusedError("CONTACT_NOT_ASSOCIATED", details={"contact_id": contact_id})
    recipient = contact_id if contact_id is not None else conversation["contact_id"]
    contact = world.row("SELECT email FROM contacts WHERE id = ?", (recipient,))
    if contact_id is not None and contact is None:
        raise RefusedError("VALIDATION_ERROR", details={"contact_id": ["The selected contact id is invalid."]})
    if kind == "email" and (contact is None or not contact["email"]):
        raise RefusedError("NO_EMAIL_ADDRESS")


def _channel(world: World, conversation: dict[str, Any], *, kind: str, asked: int | None) -> int | None:
    """The channel a message goes out on; notes have none."""
    if kind == "note":
        return None
    active = [
        int(row["id"])
        for row in world.rows(
            "SELECT id FROM channels WHERE inbox_id = ? AND type = ? AND is_active ORDER BY id",
            (conversation["inbox_id"], kind),
        )
    ]
    if asked is not None:
        wanted = asked - CHANNEL_SHIFT if "C2-other-number-space" in world.flipped else asked
        if wanted not in active:
            raise RefusedError("INVALID_CHANNEL", details={"inbox_channel_id": asked})
        if "C3-ignores-channel" in world.flipped:
            return next((channel for channel in active if channel != wanted), wanted)
        return wanted
    if not active:
        raise RefusedError("NO_CHANNEL_FOUND", details={"type": kind})
    return active[-1] if "C3-picks-last-channel" in world.flipped else active[0]


def _urls(fields: Fields) -> list[str]:
    urls = fields.strings("file_urls")
    for position, url in enumerate(urls):
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
            fields.problem(f"file_urls.{position}", f"The file_urls.{position} field must be a valid URL.")
    return urls


def _sender(world: World, fields: Fields) -> tuple[str, int]:
    """Both fields of a custom sender or neither (M9); without them the user of the token."""
    kind = fields.choice("sender_type", _SENDERS)
    sender_id = fields.number("sender_id", required=bool(kind))
    if sender_id is not None and not kind:
        fields.problem("sender_type", "The sender type field is required when sender id is present.")
    table = _SENDERS.get(kind or "")
    if table is None or sender_id is None:
        return "user", cast.TOKEN_USER
    if world.row(f"SELECT id FROM {table} WHERE id = ?", (sender_id,)) is None:
        fields.problem("sender_id", f"The sender must be a {kind} of the same team.")
    return str(kind), sender_id


def _check_ends(
    world: World, fields: Fields, inbox: dict[str, Any] | None, contact_id: int | None, record_id: int | None
) -> None:
    """Whom a new conversation is with: a contact in a standard inbox, a record in an inbox of entities."""
    if contact_id is not None and world.row("SELECT id FROM contacts WHERE id = ?", (contact_id,)) is None:
        fields.problem("contact_id", "The selected contact id is invalid.")
    record = world.row("SELECT entity_id FROM records WHERE id = ?", (record_id,))
    if record_id is not None and record is None:
        fields.problem("custom_entity_record_id", "The selected custom entity record id is invalid.")
    if inbox is None:
        return
    if inbox["entity_id"] is None:
        if contact_id is None:
            fields.problem("contact_id", "The contact id field is required.")
        if record_id is not None:
            fields.problem("custom_entity_record_id", "This inbox is not for entity records.")
    elif record_id is None:
        fields.problem("custom_entity_record_id", "The custom entity record id field is required.")
    elif record is not None and record["entity_id"] != inbox["entity_id"]:
        fields.problem("custom_entity_record_id", "The record is of another custom entity than the inbox.")
