"""The conversations that fill a scaled world: the exchanges of `topics.txt`, told again and again with other numbers.

A header there is subject, inbox, type and channel; then speak the customer (`>`), the team (`<`) or a note (`!`).
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources

LONGEST = 6


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a topic: `direction` is `in`, `out` or `note`."""

    direction: str
    body: str


@dataclass(frozen=True, slots=True)
class Topic:
    """One exchange: where it happens and its six turns."""

    subject: str | None
    inbox_id: int
    type: str
    channel_id: int
    turns: tuple[Turn, ...]


_DIRECTION = {">": "in", "<": "out", "!": "note"}


def _read(table: str) -> tuple[Topic, ...]:
    topics = []
    for part in table.strip().removeprefix("# ").split("\n# "):
        header, *rows = part.splitlines()
        subject, inbox, kind, channel = (field.strip() for field in header.split(" | "))
        turns = tuple(Turn(_DIRECTION[row[0]], row[2:]) for row in rows)
        topics.append(Topic(None if subject == "-" else subject, int(inbox), kind, int(channel), turns))
    return tuple(topics)


TOPICS = _read((resources.files("chatlane_tui.sandbox") / "topics.txt").read_text(encoding="utf-8"))


def subject_of(topic: int, number: int) -> str | None:
    """The subject of a conversation of this topic."""
    subject = TOPICS[topic].subject
    return subject and subject.replace("{n}", str(number))


def body_of(template: int, number: int) -> str:
    """The body of a seeded message, computed when it is asked for; `number` is the conversation's id."""
    topic, position = divmod(template, LONGEST)
    return TOPICS[topic].turns[position].body.replace("{n}", str(number))
