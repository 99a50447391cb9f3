"""The language of search, filters and views as values, and those values as text again. Pure.

`query_text.parsed` makes them from what a person types; `store.finding` says which conversations they mean. Words side
by side must all hold; `OR` joins its two neighbours, as in web mail; brackets group; `-` negates. What is in quotes is
meant exactly; a word without quotes is the beginning of a word.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final


class Flag(enum.StrEnum):
    """What a conversation is: the words after `is:`."""

    INBOX = "inbox"
    """Neither done nor snoozed here, nor archived on the server."""
    UNREAD = "unread"
    READ = "read"
    STARRED = "starred"
    DONE = "done"
    SNOOZED = "snoozed"
    LATER = "later"
    """To be answered later, as somebody here said, and not answered since."""
    WAITING = "waiting"
    """The customer's last message has no answer of ours, as far as anybody can tell (M2)."""
    DRAFT = "draft"
    FAILED = "failed"
    MINE = "mine"
    UNASSIGNED = "unassigned"
    ARCHIVED = "archived"


class Thing(enum.StrEnum):
    """What a conversation has: the words after `has:`."""

    ATTACHMENT = "attachment"
    NOTE = "note"
    DRAFT = "draft"


class Field(enum.StrEnum):
    """What is named with a value of its own."""

    STATUS = "status"
    INBOX = "inbox"
    TYPE = "type"
    FROM = "from"
    ASSIGNEE = "assignee"
    TAG = "tag"
    LABEL = "label"


class Bound(enum.StrEnum):
    """A limit of the last activity: two by a day, two by an age."""

    BEFORE = "before"
    AFTER = "after"
    OLDER = "older"
    NEWER = "newer"


OPERATORS: Final = ("is", "has", *Field, *Bound)
"""Every word that may stand before a colon."""


@dataclass(frozen=True, slots=True)
class Word:
    """Looked for in messages and notes, subjects, names, e-mails and phone numbers; `whole`: it stood in quotes."""

    text: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Is:
    """`is:unread`."""

    flag: Flag


@dataclass(frozen=True, slots=True)
class Has:
    """`has:note`."""

    thing: Thing


@dataclass(frozen=True, slots=True)
class Named:
    """`inbox:support`; `whole`: the value stood in quotes."""

    field: Field
    value: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class When:
    """`before:2026-03-01`, `older:7d`: the value as `query_times` reads it."""

    bound: Bound
    value: str


@dataclass(frozen=True, slots=True)
class Not:
    """What must not hold."""

    of: Query


@dataclass(frozen=True, slots=True)
class All:
    """Everything that must hold: none (every conversation does), or at least two, none of them an `All`."""

    of: tuple[Query, ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """Of which one must hold: at least two, none of them an `Either`."""

    of: tuple[Query, ...]


Query = Word | Is | Has | Named | When | Not | All | Either

EVERYTHING: Final = All()
"""The empty query."""

_NUMERIC: Final = frozenset("0123456789+()./-")
_PHONE: Final = range(7, 16)
"""Digits that a phone number typed with spaces has."""


def every(parts: Iterable[Query]) -> Query:
    """The parts together, as simple as it gets; parts of a phone number that stand side by side are one."""
    flat: list[Query] = []
    for part in parts:
        flat.extend(part.of if isinstance(part, All) else (part,))
    joined = _with_numbers(flat)
    return joined[0] if len(joined) == 1 else All(tuple(joined))


def either(parts: Iterable[Query]) -> Query:
    """One of the parts, as simple as it gets; no parts are not a query."""
    flat: list[Query] = []
    for part in parts:
        flat.extend(part.of if isinstance(part, Either) else (part,))
    return flat[0] if len(flat) == 1 else Either(tuple(flat))


def to_text(query: Query) -> str:
    """The query as a person would type it; parsed, it is the same query."""
    match query:
        case Word(text, whole):
            return f'"{text}"' if whole else text
        case Is(flag):
            return f"is:{flag}"
        case Has(thing):
            return f"has:{thing}"
        case Named(field, value, whole):
            return f'{field}:"{value}"' if whole else f"{field}:{value}"
        case When(bound, value):
            return f"{bound}:{value}"
        case Not(of):
            return f"-{_grouped(of)}"
        case All(of):
            return " ".join(map(to_text, of))
        case Either(of):
            return " OR ".join(map(_grouped, of))


def positive_words(query: Query) -> tuple[Word, ...]:
    """The words that what is found contains, each once: what is to be shown as a hit."""
    return tuple(dict.fromkeys(_positive(query)))


def _grouped(query: Query) -> str:
    return f"({to_text(query)})" if isinstance(query, All | Either) else to_text(query)


def _positive(query: Query) -> Iterable[Word]:
    match query:
        case Word():
            yield query
        case All(of) | Either(of):
            for part in of:
                yield from _positive(part)
        case _:
            return


def _with_numbers(parts: list[Query]) -> list[Query]:
    joined: list[Query] = []
    run: list[str] = []
    for part in (*parts, None):
        if isinstance(part, Word) and not part.whole and set(part.text) <= _NUMERIC:
            run.append(part.text)
            continue
        if len(run) > 1 and sum(map(str.isdigit, "".join(run))) in _PHONE:
            joined.append(Word(" ".join(run), whole=True))
        else:
            joined.extend(map(Word, run))
        run = []
        if part is not None:
            joined.append(part)
    return joined
