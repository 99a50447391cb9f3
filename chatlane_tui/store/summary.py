"""What a list shows of a conversation, worked out from its messages and from triage and kept on its row.

Run in the transaction that changed either, for the conversations it touched, so that a window of the list is one range
of an index whatever the mailbox holds.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from chatlane_tui.store import identity, places
from chatlane_tui.store.direction import NOTE, THEIRS, UNKNOWN, ids_json
from chatlane_tui.store.plain import snippet_of
from chatlane_tui.store.standing import HEARD

_LOOK = 24
"""Messages read one by one, newest first; what they do not settle is asked of the index."""

_TOLD_WITHIN_MS = 999
"""How much older than the message `last_message_at` may be and still speak of it: servers cut it to seconds."""

_PLACE = ("sort_at", *(f"in_{view}" for view in places.COLUMNS), "waits_at")
"""Where it stands in which list. Written only if one of them changed: each write moves it in every index."""

_LOOKS = (
    *("snippet", "channel", "newest_id", "newest_at", "last_inbound_at", "waiting_since"),
    *("reply_type", "reply_channel_id", "unread", "done", "starred", "snoozed", "mine", "unsure_since"),
)
_PLACED = len(_PLACE)
_CLOSED = "closed"
"""Waits for nobody, though the last word may be the customer's thanks; unless there is something unread in it."""
_BEFORE = f"""
SELECT c.id, c.is_read, c.is_archived, c.last_message_at, c.created_at, c.gone_at,
  t.done_at, t.done_mark, t.snoozed_until, t.snoozed_mark, coalesce(t.starred, 0), t.read_here, t.read_mark,
  c.assignee_id, c.assignee_name, c.assignee_email, t.woke_at, c.status,
  {", ".join(f"c.{column}" for column in _PLACE + _LOOKS)}
FROM conversation AS c LEFT JOIN triage AS t ON t.conversation_id = c.id
WHERE c.id IN (SELECT value FROM json_each(?))
"""
_FACTS = 18
"""Values of `_BEFORE` before those of `_PLACE`."""
_SET_PLACE = f"UPDATE conversation SET {', '.join(f'{column} = ?' for column in _PLACE)} WHERE id = ?"
_SET_LOOKS = f"UPDATE conversation SET {', '.join(f'{column} = ?' for column in _LOOKS)} WHERE id = ?"
_NEWEST_FIRST = (
    "SELECT row, id, at, direction, server_draft, type, channel_id FROM message INDEXED BY message_in_thread "
    "WHERE conversation_id = ? ORDER BY at DESC, id DESC LIMIT ?"
)
_LAST = (
    "SELECT row, at, type, channel_id FROM message INDEXED BY message_in_thread WHERE conversation_id = ? "
    "AND server_draft = 0 AND {condition} ORDER BY at DESC, id DESC LIMIT 1"
)
_LAST_SPOKEN = _LAST.format(condition=f"direction <> {NOTE}")
_LAST_INBOUND = _LAST.format(condition=f"direction = {THEIRS}")
_LAST_INBOUND_CHANNEL = _LAST.format(condition=f"direction = {THEIRS} AND type = ? AND channel_id IS NOT NULL")
_LAST_CHANNEL = _LAST.format(condition=f"direction <> {NOTE} AND type = ? AND channel_id IS NOT NULL")
_LAST_ANSWER = _LAST.format(condition=f"direction NOT IN ({THEIRS}, {NOTE})")
_LAST_INBOUND_FLAG = (
    "SELECT is_read FROM message WHERE conversation_id = ? AND server_draft = 0 "
    f"AND direction = {THEIRS} ORDER BY at DESC, id DESC LIMIT 1"
)
_HEARD = f"SELECT EXISTS {HEARD.format(conversation='?', mark='?')}"
_FIRST_AFTER = (
    "SELECT at FROM message INDEXED BY message_in_thread WHERE conversation_id = ? AND at >= ? AND row <> ? "
    f"AND server_draft = 0 AND direction = {THEIRS} ORDER BY at, id LIMIT 1"
)
_SNIPPET = (
    "SELECT substr(coalesce(b.plain, b.body), 1, 1000) FROM message AS m INDEXED BY message_in_thread "
    "JOIN message_body AS b ON b.row = m.row "
    "WHERE m.conversation_id = ? AND m.size > 0 ORDER BY m.at DESC, m.id DESC LIMIT ?"
)


