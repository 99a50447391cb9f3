"""Where messages stand of which the server did not say when they were written (S3): beside their neighbours by id.

Ids rise with time on every server seen, so the neighbours bound the time from both sides. Stored again whenever more
is known, and replaced for good by a time that a later answer brings.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from chatlane_tui.store import message_merge
from chatlane_tui.store.direction import ids_json
from chatlane_tui.store.message_write import STORED, write

_UNTIMED = (
    "SELECT DISTINCT conversation_id FROM message INDEXED BY message_untimed "
    "WHERE created_at IS NULL AND conversation_id IN (SELECT value FROM json_each(?))"
)


class Stood(NamedTuple):
    """A message of a thread as it stands: `at` is an estimate where `is_told` is false."""

    id: int
    at: int
    is_told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What else bounds the time of messages without one. Times in milliseconds; None: nobody said."""

    last_message_at: int | None = None
    otherwise: int | None = None
    """Another time of the conversation, for a thread in which nothing has a time."""
    fresh: Collection[int] = ()
    """Ids of messages that have just come: their `at` means nothing yet."""
    since: int | None = None
    """The fresh ones were told as created after this."""
    is_news: bool = False
    """`last_message_at` has just been told."""


def placed(thread: Sequence[Stood], hints: Hints) -> Iterator[tuple[int, int]]:
    """(id, time) of each message of a thread, sorted by id, that should stand elsewhere than it does."""
    above: list[int | None] = []
    upper: int | None = None
    for message in reversed(thread):
        above.append(upper)
        upper = message.at if message.is_told else upper
    lower: int | None = None
    for index, (message, upper) in enumerate(zip(thread, reversed(above), strict=True)):
        at = message.at
        if not message.is_told:
            at = _estimate(message, lower, upper, hints, is_last=index == len(thread) - 1)
            if at != message.at:
                yield message.id, at
        lower = at


def _estimate(message: Stood, lower: int | None, upper: int | None, hints: Hints, *, is_last: bool) -> int:
    at = message.at
    if message.id in hints.fresh:
        known = (lower, upper, hints.last_message_at, hints.otherwise, at)
        at = next(time for time in known if time is not None)
        if is_last and hints.last_message_at is not None:
            at = max(at, hints.last_message_at)
        at = max(at, hints.since or 0)
    elif is_last and hints.is_news and hints.last_message_at is not None:
        at = hints.last_message_at
    if lower is not None:
        at = max(at, lower)
    return at if upper is None else min(at, upper)


def settle(
    connection: sqlite3.Connection,
    conversation_ids: Collection[int],
    *,
    fresh: Collection[int] = (),
    since: int | None = None,
    is_news: bool = False,
) -> None:
    """Place the messages without a time of these conversations anew. Costs one look where there are none."""
    for (conversation_id,) in connection.execute(_UNTIMED, (ids_json(conversation_ids),)).fetchall():
        last, updated_at, created_at = connection.execute(
            "SELECT last_message_at, updated_at, created_at FROM conversation WHERE id = ?", (conversation_id,)
        ).fetchone()
        found = connection.execute(
            "SELECT id, at, created_at IS NOT NULL FROM message WHERE conversation_id = ? ORDER BY id",
            (conversation_id,),
        )
        hints = Hints(
            last_message_at=last,
            otherwise=created_at if updated_at is None else updated_at,
            fresh=fresh,
            since=since,
            is_news=is_news,
        )
        times = dict(placed([Stood(id_, at, bool(told)) for id_, at, told in found], hints))
        if times:
            _move(connection, times)


def _move(connection: sqlite3.Connection, times: dict[int, int]) -> None:
    moved = []
    for found in connection.execute(STORED, (ids_json(times),)).fetchall():
        message = message_merge.stored(found)
        message.values["at"] = times[message.values["id"]]
        moved.append(message)
    write(connection, moved)
