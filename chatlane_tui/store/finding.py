"""Which conversations a query means, and in which order: the newest hit first, because that order is free of charge.

A word stands in one message, or in the conversation's head (subject, who, phone numbers). All words of a query must
stand together: in one message and the head of its conversation. `-word`: in none of the messages, nor in the head.
Everything else is a condition on the conversation. A conversation is dated by its newest message that holds the words;
where the head alone does, or there are no words, by its last activity.
"""

from __future__ import annotations

import heapq
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, product
from typing import Final, NamedTuple

from chatlane_tui.errors import QueryError
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.model.query import EVERYTHING, All, Either, Flag, Is, Not, Query, Word
from chatlane_tui.store import few
from chatlane_tui.store.conditions import (
    ALWAYS,
    Condition,
    Moment,
    condition,
    has_words,
    in_heads,
    in_messages,
    together,
)
from chatlane_tui.store.direction import ids_json

MOST: Final = 10_000
"""Conversations that a search for words tells, the newest; without words all are told."""
_ALTERNATIVES: Final = 64
_MOST_PARTS: Final = 400
"""SELECTs of one query: SQLite puts no more than 500 together."""
_FEW_WORDS: Final = 5
_MOST_SHARES: Final = 60
"""Up to so many words, every way to share them out between heads and messages is asked for; of more, those ways that
there really are, those first of which the head holds most: this many at most."""
_LATEST_MS: Final = (1 << 43) - 1

_KEPT: Final = {
    frozenset[Flag](): "all",
    frozenset({Flag.INBOX}): "inbox",
    frozenset({Flag.INBOX, Flag.UNREAD}): "unread",
    frozenset({Flag.INBOX, Flag.WAITING}): "waiting",
    frozenset({Flag.INBOX, Flag.MINE}): "mine",
    frozenset({Flag.INBOX, Flag.UNASSIGNED}): "unassigned",
    frozenset({Flag.STARRED}): "starred",
    frozenset({Flag.SNOOZED}): "snoozed",
    frozenset({Flag.DONE}): "done",
}
"""What a query asks for → the list that stands ready for it (`places`)."""


_NARROWEST_FIRST: Final = [(wanted, name) for wanted, name in reversed(_KEPT.items()) if name != "waiting"]


class Found(NamedTuple):
    """Conversations in order; beside each the row of its newest message that holds the words, 0 where there is none."""

    ids: tuple[ConversationId, ...]
    rows: tuple[int, ...]
    is_whole: bool
    """Whether these are all."""


class _Part(NamedTuple):
    """A SELECT of (id, hit, row): `hit` dates the conversation, and sorts as `row` does."""

    sql: str
    values: tuple[object, ...]
    order: str
    """By what it is sorted at no cost, or at little, the newest first."""
    once: bool = False
    """It tells each conversation at most once."""


class _Conjunct(NamedTuple):
    """Words that stand together, and what else must hold."""

    words: tuple[Word, ...]
    others: tuple[Query, ...]


