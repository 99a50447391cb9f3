"""Messages: merged from pages of the server, indexed for search in the same transaction, read as threads."""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from chatlane_tui.model import delivery
from chatlane_tui.model.feed import InboxChanged, ThreadChanged
from chatlane_tui.model.ids import ConversationId, InboxId, MessageId
from chatlane_tui.model.outbox import OutboxState
from chatlane_tui.store import changes, deliveries, message_merge, message_times, summary
from chatlane_tui.store.database import Transaction
from chatlane_tui.store.direction import CODES, NOTE, OURS, THEIRS, UNKNOWN, ids_json, inferred
from chatlane_tui.store.inboxes import learn_channels
from chatlane_tui.store.message_merge import Merged
from chatlane_tui.store.message_write import STORED, write
from chatlane_tui.store.rows import AttachmentRow, ChangeRow, Direction, MessageRow

if TYPE_CHECKING:
    from chatlane_tui.model import wire

_DAY_MS = 86_400_000
_HOUR_MS = 3_600_000

_PLACES = (
    "SELECT id, subject, status, inbox_id, participant_name, participant_email, known_at IS NOT NULL FROM conversation "
    "WHERE id IN (SELECT value FROM json_each(?))"
)
_THREAD = (
    "SELECT id, type, at, sender_name, sender_email, direction, channel_id, delivery_status, server_draft, "
    "attachments, size, newlines, version FROM message INDEXED BY message_in_thread WHERE conversation_id = ? "
    "ORDER BY at, id"
)
_UNSENT = (
    "SELECT o.id, o.type, o.created_at, c.name, o.is_draft, o.file_urls, length(o.body), "
    "length(o.body) - length(replace(o.body, char(10), '')), o.state, o.due, o.problem FROM outbox AS o "
    "LEFT JOIN channel AS c ON c.id = o.inbox_channel_id WHERE o.conversation_id = ? ORDER BY o.id"
)


class Touched(NamedTuple):
    """What a batch of messages brought."""

    changed: frozenset[ConversationId]
    """Conversations with new or changed messages."""
    new: frozenset[MessageId]
    newest_at: int | None
    """The greatest `created_at` of the batch, changed or not: what the watermark may move to (S3)."""


class Body(NamedTuple):
    """The text of one message or outbox row; `version` changes when the text does."""

    key: str
    type: str
    text: str
    version: int


@dataclass(slots=True)
class _Place:
    """What a message needs to know of its conversation."""

    subject: str | None
    status: str | None
    inbox_id: InboxId | None
    participant: tuple[str | None, str | None]
    is_known: bool = False
    is_changed: bool = False


def upsert(
    tx: Transaction,
    items: Sequence[wire.Message],
    *,
    now: int,
    conversation_id: ConversationId | None = None,
    since: int | None = None,
) -> Touched:
    """Merge messages by present key (M1), index their words, learn their channels (C1), refresh their conversations.

    A message belongs to the conversation it names, else to `conversation_id`, else to where it already is. An unknown
    conversation gets a bare row, so that nothing is lost; `conversations.known` does not count it. One without a time
    stands beside its neighbours (S3), and not before `since` (ms) if the server told of it as created after that.
    """
    return upsert_met(tx, [(item, conversation_id) for item in items], now=now, since=since)


