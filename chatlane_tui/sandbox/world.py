"""The state of one team behind one lock, for the routes and for whoever plays customer, colleague or vendor."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from chatlane_tui.sandbox import cast, seed
from chatlane_tui.sandbox.lists import Lists
from chatlane_tui.sandbox.schema import index, open_database
from chatlane_tui.sandbox.stamps import SECOND, Stamps
from chatlane_tui.sandbox.switches import Flipped
from chatlane_tui.sandbox.topics import body_of

Json = dict[str, Any]

_EDITABLE = {
    "conversations": ("status", "assignee_id", "subject", "is_starred", "is_archived", "is_read"),
    "messages": ("delivery_status", "body", "is_read", "type", "attachments", "external_message_id"),
}


class World:
    """One team's data; every public method takes the lock, and returns plain values that are copies."""

    def __init__(
        self,
        path: Path,
        *,
        conversations: int,
        seed_number: int,
        flipped: Flipped,
        clock: Callable[[], float],
    ) -> None:
        """Open a fresh database at `path` and plant the seed."""
        self.lock = threading.RLock()
        self.flipped = flipped
        self.stamps = Stamps(flipped)
        self.clock = clock
        self.connection = open_database(path)
        seed.plant(self.connection, conversations=conversations, seed=seed_number, now=clock(), stamps=self.stamps)
        index(self.connection)
        self.lists = Lists(self.connection, flipped)
        self._posted: list[Json] = []

    def close(self) -> None:
        """Close the database."""
        with self.lock:
            self.connection.close()

    def now(self) -> int:
        """The clock's reading as a stamp."""
        return self.stamps.cut(self.clock())

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[sqlite3.Row]:
        """Every row of a query."""
        with self.lock:
            return self.connection.execute(sql, values).fetchall()

    def row(self, sql: str, values: Sequence[object] = ()) -> sqlite3.Row | None:
        """The first row of a query, or None."""
        with self.lock:
            found: sqlite3.Row | None = self.connection.execute(sql, values).fetchone()
            return found

    def write(self, sql: str, values: Sequence[object] = ()) -> int:
        """Run a statement that changes rows; the id of the row it made, if it made one."""
        with self.lock:
            cursor = self.connection.execute(sql, values)
            self.lists.forget()
            return int(cursor.lastrowid or 0)

    def customer_writes(self, conversation_id: int, body: str, *, type: str | None = None) -> Json:  # noqa: A002 - the API's word
        """A new message of the participant, on the channel last used unless `type` says another."""
        with self.lock:
            conversation = self._conversation(conversation_id)
            kind = type or self.last_inbound_type(conversation_id)
            message_id = self.add_message(
                conversation_id,
                body=body,
                kind=kind,
                direction="in",
                sender=("contact", conversation["contact_id"] or 0),
                channel_id=self._last_channel(conversation_id, kind, conversation["inbox_id"]),
                is_read=False,
            )
            self.write(
                "UPDATE conversations SET is_read = 0, status = 'active', is_archived = 0 WHERE id = ?",
                (conversation_id,),
            )
            return self._message(message_id)

    def colleague_writes(self, conversation_id: int, body: str, *, type: str = "email", user: str = "mei") -> Json:  # noqa: A002 - the API's word
        """A new message or note of another user of the team, written in the vendor's web app."""
        with self.lock:
            conversation = self._conversation(conversation_id)
            note = type == "note"
            message_id = self.add_message(
                conversation_id,
                body=body,
                kind=type,
                direction="note" if note else "out",
                sender=("user", cast.USERS[user][0]),
                channel_id=None if note else self._last_channel(conversation_id, type, conversation["inbox_id"]),
            )
            return self._message(message_id)

    def new_conversation(
        self,
        *,
        body: str = "Hello, I have a question.",
        subject: str | None = "A question",
        inbox_id: int = 1,
        contact_id: int = 1,
        type: str = "email",  # noqa: A002 - the API's word
        record_id: int | None = None,
    ) -> Json:
        """A customer opens a conversation."""
        with self.lock:
            conversation_id = self.add_conversation(
                inbox_id=inbox_id,
                contact_id=contact_id,
                record_id=record_id,
                subject=subject,
                status="active",
                is_read=False,
            )
            self.customer_writes(conversation_id, body, type=type)
            return self._conversation(conversation_id)

    def edit_conversation(self, conversation_id: int, **fields: object) -> None:
        """A silent change, as S1 means it: status, assignee_id, subject, is_starred, is_archived, is_read."""
        self._edit("conversations", conversation_id, fields)

    def edit_message(self, message_id: int, **fields: object) -> None:
        """A silent change of a message; a `delivery_status` set here stays."""
        with self.lock:
            self._edit("messages", message_id, fields)
            if "delivery_status" in fields:
                self.write("UPDATE messages SET settles_at = NULL WHERE id = ?", (message_id,))

    def delete_conversation(self, conversation_id: int) -> None:
        """Delete a conversation and its messages."""
        with self.lock:
            for table, column in (
                ("messages", "conversation_id"),
                ("conversation_tags", "conversation_id"),
                ("conversations", "id"),
            ):
                self.write(f"DELETE FROM {table} WHERE {column} = ?", (conversation_id,))

    def note_post(self, entry: Json) -> None:
        """Remember a message that came through the API."""
        with self.lock:
            self._posted.append(entry)

    def posted(self) -> list[Json]:
        """Every message created through the API, in order, with what was asked beside what was chosen."""
        with self.lock:
            return [dict(entry) for entry in self._posted]

    def conversations(self) -> list[Json]:
        """Every conversation, oldest first."""
        return [dict(row) for row in self.rows("SELECT * FROM conversations ORDER BY id")]

    def messages(self, conversation_id: int | None = None) -> list[Json]:
        """Every message (of one conversation), oldest first, with its true `direction`: `in`, `out` or `note`."""
        with self.lock:
            if conversation_id is None:
                found = self.rows("SELECT * FROM messages ORDER BY created_at, id")
            else:
                sql = "SELECT * FROM messages WHERE conversation_id = ? ORDER BY created_at, id"
                found = self.rows(sql, (conversation_id,))
            return [self._full(row) for row in found]

    def contacts(self) -> list[Json]:
        """Every contact, with `custom_attributes` as a dict."""
        return [_unpack(row, "custom_attributes") for row in self.rows("SELECT * FROM contacts ORDER BY id")]

    def records(self) -> list[Json]:
        """Every custom entity record, with `values` as a dict and the ids of its `contacts`."""
        with self.lock:
            return [
                {**_unpack(row, "values"), "contacts": self.record_contacts(row["id"])}
                for row in self.rows("SELECT * FROM records ORDER BY id")
            ]

    def inboxes(self) -> list[Json]:
        """Every inbox."""
        return [dict(row) for row in self.rows("SELECT * FROM inboxes ORDER BY id")]

    def channels(self) -> list[Json]:
        """Every channel, inactive ones too."""
        return [dict(row) for row in self.rows("SELECT * FROM channels ORDER BY id")]

    def record_contacts(self, record_id: int) -> list[int]:
        """The ids of the contacts of a record."""
        found = self.rows(
            "SELECT contact_id FROM record_contacts WHERE record_id = ? ORDER BY contact_id", (record_id,)
        )
        return [row[0] for row in found]

    def add_conversation(
        self,
        *,
        inbox_id: int,
        contact_id: int | None,
        record_id: int | None,
        subject: str | None,
        status: str,
        is_read: bool = True,
    ) -> int:
        """A new conversation row; its id."""
        now = self.now()
        return self.write(
            "INSERT INTO conversations (inbox_id, contact_id, record_id, subject, status, is_read, last_message_at, "
            "created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, NULL, ?, ?)",
            (inbox_id, contact_id, record_id, subject, status, int(is_read), now, now),
        )

    def add_message(
        self,
        conversation_id: int,
        *,
        body: str,
        kind: str,
        direction: str,
        sender: tuple[str, int],
        channel_id: int | None,
        is_read: bool = True,
        is_draft: bool = False,
        attachments: list[dict[str, object]] | None = None,
        settles: bool = False,
    ) -> int:
        """A new message row; one that `settles` is `sending` for a second first (W3). Its id."""
        with self.lock:
            now = self.now()
            status = None if is_draft else "sending" if settles else "sent"
            message_id = self.write(
                "INSERT INTO messages (conversation_id, type, body, direction, sender_type, sender_id, channel_id, "
                "delivery_status, settles_at, is_read, is_draft, attachments, created_at, updated_at) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    conversation_id, kind, body, direction, *sender, channel_id, status,
                    round(self.clock() * SECOND) + SECOND if settles else None,
                    int(is_read), int(is_draft), json.dumps(attachments) if attachments else None, now, now,
                ),
            )  # fmt: skip
            self.write(
                "UPDATE conversations SET last_message_at = ?, updated_at = ? WHERE id = ?", (now, now, conversation_id)
            )
            return message_id

    def delivery(self, status: str | None, settles_at: int | None) -> str | None:
        """The delivery status now: `sending` becomes `sent` a second later, or what W3's switches say."""
        if settles_at is None or "W3-stays-sending" in self.flipped or self.clock() * SECOND < settles_at:
            return status
        for name, word in (("delivered", "delivered"), ("failed", "failed"), ("unknown-word", "handed_to_carrier")):
            if f"W3-{name}" in self.flipped:
                return word
        return "sent"

    def _conversation(self, conversation_id: int) -> Json:
        found = self.row("SELECT * FROM conversations WHERE id = ?", (conversation_id,))
        if found is None:
            raise KeyError(f"There is no conversation {conversation_id}.")
        return dict(found)

    def _message(self, message_id: int) -> Json:
        found = self.row("SELECT * FROM messages WHERE id = ?", (message_id,))
        if found is None:
            raise KeyError(f"There is no message {message_id}.")
        return self._full(found)

    def _full(self, row: sqlite3.Row) -> Json:
        message = dict(row)
        template = message.pop("template")
        if template is not None:
            message["body"] = body_of(template, message["conversation_id"])
        message["delivery_status"] = self.delivery(message["delivery_status"], message.pop("settles_at"))
        message["attachments"] = json.loads(message["attachments"] or "[]")
        return message

    def last_inbound_type(self, conversation_id: int) -> str:
        """The type of the customer's newest message."""
        found = self.row(
            "SELECT type FROM messages WHERE conversation_id = ? AND direction = 'in' ORDER BY id DESC LIMIT 1",
            (conversation_id,),
        )
        return found["type"] if found else "email"

    def _last_channel(self, conversation_id: int, kind: str, inbox_id: int) -> int | None:
        found = self.row(
            "SELECT channel_id FROM messages WHERE conversation_id = ? AND type = ? AND channel_id IS NOT NULL "
            "ORDER BY id DESC LIMIT 1",
            (conversation_id, kind),
        ) or self.row(
            "SELECT id FROM channels WHERE inbox_id = ? AND type = ? AND is_active ORDER BY id LIMIT 1",
            (inbox_id, kind),
        )
        return found[0] if found else None

    def _edit(self, table: str, row_id: int, fields: dict[str, object]) -> None:
        unknown = fields.keys() - set(_EDITABLE[table])
        if unknown:
            raise ValueError(
                f"Of {table} one may edit {', '.join(_EDITABLE[table])}; not {', '.join(sorted(unknown))}."
            )
        with self.lock:
            for name, value in fields.items():
                plain = json.dumps(value) if isinstance(value, list) else value
                self.write(f"UPDATE {table} SET {name} = ? WHERE id = ?", (plain, row_id))


def _unpack(row: sqlite3.Row, field: str) -> Json:
    return {**dict(row), field: json.loads(row[field])}