@dataclass(slots=True)
class _Thread:
    """What the messages of one conversation say together."""

    newest_id: int | None = None
    newest_at: int | None = None
    channel: str = ""
    inbound_row: int | None = None
    inbound_at: int | None = None
    reply_type: str = ""
    reply_channel_id: int | None = None
    waiting_since: int | None = None
    unsure_since: int | None = None
    """The same if somebody unknown may be the customer, and what looks like an answer none (M2)."""

    def waits(self, at: int, *, surely: bool) -> None:
        """This message has no answer of ours, `surely` if nothing unknown came after it."""
        if surely:
            self.waiting_since = at
        elif self.waiting_since is None:
            self.unsure_since = at


def refresh(
    connection: sqlite3.Connection,
    conversation_ids: Collection[int],
    *,
    words: Mapping[int, str] = MappingProxyType({}),
    rewritten: Collection[int] = (),
) -> frozenset[int]:
    """Work the rows out again and return the ids of those that changed.

    `words` maps ids of messages that came or were rewritten just now to their plain text; `rewritten` are their
    conversations. Any other conversation whose newest message stayed keeps its snippet.
    """

    def looked_at(found: tuple[Any, ...], looks: tuple[Any, ...]) -> tuple[_Thread, str]:
        id_ = found[0]
        thread = _look(connection, id_)
        snippet = snippet_of(words.get(thread.newest_id or 0, ""))
        if not snippet and thread.newest_id == looks[2] and id_ not in rewritten:
            snippet = looks[0]
        elif not snippet:
            snippet = _snippet(connection, id_)
        return thread, snippet

    return _refreshed(connection, conversation_ids, looked_at)


def refresh_acts(connection: sqlite3.Connection, conversation_ids: Collection[int]) -> None:
    """Work out again what acts here decide; next to no message is looked at, so that ten thousand take a moment."""

    def kept(found: tuple[Any, ...], looks: tuple[Any, ...]) -> tuple[_Thread, str]:
        stood = dict(zip(_LOOKS, looks, strict=True))
        if found[_FACTS - 1] == _CLOSED:  # who waits there is not kept while all of it is read
            return _look(connection, found[0]), stood["snippet"]
        thread = _Thread(
            newest_id=stood["newest_id"],
            newest_at=stood["newest_at"],
            channel=stood["channel"],
            inbound_at=stood["last_inbound_at"],
            reply_type=stood["reply_type"],
            reply_channel_id=stood["reply_channel_id"],
            waiting_since=stood["waiting_since"],
            unsure_since=stood["unsure_since"],
        )
        return thread, stood["snippet"]

    _refreshed(connection, conversation_ids, kept)


def _refreshed(
    connection: sqlite3.Connection,
    conversation_ids: Collection[int],
    told: Callable[[tuple[Any, ...], tuple[Any, ...]], tuple[_Thread, str]],
) -> frozenset[int]:
    """Write what changed of these. `told` says what the messages of one say, and its snippet, given its old row."""
    placed, looking, moves = [], [], []
    me = identity.me(connection)
    for found in connection.execute(_BEFORE, (ids_json(conversation_ids),)).fetchall():
        id_, place_before, looks_before = found[0], found[_FACTS : _FACTS + _PLACED], found[_FACTS + _PLACED :]
        thread, snippet = told(found, looks_before)
        place, looks = _worked_out(connection, found, thread, snippet, me)
        if place != place_before:
            placed.append((*place, id_))
            moves.append((place_before[:-1], place[:-1]))
        if looks != looks_before:
            looking.append((*looks, id_))
    connection.executemany(_SET_PLACE, placed)
    places.count_moves(connection, moves)
    connection.executemany(_SET_LOOKS, looking)
    return frozenset(written[-1] for written in (*placed, *looking))


def _look(connection: sqlite3.Connection, conversation_id: int) -> _Thread:
    thread = _Thread()
    answered = doubted = False
    looked = 0
    for row, id_, at, direction, draft, kind, channel in connection.execute(_NEWEST_FIRST, (conversation_id, _LOOK)):
        looked += 1
        if thread.newest_id is None:
            thread.newest_id, thread.newest_at = id_, at
        if direction == NOTE or draft:
            continue
        thread.channel = thread.channel or kind
        if not answered and direction in (THEIRS, UNKNOWN):
            thread.waits(at, surely=direction == THEIRS and not doubted)
        if direction != THEIRS:
            answered = answered or direction != UNKNOWN
            doubted = True
            continue
        if thread.inbound_at is None:
            thread.inbound_row, thread.inbound_at, thread.reply_type = row, at, kind
        if thread.reply_channel_id is None and kind == thread.reply_type:
            thread.reply_channel_id = channel
        if answered and thread.reply_channel_id is not None:
            break
    if looked == _LOOK:
        _look_further(connection, conversation_id, thread, answered=doubted)
    if looked and thread.inbound_at is None and thread.channel:
        thread.reply_type = thread.channel
        last = connection.execute(_LAST_CHANNEL, (conversation_id, thread.channel)).fetchone()
        thread.reply_channel_id = last[3] if last else None
    return thread