def upsert_met(
    tx: Transaction,
    met: Sequence[tuple[wire.Message, ConversationId | None]],
    *,
    now: int,
    since: int | None = None,
) -> Touched:
    """`upsert` for messages each met in a conversation of its own, in one batch: what a page of those nests (M3)."""
    if not met:
        return Touched(frozenset(), frozenset(), None)
    connection = tx.connection
    items = [item for item, _ in met]
    merged = _merged(connection, met, now=now)
    places = _places(tx, items, merged, now=now)
    channels = ((item.channel, _inbox_of(places, merged[item.id])) for item in items if item.channel is not None)
    learn_channels(tx, channels, now=now)
    _infer(connection, merged, places)

    changed = [message for message in merged.values() if message.row is None or message.values != message.before]
    new = [message for message in changed if message.row is None]
    write(connection, changed)
    deliveries.follow(tx, changed, now=now)
    touched = _conversations(changed)
    untimed = {message.values["id"] for message in new if message.values["created_at"] is None}
    message_times.settle(connection, touched, fresh=untimed, since=since)
    changes.note(tx, _failures(changed), now=now)
    renamed = {ConversationId(id_) for id_, place in places.items() if place.is_changed}
    worded = [message for message in changed if message.row is None or message.body_changed]
    words = {message.values["id"]: message.words for message in worded}
    summarised = summary.refresh(connection, touched, words=words, rewritten=_conversations(worded))
    if renamed or summarised:
        tx.changed(InboxChanged())
    tx.changed(*(ThreadChanged(id_) for id_ in touched | renamed))
    return Touched(
        changed=frozenset(touched),
        new=frozenset(MessageId(message.values["id"]) for message in new),
        newest_at=max((item.created_at for item in items if item.created_at is not None), default=None),
    )


def infer_again(tx: Transaction, message_id: MessageId) -> None:
    """A stored message turned out to be ours (a post that was uncertain): its direction and its conversation follow."""
    found = tx.connection.execute(STORED, (ids_json((message_id,)),)).fetchone()
    if found is None:
        return
    message = message_merge.stored(found)
    cid = message.values["conversation_id"]
    _infer(tx.connection, {message_id: message}, _known_places(tx.connection, {cid} - {None}))
    if message.values != message.before:
        write(tx.connection, [message])
        if cid is not None:
            summary.refresh(tx.connection, (cid,))
            tx.changed(InboxChanged(), ThreadChanged(cid))


def thread(connection: sqlite3.Connection, conversation_id: ConversationId) -> tuple[MessageRow, ...]:
    """The conversation, oldest first: the server's messages by time, then what waits to be sent, in its order."""
    channels = dict(connection.execute("SELECT id, coalesce(name, '') FROM channel").fetchall())
    rows = [
        MessageRow(
            f"m{id_}",
            id_,
            None,
            kind,
            at,
            name or email or "",
            CODES[direction],
            channels.get(channel, ""),
            delivery or "",
            bool(draft),
            _attachments(files) if files != "[]" else (),
            size,
            newlines,
            version,
        )
        for id_, kind, at, name, email, direction, channel, delivery, draft, files, size, newlines, version in (
            connection.execute(_THREAD, (conversation_id,))
        )
    ]
    for id_, kind, at, channel, draft, urls, size, newlines, state, due, problem in connection.execute(
        _UNSENT, (conversation_id,)
    ):
        direction = Direction.NOTE if kind == "note" else Direction.OURS
        files = tuple(AttachmentRow(url.rstrip("/").rpartition("/")[2], url, None, "") for url in json.loads(urls))
        unsent = (f"o{id_}", None, id_, kind, at, "", direction, channel or "", "", bool(draft), files, size, newlines)
        rows.append(MessageRow(*unsent, version=1, state=OutboxState(state), due=due, problem=problem))
    return _with_changes(rows, changes.of(connection, conversation_id))


def bodies(connection: sqlite3.Connection, conversation_id: ConversationId, keys: Sequence[str]) -> dict[str, Body]:
    """The texts behind these keys ("m123", "o45") of a thread; a key that is gone is missing."""
    found = connection.execute(
        "SELECT 'm' || m.id, m.type, b.body, m.version FROM message AS m JOIN message_body AS b ON b.row = m.row "
        "WHERE m.id IN (SELECT value FROM json_each(?)) AND m.conversation_id = ? UNION ALL "
        "SELECT 'o' || id, type, body, 1 FROM outbox "
        "WHERE id IN (SELECT value FROM json_each(?)) AND conversation_id = ?",
        (_numbers(keys, "m"), conversation_id, _numbers(keys, "o"), conversation_id),
    )
    return {key: Body(key, kind, text, version) for key, kind, text, version in found}


def said_at(connection: sqlite3.Connection, message_id: MessageId | None) -> int | None:
    """When the server said that message was created; None where it is unknown."""
    found = connection.execute("SELECT created_at FROM message WHERE id = ?", (message_id,)).fetchone()
    return None if found is None else found[0]


