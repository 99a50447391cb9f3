"""Times to come, as people write them."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatlane_tui.model.when import EXAMPLES, Unclear, presets, understood

WARSAW = ZoneInfo("Europe/Warsaw")
HOUR = 3_600_000


def at(text: str, zone: ZoneInfo = WARSAW) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=zone).timestamp() * 1000)


WEDNESDAY = at("2026-11-25 15:00")


def said(text: str, now: int = WEDNESDAY) -> str:
    """What is understood, as local time."""
    return datetime.fromtimestamp(understood(text, now=now, zone=WARSAW) / 1000, tz=WARSAW).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("tomorrow 9am", "2026-11-26 09:00"),
        ("9am tomorrow", "2026-11-26 09:00"),
        ("Tomorrow at 9:30 p.m.", "2026-11-26 21:30"),
        ("tomorrow evening", "2026-11-26 18:00"),
        ("in 3h", "2026-11-25 18:00"),
        ("1h30m", "2026-11-25 16:30"),
        ("an hour and 15 minutes", "2026-11-25 16:15"),
        ("half an hour", "2026-11-25 15:30"),
        ("2 days", "2026-11-27 15:00"),
        ("2 days 9am", "2026-11-27 09:00"),
        ("in 2 days at 9am", "2026-11-27 09:00"),
        ("in eight days at 14:00", "2026-12-03 14:00"),
        ("a week", "2026-12-02 15:00"),
        ("in two weeks", "2026-12-09 15:00"),
        ("3 months", "2027-02-25 15:00"),
        ("mon", "2026-11-30 09:00"),
        ("on Monday, 14:00", "2026-11-30 14:00"),
        ("fri 14:00", "2026-11-27 14:00"),
        ("wed", "2026-12-02 09:00"),
        ("wed 16:00", "2026-11-25 16:00"),
        ("wed 9", "2026-12-02 09:00"),
        ("next fri", "2026-12-04 09:00"),
        ("next week", "2026-11-30 09:00"),
        ("next month", "2026-12-01 09:00"),
        ("weekend", "2026-11-28 09:00"),
        ("18", "2026-11-25 18:00"),
        ("9.30", "2026-11-26 09:30"),
        ("noon", "2026-11-26 12:00"),
        ("this evening", "2026-11-25 18:00"),
        ("tonight", "2026-11-25 20:00"),
        ("later", "2026-11-25 18:00"),
        ("today 16:00", "2026-11-25 16:00"),
        ("24 dec", "2026-12-24 09:00"),
        ("Dec 24th 10:15", "2026-12-24 10:15"),
        ("1 march", "2027-03-01 09:00"),
        ("29 feb", "2028-02-29 09:00"),
        ("24.12.", "2026-12-24 09:00"),
        ("24.12.2027", "2027-12-24 09:00"),
        ("2026-12-01 08:00", "2026-12-01 08:00"),
        ("24 dec 2027", "2027-12-24 09:00"),
    ],
)
def test_what_people_write_is_understood(text: str, meant: str) -> None:
    assert said(text) == meant


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", EXAMPLES),
        ("soon", EXAMPLES),
        ("mo", EXAMPLES),
        ("25:00", EXAMPLES),
        ("13pm", EXAMPLES),
        ("tomorrow tomorrow", EXAMPLES),
        ("3h 9am", EXAMPLES),
        ("[/x]", EXAMPLES),
        ("2026-02-30", "no such day"),
        ("32.1.", "no such day"),
        ("999999999999 days", "no such day"),
        ("2026-11-24", "past"),
        ("today 9am", "past"),
        ("300 weeks", "five years"),
    ],
)
def test_what_is_no_time_to_come_is_said_to_be_none(text: str, why: str) -> None:
    with pytest.raises(Unclear) as unclear:
        understood(text, now=WEDNESDAY, zone=WARSAW)
    assert why in str(unclear.value)


def test_days_keep_the_time_of_day_where_the_clocks_change_and_hours_do_not() -> None:
    before = at("2026-03-28 15:00")  # the clocks go forward in the night
    assert said("1 day", before) == "2026-03-29 15:00"
    assert understood("1 day", now=before, zone=WARSAW) - before == 23 * HOUR
    assert said("24h", before) == "2026-03-29 16:00"


def test_a_time_that_the_clocks_skip_is_as_long_after_the_skip() -> None:
    assert said("tomorrow 2:30", at("2026-03-28 15:00")) == "2026-03-29 03:30"


def test_the_last_day_of_a_month_stands_for_days_that_a_month_does_not_have() -> None:
    assert said("1 month", at("2027-01-31 10:00")) == "2027-02-28 10:00"


@given(st.text(alphabet="0123456789 .:-,adehimnortuwyspfkj", max_size=24))
def test_whatever_is_typed_is_later_or_unclear(text: str) -> None:
    with suppress(Unclear):
        assert understood(text, now=WEDNESDAY, zone=WARSAW) > WEDNESDAY


@pytest.mark.parametrize("now", ["2026-11-25 09:00", "2026-11-25 22:00", "2026-11-29 23:59"])
def test_presets_are_to_come_and_the_nearest_is_first(now: str) -> None:
    times = [preset.at for preset in presets(now=at(now), zone=WARSAW)]
    assert times == sorted(times)
    assert times[0] > at(now)
    assert len(set(times)) == len(times)
