"""How one JSON value of the API is read. None of these raises, but for a required id: what cannot be read is None."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from chatlane_tui.model.clean import clean, clean_line

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]
"""Values of custom attributes and records, and whatever else has no documented shape."""

MAX_DEPTH = 12
MAX_NODES = 10_000
_INT64 = 2**63 - 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_YES = frozenset({"1", "true", "yes"})
_NO = frozenset({"0", "false", "no", ""})


def required_id(value: object) -> int:
    """A positive id that fits SQLite, from an int or a numeric string (A8); ValueError where it is neither."""
    found = optional_id(value)
    if found is None:
        raise ValueError("there is no usable id")
    return found


def optional_id(value: object) -> int | None:
    """As `required_id`, but None where there is none."""
    found = value if type(value) is int and value <= _INT64 else whole(value)
    return found if found is not None and found > 0 else None


def whole(value: object) -> int | None:
    """A whole number within 64 bits, from an int, a float without a fraction or a string of digits."""
    if isinstance(value, str):
        text = value.strip()
        if not (text.isascii() and text.isdigit() and len(text) <= 19):
            return None
        value = int(text)
    elif isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if -_INT64 <= value <= _INT64 else None


def line(value: object) -> str | None:
    """One clean line; a number is printed."""
    if isinstance(value, str):
        return clean_line(value)
    return _printed(value)


def address(value: object) -> str | None:
    """A URL as one clean line; signed ones are long."""
    return clean_line(value, limit=8_000) if isinstance(value, str) else None


def text(value: object) -> str | None:
    """Clean text of many lines: a body."""
    if isinstance(value, str):
        return clean(value)
    return _printed(value)


def flag(value: object) -> bool | None:
    """True or false, also as 1 and 0 and as the words a database prints."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int) and value in (0, 1):
        return value == 1
    if isinstance(value, str):
        word = value.strip().lower()
        return True if word in _YES else False if word in _NO else None
    return None


def moment(value: object) -> int | None:
    """Milliseconds since 1970 UTC from ISO 8601: `Z`, `±hh:mm` or nothing (UTC), any number of decimals (S3)."""
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    if found.tzinfo is None:
        found = found.replace(tzinfo=UTC)
    return (found - _EPOCH) // _MILLISECOND


def json_map(value: object) -> dict[str, Json] | None:
    """An object of any values, clean and bounded; an empty list is an empty one (A5), another list goes by position."""
    if isinstance(value, list):
        value = {str(position): item for position, item in enumerate(value)}
    found = json_value(value)
    return found if isinstance(found, dict) else None


def json_value(value: object) -> Json:
    """Any JSON, its keys and strings clean; past `MAX_NODES` values or `MAX_DEPTH` levels it is left out."""
    return _bounded(value, MAX_DEPTH, iter(range(MAX_NODES)))


def _bounded(value: object, depth: int, nodes: Iterator[int]) -> Json:
    match value:
        case str():
            return clean(value)
        case bool() | None:
            return value
        case int():
            return value if -_INT64 <= value <= _INT64 else _printed(value)
        case float():
            return value if math.isfinite(value) else None
        case dict() if depth:
            return {
                clean_line(str(key)): _bounded(item, depth - 1, nodes)
                for key, item in value.items()
                if next(nodes, None) is not None
            }
        case list() if depth:
            return [_bounded(item, depth - 1, nodes) for item in value if next(nodes, None) is not None]
        case _:
            return None


def _printed(value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return str(value)
    except ValueError:  # more digits than Python prints
        return None
