"""Plants the world: the team, the hand-written conversations with ages relative to the start, and the scaled rest."""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_left
from itertools import cycle, islice

from chatlane_tui.sandbox import cast, scale
from chatlane_tui.sandbox.stamps import SECOND, Stamps
from chatlane_tui.sandbox.story import Line, Story, stories

_TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png", "csv": "text/csv", "txt": "text/plain"}
_DAY = 86_400


def plant(connection: sqlite3.Connection, *, conversations: int, seed: int, now: float, stamps: Stamps) -> None:
    """Fill an empty database with `conversations` conversations; the same seed gives the same data."""
    start = stamps.cut(now)
    connection.execute("BEGIN")
    _plant_team(connection, start)
    _plant_people(connection, start)
    chosen = stories()[:conversations]
    scaled = conversations - len(chosen)
    first_contact = len(cast.PEOPLE) + 1
    connection.executemany(
        "INSERT INTO contacts (id, name, email, phone_number, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)",
        scale.contact_rows(scaled, first_id=first_contact, now=start, seed=seed),
    )
    _plant_conversations(connection, chosen, scaled, first_contact=first_contact, start=start, seed=seed)
    connection.execute(scale.PLANT_MESSAGES)
    if stamps.precise:
        for table in ("messages", "conversations", "contacts", "records"):
            connection.execute(f"UPDATE {table} SET created_at = created_at + id * 7919 % 999983")
    connection.execute("DROP TABLE written")
    connection.execute("DROP TABLE turns")
    connection.execute("COMMIT")


def _plant_team(connection: sqlite3.Connection, start: int) -> None:
    connection.executemany("INSERT INTO users VALUES (?, ?, ?)", cast.USERS.values())
    connection.executemany("INSERT INTO agents VALUES (?, ?, ?)", cast.AGENTS.values())
    connection.executemany(
        "INSERT INTO inboxes VALUES (?, ?, ?, ?, ?)",
        (
            (
                inbox_id,
                name,
                "custom_entity" if entity else "standard",
                entity,
                start - (1_500 - inbox_id) * _DAY * SECOND,
            )
            for inbox_id, name, entity in cast.INBOXES.values()
        ),
    )
    connection.executemany(
        "INSERT INTO channels VALUES (?, ?, ?, ?, ?, ?)",
        (
            (channel_id, cast.INBOXES[inbox][0], name, kind, active, address)
            for channel_id, inbox, name, kind, active, address in cast.CHANNELS
        ),
    )
    connection.executemany(
        "INSERT INTO entities VALUES (?, ?, ?, ?)",
        ((entity_id, name, slug, json.dumps(attributes)) for entity_id, name, slug, attributes in cast.ENTITIES),
    )


def _plant_people(connection: sqlite3.Connection, start: int) -> None:
    ids = person_ids()
    connection.executemany(
        "INSERT INTO contacts VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (ids[key], name, email, phone, json.dumps(attributes), at, at)
            for key, (name, email, phone, attributes) in cast.PEOPLE.items()
            for at in (start - (1_400 - ids[key]) * _DAY * SECOND,)
        ),
    )
    for number, (entity, external_id, values, people) in enumerate(cast.RECORDS, start=1):
        at = start - (60 - number) * _DAY * SECOND
        connection.execute(
            "INSERT INTO records VALUES (?, ?, ?, ?, ?, ?)", (number, entity, external_id, json.dumps(values), at, at)
        )
        connection.executemany(
            "INSERT INTO record_contacts VALUES (?, ?)", ((number, ids[person]) for person in people)
        )


def person_ids() -> dict[str, int]:
    """The contact id of everybody written by hand; they collide with the ids of users on purpose (M2)."""
    return {key: number for number, key in enumerate(cast.PEOPLE, start=1)}


def _plant_conversations(
    connection: sqlite3.Connection,
    chosen: tuple[Story, ...],
    scaled: int,
    *,
    first_contact: int,
    start: int,
    seed: int,
) -> None:
    """Rows of both kinds, with ids that grow with `created_at`."""
    stretched = sorted(((story, _stretch(story)) for story in chosen), key=lambda pair: -pair[1][0].ago)
    begun = [start - lines[0].ago * SECOND for _, lines in stretched]
    numbers = [
        scale.conversation_row(index, scaled, first_contact=first_contact, now=start, seed=seed)
        for index in range(scaled)
    ]
    connection.executemany(
        f"INSERT INTO conversations VALUES ({', '.join('?' * 16)})",
        (
            scale.conversation_values(index + 1 + bisect_left(begun, row[0]), row, now=start, seed=seed)
            for index, row in enumerate(numbers)
        ),
    )
    created = [row[0] for row in numbers]
    connection.execute(
        "CREATE TEMP TABLE written (sequence INTEGER, conversation_id, type, body, direction, sender_type, sender_id, "
        "channel_id, delivery_status, is_read, is_draft, attachments, created_at, template)"
    )
    scale.plant_templates(connection)
    for index, (story, lines) in enumerate(stretched):
        row_id = index + 1 + bisect_left(created, begun[index] + 1)
        _plant_story(connection, row_id, story, lines, start)


