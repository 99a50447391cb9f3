"""From what a person types to a `Query`. Pure; lenient where it can be (a quote that is not closed yet), else an error
that says where, and what was probably meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from difflib import get_close_matches
from typing import Final

from chatlane_tui.errors import QueryError
from chatlane_tui.model import query_times
from chatlane_tui.model.query import (
    EVERYTHING,
    OPERATORS,
    Bound,
    Field,
    Flag,
    Has,
    Is,
    Named,
    Not,
    Query,
    Thing,
    When,
    Word,
    either,
    every,
)

LONGEST: Final = 1_000
"""Characters of a query."""
_DEEPEST: Final = 30
"""Brackets within brackets, and `-` before `-`."""

_OPERATOR = re.compile(r"([A-Za-z][A-Za-z_-]*):")
_BARE = re.compile(r'[^\s"]+')
_AREA_CODE = re.compile(r"\(\d{1,5}\)")
_QUOTED = re.compile(r'"([^"]*)"?')
_ADDRESSES = frozenset({"mailto", "tel", "http", "https", "ftp"})
_JOINTS = ("OR", "AND")
_TYPES: Final = {
    "wa": "whatsapp",
    "fb": "facebook",
    "ig": "instagram",
    "call": "phone_call",
    "mail": "email",
    "text": "sms",
}
_SAME_FLAGS: Final = {
    "drafts": "draft",
    "star": "starred",
    "snooze": "snoozed",
    "wait": "waiting",
    "me": "mine",
    "assigned-to-me": "mine",
    "archive": "archived",
}
_SAME_THINGS: Final = {"attachments": "attachment", "file": "attachment", "files": "attachment", "notes": "note"}


def parsed(text: str) -> Query:
    """The query that `text` says; empty text is every conversation. Raises QueryError."""
    if len(text) > LONGEST:
        raise QueryError(f"A query has at most {LONGEST:,} characters.", at=LONGEST)
    return _Reader(text).read()


class _Reader:
    """Reads the text once, from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._depth = 0

    def read(self) -> Query:
        query = self._all()
        if self._at < len(self._text):
            raise QueryError("This bracket closes nothing.", at=self._at, hint="Take it away, or open one before it.")
        return query

    def _all(self) -> Query:
        parts: list[Query] = []
        while (part := self._either()) is not None:
            parts.append(part)
        return every(parts)

    def _either(self) -> Query | None:
        """Alternatives: each `OR` takes the one thing on either side."""
        if (joint := self._joint()) == "OR":
            raise QueryError("OR needs something before it.", at=self._at - 2, hint='For the word itself: "or".')
        if joint == "AND":
            return self._either()
        first = self._one()
        if first is None:
            return None
        parts = [first]
        while self._joint("OR"):
            at = self._at
            following = None if self._peeks_joint() else self._one()
            if following is None:
                raise QueryError("OR needs something after it.", at=at, hint='For the word itself: "or".')
            parts.append(following)
        return either(parts)

    def _one(self) -> Query | None:
        """The next thing there is; words without a letter or a digit are passed over."""
        while True:
            self._skip_spaces()
            if self._at >= len(self._text) or self._text[self._at] == ")" or self._peeks_joint():
                return None
            found = self._thing()
            if found is not None:
                return found

    def _thing(self, *, minuses: int = 0) -> Query | None:
        """A word, a condition, a group, or the negation of one of these."""
        match self._text[self._at : self._at + 1]:
            case "" | ")":
                return None
            case "(" if _AREA_CODE.match(self._text, self._at) is None:
                return self._group()
            case '"':
                return _word(self._quoted(), whole=True)
            case "-":
                if minuses >= _DEEPEST:
                    raise QueryError("Too many minus signs.", at=self._at)
                self._at += 1
                if self._text[self._at : self._at + 1].isspace():
                    return None
                of = self._thing(minuses=minuses + 1)
                return None if of is None else Not(of)
            case _:
                return self._condition() or _word(self._bare(), whole=False)

    def _group(self) -> Query:
        at = self._at
        self._depth += 1
        if self._depth > _DEEPEST:
            raise QueryError("Too many brackets.", at=at)
        self._at += 1
        query = self._all()
        if self._at >= len(self._text):
            raise QueryError("This bracket is not closed.", at=at)
        self._at += 1
        self._depth -= 1
        if query == EVERYTHING:
            raise QueryError("There is nothing between these brackets.", at=at)
        return query

    # conditions -------------------------------------------------------------------------------

    def _condition(self) -> Query | None:
        found = _OPERATOR.match(self._text, self._at)
        if found is None:
            return None
        at, name = self._at, found[1].lower()
        behind = self._text[found.end() : found.end() + 2]
        if name not in OPERATORS:
            if name in _ADDRESSES or behind == "//" or not behind or behind[0].isspace():
                return None
            raise _unknown(name, at, self._text[at:].split()[0])
        self._at = found.end()
        if behind[:1] == '"':
            value, whole = " ".join(self._quoted().split()), True
        else:
            value, whole = self._bare().strip("()"), False
        if not value:
            raise QueryError(f"{name}: what?", at=at, hint=_choices(name))
        return _MAKERS[name](value, whole, at)

    # letters -----------------------------------------------------------------------------------

    def _quoted(self) -> str:
        found = _QUOTED.match(self._text, self._at)
        assert found is not None  # noqa: S101
        self._at = found.end()
        return found[1]

    def _bare(self) -> str:
        """Up to the next space or quote; brackets that close a group are not part of it."""
        found = _BARE.match(self._text, self._at)
        if found is None:
            return ""
        word = found[0]
        closing = min(len(word) - len(word.rstrip(")")), word.count(")") - word.count("("), self._depth)
        word = word[: len(word) - max(0, closing)]
        self._at += len(word)
        return word

    def _skip_spaces(self) -> None:
        while self._at < len(self._text) and self._text[self._at].isspace():
            self._at += 1

    def _peeks_joint(self) -> str:
        """The joint that stands here, or empty."""
        for joint in _JOINTS:
            end = self._at + len(joint)
            if self._text[self._at : end] == joint and (end == len(self._text) or self._text[end] in ' \t\n()"'):
                return joint
        return ""

    def _joint(self, *wanted: str) -> str:
        """Take the joint that comes next, if it is one of these (none named: any)."""
        self._skip_spaces()
        joint = self._peeks_joint()
        if joint and (not wanted or joint in wanted):
            self._at += len(joint)
            return joint
        return ""


