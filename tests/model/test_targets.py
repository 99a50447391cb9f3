"""When an answer is due, counted in the hours in which an inbox is answered."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from chatlane_tui.model.targets import NEVER, Stage, Targets

HOURS = {"*": "mon-fri 09:00-17:00", "Night": "sat-sun,mon 22:00-24:00"}


def at(text: str, zone: ZoneInfo | None = None) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=zone or UTC).timestamp() * 1_000)


def targets(spans: dict[str, str], hours: dict[str, str] | None = None) -> Targets:
    return Targets.of(spans, hours or {}, zone=UTC)


@pytest.mark.parametrize(
    ("since", "span", "due"),
    [
        ("2026-11-25 10:00", "4h", "2026-11-25 14:00"),
        ("2026-11-25 15:00", "4h", "2026-11-26 11:00"),
        ("2026-11-27 16:30", "1h", "2026-11-30 09:30"),  # over a weekend
        ("2026-11-25 03:00", "30m", "2026-11-25 09:30"),
        ("2026-11-25 20:00", "8h", "2026-11-26 17:00"),
    ],
)
def test_time_passes_only_while_the_inbox_is_answered(since: str, span: str, due: str) -> None:
    assert targets({"Support": span}, HOURS).urgency("support", at(since)) == at(due)


def test_without_hours_it_always_passes() -> None:
    assert targets({"*": "2d"}).urgency("anything", at("2026-11-27 16:00")) == at("2026-11-29 16:00")


def test_an_inbox_may_have_hours_of_its_own() -> None:
    assert targets({"*": "1h"}, HOURS).urgency("Night", at("2026-11-25 12:00")) == at("2026-11-28 23:00")


def test_a_day_on_which_the_clocks_change_is_as_long_as_it_is() -> None:
    zone = ZoneInfo("Europe/Warsaw")
    found = Targets.of({"*": "2h"}, {"*": "mon-sun 00:00-24:00"}, zone=zone)
    assert found.urgency("x", at("2026-10-25 01:30", zone)) == at("2026-10-25 01:30", zone) + 2 * 3_600_000


def test_who_has_no_target_is_never_due() -> None:
    found = targets({"Sales": "1h"})
    assert (found.urgency("Support", 0), found.due("Support", 0, now=1)) == (NEVER, None)
    assert not targets({})


@pytest.mark.parametrize(
    ("now", "stage"),
    [("10:30", Stage.WITHIN), ("13:00", Stage.SOON), ("13:59", Stage.SOON), ("14:00", Stage.OVERDUE)],
)
def test_the_last_quarter_is_soon(now: str, stage: Stage) -> None:
    due = targets({"*": "4h"}).due("Support", at("2026-11-25 10:00"), now=at(f"2026-11-25 {now}"))
    assert due is not None
    assert (due.stage, due.is_soon, due.is_overdue) == (stage, stage is Stage.SOON, stage is Stage.OVERDUE)
