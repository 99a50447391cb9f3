"""Times as people read them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from chatlane_tui.ui import ages
from chatlane_tui.ui.ages import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    age,
    ago,
    countdown,
    day_label,
    day_span,
    lapse,
    moment,
    seen_at,
    time_of_day,
)


def at(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


NOW = at("2026-11-18T15:00:00")


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (0, "now"),
        (59 * SECOND, "now"),
        (2 * MINUTE, "2m"),
        (59 * MINUTE, "59m"),
        (3 * HOUR, "3h"),
        (4 * DAY, "4d"),
        (-HOUR, "now"),
    ],
)
def test_an_age_within_a_week_is_its_largest_unit(passed: int, words: str) -> None:
    assert age(NOW - passed, now=NOW, zone=UTC) == words


def test_an_age_of_this_year_is_a_day_and_of_another_the_year() -> None:
    assert age(at("2026-03-03T10:00:00"), now=NOW, zone=UTC) == "Mar 3"
    assert age(at("2024-03-03T10:00:00"), now=NOW, zone=UTC) == "2024"


@pytest.mark.parametrize("moment", [-1, 0, 10**18])
def test_an_absurd_time_has_an_age_and_a_day(moment: int) -> None:
    assert len(age(moment, now=NOW, zone=UTC)) <= 6
    assert day_label(moment, now=NOW, zone=UTC)


def test_a_lapse_counts_days_without_end_and_never_less_than_nothing() -> None:
    assert [lapse(passed) for passed in (-5, 90 * SECOND, 26 * HOUR, 400 * DAY)] == ["0m", "1m", "1d", "400d"]


def test_a_countdown_counts_a_started_second_and_stops_at_nothing() -> None:
    lefts = (-10, 0, 1, 8_000, 65_000)
    assert [countdown(NOW + left, now=NOW) for left in lefts] == ["0 s", "0 s", "1 s", "8 s", "1 min 5 s"]


def test_days_have_names_near_by_and_dates_further_away() -> None:
    labels = [
        day_label(at(f"{day}T23:59:00"), now=NOW, zone=UTC)
        for day in ("2026-11-18", "2026-11-17", "2026-11-16", "2024-11-16")
    ]
    assert labels == ["Today", "Yesterday", "Mon 16 Nov", "Sat 16 Nov 2024"]


def test_the_zone_decides_which_day_and_hour_it_is() -> None:
    late = at("2026-11-17T23:30:00")
    assert day_label(late, now=NOW, zone=ZoneInfo("Europe/Warsaw")) == "Today"
    assert time_of_day(late, zone=ZoneInfo("Europe/Warsaw")) == "00:30"


def test_a_day_on_which_the_clocks_change_is_an_hour_longer() -> None:
    start, end = day_span(at("2026-10-25T12:00:00"), zone=ZoneInfo("Europe/Warsaw"))
    assert end - start == 25 * HOUR


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        ("2026-11-18T14:02:00", "14:02"),
        ("2026-11-16T09:00:00", "16 Nov 09:00"),
        ("2027-01-01T00:05:00", "1 Jan 2027 00:05"),
    ],
)
def test_what_was_seen_on_another_day_names_it(seen: str, words: str) -> None:
    assert seen_at(at(seen), beside=NOW, zone=UTC) == words


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (-HOUR, "now"),
        (59 * SECOND, "now"),
        (MINUTE, "1 min ago"),
        (HOUR - 1, "59 min ago"),
        (DAY - 1, "23 h ago"),
        (DAY, "15:00"),
        (400 * DAY, "15:00"),
    ],
)
def test_beside_a_message_time_is_how_long_ago_and_on_other_days_the_time_of_day(passed: int, said: str) -> None:
    assert ago(NOW - passed, now=NOW, zone=UTC) == said


def test_a_moment_has_its_day_and_its_seconds() -> None:
    assert moment(at("2026-11-16T09:02:05"), zone=ZoneInfo("Europe/Warsaw")) == "16 Nov 2026 10:02:05"


@pytest.mark.parametrize(
    ("then", "said"),
    [
        ("2026-11-18T10:02", "10:02"),
        ("2026-11-17T10:02", "Tue"),
        ("2026-11-12T10:02", "Thu"),
        ("2026-11-11T10:02", "Nov 11"),
        ("2025-11-18T10:02", "2025"),
    ],
)
def test_a_stamp_says_when_in_few_cells(then: str, said: str) -> None:
    now = round(datetime.fromisoformat("2026-11-18T15:00+00:00").timestamp() * 1000)
    at = round(datetime.fromisoformat(f"{then}+00:00").timestamp() * 1000)
    assert ages.stamp(at, now=now, zone=UTC) == said


@pytest.mark.parametrize(
    ("then", "said"),
    [
        ("2026-11-18T18:00", "today 18:00"),
        ("2026-11-19T09:00", "tomorrow 09:00"),
        ("2026-11-20T14:00", "Fri 20 Nov 14:00"),
        ("2027-01-01T09:00", "Fri 1 Jan 2027 09:00"),
    ],
)
def test_a_time_to_come_says_its_day(then: str, said: str) -> None:
    now = round(datetime.fromisoformat("2026-11-18T15:00+00:00").timestamp() * 1000)
    at = round(datetime.fromisoformat(f"{then}+00:00").timestamp() * 1000)
    assert ages.ahead(at, now=now, zone=UTC) == said
