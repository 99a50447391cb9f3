"""Values of contacts and records as a person types them, their kinds kept, and what a definition tells (E2).

The definition of a custom entity comes in no documented shape; what is not understood of it is left to the server.
"""

from __future__ import annotations

import enum
import json
import math
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from chatlane_tui.model.readers import Json

MOST_OPTIONS: Final = 200
"""Choices of one attribute that are offered."""
MOST_ATTRIBUTES: Final = 500


class Kind(enum.StrEnum):
    """What a value is; the words are those a person reads beside it."""

    TEXT = "text"
    NUMBER = "number"
    FLAG = "yes/no"
    NOTHING = "nothing"
    STRUCTURE = "JSON"


class Attribute(NamedTuple):
    """One attribute of a custom entity, as far as it is known. `options` are the only words it takes; empty: any."""

    key: str
    name: str
    kind: Kind = Kind.TEXT
    required: bool = False
    options: tuple[str, ...] = ()


class Unfit(ValueError):
    """Not a value of that kind; the text is a sentence for the person who typed it."""


def kind_of(value: Json) -> Kind:
    """The kind of a value. Text of several lines does not fit a field of one: it is written as JSON."""
    match value:
        case None:
            return Kind.NOTHING
        case bool():
            return Kind.FLAG
        case int() | float():
            return Kind.NUMBER
        case str() if "\n" not in value:
            return Kind.TEXT
        case _:
            return Kind.STRUCTURE


def typed(value: Json) -> str:
    """The value as it stands in a field, so that `parsed` gives it back."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str() if "\n" not in value:
            return value
        case _:
            return json.dumps(value, ensure_ascii=False)


def shown(value: Json) -> str:
    """The value as it is read: `typed`, but text of several lines as it is, and a word for nothing."""
    return value if isinstance(value, str) else "—" if value is None else typed(value)


def parsed(text: str, kind: Kind) -> Json:
    """What was typed, as a value of that kind. Raises `Unfit`."""
    match kind:
        case Kind.TEXT:
            return text
        case Kind.NOTHING:
            return None
        case Kind.NUMBER:
            return _number(text.strip())
        case Kind.FLAG:
            return _flag(text.strip().casefold())
        case Kind.STRUCTURE:
            return _structure(text)


def guessed(text: str) -> Kind:
    """The kind that a text most likely is meant as, in a field about which nothing is known."""
    word = text.strip()
    if word in ("true", "false", "yes", "no"):
        return Kind.FLAG
    is_code = word.startswith(("0", "+")) and word.lstrip("+")[:2] not in ("", "0", "0.")
    try:
        _number(word)
    except Unfit:
        return Kind.TEXT
    return Kind.TEXT if is_code or len(word) > 15 else Kind.NUMBER


def same(one: Json, other: Json) -> bool:
    """Whether two values are one to a person: 42 is 42.0, but neither is "42", and 1 is not yes."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return one == other
    return type(one) is type(other) and json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _number(text: str) -> int | float:
    try:
        found = int(text) if text.lstrip("+-").isascii() and text.lstrip("+-").isdigit() else float(text)
    except ValueError:
        raise Unfit("That is no number: write it like 42 or 99.5.") from None
    if isinstance(found, float) and not (math.isfinite(found) and text.isascii() and "_" not in text):
        raise Unfit("That is no number: write it like 42 or 99.5.")
    return found


def _flag(word: str) -> bool:
    if word in ("yes", "y", "true", "1"):
        return True
    if word in ("no", "n", "false", "0"):
        return False
    raise Unfit("Write yes or no.")


def _structure(text: str) -> Json:
    try:
        found: Json = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Unfit('That is no JSON: write it like ["a", "b"] or {"key": 1}.') from None
    return found


def _no_constant(name: str) -> None:
    raise ValueError(name)


# definitions

_NUMBERS: Final = frozenset({"number", "integer", "int", "float", "double", "decimal", "currency", "money"})
_FLAGS: Final = frozenset({"boolean", "bool", "checkbox", "toggle", "switch"})


def definition(raw: Json) -> tuple[Attribute, ...]:
    """The attributes of an entity, from a list or a map of objects or names (E2); what is neither is left out."""
    if isinstance(raw, Mapping):
        items: Iterable[tuple[str, Json]] = raw.items()
    elif isinstance(raw, list):
        items = (("", item) for item in raw)
    else:
        return ()
    found: dict[str, Attribute] = {}
    for key, item in items:
        attribute = _attribute(key, item)
        if attribute is not None and attribute.key not in found and len(found) < MOST_ATTRIBUTES:
            found[attribute.key] = attribute
    return tuple(found.values())


def observed(examples: Iterable[Mapping[str, Json]]) -> tuple[Attribute, ...]:
    """What other records of the entity have, where nobody told its definition: their keys, and the kinds seen first."""
    kinds: dict[str, Kind] = {}
    for values in examples:
        for key, value in values.items():
            if value is not None or key not in kinds:
                known = kinds.get(key)
                kinds[key] = kind_of(value) if known in (None, Kind.NOTHING) else known
    return tuple(
        Attribute(key, key, Kind.TEXT if kind is Kind.NOTHING else kind)
        for key, kind in list(kinds.items())[:MOST_ATTRIBUTES]
    )


def _attribute(key: str, item: Json) -> Attribute | None:
    if isinstance(item, str):
        # In a map it is the kind, in a list the name.
        return Attribute(key, key, _kind(item)) if key else Attribute(item, item) if item else None
    if not isinstance(item, Mapping):
        return None
    slug = _word(item, "slug", "key", "code", "field", "name") or key
    if not slug:
        return None
    name = _word(item, "name", "label", "title") or slug
    options = tuple(_options(item))
    kind = Kind.TEXT if options else _kind(_word(item, "type", "data_type", "field_type", "kind"))
    return Attribute(slug, name, kind, any(item.get(word) is True for word in ("required", "is_required")), options)


def _kind(word: str) -> Kind:
    word = word.casefold()
    return Kind.NUMBER if word in _NUMBERS else Kind.FLAG if word in _FLAGS else Kind.TEXT


def _word(item: Mapping[str, Json], *names: str) -> str:
    return next((found for name in names if isinstance(found := item.get(name), str) and found), "")


def _options(item: Mapping[str, Json]) -> Iterable[str]:
    for name in ("options", "choices", "values", "enum"):
        listed = item.get(name)
        if isinstance(listed, Mapping):
            listed = list(listed)
        if isinstance(listed, list) and listed:
            for option in listed[:MOST_OPTIONS]:
                if isinstance(option, str):
                    yield option
                elif isinstance(option, Mapping) and (word := _word(option, "value", "slug", "key", "name", "label")):
                    yield word
            return
