"""What API v1 tells of, read tolerantly: absent is not null (`model_fields_set` tells, M1), and nothing odd is fatal.

A field that cannot be read is null, unknown words stay raw (A8), and every string has passed `model.clean`. Times are
milliseconds since 1970 UTC. `model.answers` reads whole answers.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic_core import core_schema

from chatlane_tui.model import readers
from chatlane_tui.model.ids import ChannelId, ContactId, ConversationId, EntityId, InboxId, MessageId, RecordId
from chatlane_tui.model.readers import Json

MAX_ITEMS = 10_000
"""Items read of one list: a hundred times what a page may hold."""

T = TypeVar("T", bound="Wire")


class _Read:
    """Fills a field by a reader alone: the annotated type is what the reader returns, and no schema is built for it."""

    def __init__(self, reader: Callable[[Any], object]) -> None:
        self._reader = reader

    def __get_pydantic_core_schema__(self, *_: object) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(self._reader)


Line = Annotated[str | None, _Read(readers.line)]
Text = Annotated[str | None, _Read(readers.text)]
Address = Annotated[str | None, _Read(readers.address)]
Flag = Annotated[bool | None, _Read(readers.flag)]
Moment = Annotated[int | None, _Read(readers.moment)]
Size = Annotated[int | None, _Read(readers.whole)]
JsonMap = Annotated[dict[str, Json] | None, _Read(readers.json_map)]
_ID = _Read(readers.required_id)
_ID_OR_NONE = _Read(readers.optional_id)


class Wire(BaseModel):
    """Frozen; unknown fields are ignored; `model_fields_set` names the fields that were present (M1).

    Built from JSON values alone: a time is given as ISO 8601 text, and read as milliseconds.
    """

    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)


class Identified(Wire):
    """What the server lists, by an id of its own kind."""

    id: Annotated[int, _ID]


def _nested(model: type[T], key: str, value: object) -> T | None:
    """The object nested in another one; a bare id or name stands for an object of that alone."""
    if value is None:
        return None
    if isinstance(value, dict):
        inner = value.get("data")
        if isinstance(inner, dict):
            value = inner
    elif isinstance(value, str | int) and not isinstance(value, bool):
        value = {("id" if readers.optional_id(value) else key): value}
    return read(model, value)


def read(model: type[T], value: object) -> T | None:
    """The value as this model, or None: it has no usable id, is no object, or nests without end."""
    try:
        return model.model_validate(value)
    except (ValidationError, RecursionError):
        return None


def listed(value: object) -> list[object]:
    """The items of a nested list: PHP prints one with gaps as an object, and may wrap it in `data`."""
    if isinstance(value, dict) and isinstance(value.get("data"), list | dict):
        value = value["data"]
    if isinstance(value, dict):
        value = list(value.values())
    return list(value[:MAX_ITEMS]) if isinstance(value, list | tuple) else []


def _nested_list(model: type[T], key: str, value: object) -> tuple[T, ...]:
    found = (_nested(model, key, item) for item in listed(value))
    return tuple(item for item in found if item is not None)


class Person(Wire):
    """A sender, participant or assignee. Users and contacts share numbers, so the id alone names nobody (M2)."""

    id: Annotated[int | None, _ID_OR_NONE] = None
    name: Line = None
    email: Line = None
    phone_number: Line = None
    type: Line = None


class Tag(Wire):
    """A label of the server's; a bare string is a name (V2)."""

    id: Annotated[int | None, _ID_OR_NONE] = None
    name: Line = None
    color: Line = None


class Attachment(Wire):
    """A file of a message, under whichever names the server gives its fields (M5); a bare string is its URL."""

    id: Annotated[int | None, _ID_OR_NONE] = None
    name: Line = None
    url: Address = None
    size: Size = None
    mime_type: Line = None

    @model_validator(mode="before")
    @classmethod
    def _one_name_a_field(cls, data: object) -> object:
        if not isinstance(data, dict):
            return data
        found = {key: data[key] for key in ("id", "size") if key in data}
        for name, others in _ATTACHMENT_NAMES.items():
            present = [data[key] for key in others if data.get(key) is not None]
            if present:
                found[name] = present[0]
        return found


_ATTACHMENT_NAMES = {
    "name": ("name", "filename", "file_name"),
    "url": ("url", "file_url", "path"),
    "mime_type": ("mime_type", "content_type", "type"),
}


