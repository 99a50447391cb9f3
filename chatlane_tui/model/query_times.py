"""Days and ages of the query language as moments: "2026-03-01", "2026-03", "today", "7d". Pure."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from chatlane_tui.model.query import Bound, When

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_AGE = re.compile(r"(\d{1,5})(min|h|d|w|m|y)")
_LAST_YEAR: Final = 9_000
_MINUTE: Final = 60_000
_HOUR: Final = 60 * _MINUTE
_UNITS: Final = {
    "min": _MINUTE,
    "h": _HOUR,
    "d": 24 * _HOUR,
    "w": 7 * 24 * _HOUR,
    "m": 30 * 24 * _HOUR,
    "y": 365 * 24 * _HOUR,
}


def is_readable(bound: Bound, value: str) -> bool:
    """Whether this bound can be read from that value."""
    if bound in (Bound.OLDER, Bound.NEWER):
        return _AGE.fullmatch(value) is not None
    return value in ("today", "yesterday") or _day(value) is not None


def span(when: When, *, now: int, zone: tzinfo | None = None) -> tuple[int | None, int | None]:
    """The last activity it allows, as [from, to) in milliseconds since 1970 UTC, None where it is open.

    `after:` includes its day; a day begins at midnight in `zone` (None: the machine's own). `older:7d` is more than
    seven days ago.
    """
    match when.bound:
        case Bound.BEFORE:
            return None, _start(when.value, now, zone)
        case Bound.AFTER:
            return _start(when.value, now, zone), None
        case Bound.OLDER:
            return None, now - _age(when.value)
        case Bound.NEWER:
            return now - _age(when.value), None


def _age(value: str) -> int:
    found = _AGE.fullmatch(value)
    assert found is not None  # noqa: S101 - `is_readable` was asked when the query was read
    return int(found[1]) * _UNITS[found[2]]


def _day(value: str) -> date | None:
    found = _DAY.fullmatch(value)
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return None


def _start(value: str, now: int, zone: tzinfo | None) -> int:
    today = datetime.fromtimestamp(now / 1_000, tz=zone).date()
    match value:
        case "today":
            day = today
        case "yesterday":
            day = today - timedelta(days=1)
        case _:
            day = _day(value) or today
    if not 1971 <= day.year <= _LAST_YEAR:
        return 0 if day.year < 1971 else 2**53
    return round(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp() * 1_000)
