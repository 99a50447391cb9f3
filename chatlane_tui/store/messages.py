"""Messages: merged from pages of the server, and indexed for search in the same transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from chatlane_tui.model import delivery
from chatlane_tui.model.feed import InboxChanged, ThreadChanged
from chatlane_tui.model.ids import ConversationId, InboxId, MessageId
from chatlane_tui.store import changes, deliveries, heads, message_merge, message_times, summary, wholes
from chatlane_tui.store.database import Transaction
from chatlane_tui.store.direction import THEIRS, UNKNOWN, ids_json, inferred
from chatlane_tui.store.inboxes import learn_channels
from chatlane_tui.store.message_merge import Merged
from chatlane_tui.store.message_write import STORED, write

if TYPE_CHECKING:
    from chatlane_tui.model import wire

_DAY_MS = 86_400_000
_HOUR_MS = 3_600_000

_PLACES = (
    "SELECT id, subject, status, inbox_id, participant_name, participant_email, known_at IS NOT NULL FROM conversation "
    "WHERE id IN (SELECT value FROM json_each(?))"
)


class Touched(NamedTuple):
    """What a batch of messages brought."""

    changed: frozenset[ConversationId]
    """Conversations with new or changed messages."""
    new: frozenset[MessageId]
    newest_at: int | None
    """The greatest `created_at` of the batch, changed or not: what the watermark may move to (S3)."""


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
    wholes.note(tx, (item.id for item in items if "attachments" in item.model_fields_set))
    deliveries.follow(tx, changed, now=now)
    touched = _conversations(changed)
    untimed = {message.values["id"] for message in new if message.values["created_at"] is None}
    message_times.settle(connection, touched, fresh=untimed, since=since)
    changes.note(tx, _failures(changed), now=now)
    renamed = {ConversationId(id_) for id_, place in places.items() if place.is_changed}
    worded = [message for message in changed if message.row is None or message.body_changed]
    words = {message.values["id"]: message.words for message in worded}
    summarised = summary.refresh(connection, touched, words=words, rewritten=_conversations(worded))
    heads.refresh(connection, renamed)
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