def _stretch(story: Story) -> list[Line]:
    """The lines of a story; with `stretch=N` they are told in turn until there are N, ever closer to today."""
    wanted = int(story.settings.get("stretch", "0"))
    if not wanted:
        return list(story.lines)
    oldest, newest = story.lines[0].ago, story.lines[-1].ago
    step = (oldest - newest) / (wanted - 1)
    return [
        Line(
            line.who,
            round(oldest - step * index),
            line.type,
            line.body.replace("{i}", str(index + 1)),
            line.files,
            line.words,
        )
        for index, line in enumerate(islice(cycle(story.lines), wanted))
    ]


def _plant_story(connection: sqlite3.Connection, row_id: int, story: Story, lines: list[Line], start: int) -> None:
    contact = person_ids()[story.person]
    inbox = cast.INBOXES[story.inbox][0]
    record = next((n for n, row in enumerate(cast.RECORDS, 1) if row[1] == story.settings.get("record")), None)
    assignee = story.settings.get("assignee")
    last = start - lines[-1].ago * SECOND
    unread = "unread" in story.flags
    connection.execute(
        f"INSERT INTO conversations VALUES ({', '.join('?' * 16)})",
        (
            row_id,
            inbox,
            contact,
            record,
            story.subject,
            story.settings.get("status", "active"),
            int(not unread),
            int("archived" in story.flags),
            int("starred" in story.flags),
            cast.USERS[assignee][0] if assignee else None,
            last,
            start - lines[0].ago * SECOND,
            last,
            *(0, 0, 0),
        ),
    )
    for name in filter(None, story.settings.get("tags", "").split(",")):
        connection.execute("INSERT OR IGNORE INTO conversation_tags VALUES (?, ?)", (row_id, tag_id(connection, name)))
    answered = max((n for n, line in enumerate(lines) if line.who != "them"), default=-1)
    connection.executemany(
        f"INSERT INTO written VALUES ({', '.join('?' * 14)})",
        (
            _message(row_id, number, line, story, contact=contact, unread=unread and number > answered, start=start)
            for number, line in enumerate(lines)
        ),
    )


def _message(
    row_id: int, number: int, line: Line, story: Story, *, contact: int, unread: bool, start: int
) -> tuple[object, ...]:
    theirs = line.who == "them"
    if theirs:
        sender_type, sender = "contact", contact
    elif line.who in cast.AGENTS:
        sender_type, sender = "agent", cast.AGENTS[line.who][0]
    else:
        sender_type, sender = "user", cast.USERS[line.who][0]
    files = [
        attachment(index + 1, f"https://files.acme.example.com/{row_id}/{number}/{name}")
        for index, name in enumerate(line.files)
    ]
    draft = "draft" in line.words
    return (
        number,
        row_id,
        line.type,
        line.body,
        "in" if theirs else "note" if line.type == "note" else "out",
        sender_type,
        sender,
        _channel(story.inbox, line),
        "failed" if "failed" in line.words else None if draft else "sent",
        int(not unread),
        int(draft),
        json.dumps(files) if files else None,
        start - line.ago * SECOND,
        None,
    )


def _channel(inbox: str, line: Line) -> int | None:
    named = next((word.removeprefix("ch=") for word in line.words if word.startswith("ch=")), None)
    if named:
        return int(named)
    return next((row[0] for row in cast.CHANNELS if row[1] == inbox and row[3] == line.type and row[4]), None)


def attachment(row_id: int, url: str) -> dict[str, object]:
    """What the server keeps of a file it downloaded; the size is made up from the name."""
    name = url.rstrip("/").rpartition("/")[2] or "file"
    kind = _TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")
    return {"id": row_id, "name": name, "url": url, "size": 1_024 + sum(map(ord, name)) * 37, "mime_type": kind}


def tag_id(connection: sqlite3.Connection, name: str) -> int:
    """The id of a tag, made when it is new."""
    found = connection.execute("SELECT id FROM tags WHERE name = ?", (name,)).fetchone()
    if found:
        return int(found[0])
    count = connection.execute("SELECT count(*) FROM tags").fetchone()[0]
    colour = cast.TAG_COLOURS[count % len(cast.TAG_COLOURS)]
    cursor = connection.execute("INSERT INTO tags (name, color) VALUES (?, ?)", (name, colour))
    return int(cursor.lastrowid or 0)