def inbound_ids(connection: sqlite3.Connection, conversation_id: ConversationId) -> frozenset[int]:
    """Messages that the customer surely wrote there."""
    found = connection.execute(
        "SELECT id FROM message WHERE conversation_id = ? AND direction = ?", (conversation_id, THEIRS)
    )
    return frozenset(message_id for (message_id,) in found)


def without_channel(connection: sqlite3.Connection, conversation_id: ConversationId) -> MessageId | None:
    """The newest message the customer may have written, if nobody has told its channel yet (C1); else None."""
    found = connection.execute(
        "SELECT id, channel_id FROM message WHERE conversation_id = ? AND direction IN (?, ?) "
        "ORDER BY at DESC, id DESC LIMIT 1",
        (conversation_id, THEIRS, UNKNOWN),
    ).fetchone()
    return MessageId(found[0]) if found is not None and found[1] is None else None


def watch_list(connection: sqlite3.Connection, *, now: int) -> tuple[tuple[MessageId, int], ...]:
    """Messages we sent whose delivery status may still change (W3), and when we did (ms), newest first.

    One that is under way is watched for a day; after a word that may be the last ("sent", one never seen), an hour.
    """
    found = connection.execute(
        "SELECT m.id, o.at FROM own_post AS o JOIN message AS m ON m.id = o.message_id WHERE o.at > ? "
        "AND m.server_draft = 0 AND m.type <> 'note' AND m.delivery_status <> '' "
        f"AND (lower(m.delivery_status) IN ({', '.join('?' * len(delivery.UNDER_WAY))}) "
        f"OR (o.at > ? AND lower(m.delivery_status) NOT IN ({', '.join('?' * len(delivery.FINAL))}))) "
        "ORDER BY o.at DESC, m.id DESC",
        (now - _DAY_MS, *delivery.UNDER_WAY, now - _HOUR_MS, *delivery.FINAL),
    )
    return tuple((MessageId(id_), at) for id_, at in found)


def first_unread(connection: sqlite3.Connection, conversation_id: ConversationId) -> str | None:
    """The key of the customer's oldest message since our last answer that nobody read; None: it is all read.

    The server's flag on each message, else all that they wrote since we last did: lists tell of flags late (S1).
    """
    unread = connection.execute("SELECT unread FROM conversation WHERE id = ?", (conversation_id,)).fetchone()
    if unread is None or not unread[0]:
        return None
    first: int | None = None
    flagged: int | None = None
    newest_first = connection.execute(
        "SELECT id, direction, server_draft, is_read, at <= coalesce((SELECT read_mark FROM triage "
        "WHERE conversation_id = ?1 AND read_here), at - 1) FROM message INDEXED BY message_in_thread "
        "WHERE conversation_id = ?1 ORDER BY at DESC, id DESC",
        (conversation_id,),
    )
    for id_, direction, draft, is_read, was_read_here in newest_first:
        if direction == NOTE or draft:
            continue
        if direction == OURS or was_read_here:
            break
        if direction == THEIRS:
            first = id_
        if is_read == 0:
            flagged = id_
    found = first if flagged is None else flagged
    return None if found is None else f"m{found}"


def _merged(
    connection: sqlite3.Connection, met: Sequence[tuple[wire.Message, ConversationId | None]], *, now: int
) -> dict[int, Merged]:
    found = connection.execute(STORED, (ids_json({item.id for item, _ in met}),))
    merged = {row[1]: message_merge.stored(row) for row in found}
    for item, conversation_id in met:
        message = merged.get(item.id)
        if message is None:
            message = merged[item.id] = message_merge.new(item.id, now=now)
        message_merge.merge(message, item)
        if item.conversation is not None:
            message.values["conversation_id"] = item.conversation.id
        elif conversation_id is not None:
            message.values["conversation_id"] = conversation_id
    return merged


def _known_places(connection: sqlite3.Connection, ids: Iterable[int]) -> dict[int, _Place]:
    found = connection.execute(_PLACES, (ids_json(ids),))
    return {
        id_: _Place(subject, status, inbox, (name, email), bool(known))
        for id_, subject, status, inbox, name, email, known in found
    }


