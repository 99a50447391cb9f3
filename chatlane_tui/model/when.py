"""Times to come, as people write them: "tomorrow 9am", "in 3h", "fri 14:00". Pure: present and zone are handed in.

Every time is milliseconds since 1970 UTC; `zone` None is the machine's own. Hours and minutes are lengths of time;
days, weeks and months keep the time of day, also where the clocks change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final, NamedTuple

LONGEST: Final = 80
"""Characters of a text that are looked at."""
FURTHEST: Final = 5 * 366
"""Days ahead that are still believed."""
EXAMPLES: Final = "tomorrow 9am · in 3h · mon · fri 14:00 · 2 days · next week"

_MORNING, _AFTERNOON, _EVENING = time(9), time(14), time(18)
_MINUTE_MS: Final = 60_000
_HOUR_MS: Final = 60 * _MINUTE_MS

_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_UNITS: Final[Mapping[str, str]] = {
    word: unit
    for unit, words in {
        "minutes": "m min mins minute minutes",
        "hours": "h hr hrs hour hours",
        "days": "d day days",
        "weeks": "w wk wks week weeks",
        "months": "mo mos month months",
    }.items()
    for word in words.split()
}
_NUMBERS: Final[Mapping[str, int]] = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "twelve": 12,
}  # fmt: skip
_TIMES: Final[Mapping[str, time]] = {
    "morning": _MORNING,
    "noon": time(12),
    "afternoon": _AFTERNOON,
    "evening": _EVENING,
    "tonight": time(20),
    "midnight": time(0),
}
_FILLERS: Final = frozenset({"at", "on", "in", "the", "this", "for", "of", "and", "until", "till"})
_CLOCK: Final = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(am|pm)?")
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DOTTED: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})?")
_ORDINAL: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")
_PIECE: Final = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\.\d{1,2}\.(?:\d{4})?|\d{1,2}[:.]\d{2}|\d+|[a-z]+")


class Unclear(ValueError):
    """The text is no time to come; the message is a sentence for a person."""


class Preset(NamedTuple):
    """A time that is often meant, and its name."""

    words: str
    at: int


class _Now(NamedTuple):
    at: int
    local: datetime
    zone: tzinfo | None

    @classmethod
    def of(cls, now: int, zone: tzinfo | None) -> _Now:
        return cls(now, datetime.fromtimestamp(now / 1000, tz=zone), zone)

    @property
    def today(self) -> date:
        return self.local.date()

    def moment(self, day: date, clock: time) -> int:
        """That time of that day; where the clocks skip it, as long after the skip as it would have been into it."""
        return round(datetime.combine(day, clock, tzinfo=self.zone).timestamp() * 1000)


def understood(text: str, *, now: int, zone: tzinfo | None = None) -> int:
    """The time that is meant, always later than `now`. Raises `Unclear` with a sentence."""
    words = _words(text)
    if not words:
        raise Unclear(f"When? {EXAMPLES}")
    present = _Now.of(now, zone)
    try:
        at = _lapse(words, present)
        if at is None:
            at = _day_and_time(words, present)
    except (ValueError, OverflowError):
        raise Unclear("There is no such day.") from None
    if at is None:
        raise Unclear(f"Not understood. {EXAMPLES}")
    if at <= now:
        raise Unclear("That is past.")
    if at - now > FURTHEST * 24 * _HOUR_MS:
        raise Unclear("That is more than five years away.")
    return at


def presets(*, now: int, zone: tzinfo | None = None) -> tuple[Preset, ...]:
    """Times that are often meant, the nearest first."""
    present = _Now.of(now, zone)
    today, tomorrow = present.today, present.today + timedelta(days=1)
    monday = today + timedelta(days=7 - today.weekday())
    found = [Preset("in 3 hours", now + 3 * _HOUR_MS)]
    if present.local.time().replace(tzinfo=None) < time(14):
        found.append(Preset("this evening", present.moment(today, _EVENING)))
    found.append(Preset("tomorrow", present.moment(tomorrow, _MORNING)))
    if tomorrow != monday:
        found.append(Preset("next week", present.moment(monday, _MORNING)))
    found.append(Preset("in 2 weeks", present.moment(today + timedelta(days=14), _MORNING)))
    return tuple(sorted(found, key=lambda preset: preset.at))


def _words(text: str) -> list[str]:
    text = text[:LONGEST].casefold()
    for long, short in (("half an hour", "30 minutes"), ("o'clock", ""), ("a.m.", "am"), ("p.m.", "pm")):
        text = text.replace(long, short)
    pieces = _PIECE.findall(text)
    if "".join(pieces) != re.sub(r"[\s,]", "", text):
        return ["?"]  # a character that belongs to no time
    return pieces


def _lapse(words: list[str], now: _Now) -> int | None:
    """ "in 3h", "2 days", "1h 30m", "in a week at 9": None if it is nothing of the kind."""
    words = [word for word in words if word not in ("in", "and", "at")]
    amounts: dict[str, int] = {}
    while len(words) >= 2:
        number = int(words[0]) if words[0].isdecimal() else _NUMBERS.get(words[0])
        unit = _UNITS.get(words[1])
        if number is None or unit is None or unit in amounts:
            break
        amounts[unit] = number
        words = words[2:]
    if not amounts or (words and ("minutes" in amounts or "hours" in amounts)):
        return None
    clock = _clock(words) if words else None
    if words and clock is None:
        return None
    days = amounts.get("days", 0) + 7 * amounts.get("weeks", 0)
    at = now.at
    if days or "months" in amounts:
        day = _months_on(now.today, amounts.get("months", 0)) + timedelta(days=days)
        at = now.moment(day, clock or now.local.time().replace(tzinfo=None))
    return at + amounts.get("hours", 0) * _HOUR_MS + amounts.get("minutes", 0) * _MINUTE_MS


def _months_on(day: date, months: int) -> date:
    number = day.month - 1 + months
    year, month = day.year + number // 12, number % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day.day, last))


def _day_and_time(words: list[str], now: _Now) -> int | None:
    """ "tomorrow 9am", "9am tomorrow", "fri 14:00", "24 dec", "18:00": a day, a time, or both in either order."""
    words = [word for word in words if word not in _FILLERS]
    for end in range(len(words), 0, -1):
        for head, tail in ((words[:end], words[end:]), (words[end:], words[:end])):
            day = _day(head, now) if head else None
            if day is None:
                continue
            clock = _clock(tail) if tail else None
            if tail and clock is None:
                continue
            return day(clock)
    clock = _clock(words)
    if clock is None:
        return None
    at = now.moment(now.today, clock)
    return at if at > now.at else now.moment(now.today + timedelta(days=1), clock)


def _day(words: list[str], now: _Now) -> Callable[[time | None], int] | None:
    """What a time of that day would be; without one it is the morning, or what is sensible for that word."""

    def on(day: date, otherwise: time = _MORNING) -> Callable[[time | None], int]:
        return lambda clock: now.moment(day, clock or otherwise)

    today = now.today
    match words:
        case ["today"]:
            return lambda clock: now.moment(today, clock) if clock else now.at + 3 * _HOUR_MS
        case ["later"] | ["later", "today"]:
            return lambda clock: now.moment(today, clock) if clock else now.at + 3 * _HOUR_MS
        case ["tomorrow" | "tom" | "tmr" | "tmrw"]:
            return on(today + timedelta(days=1))
        case ["next", "week"]:
            return on(today + timedelta(days=7 - today.weekday()))
        case ["next", "month"]:
            return on(_months_on(today.replace(day=1), 1))
        case ["weekend"] | ["next", "weekend"]:
            return on(today + timedelta(days=(4 - today.weekday()) % 7 + 1))
        case ["next", word] if (weekday := _named(word, _WEEKDAYS)) is not None:
            return on(today + timedelta(days=7 - today.weekday() + weekday))
        case [word] if (weekday := _named(word, _WEEKDAYS)) is not None:
            return _weekday(weekday, now)
        case _:
            day = _date(words, today)
            return None if day is None else on(day)


def _weekday(weekday: int, now: _Now) -> Callable[[time | None], int]:
    """The next such day; today itself only with a time that is still to come."""
    ahead = (weekday - now.today.weekday()) % 7

    def at(clock: time | None) -> int:
        found = now.moment(now.today + timedelta(days=ahead), clock or _MORNING)
        if ahead == 0 and (clock is None or found <= now.at):
            return now.moment(now.today + timedelta(days=7), clock or _MORNING)
        return found

    return at


def _date(words: list[str], today: date) -> date | None:
    """ "2026-12-24", "24.12.", "24 dec", "dec 24th", "24 dec 2027"; without a year the next one. Raises ValueError."""
    match words:
        case [word] if found := _ISO.fullmatch(word):
            return date(int(found[1]), int(found[2]), int(found[3]))
        case [word] if found := _DOTTED.fullmatch(word):
            return _dated(int(found[1]), int(found[2]), found[3], today)
        case [first, second, *rest] if len(rest) <= 2:
            if rest and rest[0] in ("st", "nd", "rd", "th"):
                rest = rest[1:]
            if second in ("st", "nd", "rd", "th") and rest:
                second, *rest = rest
            year = rest[0] if len(rest) == 1 and len(rest[0]) == 4 and rest[0].isdecimal() else None
            if rest and year is None:
                return None
            for number, name in ((first, second), (second, first)):
                month = _named(name, _MONTHS)
                if month is not None and _ORDINAL.fullmatch(number):
                    return _dated(int(number), month + 1, year, today)
    return None


def _dated(day: int, month: int, year: str | None, today: date) -> date:
    if year is not None:
        return date(int(year), month, day)
    for ahead in range(9):  # 29 February may be eight years away
        try:
            found = date(today.year + ahead, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    raise ValueError("no such day in any year")


def _named(word: str, names: tuple[str, ...]) -> int | None:
    """The place of a name, or of at least three letters of its beginning."""
    if len(word) < 3:
        return None
    return next((place for place, name in enumerate(names) if name.startswith(word)), None)


def _clock(words: list[str]) -> time | None:
    """ "9", "9am", "9:30 pm", "noon"; None if it is no time of day."""
    half: str
    match words:
        case [word] if word in _TIMES:
            return _TIMES[word]
        case [number, ("am" | "pm") as half]:
            found = _CLOCK.fullmatch(number)
        case [number]:
            found = _CLOCK.fullmatch(number)
            half = ""
        case _:
            return None
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
