"""What each condition of the query language is in SQL: a sentence about the conversation `c` that is 0 or 1.

Together with `finding`, which puts words to it, the one place where a query becomes SQL.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import tzinfo
from typing import Final, NamedTuple, assert_never

from chatlane_tui.model import query_times
from chatlane_tui.model.query import All, Either, Field, Flag, Has, Is, Named, Not, Query, Thing, When, Word
from chatlane_tui.model.words import Sought, begins_with, folded, sought, words
from chatlane_tui.store.direction import NOTE, ids_json
from chatlane_tui.store.standing import STANDING_LATER

_DRAFT: Final = "EXISTS (SELECT 1 FROM draft AS d WHERE d.conversation_id = c.id)"
_FAILED: Final = (
    "(EXISTS (SELECT 1 FROM outbox AS o WHERE o.conversation_id = c.id AND o.state IN ('blocked', 'refused', "
    "'uncertain')) OR EXISTS (SELECT 1 FROM undelivered AS u WHERE u.conversation_id = c.id))"
)
_LATER: Final = f"EXISTS (SELECT 1 FROM triage AS t WHERE t.conversation_id = c.id AND {STANDING_LATER})"
_NOTED: Final = f"EXISTS (SELECT 1 FROM message AS n WHERE n.conversation_id = c.id AND n.direction = {NOTE})"
_WITH_FILES: Final = "EXISTS (SELECT 1 FROM message AS a WHERE a.conversation_id = c.id AND a.attachments <> '[]')"

_FLAGS: Final = {
    Flag.INBOX: "c.in_inbox",
    Flag.UNREAD: "c.unread",
    Flag.READ: "NOT c.unread",
    Flag.STARRED: "c.starred",
    Flag.DONE: "c.done",
    Flag.SNOOZED: "c.snoozed",
    Flag.LATER: _LATER,
    Flag.WAITING: "c.waits_at IS NOT NULL",
    Flag.DRAFT: _DRAFT,
    Flag.FAILED: _FAILED,
    Flag.MINE: "c.mine",
    Flag.UNASSIGNED: "(c.assignee_id IS NULL AND c.assignee_name IS NULL AND c.assignee_email IS NULL)",
    Flag.ARCHIVED: "coalesce(c.is_archived, 0)",
}
_THINGS: Final = {Thing.ATTACHMENT: _WITH_FILES, Thing.NOTE: _NOTED, Thing.DRAFT: _DRAFT}
_HEADS: Final = {Field.FROM: "who phone", Field.ASSIGNEE: "assignee", Field.TAG: "tags"}
_HEAD_WORDS: Final = "subject who phone"


class Condition(NamedTuple):
    """SQL with question marks, and what they stand for."""

    sql: str
    values: tuple[object, ...] = ()


class Moment(NamedTuple):
    """The present that ages are counted from, and the zone that days begin in (None: the machine's own)."""

    now: int
    zone: tzinfo | None = None


ALWAYS: Final = Condition("1")


def has_words(query: Query) -> bool:
    """Whether messages or heads have to be searched to answer it."""
    match query:
        case Word():
            return True
        case Not(of):
            return has_words(of)
        case All(of) | Either(of):
            return any(map(has_words, of))
        case _:
            return False


def condition(connection: sqlite3.Connection, query: Query, moment: Moment) -> Condition:
    """A query without words."""
    match query:
        case Is(flag):
            return Condition(_FLAGS[flag])
        case Has(thing):
            return Condition(_THINGS[thing])
        case Named():
            return _named(connection, query)
        case When():
            return _when(query, moment)
        case Not(of):
            inner = condition(connection, of, moment)
            return Condition(f"NOT ({inner.sql})", inner.values)
        case All(of):
            return together([condition(connection, part, moment) for part in of])
        case Either(of):
            return _joined([condition(connection, part, moment) for part in of], "OR", "0")
        case Word():
            raise ValueError("words are looked for by `finding`")
        case _ as never:
            assert_never(never)


def together(parts: Sequence[Condition]) -> Condition:
    """All of them; none: always."""
    return _joined(parts, "AND", "1")


def _joined(parts: Sequence[Condition], joint: str, none: str) -> Condition:
    if not parts:
        return Condition(none)
    sql = f" {joint} ".join(f"({part.sql})" for part in parts)
    return Condition(sql, tuple(value for part in parts for value in part.values))


def in_messages(word: Word) -> str:
    """A word as `message_fts` is asked for it; empty if it has no letter and no digit."""
    return _fts(sought(word.text, whole=word.whole))


def in_heads(word: Word) -> str:
    """A word as `head_fts` is asked for it."""
    found = _fts(sought(word.text, whole=word.whole))
    return f"{{{_HEAD_WORDS}}} : ({found})" if found else ""


def _fts(word: Sought) -> str:
    parts = [_quoted(phrase) for phrase in word.phrases]
    if parts and word.begins:
        parts[-1] += " *"
    found = " AND ".join(parts)
    numbers = [f"{_quoted(number)} *" for number in word.number]
    return " OR ".join(filter(None, (f"({found})" if found else "", *numbers)))


def _quoted(text: str) -> str:
    readable = text.replace("\0", " ").encode("utf-8", "ignore").decode("utf-8")
    return '"' + readable.replace('"', '""') + '"'


def _when(query: When, moment: Moment) -> Condition:
    start, end = query_times.span(query, now=moment.now, zone=moment.zone)
    if start is not None:
        return Condition("c.sort_at >= ?", (start,))
    return Condition("c.sort_at < ?", (end,))


def _named(connection: sqlite3.Connection, query: Named) -> Condition:
    match query.field:
        case Field.STATUS:
            return Condition("lower(coalesce(c.status, '')) = ?", (query.value.lower(),))
        case Field.TYPE if query.value == "note":
            return Condition(_NOTED)
        case Field.TYPE:
            return Condition("lower(c.channel) = ?", (query.value.lower(),))
        case Field.INBOX:
            return _in_inbox(connection, query)
        case Field.LABEL:
            return _labelled(connection, query)
        case Field.FROM | Field.ASSIGNEE | Field.TAG:
            found = _fts(sought(query.value, whole=query.whole))
            if not found:
                return Condition("0")
            asked = f"{{{_HEADS[query.field]}}} : ({found})"
            return Condition("c.id IN (SELECT rowid FROM head_fts WHERE head_fts MATCH ?)", (asked,))
        case _ as never:
            assert_never(never)


def _in_inbox(connection: sqlite3.Connection, query: Named) -> Condition:
    """By number, or by name: in quotes the whole name."""
    known = connection.execute("SELECT id, coalesce(name, '') FROM inbox").fetchall()
    ids = [id_ for id_, name in known if _is_named(name, query) or str(id_) == query.value]
    return Condition("coalesce(c.inbox_id, 0) IN (SELECT value FROM json_each(?))", (ids_json(ids),))


def _labelled(connection: sqlite3.Connection, query: Named) -> Condition:
    known = connection.execute("SELECT DISTINCT label FROM label").fetchall()
    meant = json.dumps([label for (label,) in known if _is_named(label, query)])
    return Condition(
        "EXISTS (SELECT 1 FROM label AS l WHERE l.conversation_id = c.id AND l.label IN "
        "(SELECT value FROM json_each(?)))",
        (meant,),
    )


def _is_named(name: str, query: Named) -> bool:
    if query.whole:
        return folded(name).split() == folded(query.value).split()
    return begins_with(name, words(query.value), whole=False)
