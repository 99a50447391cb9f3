"""The read guard: what came into a conversation since the person who answers it last saw it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from chatlane_tui.model import wire
from chatlane_tui.model.ids import MessageId


@dataclass(frozen=True, slots=True)
class Seen:
    """The newest message that was on the screen: its id and, where the server said, its time."""

    id: MessageId | None
    at: int | None


def news(messages: Iterable[wire.Message], seen: Seen, *, own: Collection[int]) -> tuple[wire.Message, ...]:
    """Those of `messages` that came after `seen` and that we did not write, oldest first.

    Later is decided by time, and by id where a time is missing or equal (P5, S3).
    """
    late = [message for message in messages if message.id not in own and _is_later(message, seen)]
    return tuple(sorted(late, key=lambda message: (message.created_at or 0, message.id)))


def _is_later(message: wire.Message, seen: Seen) -> bool:
    if seen.id is None:
        return True
    if message.id == seen.id:
        return False
    if message.created_at is None or seen.at is None or message.created_at == seen.at:
        return message.id > seen.id
    return message.created_at > seen.at