def _look_further(connection: sqlite3.Connection, conversation_id: int, thread: _Thread, *, answered: bool) -> None:
    """Settle what the newest messages left open; each question walks the index alone."""
    if not thread.channel and (last := connection.execute(_LAST_SPOKEN, (conversation_id,)).fetchone()):
        thread.channel = last[2]
    if thread.inbound_at is None and (last := connection.execute(_LAST_INBOUND, (conversation_id,)).fetchone()):
        thread.inbound_row, thread.inbound_at, thread.reply_type, _ = last
    if thread.inbound_at is not None and thread.reply_channel_id is None:
        last = connection.execute(_LAST_INBOUND_CHANNEL, (conversation_id, thread.reply_type)).fetchone()
        thread.reply_channel_id = last[3] if last else None
    if not answered:
        answer = connection.execute(_LAST_ANSWER, (conversation_id,)).fetchone() or (-1, -(2**62), "", None)
        first = connection.execute(_FIRST_AFTER, (conversation_id, answer[1], answer[0])).fetchone()
        thread.waiting_since = first[0] if first else None


def _snippet(connection: sqlite3.Connection, conversation_id: int) -> str:
    """Of the newest message that says anything: some hold a picture alone."""
    found = connection.execute(_SNIPPET, (conversation_id, _LOOK))
    return next(filter(None, (snippet_of(words) for (words,) in found)), "")


def _worked_out(
    connection: sqlite3.Connection, found: tuple[Any, ...], thread: _Thread, snippet: str, me: identity.Identity
) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """The values of `_PLACE` and of `_LOOKS`."""
    _, is_read, is_archived, last_message_at, created_at, gone_at, *acts = found[:13]
    done_at, done_mark, snoozed_until, snoozed_mark, starred, read_here, read_mark = acts
    *assigned, woke_at, status = found[13:_FACTS]
    assignee = tuple(assigned)
    inbound = thread.inbound_at

    def stands(act: int | None, mark: int | None) -> bool:
        """Whether an act of a person here still holds: nobody who may be the customer has written after its mark."""
        if act is None:
            return False
        if mark is None or thread.newest_at is None or thread.newest_at <= mark:
            return True
        return not connection.execute(_HEARD, (found[0], mark)).fetchone()[0]

    if stands(read_here, read_mark):
        unread = not read_here
    else:
        unread = _unread_on_the_server(connection, found[0], is_read, last_message_at, thread)
    done = stands(done_at, done_mark)
    in_all = gone_at is None
    snoozed = stands(snoozed_until, snoozed_mark)
    in_inbox = in_all and not is_archived and not done and not snoozed
    sort_at = max(last_message_at or 0, thread.newest_at or 0, created_at or 0, woke_at or 0)
    if status == _CLOSED and not unread:
        thread.waiting_since = thread.unsure_since = None
    waits_at = thread.unsure_since if thread.waiting_since is None else thread.waiting_since
    mine = me.is_meant(*assignee)
    views = {
        "all": in_all,
        "inbox": in_inbox,
        "unread": in_inbox and unread,
        "waiting": in_inbox and waits_at is not None,
        "mine": in_inbox and mine,
        "unassigned": in_inbox and assignee == (None, None, None),
        "starred": in_all and bool(starred),
        "snoozed": in_all and snoozed,
        "done": in_all and done,
    }
    place = (sort_at, *(int(views[view]) for view in places.COLUMNS), waits_at)
    looks = (
        snippet,
        thread.channel,
        thread.newest_id,
        thread.newest_at,
        inbound,
        thread.waiting_since,
        thread.reply_type,
        thread.reply_channel_id,
        int(unread),
        int(done),
        starred,
        int(snoozed),
        int(mine),
        thread.unsure_since,
    )
    return place, looks


def _unread_on_the_server(
    connection: sqlite3.Connection,
    conversation_id: int,
    is_read: int | None,
    last_message_at: int | None,
    thread: _Thread,
) -> bool:
    """The server's flag, or that of a newer message of the customer: lists tell the former, and late (S1, V1)."""
    inbound = thread.inbound_at
    if inbound is not None and (last_message_at is None or inbound > last_message_at + _TOLD_WITHIN_MS):
        told = connection.execute(*_inbound_flag(conversation_id, thread)).fetchone()[0]
        if told is not None:
            return not told
    return is_read == 0


def _inbound_flag(conversation_id: int, thread: _Thread) -> tuple[str, tuple[int | None, ...]]:
    if thread.inbound_row is None:  # the messages were not looked at: `refresh_acts`
        return _LAST_INBOUND_FLAG, (conversation_id,)
    return "SELECT is_read FROM message WHERE row = ?", (thread.inbound_row,)
