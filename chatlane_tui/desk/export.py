"""A whole conversation as one text, for people (Markdown, plain text) or for programs (JSON), with people taken out of
it if that is asked for. Everything comes from the store.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final, NamedTuple

from chatlane_tui.desk.read import Reading
from chatlane_tui.errors import Missing
from chatlane_tui.model.clock import Clock
from chatlane_tui.model.file_names import safe_name
from chatlane_tui.model.ids import ConversationId, is_local
from chatlane_tui.render.as_markdown import markdown_of
from chatlane_tui.render.document import Document
from chatlane_tui.render.redact import Redactor
from chatlane_tui.render.words import text_of
from chatlane_tui.store.rows import Direction, MessageRow, ThreadHead

FORMS: Final = ("md", "text", "json")
ENDINGS: Final = {"md": ".md", "text": ".txt", "json": ".json"}
_AT_ONCE: Final = 100
"""Bodies rendered at a time."""
_ROLES: Final = {
    Direction.THEIRS: "customer",
    Direction.OURS: "team",
    Direction.NOTE: "internal note",
    Direction.UNKNOWN: "direction unknown",
}


class Thread(NamedTuple):
    """A conversation with all its bodies."""

    head: ThreadHead
    rows: tuple[MessageRow, ...]
    documents: dict[str, Document]


class Exporting:
    """`address` is where a browser shows a conversation, with `{id}` in it; empty where nobody said."""

    def __init__(self, read: Reading, *, clock: Clock, address: str) -> None:
        self._read = read
        self._clock = clock
        self._address = address

    async def export(self, conversation_id: ConversationId, form: str, *, redact: bool = False) -> str:
        """The conversation as "md", "text" or "json". Raises `Missing` where it is not cached, and `StoreError`."""
        thread = await self._thread(conversation_id)
        return await asyncio.to_thread(self._written, thread, form, redact)

    async def name(self, conversation_id: ConversationId, form: str, *, redact: bool = False) -> str:
        """What a file with it is called; without its subject if people are to be taken out."""
        head = await self._read.head(conversation_id)
        subject = "" if redact or head is None else head.subject
        number = "new" if is_local(conversation_id) else str(conversation_id)
        return safe_name(
            f"conversation {number} {subject}".strip().replace("/", "-").replace("\\", "-")[:100] + ENDINGS[form]
        )

    async def _thread(self, conversation_id: ConversationId) -> Thread:
        head = await self._read.head(conversation_id)
        if head is None:
            raise Missing(f"Conversation {conversation_id} is not cached here.")
        rows = await self._read.thread(conversation_id)
        documents: dict[str, Document] = {}
        for start in range(0, len(rows), _AT_ONCE):
            keys = [row.key for row in rows[start : start + _AT_ONCE]]
            documents.update(await self._read.documents(conversation_id, keys))
        return Thread(head, rows, documents)

    def _written(self, thread: Thread, form: str, redact: bool) -> str:
        head = thread.head
        named = {head.name, head.assignee, *(row.sender for row in thread.rows)}
        redactor = Redactor(sorted(name for name in named if name)) if redact else None
        if form == "json":
            return json.dumps(self._as_json(thread, redactor), indent=2, ensure_ascii=False)
        text = self._as_markdown(thread, redactor) if form == "md" else self._as_text(thread, redactor)
        return text if redactor is None else redactor.text(text)

    def _as_markdown(self, thread: Thread, redactor: Redactor | None) -> str:
        parts = [f"# {_line(thread.head.subject or '(no subject)')}", ""]
        parts += [f"- {name}: {_line(value)}" for name, value in self._facts(thread, redactor)]
        for row in thread.rows:
            parts += ["", f"## {_line(' · '.join(_heading(row)))}", "", _body(row, thread, markdown=True)]
            parts += [f"- Attachment: {_line(words)}" for words in _files(row, redactor)]
        return "\n".join(parts) + "\n"

    def _as_text(self, thread: Thread, redactor: Redactor | None) -> str:
        parts = [thread.head.subject or "(no subject)", ""]
        parts += [f"{name}: {value}" for name, value in self._facts(thread, redactor)]
        for row in thread.rows:
            parts += ["", "-" * 72, " · ".join(_heading(row)), "", _body(row, thread, markdown=False)]
            parts += [f"[attachment] {words}" for words in _files(row, redactor)]
        return "\n".join(parts) + "\n"

    def _address_of(self, conversation_id: ConversationId) -> str:
        return "" if is_local(conversation_id) else self._address.replace("{id}", str(conversation_id))

    def _facts(self, thread: Thread, redactor: Redactor | None) -> list[tuple[str, str]]:
        head = thread.head
        customer = " · ".join(filter(None, (head.name, head.email, head.phone)))
        facts = [
            ("Conversation", "not on the server yet" if is_local(head.id) else str(head.id)),
            ("Address", self._address_of(head.id) if redactor is None else ""),
            ("Customer", customer),
            ("Status", head.status),
            ("Inbox", head.inbox),
            ("Assigned to", head.assignee),
            ("Tags", ", ".join(head.tags)),
            ("Messages", str(len(thread.rows))),
            ("Exported", stamp(self._clock())),
            ("Taken out", "names, e-mail addresses and phone numbers" if redactor is not None else ""),
        ]
        return [(name, value) for name, value in facts if value]

    def _as_json(self, thread: Thread, redactor: Redactor | None) -> dict[str, object]:
        head = thread.head

        def said(text: str) -> str:
            return text if redactor is None else redactor.text(text)

        return {
            "version": 1,
            "exported_at": stamp(self._clock()),
            "redacted": redactor is not None,
            "conversation": {
                "id": None if is_local(head.id) else head.id,
                "subject": said(head.subject),
                "status": head.status,
                "inbox": head.inbox,
                "customer": {"name": said(head.name), "email": said(head.email), "phone": said(head.phone)},
                "assignee": said(head.assignee),
                "tags": [said(tag) for tag in head.tags],
                "created_at": None if head.created_at is None else stamp(head.created_at),
                "url": self._address_of(head.id) if redactor is None else "",
            },
            "messages": [
                {
                    "id": row.id,
                    "type": row.type,
                    "direction": row.direction.value,
                    "sender": said(row.sender),
                    "channel": said(row.channel),
                    "at": stamp(row.at),
                    "delivery_status": row.delivery,
                    "is_draft": row.is_server_draft,
                    "outbox": None if row.state is None else row.state.value,
                    "text": said(_body(row, thread, markdown=False)),
                    "attachments": [
                        {
                            "name": said(file.name),
                            "url": file.url if redactor is None else "",
                            "size": file.size,
                            "mime_type": file.mime_type,
                        }
                        for file in row.attachments
                    ],
                }
                for row in thread.rows
            ],
        }


def stamp(at: int) -> str:
    """A time (ms) to the second, in UTC: "2026-11-16T10:02:05Z"."""
    return datetime.fromtimestamp(at / 1_000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _heading(row: MessageRow) -> Sequence[str]:
    role = "draft on the server" if row.is_server_draft else _ROLES[row.direction]
    state = "" if row.state is None else f"not sent: {row.state.value}"
    return [
        part
        for part in (
            stamp(row.at),
            "you" if row.state is not None else row.sender or "(nobody said)",
            row.type,
            role,
            row.delivery,
            state,
        )
        if part
    ]


def _body(row: MessageRow, thread: Thread, *, markdown: bool) -> str:
    document = thread.documents.get(row.key)
    text = "" if document is None else markdown_of(document) if markdown else text_of(document)
    return text or "(no text)"


def _files(row: MessageRow, redactor: Redactor | None) -> list[str]:
    return [
        " · ".join(
            part
            for part in (
                file.name or "(no name)",
                file.mime_type,
                "" if file.size is None else f"{file.size:,} bytes",
                file.url if redactor is None else "",
            )
            if part
        )
        for file in row.attachments
    ]


def _line(text: str) -> str:
    """A line of facts within Markdown."""
    return text.replace("\\", "\\\\").replace("<", "\\<").replace("[", "\\[").replace("`", "\\`").replace("*", "\\*")
