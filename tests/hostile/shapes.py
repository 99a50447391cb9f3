"""Every resource of API v1 with its documented shape, and a hostile string in every string of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from tests.hostile.corpus import ATTACKS, word

Shape = dict[str, Any]
Say = Callable[[str], str]
"""What a field of that name holds."""

COUNT: Final = len(ATTACKS)
"""Conversations: as many as attacks, so that rotating puts each attack into each field once."""
KINDS: Final = ("html", "markdown", "plain", "sms", "whatsapp", "note")
"""The bodies of every conversation, before its newest one."""
NEWEST_TYPES: Final = ("email", "sms", "whatsapp", "")
"""Type of the newest message, in turn; the empty one is hostile, too."""
_NOON = datetime(2026, 1, 26, 12, 0, tzinfo=UTC)
_ORDER = {
    field: place
    for place, field in enumerate(
        (
            *(
                "subject",
                "status",
                "inbox",
                "inboxtype",
                "person",
                "email",
                "phone",
                "kind",
                "assignee",
                "assigneemail",
            ),
            *("tag", "color", "html", "quoted", "linked", "alt", "heading", "markdown", "plain", "reply", "sms"),
            *("whatsapp", "note", "newest", "type", "delivery", "external", "file", "url", "mime", "sender"),
            *("sendermail", "someone", "channel", "channeltype", "contact", "contactmail", "contactphone"),
            *("attribute", "attributevalue", "entity", "slug", "entityattribute", "record", "recordkey", "recordvalue"),
            *("created", "link", "extra", "error", "code", "detail", "detailkey"),
        )
    )
}


@dataclass(frozen=True, slots=True)
class Rotating:
    """Gives each field of thing number `number` another attack, and over `COUNT` things each attack to each field."""

    number: int

    def attack(self, field: str) -> int:
        """The number of the attack that stands in that field."""
        return (self.number + _ORDER[field]) % COUNT

    def word(self, field: str) -> str:
        """The word a person must see of it."""
        return word(field, self.attack(field))

    def __call__(self, field: str) -> str:
        return ATTACKS[self.attack(field)].said(self.word(field))


def stamp(minutes: int) -> str:
    """A time, that many minutes before noon of one day."""
    return (_NOON - timedelta(minutes=minutes)).isoformat().replace("+00:00", "Z")


def inbox(say: Say, number: int, *, whole: bool = True) -> Shape:
    """An inbox; every third is one of records, whose type is any word."""
    found: Shape = {
        "id": number + 1,
        "name": say("inbox"),
        "type": say("inboxtype") if number % 3 == 0 else "standard",
        say("extra"): say("extra"),
    }
    if whole:
        found["channels"] = [channel(say, number), {**channel(say, number), "id": 502 + number * 2, "type": "sms"}]
        found["channels"].append({**channel(say, number), "id": 1001 + number, "type": say("channeltype")})
        found["created_at"] = say("created")
    return found


def channel(say: Say, number: int) -> Shape:
    """The e-mail channel of that inbox."""
    return {"id": 501 + number * 2, "name": say("channel"), "type": "email", "is_active": number % 2 == 0}


def participant(say: Say, number: int) -> Shape:
    """The customer of a conversation."""
    return {
        "id": number + 1,
        "name": say("person"),
        "email": say("email"),
        "phone_number": say("phone"),
        "type": say("kind"),
    }


def conversation(say: Say, number: int, *, messages: Sequence[Shape] | None = None) -> Shape:
    """A conversation as a list tells it; as a single one with its messages."""
    found: Shape = {
        "id": number + 1,
        "subject": say("subject"),
        "status": say("status"),
        "is_read": say("extra"),
        "is_archived": False,
        "is_starred": False,
        "last_message_at": stamp(number * 60),
        "inbox": inbox(say, number, whole=False),
        "participant": participant(say, number),
        "assignee": {"id": 7, "name": say("assignee"), "email": say("assigneemail")},
        "tags": [{"id": number + 1, "name": say("tag"), "color": say("color")}, say("tag")],
        "created_at": stamp(number * 60 + 30),
        "updated_at": say("created"),
        say("extra"): {say("extra"): [say("extra")]},
    }
    if messages is not None:
        found["messages"] = list(messages)
    return found


def messages(say: Say, number: int) -> list[Shape]:
    """The messages of a conversation, oldest first: all kinds of bodies in an order of its own, then the newest."""
    kinds = [KINDS[(number + step) % len(KINDS)] for step in range(len(KINDS))]
    newest = NEWEST_TYPES[number % len(NEWEST_TYPES)] or say("type")
    found = [message(say, number, place, kind) for place, kind in enumerate(kinds)]
    return [*found, {**message(say, number, len(kinds), "newest"), "type": newest}]


def message(say: Say, number: int, place: int, kind: str) -> Shape:
    """One message, in its fullest shape."""
    return {
        "id": number * 10 + place + 1,
        "body": body(say, kind),
        "type": kind if kind in ("sms", "whatsapp", "note") else "email",
        "delivery_status": say("delivery"),
        "is_read": True,
        "external_message_id": say("external"),
        "attachments": [
            {"id": 1, "name": say("file"), "url": say("url"), "size": 12, "mime_type": say("mime")},
            {"filename": say("file"), "file_url": f"https://x.example/{say('url')}", "content_type": say("mime")},
            say("url"),
        ]
        if kind in ("html", "newest")
        else [],
        "conversation": {"id": number + 1, "subject": say("subject"), "status": say("status")},
        "channel": channel(say, number),
        "sender": sender(say, number, kind),
        "created_at": stamp(number * 60 + 10 - place),
        "updated_at": say("created"),
        say("extra"): say("extra"),
    }


def sender(say: Say, number: int, kind: str) -> Shape:
    """Whose a message is: the customer's, a colleague's, or nobody knows."""
    match kind:
        case "html" | "sms" | "newest":
            return participant(say, number)
        case "plain":
            return {"id": 3, "name": say("someone")}
        case _:
            return {"id": 2, "name": say("sender"), "email": say("sendermail")}


def body(say: Say, kind: str) -> str:
    """A body of that kind, with attacks in its text, its quotes, its links and its attributes."""
    match kind:
        case "html":
            return (
                f"<p>{say('html')}</p><p><a href='http://x.example/{say('linked')}' title='{say('linked')}'>"
                f"{say('linked')}</a></p><p><img alt='{say('alt')}' src=x> <span style='{say('extra')}'>styled</span>"
                f"</p><div>On Mon, 26 Jan 2026 at 09:00, Ada wrote:</div><blockquote type='cite'>{say('quoted')}"
                f"</blockquote>"
            )
        case "markdown":
            link = f"[x](http://x.example/{say('linked')})"
            return f"# {say('heading')}\n\n**bold** and {link}\n\n- {say('markdown')}\n\n```\n{say('markdown')}\n```\n"
        case "plain":
            return f"{say('plain')}\n\nOn Mon, 26 Jan 2026 at 09:00, Ada wrote:\n> {say('reply')}\n> and\n"
        case _:
            return say(kind)


def contact(say: Say, number: int) -> Shape:
    """A contact with attributes of its own, who is no participant: a contact's name would go before that."""
    return {
        "id": number + 1001,
        "name": say("contact"),
        "email": say("contactmail"),
        "phone_number": say("contactphone"),
        "custom_attributes": {say("attribute"): say("attributevalue"), "nested": [{say("attribute"): say("extra")}]},
        "created_at": stamp(number),
        "updated_at": say("created"),
    }