_DATE: Final = f"min(c.sort_at, {_LATEST_MS}) << 20"
_HEADS: Final = (
    f"SELECT c.id AS id, {_DATE} AS hit, 0 AS row FROM head_fts CROSS JOIN conversation AS c ON c.id = head_fts.rowid "
    "WHERE head_fts MATCH ? AND c.in_all = 1 AND {condition}"
)
_MESSAGES: Final = (
    "SELECT c.id AS id, message_fts.rowid AS hit, message_fts.rowid AS row FROM message_fts "
    "CROSS JOIN message AS m ON m.row = message_fts.rowid CROSS JOIN conversation AS c ON c.id = m.conversation_id "
    "WHERE message_fts MATCH ? AND c.in_all = 1 AND {condition}"
)
_MESSAGES_GIVEN: Final = (
    "SELECT c.id AS id, m.row AS hit, m.row AS row FROM json_each(?) AS given CROSS JOIN message AS m "
    "ON m.row = given.value CROSS JOIN conversation AS c ON c.id = m.conversation_id WHERE c.in_all = 1 AND {condition}"
)
_LISTED: Final = (
    f"SELECT c.id AS id, {_DATE} AS hit, 0 AS row FROM conversation AS c INDEXED BY list_{{view}} "
    "WHERE c.in_{view} = 1 AND {condition}"
)
_IN_HEADS: Final = "SELECT rowid FROM head_fts WHERE head_fts MATCH ? LIMIT ?"
_ORDERS: Final = {
    "newest": "ORDER BY f.hit DESC, f.id DESC",
    "oldest": "ORDER BY f.hit, f.id",
    "waiting": "JOIN conversation AS w ON w.id = f.id ORDER BY w.waits_at IS NULL, w.waits_at, "
    "CASE WHEN w.waits_at IS NULL THEN -f.hit ELSE f.id END, -f.id",
}
_BY_ACTIVITY: Final = "c.sort_at DESC, c.id DESC"
_BY_MESSAGE: Final = "message_fts.rowid DESC"
_NOT_IN_HEAD: Final = "c.id NOT IN (SELECT rowid FROM head_fts WHERE head_fts MATCH ?)"
_WITHOUT: Final = (
    "c.id NOT IN (SELECT x.conversation_id FROM message_fts CROSS JOIN message AS x ON x.row = message_fts.rowid "
    f"WHERE message_fts MATCH ? AND x.conversation_id IS NOT NULL) AND {_NOT_IN_HEAD}"
)


def kept_as(query: Query) -> str | None:
    """The list that stands ready for this query, or None."""
    parts = query.of if isinstance(query, All) else (query,)
    flags = frozenset(part.flag for part in parts if isinstance(part, Is))
    return _KEPT.get(flags) if len(flags) == len(parts) else None


def newest(connection: sqlite3.Connection, query: Query, moment: Moment, *, most: int) -> Found:
    """The first conversations of `found` in the order "newest", without looking at the others: at least some of them.

    It may be fewer than `most` though there are more: `is_whole` says so.
    """
    ways = _conjuncts(query)
    if len(ways) == 1 and not ways[0].words and any(map(_is_without, ways[0].others)):
        return _newest_without(connection, ways[0].others, moment, most)
    looked = most * 4
    hits: dict[int, tuple[int, int]] = {}
    surely_from = (-1, -1)
    for part in _parts(connection, query, moment):
        rows = connection.execute(f"{part.sql} ORDER BY {part.order} LIMIT ?", (*part.values, looked)).fetchall()
        if len(rows) == looked:
            surely_from = max(surely_from, (rows[-1][1], rows[-1][0]))
        for id_, hit, row in rows:
            if hit > hits.get(id_, (-1, 0))[0]:
                hits[id_] = hit, row
    told = ((hit, id_, row) for id_, (hit, row) in hits.items() if (hit, id_) >= surely_from)
    first = heapq.nlargest(most, told)
    return _found([(id_, row) for _, id_, row in first], is_whole=surely_from == (-1, -1) and len(hits) <= most)


def _is_without(query: Query) -> bool:
    return isinstance(query, Not) and isinstance(query.of, Word)


def _newest_without(connection: sqlite3.Connection, others: Sequence[Query], moment: Moment, most: int) -> Found:
    """Along the list, reading: a common word stands in half of all messages, and the index would tell each of them."""
    words = [other.of for other in others if isinstance(other, Not) and isinstance(other.of, Word)]
    words = [word for word in words if in_messages(word)]
    (part,) = _listed(connection, [other for other in others if not _is_without(other)], moment)
    sql = "".join((part.sql, *[f" AND {_NOT_IN_HEAD}"] * len(words)))
    values = (*part.values, *map(in_heads, words), few.FEW + 1)
    ids = [id_ for id_, _, _ in connection.execute(f"{sql} ORDER BY {part.order} LIMIT ?", values)]
    left, is_all = few.without(connection, ids[: few.FEW], words)
    is_whole = is_all and len(ids) <= few.FEW and len(left) <= most
    return _found([(id_, 0) for id_ in left[:most]], is_whole=is_whole)