def _places(
    tx: Transaction, items: Sequence[wire.Message], merged: dict[int, Merged], *, now: int
) -> dict[int, _Place]:
    """The conversations of a batch: bare rows for the unknown, subject and status as the messages tell them."""
    connection = tx.connection
    wanted = {message.values["conversation_id"] for message in merged.values()} - {None}
    places = _known_places(connection, wanted)
    bare = wanted - places.keys()
    connection.executemany("INSERT INTO conversation (id) VALUES (?)", ((id_,) for id_ in bare))
    places.update((id_, _Place(None, None, None, (None, None), is_changed=True)) for id_ in bare)
    before = {id_: (place.subject, place.status) for id_, place in places.items() if place.is_known}
    for item in items:
        if item.conversation is None:
            continue
        place, said = places[item.conversation.id], item.conversation.model_fields_set
        if "subject" in said and place.subject != item.conversation.subject:
            place.subject, place.is_changed = item.conversation.subject, True
        if "status" in said and place.status != item.conversation.status:
            place.status, place.is_changed = item.conversation.status, True
    for id_, (subject, status) in before.items():
        place = places[id_]
        if place.is_changed:
            changes.note(tx, changes.worded(id_, (subject, place.subject), (status, place.status)), now=now)
    connection.executemany(
        "UPDATE conversation SET subject = ?, status = ? WHERE id = ?",
        ((place.subject, place.status, id_) for id_, place in places.items() if place.is_changed),
    )
    return places


def _failures(changed: Iterable[Merged]) -> Iterator[changes.Change]:
    for message in changed:
        if message.row is not None:
            was, now = message.before["delivery_status"], message.values["delivery_status"]
            yield from changes.failed(message.values["conversation_id"], was, now)


def _conversations(changed: Iterable[Merged]) -> set[ConversationId]:
    """Where the messages are now, and where they were before."""
    found = {values.get("conversation_id") for message in changed for values in (message.before, message.values)}
    return {ConversationId(id_) for id_ in found if id_ is not None}


def _inbox_of(places: dict[int, _Place], message: Merged) -> InboxId | None:
    place = places.get(message.values["conversation_id"])
    return None if place is None else place.inbox_id


def _infer(connection: sqlite3.Connection, merged: dict[int, Merged], places: dict[int, _Place]) -> None:
    own = dict(
        connection.execute(
            "SELECT message_id, is_draft FROM own_post WHERE message_id IN (SELECT value FROM json_each(?))",
            (ids_json(merged),),
        ).fetchall()
    )
    for id_, message in merged.items():
        values = message.values
        place = places.get(values["conversation_id"])
        said = values["is_draft"]
        draft = bool(own.get(id_) if said is None else said)
        values["server_draft"] = int(draft)
        values["direction"] = inferred(
            values["type"],
            is_own=id_ in own,
            is_server_draft=draft,
            sender=(values["sender_name"], values["sender_email"]),
            participant=(None, None) if place is None else place.participant,
        )


def _with_changes(rows: Sequence[MessageRow], found: Sequence[ChangeRow]) -> tuple[MessageRow, ...]:
    """Each change behind the last message of the server that is not younger; one older than all, behind the first."""
    told = [index for index, row in enumerate(rows) if row.state is None]
    if not found or not told:
        return tuple(rows)
    behind: dict[int, list[ChangeRow]] = {}
    times = [rows[index].at for index in told]
    for change in found:
        behind.setdefault(told[max(0, bisect_right(times, change.at) - 1)], []).append(change)
    return tuple(
        row._replace(changes=tuple(behind[index])) if index in behind else row for index, row in enumerate(rows)
    )


def _attachments(stored: str) -> tuple[AttachmentRow, ...]:
    files: list[list[Any]] = json.loads(stored)
    return tuple(AttachmentRow(name or "", url or "", size, mime_type or "") for name, url, size, mime_type in files)


def _numbers(keys: Sequence[str], prefix: str) -> str:
    return ids_json(int(key[1:]) for key in keys if key[:1] == prefix and key[1:].isdecimal())
