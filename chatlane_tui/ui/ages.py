"""Times as people read them: "2m", "Mar 3", "Today", "10:02". Pure: the present and the zone are handed in.

Every time is milliseconds since 1970 UTC; `zone` None is the machine's own. Words are English whatever the locale.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from typing import Final

SECOND: Final = 1_000
MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LATEST: Final = 253_370_764_800_000
"""The start of the year 9999: what lies beyond cannot be a date in Python."""


def age(at: int, *, now: int, zone: tzinfo | None = None) -> str:
    """How old, in at most six cells: "now", "2m", "3h", "4d", then "Mar 3", then "2024". The future is "now"."""
    passed = now - at
    if passed < 7 * DAY:
        return "now" if passed < MINUTE else lapse(passed)
    then = _moment(at, zone)
    return f"{_MONTHS[then.month - 1]} {then.day}" if then.year == _moment(now, zone).year else str(then.year)


def stamp(at: int, *, now: int, zone: tzinfo | None = None) -> str:
    """When, in at most six cells: "10:02" of today, "Mon" of the last six days, then "Mar 3", then "2024"."""
    then, present = _moment(at, zone), _moment(now, zone)
    days = (present.date() - then.date()).days
    if days <= 0:
        return time_of_day(at, zone=zone)
    if days < 7:
        return _WEEKDAYS[then.weekday()]
    return f"{_MONTHS[then.month - 1]} {then.day}" if then.year == present.year else str(then.year)


def lapse(passed: int) -> str:
    """A stretch of `passed` milliseconds in its largest whole unit: "0m", "2m", "3h", "4d", "400d"."""
    if passed < HOUR:
        return f"{max(passed, 0) // MINUTE}m"
    return f"{passed // HOUR}h" if passed < DAY else f"{passed // DAY}d"


def countdown(due: int, *, now: int) -> str:
    """What is left until `due`, never less than nothing: "8 s", "2 min 5 s"; a started second counts whole."""
    left = max(0, -(-(due - now) // SECOND))
    minutes, seconds = divmod(left, 60)
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"


def time_of_day(at: int, *, zone: tzinfo | None = None) -> str:
    """The time of day: "10:02"."""
    then = _moment(at, zone)
    return f"{then.hour:02}:{then.minute:02}"


def ago(at: int, *, now: int, zone: tzinfo | None = None) -> str:
    """How long ago, within a day: "now", "5 min ago", "3 h ago"; older: the time of day, whose day is said above."""
    passed = now - at
    if passed >= DAY:
        return time_of_day(at, zone=zone)
    if passed < MINUTE:
        return "now"
    return f"{passed // MINUTE} min ago" if passed < HOUR else f"{passed // HOUR} h ago"


def moment(at: int, *, zone: tzinfo | None = None) -> str:
    """Day and time to the second: "16 Nov 2026 10:02:05"."""
    then = _moment(at, zone)
    return f"{then.day} {_MONTHS[then.month - 1]} {then.year} {then.hour:02}:{then.minute:02}:{then.second:02}"


def day_label(at: int, *, now: int, zone: tzinfo | None = None) -> str:
    """The day as a separator says it: "Today", "Yesterday", "Mon 16 Nov", in another year "Sat 16 Nov 2024"."""
    then, today = _moment(at, zone).date(), _moment(now, zone).date()
    if then == today:
        return "Today"
    if then == today - timedelta(days=1):
        return "Yesterday"
    words = f"{_WEEKDAYS[then.weekday()]} {then.day} {_MONTHS[then.month - 1]}"
    return words if then.year == today.year else f"{words} {then.year}"


def ahead(at: int, *, now: int, zone: tzinfo | None = None) -> str:
    """A time to come: "today 18:00", "tomorrow 09:00", "Fri 27 Nov 14:00", of another year "Fri 1 Jan 2027 09:00"."""
    then, today = _moment(at, zone).date(), _moment(now, zone).date()
    if then == today:
        day = "today"
    elif then == today + timedelta(days=1):
        day = "tomorrow"
    else:
        day = f"{_WEEKDAYS[then.weekday()]} {then.day} {_MONTHS[then.month - 1]}"
        day = day if then.year == today.year else f"{day} {then.year}"
    return f"{day} {time_of_day(at, zone=zone)}"


def seen_at(at: int, *, beside: int, zone: tzinfo | None = None) -> str:
    """When something was noticed that stands beside a time: "14:02", of another day "16 Nov 14:02". Never changes."""
    then, there = _moment(at, zone), _moment(beside, zone)
    if then.date() == there.date():
        return f"{then.hour:02}:{then.minute:02}"
    year = "" if then.year == there.year else f" {then.year}"
    return f"{then.day} {_MONTHS[then.month - 1]}{year} {then.hour:02}:{then.minute:02}"


def day_span(at: int, *, zone: tzinfo | None = None) -> tuple[int, int]:
    """The day that `at` lies in, as [start, end): 23 or 25 hours long where the clocks change."""
    day = _moment(at, zone).date()
    return _midnight(day, zone), _midnight(day + timedelta(days=1), zone)


def _moment(at: int, zone: tzinfo | None) -> datetime:
    return datetime.fromtimestamp(min(max(at, 0), _LATEST) / SECOND, tz=zone)


def _midnight(day: date, zone: tzinfo | None) -> int:
    return round(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp() * SECOND)