def found(
    connection: sqlite3.Connection, query: Query, moment: Moment, *, order: str = "newest", most: int | None = None
) -> Found:
    """The conversations a query means; `order` is "newest", "oldest" or "waiting" (who has waited longest first).

    At most `most`: by default `MOST` where words are looked for, else all. Raises QueryError for a query that would
    have to be asked in too many ways.
    """
    if most is None:
        most = MOST if has_words(query) else 2**31
    parts = list(_parts(connection, query, moment))
    if not parts:
        return Found((), (), is_whole=True)
    values = tuple(value for part in parts for value in part.values)
    if order == "newest" and len(parts) == 1 and parts[0].once:
        sql = f"SELECT id, row FROM ({parts[0].sql} ORDER BY {parts[0].order} LIMIT ?)"
    else:
        whole = " UNION ALL ".join(f"SELECT * FROM ({part.sql})" for part in parts)
        grouped = f"SELECT id, max(hit) AS hit, row FROM ({whole}) GROUP BY id"
        sql = f"SELECT f.id, f.row FROM ({grouped}) AS f {_ORDERS[order]} LIMIT ?"
    rows = connection.execute(sql, (*values, most + 1)).fetchall()
    return _found(rows[:most], is_whole=len(rows) <= most)


def count(connection: sqlite3.Connection, query: Query, moment: Moment) -> int:
    """How many conversations a query means."""
    if has_words(query):
        return len(found(connection, query, moment, most=2**31).ids)
    part = next(_listed(connection, (query,), moment))
    return int(connection.execute(f"SELECT count(*) FROM ({part.sql})", part.values).fetchone()[0])


def _found(rows: Sequence[tuple[int, int]], *, is_whole: bool) -> Found:
    return Found(tuple(ConversationId(id_) for id_, _ in rows), tuple(row for _, row in rows), is_whole)


# the ways in which a query is asked ------------------------------------------------------------------


def _parts(connection: sqlite3.Connection, query: Query, moment: Moment) -> Iterator[_Part]:
    found = 0
    for words, others in _conjuncts(query):
        if words:
            parts = _worded(connection, words, _conditions(connection, others, moment))
        else:
            parts = _listed(connection, others, moment)
        for part in parts:
            found += 1
            if found > _MOST_PARTS:
                raise _too_much()
            yield part


def _listed(connection: sqlite3.Connection, others: Sequence[Query], moment: Moment) -> Iterator[_Part]:
    """Without words: along the shortest list that holds all that is meant."""
    asked = (part for other in others for part in (other.of if isinstance(other, All) else (other,)))
    flags = {part.flag for part in asked if isinstance(part, Is)}
    view = next((name for wanted, name in _NARROWEST_FIRST if wanted <= flags), "all")
    held = _conditions(connection, others, moment)
    yield _Part(_LISTED.format(view=view, condition=held.sql), held.values, _BY_ACTIVITY, once=True)


def _worded(connection: sqlite3.Connection, words: Sequence[Word], held: Condition) -> Iterator[_Part]:
    """All words in a message, or in the head; or some in the head and the others in a message of the same thread."""
    in_message = [in_messages(word) for word in words]
    in_head = [in_heads(word) for word in words]
    if not all(in_message):
        return
    yield _Part(_MESSAGES.format(condition=held.sql), (_all_of(in_message), *held.values), _BY_MESSAGE)
    for there in _heads(connection, in_head):
        asked = " AND ".join(f"({in_head[place]})" for place in there)
        rest = [in_message[place] for place in range(len(words)) if place not in there]
        if not rest:
            yield _Part(_HEADS.format(condition=held.sql), (asked, *held.values), _BY_ACTIVITY, once=True)
            continue
        others = [words[place] for place in range(len(words)) if place not in there]
        rows = _rows_of_few(connection, asked, others)
        if rows is not None:
            yield _Part(_MESSAGES_GIVEN.format(condition=held.sql), (ids_json(rows), *held.values), "m.row DESC")
        else:
            among = f"m.conversation_id IN (SELECT rowid FROM head_fts WHERE head_fts MATCH ?) AND {held.sql}"
            yield _Part(_MESSAGES.format(condition=among), (_all_of(rest), asked, *held.values), _BY_MESSAGE)


