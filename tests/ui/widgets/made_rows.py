"""Made rows, messages and documents for the list and the thread."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from chatlane_tui.model.ids import ConversationId, MessageId, OutboxId
from chatlane_tui.model.outbox import OutboxState
from chatlane_tui.render.document import Block, Document, Fold, Run
from chatlane_tui.store.rows import Direction, InboxRow, InboxWindow, MessageRow

NOW = round(datetime(2026, 11, 18, 15, 0, tzinfo=UTC).timestamp() * 1000)
MINUTE = 60_000
HOSTILE = (
    "[/x]",
    "[@click=app.quit]x[/]",
    "[b",
    "日本語のお客様からの長い問い合わせ",
    "e\u0301\u0301",
    "👩‍👩‍👧‍👦🇵🇱",
    "x\u202ey",
    "\x1b[31m",
)


def row(number: int, **changes: Any) -> InboxRow:
    """A conversation, the higher the number the older."""
    values: dict[str, Any] = {
        "id": ConversationId(number),
        "name": f"Customer {number}",
        "subject": f"Order {number}",
        "snippet": "I paid twice",
        "channel": "email",
        "at": NOW - number * MINUTE,
        "status": "active",
        "inbox": "Support",
        "assignee": "",
        "unread": False,
        "draft": False,
        "waiting": 0,
        "troubled": 0,
        "starred": False,
        "done": False,
        "waiting_since": None,
    }
    return InboxRow(**{**values, **changes})


def window(
    offset: int = 0, total: int = 1_000, size: int = 240, *, first: int = 0, rank: int | None = None
) -> InboxWindow:
    """Rows of a list in which position p holds the conversation `first + p`."""
    rows = tuple(row(first + position) for position in range(offset, min(total, offset + size)))
    return InboxWindow(offset, total, rows, rank)


def message(number: int, **changes: Any) -> MessageRow:
    """A message of the server, theirs, the higher the number the newer."""
    values: dict[str, Any] = {
        "key": f"m{number}",
        "id": MessageId(number),
        "outbox_id": None,
        "type": "email",
        "at": NOW - 60 * MINUTE + number * 1_000,
        "sender": "Ada Lovelace",
        "direction": Direction.THEIRS,
        "channel": "Support mail",
        "delivery": "",
        "is_server_draft": False,
        "attachments": (),
        "size": 40,
        "newlines": 0,
        "version": 1,
    }
    return MessageRow(**{**values, **changes})


def outgoing(number: int, state: OutboxState, **changes: Any) -> MessageRow:
    """A row of the outbox shown as a message."""
    values: dict[str, Any] = {
        "key": f"o{number}",
        "id": None,
        "outbox_id": OutboxId(number),
        "state": state,
        "sender": "",
        "direction": Direction.OURS,
        "at": NOW,
    }
    return message(number, **{**values, **changes})


def thread(count: int, *, first: int = 0) -> tuple[MessageRow, ...]:
    """That many messages in a row."""
    return tuple(message(number) for number in range(first, first + count))


def body(*paragraphs: str, quoted: int = 0) -> Document:
    """A document of these lines, and so many quoted ones that fold."""
    blocks = tuple(Block((Run(paragraph),)) for paragraph in paragraphs)
    history = tuple(Block((Run(f"quoted {number}"),), quote=1, fold=0) for number in range(quoted))
    return Document(blocks + history, folds=(Fold("quote", quoted),) if quoted else ())
