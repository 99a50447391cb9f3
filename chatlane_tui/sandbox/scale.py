"""Fills a world with as many conversations as asked for, fast: arithmetic, and one INSERT … SELECT for the messages."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from chatlane_tui.sandbox.stamps import SECOND
from chatlane_tui.sandbox.topics import LONGEST, TOPICS, subject_of

_FIRST = (
    "Aisha", "Björn", "Carmen", "Dmitri", "Emeka", "Freya", "Giulia", "Hassan", "Ingrid", "João", "Kateřina", "Liam",
    "Mariam", "Nguyễn", "Oksana", "Pablo", "Quynh", "Rosa", "Siobhán", "Tariq", "Ursula", "Viktor", "Wanjiru", "Xin",
    "Yusuf", "Żaneta", "Anaïs", "Mateo", "Noor", "Sanna", "Ewa",
)  # fmt: skip
_LAST = (
    "Abebe", "Brandt", "Costa", "Dupont", "Eriksson", "Fernández", "Garcia", "Haugen", "Ito", "Jansen", "Kowalski",
    "Laurent", "Moretti", "Novák", "Okafor", "Petrov", "Quispe", "Rossi", "Singh", "Tremblay", "Ueda", "Varga", "Wang",
    "Yılmaz", "Zhang", "O'Brien", "Łuczak", "Schäfer", "Mbeki",
)  # fmt: skip
_PRIME = 2_147_483_647
_YOUNGEST = 3 * 86_400
_SPAN = 1_000 * 86_400


def _dice(number: int, seed: int) -> int:
    return (number * 48_271 + seed * 69_621 + 12_345) * 16_807 % _PRIME


def contact_count(count: int) -> int:
    """How many customers write `count` conversations: fewer, for many write again."""
    return count * 2 // 5 + 1 if count else 0


def contact_rows(count: int, *, first_id: int, now: int, seed: int) -> Iterator[tuple[object, ...]]:
    """Rows of scaled contacts, oldest first."""
    total = contact_count(count)
    for index in range(total):
        dice = _dice(index, seed)
        first, last = _FIRST[dice % len(_FIRST)], _LAST[dice // 31 % len(_LAST)]
        at = now - (_SPAN + _YOUNGEST + 86_400 - _SPAN * index // total) * SECOND
        yield (
            first_id + index,
            f"{first} {last}",
            f"customer.{index + 1}@example.com",
            f"+1{3_000_000_000 + index}",
            at,
            at,
        )


def conversation_row(index: int, count: int, *, first_contact: int, now: int, seed: int) -> tuple[int, ...]:
    """Numbers of scaled conversation `index` of `count`: created, contact, topic, length, gap; the oldest is 0."""
    dice = _dice(index, seed)
    created = now - (_YOUNGEST + _SPAN * (count - index) // count) * SECOND
    contact = first_contact + dice % contact_count(count)
    return created, contact, dice // 7 % len(TOPICS), 3 + dice // 64 % 4, (1_200 + dice // 256 % 30_000) * SECOND


def conversation_values(row_id: int, numbers: tuple[int, ...], *, now: int, seed: int) -> tuple[object, ...]:
    """The whole row of a scaled conversation, as the table has it."""
    created, contact, topic, length, gap = numbers
    dice = _dice(row_id, seed + 1)
    last = created + (length - 1) * gap
    recent = now - last < 30 * 86_400 * SECOND
    status = ("active", "pending", "closed")[dice % 3] if recent or dice % 20 == 0 else "closed"
    assignee = None if dice % 5 == 0 else 1 + dice % 4
    starred, archived = int(dice % 41 == 0), int(not recent and dice % 9 == 0)
    inbox = TOPICS[topic].inbox_id
    subject = subject_of(topic, row_id)
    read = int(not (recent and dice % 4 == 0))
    return (
        row_id, inbox, contact, None, subject, status, read, archived, starred, assignee, last, created, last,
        topic, length, gap,
    )  # fmt: skip


def plant_templates(connection: sqlite3.Connection) -> None:
    """The turns of every topic, for the INSERT … SELECT that makes the messages."""
    connection.execute(
        "CREATE TEMP TABLE turns (topic INTEGER, position INTEGER, template INTEGER, type TEXT, direction TEXT, "
        "sender_type TEXT, channel_id INTEGER, PRIMARY KEY (topic, position)) WITHOUT ROWID"
    )
    connection.executemany(
        "INSERT INTO turns VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (
                number,
                position,
                number * LONGEST + position,
                "note" if turn.direction == "note" else topic.type,
                turn.direction,
                "contact" if turn.direction == "in" else "user",
                None if turn.direction == "note" else topic.channel_id,
            )
            for number, topic in enumerate(TOPICS)
            for position, turn in enumerate(topic.turns)
        ),
    )


# The hand-written messages wait in `written`; both kinds go in together, so that ids grow with time.
PLANT_MESSAGES = """
INSERT INTO messages (conversation_id, type, body, direction, sender_type, sender_id, channel_id, delivery_status,
                      is_read, is_draft, attachments, created_at, updated_at, template)
SELECT conversation_id, type, body, direction, sender_type, sender_id, channel_id, delivery_status,
       is_read, is_draft, attachments, created_at, created_at, template
FROM (
    SELECT * FROM written
    UNION ALL
    SELECT 0, c.id, t.type, NULL, t.direction, t.sender_type,
           CASE t.sender_type WHEN 'contact' THEN c.contact_id ELSE 1 + c.id % 4 END,
           t.channel_id, 'sent', 1, 0, NULL, c.created_at + t.position * c.gap, t.template
    FROM conversations c JOIN turns t ON t.topic = c.topic AND t.position < c.length
    WHERE c.length > 0
)
ORDER BY created_at, sequence
"""