def _word(text: str, *, whole: bool) -> Word | None:
    """A word as it is compared; None without a letter or a digit."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    if not any(map(str.isalnum, text)):
        return None
    if whole:
        return Word(text, whole=True)
    start, end = 0, len(text)
    while not text[start].isalnum():
        start += 1
    while not (text[end - 1].isalnum() or unicodedata.category(text[end - 1]).startswith("M")):
        end -= 1
    text = text[start:end]
    # What would be read as something else when it is written down again is meant exactly.
    return Word(text, whole=text in _JOINTS or _OPERATOR.match(text) is not None)


def _unknown(name: str, at: int, said: str) -> QueryError:
    near = get_close_matches(name, OPERATORS, n=1, cutoff=0.5)
    nearest = near[0] if near else ""
    meant = f"Did you mean {nearest}:? " if nearest else f"There are {', '.join(f'{word}:' for word in OPERATORS)}. "
    quoted = said.replace('"', "")
    return QueryError(
        f"There is no {name}: to search by.",
        at=at,
        hint=f'{meant}For the words themselves: "{quoted}".',
        nearest=nearest,
    )


def _choices(name: str) -> str:
    match name:
        case "is":
            return f"One of {', '.join(Flag)}."
        case "has":
            return f"One of {', '.join(Thing)}."
        case "before" | "after":
            return "A day, such as 2026-03-01, 2026-03, today or yesterday."
        case "older" | "newer":
            return "An age, such as 3h, 7d, 2w or 6m."
        case "status":
            return "The server's word, such as active, pending or closed."
        case "type":
            return "A channel, such as email, sms or whatsapp."
        case _:
            return 'A name, or the beginning of one; in quotes exactly that: "Acme Support".'


def _flag(value: str, _: bool, at: int) -> Query:
    return Is(Flag(_one_of(tuple(Flag), _SAME_FLAGS, value, "is", at)))


def _thing(value: str, _: bool, at: int) -> Query:
    return Has(Thing(_one_of(tuple(Thing), _SAME_THINGS, value, "has", at)))


def _one_of(kinds: tuple[str, ...], same: dict[str, str], value: str, name: str, at: int) -> str:
    word = same.get(value.lower(), value.lower())
    if word in kinds:
        return word
    near = get_close_matches(word, kinds, n=1, cutoff=0.5)
    nearest = f"{name}:{near[0]}" if near else ""
    said = f"{name}:{value}"
    raise QueryError(
        f"There is no {said}.", at=at, hint=f"Did you mean {nearest}?" if near else _choices(name), nearest=nearest
    )


def _named(field: Field) -> Callable[[str, bool, int], Query]:
    def make(value: str, whole: bool, at: int) -> Query:
        if field is Field.ASSIGNEE and value.lower() == "me" and not whole:
            return Is(Flag.MINE)
        if field is Field.ASSIGNEE and value.lower() == "none" and not whole:
            return Is(Flag.UNASSIGNED)
        if field is Field.TYPE:
            value = _TYPES.get(value.lower(), value.lower())
        if not any(map(str.isalnum, value)):
            raise QueryError(f"{field}: what?", at=at, hint=_choices(field))
        return Named(field, unicodedata.normalize("NFC", value), whole)

    return make


def _when(bound: Bound) -> Callable[[str, bool, int], Query]:
    def make(value: str, _: bool, at: int) -> Query:
        value = value.lower()
        if not query_times.is_readable(bound, value):
            what = "a day" if bound in (Bound.BEFORE, Bound.AFTER) else "an age"
            raise QueryError(f"{bound}: takes {what}, not {value!r}.", at=at, hint=_choices(bound))
        return When(bound, value)

    return make


_MAKERS: dict[str, Callable[[str, bool, int], Query]] = {
    "is": _flag,
    "has": _thing,
    **{field.value: _named(field) for field in Field},
    **{bound.value: _when(bound) for bound in Bound},
}
