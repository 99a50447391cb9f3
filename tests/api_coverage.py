"""Which key sends each parameter of each endpoint of API v1: the rows of the README's table, made of the methods of the
client and the key table. `tests/test_readme.py` holds the README to them, and finds what has no key."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from types import MappingProxyType
from typing import Final, NamedTuple

from chatlane_tui.api.client import CONTACT_FIELDS, RECORD_FIELDS, Client
from chatlane_tui.ui.keys import TABLE, label
from chatlane_tui.ui.screens.help import TITLES

PLUMBING: Final = frozenset({"self", "priority", "ahead", "replace"})
"""Of the client's own methods, not of the API."""
MAPS: Final = MappingProxyType({"update_contact": CONTACT_FIELDS, "update_record": RECORD_FIELDS})
"""Methods that take the changed fields as one mapping."""
PATHS: Final = frozenset({"conversation_id", "message_id", "contact_id", "record_id", "inbox_id"})


class Use(NamedTuple):
    """A parameter of an endpoint, and the ids of the actions that send it."""

    endpoint: str
    parameter: str
    actions: tuple[str, ...]


POLL = ("inbox.refresh",)
OPEN = ("list.open",)
SEND = ("composer.send", "composer.review")
BEGIN = ("inbox.converse",)
SAVE_CONTACT = ("contacts.create", "form.save")
EDIT_CONTACT = ("contacts.edit", "details.edit", "form.save")
MAKE_RECORD = ("records.create", "form.save")
EDIT_RECORD = ("records.edit", "details.edit", "form.save")

USES: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = MappingProxyType(
    {
        "conversations": {
            "created_after": POLL,
            "inbox_id": ("inboxes.refresh",),
            "status": ("inboxes.refresh", "inbox.refresh"),
            "limit": POLL,
            "offset": POLL,
        },
        "count_conversations": {"inbox_id": ("inboxes.refresh",), "status": ("inboxes.refresh",)},
        "conversation": {"": OPEN},
        "create_conversation": dict.fromkeys(
            ("inbox_id", "contact_id", "custom_entity_record_id", "subject", "status", "tags"), BEGIN
        ),
        "messages": {
            "created_after": POLL,
            "conversation_id": OPEN,
            "inbox_id": ("inboxes.refresh",),
            "type": ("inboxes.refresh",),
            "limit": POLL,
        },
        "message": {"": OPEN},
        "create_message": {
            "body": SEND,
            "type": ("composer.choose_channel", "inbox.note"),
            "is_draft": ("composer.review",),
            "inbox_channel_id": ("composer.choose_channel",),
            "contact_id": ("inbox.answer_to",),
            "cc": ("composer.envelope",),
            "bcc": ("composer.envelope",),
            "file_urls": ("composer.envelope",),
            "sender_type": ("composer.envelope",),
            "sender_id": ("composer.envelope",),
        },
        "contacts": {
            "created_after": SAVE_CONTACT,
            "email": ("contacts.ask", "finder.ask"),
            "phone_number": ("contacts.ask", "finder.ask"),
            "limit": POLL,
        },
        "contact": {"": ("details.refresh",)},
        "create_contact": dict.fromkeys(("name", "email", "phone_number", "custom_attributes"), SAVE_CONTACT),
        "update_contact": dict.fromkeys(CONTACT_FIELDS, EDIT_CONTACT),
        "records": {"created_after": MAKE_RECORD, "custom_entity_id": MAKE_RECORD, "limit": POLL},
        "record": {"": ("details.refresh", "records.refresh", "inbox.details")},
        "create_record": dict.fromkeys(("custom_entity_id", "values", "external_id"), MAKE_RECORD),
        "update_record": dict.fromkeys(RECORD_FIELDS, EDIT_RECORD),
        "inboxes": {"": POLL},
        "inbox": {"": ("inboxes.refresh",)},
    }
)
"""By the client's method and the API's parameter; "" where an endpoint takes none."""


def endpoint_of(method: str) -> str:
    """The endpoint that a method of the client is for, as its first sentence says."""
    found = re.match(r"(?:GET|POST|PATCH) /[a-z/{}-]+", inspect.getdoc(getattr(Client, method)) or "")
    assert found is not None, method
    return found[0].rstrip(".,")


def methods() -> tuple[str, ...]:
    """The methods that are one of an endpoint each, in the client's order."""
    return tuple(
        name
        for name, member in vars(Client).items()
        if not name.startswith("_") and re.match(r"(GET|POST|PATCH) /", inspect.getdoc(member) or "")
    )


def parameters(method: str) -> tuple[str, ...]:
    """The API's parameters that it takes; ("",) for none."""
    if method in MAPS:
        return tuple(sorted(MAPS[method]))
    found: list[str] = []
    for name, parameter in inspect.signature(getattr(Client, method)).parameters.items():
        if name == "start":
            found += ["limit", "offset"] if method == "conversations" else ["limit"]
        elif name not in PLUMBING and not (parameter.kind is parameter.POSITIONAL_OR_KEYWORD and name in PATHS):
            found.append(name)
    return tuple(found) or ("",)


def uses() -> Iterator[Use]:
    """Every parameter of every endpoint, once."""
    told: set[tuple[str, str]] = set()
    for method in methods():
        for parameter in parameters(method):
            endpoint = endpoint_of(method)
            if (endpoint, parameter) not in told:
                told.add((endpoint, parameter))
                yield Use(endpoint, parameter, USES.get(method, {}).get(parameter, ()))


def as_markdown() -> str:
    """The table as the README shows it: parameters that the same keys send share a line."""
    keys = {key.id: key for key in TABLE}
    lines, before = ["| Endpoint | Parameters | Sent by |", "|---|---|---|"], ""
    for (endpoint, actions), group in groupby(uses(), key=lambda use: (use.endpoint, use.actions)):
        names = ", ".join(f"`{use.parameter}`" for use in group if use.parameter)
        used = [keys[action] for action in actions]
        shown = "; ".join(f"{TITLES[key.place].lower()} `{label(key.keys)}`" for key in used)
        lines.append(f"| {'' if endpoint == before else f'`{endpoint}`'} | {names} | {shown} |")
        before = endpoint
    return "\n".join(lines)