def record(say: Say, number: int, *, whole: bool = True) -> Shape:
    """A record of a custom entity; a whole one tells the entity's attributes, its conversations and its contacts."""
    found: Shape = {
        "id": number + 1,
        "custom_entity_id": number + 1,
        "external_id": say("record"),
        "values": {say("recordkey"): say("recordvalue"), "deep": {say("recordkey"): [say("recordvalue")]}},
        "custom_entity": {"id": number + 1, "name": say("entity"), "slug": say("slug")},
        "created_at": stamp(number),
        "updated_at": say("created"),
    }
    if whole:
        found["custom_entity"]["attributes"] = [{"name": say("entityattribute"), say("entityattribute"): say("extra")}]
        found["conversations"] = [conversation(say, number)]
        found["contacts"] = [contact(say, number)]
    return found


def page(say: Say, rows: Sequence[Shape], *, following: str | None = None) -> Shape:
    """A page of a list, with an item nobody can read and links that lead nowhere."""
    return {
        "data": [*rows, {"id": say("extra"), "name": say("extra")}, say("extra")],
        "links": {"first": say("link"), "last": say("link"), "prev": say("link"), "next": following},
        "meta": {"current_page": 1, "path": say("link"), "per_page": say("extra"), "total": say("extra")},
    }


def refusal(say: Say, *, known: bool = True) -> Shape:
    """An error; a known one is about fields, an unknown one has only words."""
    if known:
        return {
            "error": say("error"),
            "code": "VALIDATION_ERROR",
            "details": {say("detailkey"): [say("detail"), say("detail")], "body": say("detail")},
        }
    return {"error": say("error"), "code": say("code"), "details": {}}