class Channel(Identified):
    """A way out of an inbox (C1)."""

    id: Annotated[ChannelId, _ID]
    name: Line = None
    type: Line = None
    is_active: Flag = None
    inbox_id: Annotated[InboxId | None, _ID_OR_NONE] = None


class Inbox(Identified):
    """An inbox, whole or as it is nested in a conversation; `channels` only where the server tells them (C1)."""

    id: Annotated[InboxId, _ID]
    name: Line = None
    type: Line = None
    channels: Annotated[tuple[Channel, ...], _Read(partial(_nested_list, Channel, "name"))] = ()
    created_at: Moment = None
    updated_at: Moment = None


class Entity(Identified):
    """A custom entity; `attributes` come in no documented shape, and only inside a single record (E2)."""

    id: Annotated[EntityId, _ID]
    name: Line = None
    slug: Line = None
    attributes: Annotated[Json, _Read(readers.json_value)] = None


PersonOrNone = Annotated[Person | None, _Read(partial(_nested, Person, "name"))]
ChannelOrNone = Annotated[Channel | None, _Read(partial(_nested, Channel, "name"))]
InboxOrNone = Annotated[Inbox | None, _Read(partial(_nested, Inbox, "name"))]
EntityOrNone = Annotated[Entity | None, _Read(partial(_nested, Entity, "name"))]
Tags = Annotated[tuple[Tag, ...], _Read(partial(_nested_list, Tag, "name"))]
Attachments = Annotated[tuple[Attachment, ...], _Read(partial(_nested_list, Attachment, "url"))]


class Message(Identified):
    """One message in any of its three shapes (M1). `conversation` holds what is told of it: id, subject, status."""

    id: Annotated[MessageId, _ID]
    body: Text = None
    type: Line = None
    delivery_status: Line = None
    is_read: Flag = None
    is_draft: Flag = None
    external_message_id: Line = None
    attachments: Attachments = ()
    conversation: Annotated[Conversation | None, _Read(lambda found: _nested(Conversation, "id", found))] = None
    channel: ChannelOrNone = None
    sender: PersonOrNone = None
    created_at: Moment = None
    updated_at: Moment = None

    @model_validator(mode="before")
    @classmethod
    def _conversation_by_id(cls, data: object) -> object:
        if isinstance(data, dict) and "conversation_id" in data and "conversation" not in data:
            return {**data, "conversation": data["conversation_id"]}
        return data


class Conversation(Identified):
    """One conversation in any of its three shapes (M1, V1). `messages` are a first glance, not the thread (M3)."""

    id: Annotated[ConversationId, _ID]
    subject: Line = None
    status: Line = None
    is_read: Flag = None
    is_archived: Flag = None
    is_starred: Flag = None
    last_message_at: Moment = None
    inbox: InboxOrNone = None
    participant: PersonOrNone = None
    assignee: PersonOrNone = None
    messages: Annotated[tuple[Message, ...], _Read(partial(_nested_list, Message, "id"))] = ()
    tags: Tags = ()
    custom_entity_record: Annotated[Record | None, _Read(lambda found: _nested(Record, "external_id", found))] = None
    """Documented nowhere (E1): where a server tells it, nobody has to look for it."""
    created_at: Moment = None
    updated_at: Moment = None


class Contact(Identified):
    """A customer, with whatever attributes the team gave them."""

    id: Annotated[ContactId, _ID]
    name: Line = None
    email: Line = None
    phone_number: Line = None
    custom_attributes: JsonMap = None
    created_at: Moment = None
    updated_at: Moment = None


class Record(Identified):
    """A record of a custom entity; conversations and contacts only in the single one."""

    id: Annotated[RecordId, _ID]
    custom_entity_id: Annotated[EntityId | None, _ID_OR_NONE] = None
    external_id: Line = None
    values: JsonMap = None
    custom_entity: EntityOrNone = None
    conversations: Annotated[tuple[Conversation, ...], _Read(partial(_nested_list, Conversation, "id"))] = ()
    contacts: Annotated[tuple[Contact, ...], _Read(partial(_nested_list, Contact, "id"))] = ()
    created_at: Moment = None
    updated_at: Moment = None


_lock = threading.Lock()
_built = False
_MODELS: tuple[type[Wire], ...] = (
    *(Person, Tag, Attachment, Channel, Inbox, Entity),
    *(Message, Conversation, Contact, Record),
)


def build() -> None:
    """Build the deferred validators once, whichever thread comes first."""
    global _built
    with _lock:
        if not _built:
            for model in _MODELS:
                model.model_rebuild(_types_namespace=globals())
            _built = True
