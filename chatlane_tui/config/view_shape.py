"""What `[[views]]`, `[targets]` and `[hours]` may hold: their part of `shape`."""

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from chatlane_tui.config.mistake import Mistake, nearest, spelled

MOST: Final = 9
"""Views that have a digit."""
_KEYS: Final = ("name", "query", "sort")
_SORTS: Final = ("newest", "oldest", "waiting")
_SPAN: Final = re.compile(r"([1-9]\d{0,3})(m|h|d)")
_MINUTES: Final = {"m": 1, "h": 60, "d": 24 * 60}
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOURS: Final = re.compile(r"(?P<days>[a-z,-]+) (?P<from>\d{1,2}:\d\d)-(?P<to>\d{1,2}:\d\d)")


class Span(NamedTuple):
    """A stretch of time as text: "30m", "4h", "2d"."""

    def problem(self, value: object) -> str:
        """What the value must be, if it is not; else empty."""
        if isinstance(value, str) and _SPAN.fullmatch(value):
            return ""
        return f'must be a time such as "30m", "4h" or "2d", not {spelled(value)}'


class Opening(NamedTuple):
    """When an inbox is answered: "mon-fri 09:00-17:00"."""

    def problem(self, value: object) -> str:
        """What the value must be, if it is not; else empty."""
        if isinstance(value, str) and opening(value):
            return ""
        return f'must be days and hours such as "mon-fri 09:00-17:00" or "mon,wed 8:00-12:00", not {spelled(value)}'


def minutes(span: str) -> int:
    """The minutes of a span that was checked; a day is 24 hours."""
    found = _SPAN.fullmatch(span)
    return int(found[1]) * _MINUTES[found[2]] if found else 0


def opening(text: str) -> dict[int, tuple[int, int]]:
    """Weekday (Monday is 0) → the minutes of the day at which it opens and closes; nothing if it cannot be read."""
    found = _HOURS.fullmatch(text.strip().lower())
    if found is None:
        return {}
    start, end = _minute(found["from"]), _minute(found["to"])
    days = [day for part in found["days"].split(",") for day in _range(part)]
    return dict.fromkeys(days, (start, end)) if days and -1 not in days and 0 <= start < end <= 24 * 60 else {}


def views(data: Mapping[str, object]) -> Iterator[Mistake]:
    """What is wrong with the list of views; whether their queries can be read is asked where queries are known."""
    found = data.get("views")
    if found is None:
        return
    if not isinstance(found, list) or not all(isinstance(view, dict) for view in found):
        yield Mistake(("views",), "`views` is a list of tables: write [[views]] above each")
        return
    if len(found) > MOST:
        yield Mistake(("views", str(MOST)), f"there are {len(found)} views, and digits for {MOST}")
    for place, view in enumerate(found):
        yield from _view(("views", str(place)), view)


def _view(path: tuple[str, ...], view: dict[str, object]) -> Iterator[Mistake]:
    for key, value in view.items():
        if key not in _KEYS:
            yield Mistake((*path, key), f"unknown key `{key}` in [[views]]{nearest(key, _KEYS)}")
        elif key == "sort" and value not in _SORTS:
            words = " or ".join(f'"{sort}"' for sort in _SORTS)
            yield Mistake((*path, key), f"`sort` in [[views]] must be {words}, not {spelled(value)}")
        elif key != "sort" and not (isinstance(value, str) and value.isprintable()):
            yield Mistake((*path, key), f"`{key}` in [[views]] must be a line of text in quotes, not {spelled(value)}")
    if not str(view.get("name", "")).strip():
        yield Mistake(path, "a view in [[views]] needs a `name`")


def _minute(clock: str) -> int:
    hour, minute = map(int, clock.split(":"))
    return hour * 60 + minute if minute < 60 else -1


def _range(part: str) -> list[int]:
    first, _, last = part.partition("-")
    if first not in _DAYS or (last and last not in _DAYS):
        return [-1]
    start, end = _DAYS.index(first), _DAYS.index(last or first)
    return [day % 7 for day in range(start, (end if end >= start else end + 7) + 1)]
