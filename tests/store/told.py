"""What the server tells, as JSON of the documented shapes turned into wire models."""

from __future__ import annotations

from datetime import UTC, datetime

from chatlane_tui.model import wire

NOON = 1_767_268_800_000
"""2026-01-01T12:00:00Z, in milliseconds."""

MINUTE = 60_000

ADA = {"id": 5, "name": "Ada Lovelace", "email": "ada@example.com"}
SAM = {"id": 5, "name": "Sam", "email": "sam@acme.example"}


def stamp(moment: int) -> str:
    """A moment as the server prints it."""
    return datetime.fromtimestamp(moment / 1000, UTC).isoformat().replace("+00:00", "Z")


def message(id_: int, *, at: int | None = NOON, conversation: int | None = 1, **fields: object) -> wire.Message:
    """A message as a list tells it; `fields` replace or add keys, `at` and `conversation` None leave theirs out."""
    data: dict[str, object] = {"id": id_, "body": f"Text {id_}", "type": "email", "is_read": False}
    if at is not None:
        data["created_at"] = stamp(at)
    if conversation is not None:
        data["conversation"] = {"id": conversation, "subject": f"Subject {conversation}"}
    return wire.Message.model_validate(data | fields)


def bare(id_: int, **fields: object) -> wire.Message:
    """A message of which nothing but these keys is told."""
    return wire.Message.model_validate({"id": id_, **fields})


def conversation(id_: int, *, at: int = NOON, **fields: object) -> wire.Conversation:
    """A conversation as a list tells it, its last message at `at`."""
    data: dict[str, object] = {
        "id": id_,
        "subject": f"Subject {id_}",
        "status": "active",
        "is_read": True,
        "is_archived": False,
        "is_starred": False,
        "last_message_at": stamp(at),
        "inbox": {"id": 1, "name": "Support", "type": "standard"},
        "participant": ADA,
        "assignee": None,
        "created_at": stamp(at - 60 * MINUTE),
        "updated_at": stamp(at),
    }
    return wire.Conversation.model_validate(data | fields)
