"""One message merged with what is stored of it, key by present key (M1), without SQL: what `messages.upsert` writes."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from chatlane_tui.model.words import extra
from chatlane_tui.store.plain import words_of

if TYPE_CHECKING:
    from chatlane_tui.model import wire

COLUMNS = (
    "id",
    "conversation_id",
    "at",
    "type",
    "direction",
    "server_draft",
    "channel_id",
    "delivery_status",
    "is_read",
    "is_draft",
    "external_message_id",
    "attachments",
    "sender_id",
    "sender_name",
    "sender_email",
    "created_at",
    "updated_at",
    "size",
    "newlines",
    "version",
)
"""Columns of `message` in the order in which they are read and written; `row` stands before them."""

_SIMPLE = frozenset(
    {"delivery_status", "is_read", "is_draft", "external_message_id", "created_at", "updated_at"},
)
_NEW: dict[str, Any] = {
    **dict.fromkeys(COLUMNS),
    "type": "",
    "direction": 0,
    "server_draft": 0,
    "attachments": "[]",
    "size": 0,
    "newlines": 0,
    "version": 1,
}
_LATEST_ROW_MS = (1 << 43) - 1


@dataclass(slots=True)
class Merged:
    """A message on its way into the store: its columns, its body, and what stood there before."""

    values: dict[str, Any]
    body: str
    plain: str | None
    """What is searched where that is not the body itself."""
    row: int | None = None
    """The row under which it is stored; None for a new one."""
    before: dict[str, Any] = field(default_factory=dict)
    body_before: str = ""
    plain_before: str | None = None
    extra: str | None = None
    """What is searched besides (`model.words`), if anything."""
    extra_before: str | None = None

    @property
    def words(self) -> str:
        """What it says, without markup."""
        return self.body if self.plain is None else self.plain

    @property
    def indexed(self) -> str:
        """What is searched."""
        return self.words if self.extra is None else f"{self.words}\n{self.extra}"

    @property
    def indexed_before(self) -> str:
        """What the index holds of it now."""
        words = self.body_before if self.plain_before is None else self.plain_before
        return words if self.extra_before is None else f"{words}\n{self.extra_before}"

    @property
    def body_changed(self) -> bool:
        """Whether the index has to forget the old words."""
        return self.row is not None and self.body != self.body_before


def new(message_id: int, *, now: int) -> Merged:
    """A message that is not stored yet; `now` is its time as long as the server names none."""
    return Merged(_NEW | {"id": message_id, "at": now}, "", None)


def stored(found: tuple[Any, ...]) -> Merged:
    """A message as it stands: (row, *COLUMNS, body, plain, extra)."""
    row, *columns, body, plain, more = found
    before = dict(zip(COLUMNS, columns, strict=True))
    return Merged(dict(before), body, plain, row, before, body, plain, more, more)


def merge(into: Merged, item: wire.Message) -> None:
    """Take over each key that is present, nulls included, and leave the others as they are (M1)."""
    values, present = into.values, item.model_fields_set
    for key in present & _SIMPLE:
        values[key] = getattr(item, key)
    if values["created_at"] is not None:
        values["at"] = values["created_at"]
    if "type" in present:
        values["type"] = item.type or ""
    if "channel" in present:
        values["channel_id"] = item.channel.id if item.channel is not None else None
    if "sender" in present:
        _merge_sender(values, item.sender)
    if "attachments" in present:
        files = [(file.name, file.url, file.size, file.mime_type) for file in item.attachments or ()]
        values["attachments"] = json.dumps(files, ensure_ascii=False)
    if "body" in present:
        _merge_body(into, item.body or "")


def first_row(values: dict[str, Any]) -> int:
    """A row number that sorts by time, then by the low bits of the id; outlandish times stand at the ends."""
    at = min(max(values["at"], 0), _LATEST_ROW_MS)
    return int(at << 20 | values["id"] & 0xFFFFF)


def _merge_sender(values: dict[str, Any], sender: wire.Person | None) -> None:
    if sender is None:
        values.update(sender_id=None, sender_name=None, sender_email=None)
        return
    said = sender.model_fields_set
    if values["sender_id"] != sender.id:
        values.update(sender_id=sender.id, sender_name=sender.name, sender_email=sender.email)
    else:
        if "name" in said:
            values["sender_name"] = sender.name
        if "email" in said:
            values["sender_email"] = sender.email


def _merge_body(into: Merged, body: str) -> None:
    if body == into.body:
        return
    plain = words_of(body)
    into.body = body
    into.plain = None if plain == body else plain
    into.extra = extra(plain) or None
    into.values["size"] = len(body)
    into.values["newlines"] = body.count("\n")
    if into.row is not None:
        into.values["version"] = into.before["version"] + 1
