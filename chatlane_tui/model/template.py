"""Texts with variables in them: `{{contact.first_name|there}}`. Filled in one pass, so a value is never expanded.

`{{cursor}}` is where the person goes on typing. A default stands after `|`; it may be empty: `{{agent.name|}}`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

NAMES: Final = (
    "contact.name", "contact.first_name", "contact.last_name", "contact.email", "contact.phone",
    "conversation.id", "conversation.subject", "conversation.status", "conversation.assignee",
    "inbox.name", "agent.name", "agent.first_name", "agent.email", "cursor",
)  # fmt: skip
"""The variables with fixed names; `contact.custom.KEY` and `record.ENTITY.KEY` are what a team made them."""
FREE: Final = ("contact.custom.", "record.")

_VARIABLE: Final = re.compile(r"\{\{([^{}\n]{0,200})\}\}")
_LEFT: Final = re.compile(
    r"`[^`\n]{0,300}`|\{\{[ \t]{0,20}(?:[\w.-][\w. -]{0,120})?[ \t]{0,20}(?:\|[^{}\n]{0,120})?\}\}"
)


class Variable(NamedTuple):
    """One `{{name|default}}`; `default` is None where there is none."""

    name: str
    default: str | None


Piece = str | Variable


class Problem(NamedTuple):
    """What is wrong with a text, as a sentence, and on which of its lines (from 1)."""

    line: int
    sentence: str


class Filled(NamedTuple):
    """The text with every value in it; `cursor` is a place in it, None where the text names none."""

    text: str
    cursor: int | None


def parse(text: str) -> tuple[Piece, ...]:
    """Text and variables in turn. What is no variable stays text: `problems` says what is wrong with it."""
    pieces: list[Piece] = []
    start = 0
    for found in _VARIABLE.finditer(text):
        name, bar, default = found[1].partition("|")
        if _problem(name.strip()):
            continue
        pieces += [text[start : found.start()], Variable(key(name), default.strip() if bar else None)]
        start = found.end()
    return (*pieces, text[start:])


def problems(text: str, *, first_line: int = 1) -> tuple[Problem, ...]:
    """Every variable that does not exist, and every brace that opens none."""
    found: list[Problem] = []
    for number, line in enumerate(text.split("\n"), start=first_line):
        rest = _VARIABLE.sub("", line)
        if "{{" in rest or "}}" in rest:
            found.append(Problem(number, "`{{` and `}}` do not match on this line"))
        said = (_problem(variable[1].partition("|")[0].strip()) for variable in _VARIABLE.finditer(line))
        found += (Problem(number, sentence) for sentence in said if sentence)
    return tuple(found)


def wanted(pieces: Sequence[Piece], values: Mapping[str, str]) -> tuple[str, ...]:
    """The variables that have neither a value nor a default, in their order, each once."""
    named = (piece for piece in pieces if isinstance(piece, Variable) and piece.name != "cursor")
    return tuple(dict.fromkeys(one.name for one in named if one.default is None and not values.get(one.name)))


def fill(pieces: Sequence[Piece], values: Mapping[str, str]) -> Filled:
    """One pass from left to right: what a value holds stays as it is, `{{…}}` of a stranger included.

    A variable without value and default stays in the text, where `leftovers` finds it.
    """
    text, cursor = [], None
    for piece in pieces:
        if not isinstance(piece, Variable):
            text.append(piece)
        elif piece.name == "cursor":
            cursor = sum(map(len, text))
        else:
            value = values.get(piece.name) or piece.default
            text.append(f"{{{{{piece.name}}}}}" if value is None else value)
    return Filled("".join(text), cursor)


def key(name: str) -> str:
    """A variable's name as values are found by it: case, spaces and dashes do not count."""
    return re.sub(r"[ \t-]+", "_", name.strip()).casefold()


def leftovers(text: str) -> tuple[str, ...]:
    """The `{{…}}` that nobody filled in, each once; between backticks they are meant as they stand."""
    return tuple(dict.fromkeys(found for found in _LEFT.findall(text) if not found.startswith("`")))


def _problem(name: str) -> str:
    if not name:
        return "a variable without a name: {{}}"
    known = key(name)
    if known in NAMES:
        return ""
    for start in FREE:
        if known.startswith(start) and len(known) > len(start):
            if start == "record." and not known.removeprefix(start).partition(".")[2]:
                return f"`{name}` names no value: write record.ENTITY.KEY"
            return ""
    from difflib import get_close_matches

    near = get_close_matches(known, (*NAMES, "contact.custom.", "record."), n=1, cutoff=0.6)
    return f"unknown variable `{name}`" + (f"; did you mean `{near[0]}`?" if near else "")
