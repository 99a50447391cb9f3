"""Quiet hours."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from chatlane_tui.model.quiet import QuietHours

WARSAW = ZoneInfo("Europe/Warsaw")


@pytest.mark.parametrize(
    ("hours", "clock", "quiet"),
    [
        ("22:00-07:00", "23:30", True),
        ("22:00-07:00", "06:59", True),
        ("22:00-07:00", "07:00", False),
        ("22:00-07:00", "21:59", False),
        ("12:00 - 13:30", "12:00", True),
        ("12:00 - 13:30", "13:30", False),
        ("00:00-00:00", "15:00", True),
    ],
)
def test_quiet_hours_hold_from_the_first_minute_up_to_the_last(hours: str, clock: str, quiet: bool) -> None:
    now = round(datetime.fromisoformat(f"2026-11-25T{clock}").replace(tzinfo=WARSAW).timestamp() * 1000)
    found = QuietHours.of(hours)
    assert found is not None
    assert found.hold(now, zone=WARSAW) is quiet


def test_without_quiet_hours_there_are_none() -> None:
    assert QuietHours.of(" ") is None


def test_what_is_no_stretch_of_a_day_is_refused() -> None:
    with pytest.raises(ValueError, match="no stretch"):
        QuietHours.of("at night")