def _rows_of_few(connection: sqlite3.Connection, asked: str, words: Sequence[Word]) -> list[int] | None:
    """The messages that hold the words, of the conversations whose head is asked for; None if those are too many."""
    asked_for = connection.execute(_IN_HEADS, (asked, few.FEW + 1)).fetchall()
    return few.rows_holding(connection, [id_ for (id_,) in asked_for], words) if len(asked_for) <= few.FEW else None


def _heads(connection: sqlite3.Connection, in_head: Sequence[str]) -> Iterable[tuple[int, ...]]:
    """The sets of words, by their places, that stand in some head together."""
    return _few_shares(connection, in_head) if len(in_head) <= _FEW_WORDS else _many_shares(connection, in_head)


def _few_shares(connection: sqlite3.Connection, in_head: Sequence[str]) -> Iterator[tuple[int, ...]]:
    """Every set: smaller ones first, for what holds a larger set holds all of its parts."""
    standing: set[tuple[int, ...]] = {()}
    for size in range(1, len(in_head) + 1):
        grown = set[tuple[int, ...]]()
        for places in combinations(range(len(in_head)), size):
            if any((*places[:n], *places[n + 1 :]) not in standing for n in range(size)):
                continue
            asked = " AND ".join(f"({in_head[place]})" for place in places)
            if connection.execute(_IN_HEADS, (asked, 1)).fetchone():
                grown.add(places)
                yield places
        standing = grown


def _many_shares(connection: sqlite3.Connection, in_head: Sequence[str]) -> list[tuple[int, ...]]:
    """For each head the largest set alone: a subject of twelve words has four thousand parts, and they add nothing."""
    held: dict[int, int] = defaultdict(int)
    for place, asked in enumerate(in_head):
        for (id_,) in connection.execute(_IN_HEADS, (asked, -1)):
            held[id_] |= 1 << place
    largest = sorted(set(held.values()), key=lambda mask: (mask.bit_count(), mask), reverse=True)
    return [tuple(place for place in range(len(in_head)) if mask >> place & 1) for mask in largest[:_MOST_SHARES]]


def _all_of(asked: Sequence[str]) -> str:
    return " AND ".join(f"({one})" for one in asked)


def _conditions(connection: sqlite3.Connection, others: Sequence[Query], moment: Moment) -> Condition:
    found = [_condition(connection, other, moment) for other in others]
    return together(found) if found else ALWAYS


def _condition(connection: sqlite3.Connection, query: Query, moment: Moment) -> Condition:
    if not has_words(query):
        return condition(connection, query, moment)
    assert isinstance(query, Not)  # noqa: S101 - `_conjuncts` leaves nothing else with words in it
    if isinstance(query.of, Word):
        message, head = in_messages(query.of), in_heads(query.of)
        return Condition(_WITHOUT, (message, head)) if message else ALWAYS
    meant = found(connection, query.of, moment, most=2**31)
    return Condition("c.id NOT IN (SELECT value FROM json_each(?))", (ids_json(meant.ids),))


def _conjuncts(query: Query) -> list[_Conjunct]:
    """The query as alternatives, each of words that stand together and of conditions."""
    match query:
        case Word():
            return [_Conjunct((query,), ())]
        case _ if not has_words(query):
            return [_Conjunct((), () if query == EVERYTHING else (query,))]
        case All(of):
            ways = [_conjuncts(part) for part in of]
            _refuse_too_many(len(way) for way in ways)
            return [
                _Conjunct(tuple(w for one in way for w in one.words), tuple(o for one in way for o in one.others))
                for way in product(*ways)
            ]
        case Either(of):
            return [way for part in of for way in _conjuncts(part)]
        case _:
            return [_Conjunct((), (query,))]


def _refuse_too_many(sizes: Iterator[int]) -> None:
    ways = 1
    for size in sizes:
        ways *= size
    if ways > _ALTERNATIVES:
        raise _too_much()


def _too_much() -> QueryError:
    return QueryError("This asks for too much at once.", at=0, hint="Use fewer ORs.")
