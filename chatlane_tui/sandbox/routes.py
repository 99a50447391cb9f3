"""Every endpoint of API v1: its method and path, what it checks, and the shape it answers with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from chatlane_tui.sandbox import directory, sending
from chatlane_tui.sandbox.fields import e164
from chatlane_tui.sandbox.paging import page_of
from chatlane_tui.sandbox.refusals import invalid
from chatlane_tui.sandbox.shapes import Shapes
from chatlane_tui.sandbox.stamps import read_stamp
from chatlane_tui.sandbox.team import Teams
from chatlane_tui.sandbox.world import World

API = "/api/v1"


@dataclass(frozen=True, slots=True)
class Call:
    """One request that may pass: whose world (its lock is held), which row, what was asked."""

    teams: Teams
    world: World
    shapes: Shapes
    url: str
    row_id: str
    query: Mapping[str, str]
    body: Mapping[str, Any]

    def require(self, table: str) -> int:
        """The id in the path, which must be a row of the table."""
        return self.teams.require(self.world, table, self.row_id)


@dataclass(frozen=True, slots=True)
class Reply:
    """A status and the JSON under it."""

    payload: Any
    status: int = 200


Endpoint = Callable[[Call], Reply]
_FILTERS = {
    "conversations": ("created_after", "inbox_id", "status"),
    "messages": ("created_after", "conversation_id", "inbox_id", "type"),
    "contacts": ("created_after", "email", "phone_number"),
    "records": ("created_after", "custom_entity_id"),
}
_WORDS = {"status": sending.STATUSES, "type": sending.TYPES}


def _filters(table: str, query: Mapping[str, str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name in _FILTERS[table]:
        text = query.get(name)
        if text:
            found[name] = _filter(name, text)
    return found


def _filter(name: str, text: str) -> object:
    if name == "created_after":
        stamp = read_stamp(text)
        if stamp is None:
            raise invalid(created_after="The created_after field must be a valid ISO 8601 date.")
        return stamp
    if name == "email":
        return text
    if name == "phone_number":
        return e164(text) or text
    if name in _WORDS:
        if text not in _WORDS[name]:
            raise invalid(**{name: f"The selected {name} is invalid."})
        return text
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise invalid(**{name: f"The {name} field must be an integer."})
    return int(text)


def _paged(call: Call, table: str, shape: Callable[[Any], list[Any]]) -> Reply:
    ids = call.world.lists.ids(table, _filters(table, call.query))
    page = page_of(ids, call.query, url=call.url, flipped=call.world.flipped, offset_known=table == "conversations")
    return Reply({"data": shape(page.ids), **page.around})


def _created(call: Call, data: Any) -> Reply:
    return Reply({"data": data}, 200 if "A8-create-200" in call.world.flipped else 201)


def list_conversations(call: Call) -> Reply:
    """GET /conversations."""
    return _paged(call, "conversations", call.shapes.conversation_list)


def get_conversation(call: Call) -> Reply:
    """GET /conversations/{id}; with S4's switch it marks what it shows as read."""
    row_id = call.require("conversations")
    data = call.shapes.conversation(row_id)
    if "S4-get-marks-read" in call.world.flipped:
        call.world.write("UPDATE conversations SET is_read = 1 WHERE id = ?", (row_id,))
        call.world.write("UPDATE messages SET is_read = 1 WHERE conversation_id = ?", (row_id,))
    return Reply({"data": data})


def create_conversation(call: Call) -> Reply:
    """POST /conversations."""
    return _created(call, call.shapes.created_conversation(sending.create_conversation(call.world, call.body)))


def list_messages(call: Call) -> Reply:
    """GET /messages."""
    return _paged(call, "messages", call.shapes.message_list)


def get_message(call: Call) -> Reply:
    """GET /messages/{id}."""
    return Reply({"data": call.shapes.message(call.require("messages"))})


def create_message(call: Call) -> Reply:
    """POST /conversations/{id}/messages."""
    message_id = sending.create_message(call.world, call.require("conversations"), call.body)
    return _created(call, call.shapes.message(message_id))


def list_contacts(call: Call) -> Reply:
    """GET /contacts."""
    return _paged(call, "contacts", call.shapes.contact_list)


def get_contact(call: Call) -> Reply:
    """GET /contacts/{id}."""
    return Reply({"data": call.shapes.contact_list([call.require("contacts")])[0]})


def create_contact(call: Call) -> Reply:
    """POST /contacts."""
    return _created(call, call.shapes.contact_list([directory.create_contact(call.world, call.body)])[0])


def update_contact(call: Call) -> Reply:
    """PUT or PATCH /contacts/{id}."""
    row_id = call.require("contacts")
    directory.update_contact(call.world, row_id, call.body)
    return Reply({"data": call.shapes.contact_list([row_id])[0]})


def list_records(call: Call) -> Reply:
    """GET /custom-entity-records."""
    return _paged(call, "records", call.shapes.record_list)


def get_record(call: Call) -> Reply:
    """GET /custom-entity-records/{id}."""
    return Reply({"data": call.shapes.record(call.require("records"))})


def create_record(call: Call) -> Reply:
    """POST /custom-entity-records."""
    return _created(call, call.shapes.record_list([directory.create_record(call.world, call.body)])[0])


def update_record(call: Call) -> Reply:
    """PUT or PATCH /custom-entity-records/{id}."""
    row_id = call.require("records")
    directory.update_record(call.world, row_id, call.body)
    return Reply({"data": call.shapes.record_list([row_id])[0]})


def list_inboxes(call: Call) -> Reply:
    """GET /inboxes; whether it pages is not said (P4)."""
    flipped = call.world.flipped
    ids = call.world.lists.ids("inboxes", {})
    if "P4-inboxes-bare" in flipped:
        return Reply(call.shapes.inbox_list(ids))
    if "P4-inboxes-paged" in flipped:
        query = {**call.query, "limit": "2"}
        page = page_of(ids, query, url=call.url, flipped=flipped, offset_known=False)
        return Reply({"data": call.shapes.inbox_list(page.ids), **page.around})
    return Reply({"data": call.shapes.inbox_list(ids)})


def get_inbox(call: Call) -> Reply:
    """GET /inboxes/{id}."""
    return Reply({"data": call.shapes.inbox_list([call.require("inboxes")])[0]})


# Path, method, endpoint: the whole of the document.
ENDPOINTS: tuple[tuple[str, str, Endpoint], ...] = (
    ("/conversations", "GET", list_conversations),
    ("/conversations", "POST", create_conversation),
    ("/conversations/{row_id}", "GET", get_conversation),
    ("/conversations/{row_id}/messages", "POST", create_message),
    ("/messages", "GET", list_messages),
    ("/messages/{row_id}", "GET", get_message),
    ("/contacts", "GET", list_contacts),
    ("/contacts", "POST", create_contact),
    ("/contacts/{row_id}", "GET", get_contact),
    ("/contacts/{row_id}", "PUT", update_contact),
    ("/contacts/{row_id}", "PATCH", update_contact),
    ("/custom-entity-records", "GET", list_records),
    ("/custom-entity-records", "POST", create_record),
    ("/custom-entity-records/{row_id}", "GET", get_record),
    ("/custom-entity-records/{row_id}", "PUT", update_record),
    ("/custom-entity-records/{row_id}", "PATCH", update_record),
    ("/inboxes", "GET", list_inboxes),
    ("/inboxes/{row_id}", "GET", get_inbox),
)
