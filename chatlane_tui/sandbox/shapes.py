"""The JSON of every answer, key by key: three shapes of message and three of conversation (M1)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from chatlane_tui.sandbox.topics import body_of
from chatlane_tui.sandbox.world import World

Json = dict[str, Any]

_CONVERSATIONS = """
SELECT c.*, i.name AS inbox_name, i.type AS inbox_type, p.name AS participant_name, p.email AS participant_email,
       u.name AS assignee_name, u.email AS assignee_email
FROM json_each(?) j JOIN conversations c ON c.id = j.value
LEFT JOIN inboxes i ON i.id = c.inbox_id
LEFT JOIN contacts p ON p.id = c.contact_id
LEFT JOIN users u ON u.id = c.assignee_id
ORDER BY j.key
"""
_MESSAGES = """
SELECT m.*, c.subject AS conversation_subject, c.status AS conversation_status,
       coalesce(p.name, u.name, a.name) AS sender_name, coalesce(p.email, u.email, a.email) AS sender_email,
       h.name AS channel_name, h.type AS channel_type, h.is_active AS channel_active
FROM json_each(?) j JOIN messages m ON m.id = j.value
JOIN conversations c ON c.id = m.conversation_id
LEFT JOIN contacts p ON m.sender_type = 'contact' AND p.id = m.sender_id
LEFT JOIN users u ON m.sender_type = 'user' AND u.id = m.sender_id
LEFT JOIN agents a ON m.sender_type = 'agent' AND a.id = m.sender_id
LEFT JOIN channels h ON h.id = m.channel_id
ORDER BY j.key
"""
_NESTED_CAP = 10


class Shapes:
    """Turns rows of a world into the objects of the API, in the position of its switches."""

    def __init__(self, world: World, *, files_url: str) -> None:
        """`files_url` is where this server keeps the files that messages carry."""
        self._world = world
        self._flipped = world.flipped
        self._stamps = world.stamps
        self._files_url = files_url
        self._unknown_words = "A8-unknown-words" in world.flipped

    # Conversations

    def conversation_list(self, ids: Sequence[int]) -> list[Json]:
        """Conversations as a list has them."""
        return [self._listed(row) for row in self._world.rows(_CONVERSATIONS, (_array(ids),))]

    def conversation(self, conversation_id: int) -> Json:
        """One conversation: with messages, without flags and `last_message_at` (V1)."""
        row = self._world.rows(_CONVERSATIONS, (_array([conversation_id]),))[0]
        if "V1-single-complete" in self._flipped:
            shape = self._listed(row)
        else:
            shape = {
                "id": row["id"],
                "subject": self._subject(row["subject"]),
                "status": self._status(row["id"], row["status"]),
                "inbox": self._inbox_brief(row),
                "participant": self._participant(row),
                "assignee": self._assignee(row),
                **self._times(row),
                **self._extras(row),
            }
        if "M3-nested-absent" not in self._flipped:
            shape["messages"] = self._nested(row["id"])
        return shape

    def created_conversation(self, conversation_id: int) -> Json:
        """The answer to a create: the one place where tags come back (V2)."""
        row = self._world.rows(_CONVERSATIONS, (_array([conversation_id]),))[0]
        if "V1-create-complete" in self._flipped:
            shape = self._listed(row)
        else:
            shape = {
                "id": row["id"],
                "subject": self._subject(row["subject"]),
                "status": self._status(row["id"], row["status"]),
                "created_at": self._stamps.show_created(row["id"], row["created_at"]),
            }
        if "V2-no-tags" not in self._flipped:
            shape["tags"] = self._tags(conversation_id)
        return shape

    def _listed(self, row: sqlite3.Row) -> Json:
        return {
            "id": row["id"],
            "subject": self._subject(row["subject"]),
            "status": self._status(row["id"], row["status"]),
            "is_read": bool(row["is_read"]),
            "is_archived": bool(row["is_archived"]),
            "is_starred": bool(row["is_starred"]),
            "last_message_at": self._stamps.show(row["last_message_at"]),
            "inbox": self._inbox_brief(row),
            "participant": self._participant(row),
            "assignee": self._assignee(row),
            **self._times(row),
            **self._extras(row),
        }

    def _extras(self, row: sqlite3.Row) -> Json:
        extras: Json = {}
        if "V2-tags-everywhere" in self._flipped:
            extras["tags"] = self._tags(row["id"])
        if "E1-record-shown" in self._flipped:
            extras["custom_entity_record"] = row["record_id"] and self.record_list([row["record_id"]])[0]
        return extras

    def _tags(self, conversation_id: int) -> list[Any]:
        rows = self._world.rows(
            "SELECT t.* FROM conversation_tags x JOIN tags t ON t.id = x.tag_id WHERE x.conversation_id = ? "
            "ORDER BY t.id",
            (conversation_id,),
        )
        if "V2-tags-as-strings" in self._flipped:
            return [row["name"] for row in rows]
        return [dict(row) for row in rows]

    def _inbox_brief(self, row: sqlite3.Row) -> Json | None:
        if "V4-no-inbox" in self._flipped or row["inbox_name"] is None:
            return None
        return {
            "id": row["inbox_id"],
            "name": row["inbox_name"],
            **self._inbox_type(row["inbox_id"], row["inbox_type"]),
        }

    def _inbox_type(self, inbox_id: int, word: str) -> Json:
        if "C1-inbox-without-type" in self._flipped:
            return {}
        if self._unknown_words and inbox_id == 2:
            return {"type": "community"}
        if "E1-other-type-word" in self._flipped and word == "custom_entity":
            return {"type": "entity"}
        return {"type": word}

    def _participant(self, row: sqlite3.Row) -> Json | None:
        if "V4-no-participant" in self._flipped or row["participant_name"] is None:
            return None
        return {"id": row["contact_id"], "name": row["participant_name"], "email": row["participant_email"]}

    def _assignee(self, row: sqlite3.Row) -> Json | None:
        if "V4-no-assignee" in self._flipped or row["assignee_name"] is None:
            return None
        return {"id": row["assignee_id"], "name": row["assignee_name"], "email": row["assignee_email"]}

    def _subject(self, subject: str | None) -> str | None:
        return None if "V4-no-subject" in self._flipped else subject

    def _status(self, conversation_id: int, status: str) -> str:
        return "snoozed" if self._unknown_words and conversation_id % 5 == 0 else status

    def _times(self, row: sqlite3.Row) -> Json:
        return {
            "created_at": self._stamps.show_created(row["id"], row["created_at"]),
            "updated_at": self._stamps.show(row["updated_at"]),
        }

    # Messages

    def message_list(self, ids: Sequence[int]) -> list[Json]:
        """Messages as a list has them."""
        return [
            {
                **self._message_head(row),
                "is_read": bool(row["is_read"]),
                "conversation": {"id": row["conversation_id"], "subject": self._subject(row["conversation_subject"])},
                "sender": self._sender(row),
                "created_at": self._stamps.show_created(row["id"], row["created_at"]),
            }
            for row in self._world.rows(_MESSAGES, (_array(ids),))
        ]

    def message(self, message_id: int) -> Json:
        """One message in full, as GET and create answer it."""
        row = self._world.rows(_MESSAGES, (_array([message_id]),))[0]
        channel = None
        if row["channel_name"] is not None:
            channel = {
                "id": row["channel_id"],
                "name": row["channel_name"],
                "type": row["channel_type"],
                "is_active": bool(row["channel_active"]),
            }
        return {
            **self._message_head(row),
            "is_read": bool(row["is_read"]),
            "external_message_id": row["external_message_id"],
            "attachments": [self._attachment(row["id"], kept) for kept in json.loads(row["attachments"] or "[]")],
            "conversation": {
                "id": row["conversation_id"],
                "subject": self._subject(row["conversation_subject"]),
                "status": self._status(row["conversation_id"], row["conversation_status"]),
            },
            "channel": channel,
            "sender": self._sender(row),
            **self._times(row),
        }

    def _nested(self, conversation_id: int) -> list[Json]:
        """The messages inside a conversation: no sender, no channel, oldest first (M2, M3)."""
        ids = [
            row[0]
            for row in self._world.rows(
                "SELECT id FROM messages WHERE conversation_id = ? ORDER BY created_at, id", (conversation_id,)
            )
        ]
        if "M3-nested-capped" in self._flipped:
            ids = ids[-self._flipped.number("M3-nested-capped", _NESTED_CAP) :]
        if "M3-nested-newest-first" in self._flipped:
            ids.reverse()
        if "M3-nested-unordered" in self._flipped:
            ids.sort(key=lambda row_id: (row_id * 2_654_435_761) % 4_294_967_296)
        return [
            {
                **self._message_head(row),
                **({"sender": self._sender(row)} if "M2-nested-sender" in self._flipped else {}),
                "created_at": self._stamps.show_created(row["id"], row["created_at"]),
            }
            for row in self._world.rows(_MESSAGES, (_array(ids),))
        ]

    def _message_head(self, row: sqlite3.Row) -> Json:
        template = row["template"]
        kind = row["type"]
        head = {
            "id": row["id"],
            "body": row["body"] if template is None else body_of(template, row["conversation_id"]),
            "type": "telegram" if self._unknown_words and row["id"] % 5 == 0 and kind != "note" else kind,
            "delivery_status": self._world.delivery(row["delivery_status"], row["settles_at"]),
        }
        if "D2-is-draft-shown" in self._flipped:
            head["is_draft"] = bool(row["is_draft"])
        return head

    def _sender(self, row: sqlite3.Row) -> Json | None:
        if "M2-sender-null" in self._flipped or row["sender_name"] is None:
            return None
        if "M2-sender-name-only" in self._flipped:
            return {"name": row["sender_name"]}
        typed = {"type": row["sender_type"]} if "M2-sender-typed" in self._flipped else {}
        return {"id": row["sender_id"], "name": row["sender_name"], "email": row["sender_email"], **typed}

    def _attachment(self, message_id: int, kept: Json) -> Json:
        """The undocumented shape of an attachment (M5)."""
        path = f"/files/{message_id}/{kept['id']}/{kept['name']}"
        url = self._files_url + path
        if "M5-filename" in self._flipped:
            return {"filename": kept["name"], "file_url": url, "size": kept["size"], "content_type": kept["mime_type"]}
        if "M5-path" in self._flipped:
            return {"file_name": kept["name"], "path": path, "type": kept["mime_type"]}
        return {**kept, "url": url}

    # Contacts, records, inboxes

    def contact_list(self, ids: Sequence[int]) -> list[Json]:
        """Contacts, as lists, single answers, creates and updates all have them."""
        rows = self._world.rows(
            "SELECT p.* FROM json_each(?) j JOIN contacts p ON p.id = j.value ORDER BY j.key", (_array(ids),)
        )
        return [
            {
                "id": row["id"],
                "name": row["name"],
                "email": row["email"],
                "phone_number": row["phone_number"],
                "custom_attributes": json.loads(row["custom_attributes"]),
                **self._times(row),
            }
            for row in rows
        ]

    def record_list(self, ids: Sequence[int]) -> list[Json]:
        """Records as lists, creates and updates have them."""
        rows = self._world.rows(
            "SELECT r.*, e.name, e.slug FROM json_each(?) j JOIN records r ON r.id = j.value "
            "JOIN entities e ON e.id = r.entity_id ORDER BY j.key",
            (_array(ids),),
        )
        return [
            {
                "id": row["id"],
                "custom_entity_id": row["entity_id"],
                "external_id": row["external_id"],
                "values": json.loads(row["values"]),
                "custom_entity": {"id": row["entity_id"], "name": row["name"], "slug": row["slug"]},
                **self._times(row),
            }
            for row in rows
        ]

    def record(self, record_id: int) -> Json:
        """One record with its definition (E2), its conversations and its contacts (E1)."""
        shape = self.record_list([record_id])[0]
        if "E2-attributes-absent" not in self._flipped:
            row = self._world.row("SELECT attributes FROM entities WHERE id = ?", (shape["custom_entity_id"],))
            attributes = json.loads(row["attributes"]) if row else []
            if "E2-attributes-map" in self._flipped:
                attributes = {attribute["slug"]: attribute for attribute in attributes}
            shape["custom_entity"]["attributes"] = attributes
        shape["conversations"] = [
            {
                "id": row["id"],
                "subject": self._subject(row["subject"]),
                "status": self._status(row["id"], row["status"]),
            }
            for row in self._world.rows("SELECT * FROM conversations WHERE record_id = ? ORDER BY id", (record_id,))
        ]
        shape["contacts"] = self.contact_list(self._world.record_contacts(record_id))
        return shape

    def inbox_list(self, ids: Sequence[int]) -> list[Json]:
        """Inboxes; the document shows no shape (C1)."""
        rows = self._world.rows(
            "SELECT i.* FROM json_each(?) j JOIN inboxes i ON i.id = j.value ORDER BY j.key", (_array(ids),)
        )
        return [
            {
                "id": row["id"],
                "name": row["name"],
                **self._inbox_type(row["id"], row["type"]),
                **self._channels(row["id"]),
                "created_at": self._stamps.show_created(row["id"], row["created_at"]),
                "updated_at": self._stamps.show(row["created_at"]),
            }
            for row in rows
        ]

    def _channels(self, inbox_id: int) -> Json:
        if "C1-inbox-has-channels" not in self._flipped:
            return {}
        rows = self._world.rows("SELECT * FROM channels WHERE inbox_id = ? ORDER BY id", (inbox_id,))
        return {
            "channels": [
                {"id": row["id"], "name": row["name"], "type": row["type"], "is_active": bool(row["is_active"])}
                for row in rows
            ]
        }


def _array(ids: Iterable[int]) -> str:
    return "[" + ",".join(map(str, ids)) + "]"
