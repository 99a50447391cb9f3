"""The bottom line: what it says, and that it repaints only when that changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC

import pytest

from chatlane_tui.model.status import Link, Progress, Status
from chatlane_tui.ui.theme import ASCII
from chatlane_tui.ui.widgets.status_bar import StatusBar
from chatlane_tui.ui.widgets.status_words import age_words, status_parts
from chatlane_tui.ui.widgets.sync_pace import SyncPace
from tests.ui.widgets.stage import Stage, painted

NOW = 1_763_894_520_000  # 2025-11-23 10:42 UTC
MINUTE = 60_000


@dataclass(frozen=True)
class Counts:
    outbox_waiting: int = 0
    outbox_troubled: int = 0
    drafts: int = 0


def words(status: Status, counts: Counts | None = None, *, left: int | None = None, plain: bool = False) -> str:
    parts = status_parts(status, counts, now=NOW, seconds_left=left, plain=plain, zone=UTC)
    return " · ".join(part.words for part in parts)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status(), "starting"),
        (Status(Link.ONLINE), "● online"),
        (Status(Link.ONLINE, data_at=NOW - 12_000), "● online · data < 20 s old"),
        (Status(Link.ONLINE, data_at=NOW - 5 * MINUTE), "● online · data 5 min old"),
        (Status(Link.OFFLINE, data_at=NOW), "○ offline since 10:42"),
        (Status(Link.OFFLINE, data_at=NOW - 1440 * MINUTE), "○ offline since Yesterday 10:42"),
        (Status(Link.OFFLINE, problem="No route to host."), "○ offline · No route to host."),
        (Status(Link.LIMITED, until=NOW + 5 * MINUTE), "◐ limited until 10:47"),
        (Status(Link.LIMITED), "◐ limited"),
        (Status(Link.SIGNED_OUT), "○ signed out · press : to sign in"),
        (Status(Link.FOLLOWING, data_at=NOW), "● synced by another window · data < 20 s old"),
    ],
)
def test_each_state_has_its_words_and_its_sign(status: Status, said: str) -> None:
    assert words(status) == said


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (Counts(), "● online"),
        (Counts(outbox_waiting=1), "● online · 1 waiting to send"),
        (Counts(outbox_troubled=1), "● online · ✗ 1 needs you · g o shows"),
        (Counts(outbox_troubled=2, drafts=1), "● online · ✗ 2 need you · g o shows · 1 draft"),
        (Counts(drafts=3), "● online · 3 drafts"),
    ],
)
def test_what_waits_and_what_needs_a_person_is_counted(counts: Counts, said: str) -> None:
    assert words(Status(Link.ONLINE), counts) == said


def test_a_troubled_message_is_never_called_failed_since_it_may_have_gone_out() -> None:
    assert "failed" not in words(Status(Link.ONLINE), Counts(outbox_troubled=1))


def test_no_key_is_promised_where_there_is_none() -> None:
    parts = status_parts(Status(Link.ONLINE), Counts(outbox_troubled=1), now=NOW, outbox_key="")
    assert parts[1].words == "✗ 1 needs you"


@pytest.mark.parametrize(
    ("progress", "left", "said"),
    [
        (Progress(12_300, 100_000, "messages"), 40, "First sync ▓░░░░░░░░░░░ 12,300 of 100,000 messages, 40 s left"),
        (Progress(50, 100, "messages"), 600, "First sync ▓▓▓▓▓▓░░░░░░ 50 of 100 messages, 10 min left"),
        (Progress(100, 100, "messages"), None, "First sync ▓▓▓▓▓▓▓▓▓▓▓▓ 100 of 100 messages"),
        (Progress(150, 100, "messages"), None, "First sync ▓▓▓▓▓▓▓▓▓▓▓▓ 150 of 100 messages"),
        (Progress(0, 0, "messages"), None, "First sync ▓▓▓▓▓▓▓▓▓▓▓▓ 0 of 0 messages"),
        (Progress(1_200, None, "messages"), None, "First sync 1,200 messages so far"),
    ],
)
def test_the_first_sync_shows_a_bar_counts_and_the_time_left(progress: Progress, left: int | None, said: str) -> None:
    assert words(Status(Link.ONLINE, progress=progress), left=left) == f"● online · {said}"


@pytest.mark.parametrize("link", list(Link))
def test_without_unicode_every_sign_is_ascii(link: Link) -> None:
    status = Status(link, progress=Progress(1, 2, "messages"), data_at=NOW)
    parts = status_parts(status, Counts(1, 1, 1), now=NOW, seconds_left=3, plain=True, zone=UTC)
    assert all(part.words.isascii() for part in parts)


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (-5_000, "< 20 s"),
        (19_999, "< 20 s"),
        (20_000, "20 s"),
        (59_999, "50 s"),
        (MINUTE, "1 min"),
        (60 * MINUTE, "1 h"),
        (50 * 60 * MINUTE, "2 d"),
    ],
)
def test_ages_are_coarse(passed: int, said: str) -> None:
    assert age_words(passed) == said


# the pace of the first sync


def test_the_time_left_follows_the_pace() -> None:
    pace = SyncPace()
    assert pace.seconds_left(Progress(0, 100, "messages"), 0) is None
    assert pace.seconds_left(Progress(10, 100, "messages"), 2_000) == 18


def test_it_is_not_guessed_too_early_nor_without_a_total_nor_while_nothing_moves() -> None:
    pace = SyncPace()
    pace.seconds_left(Progress(0, 100, "messages"), 0)
    assert pace.seconds_left(Progress(10, 100, "messages"), 1_000) is None
    assert SyncPace().seconds_left(Progress(10, None, "messages"), 0) is None
    still = SyncPace()
    still.seconds_left(Progress(10, 100, "messages"), 0)
    assert still.seconds_left(Progress(10, 100, "messages"), 5_000) is None


def test_only_the_last_half_minute_counts() -> None:
    pace = SyncPace()
    for second in range(0, 60, 5):
        pace.seconds_left(Progress(second, 1_000, "messages"), second * 1_000)
    assert pace.seconds_left(Progress(355, 1_000, "messages"), 60_000) == 60


def test_another_kind_of_work_or_a_restart_begins_anew() -> None:
    pace = SyncPace()
    pace.seconds_left(Progress(0, 100, "messages"), 0)
    assert pace.seconds_left(Progress(50, 100, "contacts"), 5_000) is None
    assert pace.seconds_left(Progress(20, 100, "contacts"), 10_000) is None


# the widget


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> int:
        return self.now


class CountedBar(StatusBar):
    """Counts how often it paints."""

    painted = 0

    def render(self):  # type: ignore[no-untyped-def]  # the base says what it returns
        self.painted += 1
        return super().render()


async def test_it_repaints_only_when_the_words_change() -> None:
    clock = Clock()
    bar = CountedBar(clock=clock, zone=UTC)
    app = Stage(bar)
    async with app.run_test(size=(80, 5), notifications=True, tooltips=True) as pilot:
        bar.show_status(Status(Link.ONLINE, data_at=NOW))
        await pilot.pause()
        before = bar.painted
        for second in (5, 10, 15):
            clock.now = NOW + second * 1_000
            bar.tick()
            bar.show_status(Status(Link.ONLINE, data_at=NOW + second * 1_000))
            await pilot.pause()
        assert bar.painted == before
        clock.now = NOW + 60_000
        bar.tick()
        await pilot.pause()
        assert bar.painted > before
        assert "data 40 s old" in painted(app)


async def test_what_does_not_fit_is_dropped_from_the_end_and_comes_back() -> None:
    bar = StatusBar(clock=lambda: NOW, zone=UTC)
    app = Stage(bar)
    async with app.run_test(size=(60, 5), notifications=True, tooltips=True) as pilot:
        bar.show_status(Status(Link.ONLINE, data_at=NOW))
        bar.show_counts(Counts(outbox_waiting=2, outbox_troubled=1, drafts=4))
        await pilot.pause()
        assert painted(app).splitlines()[0] == " ● online · ✗ 1 needs you · g o shows · 2 waiting to send"
        await pilot.resize_terminal(120, 5)
        await pilot.pause()
        assert painted(app).splitlines()[0].endswith("data < 20 s old · 4 drafts")


async def test_a_problem_is_never_read_as_markup() -> None:
    bar = StatusBar(clock=lambda: NOW, glyphs=ASCII, zone=UTC)
    app = Stage(bar)
    async with app.run_test(size=(80, 5), notifications=True, tooltips=True) as pilot:
        bar.show_status(Status(Link.SIGNED_OUT, problem="[/x] the [b]token[/b] has died"))
        await pilot.pause()
        assert "[/x] the [b]token[/b] has died" in painted(app)
        assert bar.words.startswith("(-) signed out - press : to sign in - [/x]")
