"""What the status bar says, part by part, the most important first: pure, so that equal facts are equal words."""

from __future__ import annotations

from datetime import tzinfo
from typing import Final, NamedTuple, Protocol, assert_never

from chatlane_tui.model.status import Link, Progress, Status
from chatlane_tui.ui import ages

PLAIN_SIGNS: Final = {
    "online": "(+)", "offline": "(-)", "limited": "(~)", "trouble": "(!)", "full": "#", "empty": "."
}  # fmt: skip
SIGNS: Final = {"online": "●", "offline": "○", "limited": "◐", "trouble": "✗", "full": "▓", "empty": "░"}

_FRESH: Final = 20 * ages.SECOND
_BAR_CELLS: Final = 12


class OutboxCounts(Protocol):
    """What waits to be sent, what waits for a person, and what is only typed so far."""

    @property
    def outbox_waiting(self) -> int: ...
    @property
    def outbox_troubled(self) -> int: ...
    @property
    def drafts(self) -> int: ...


class Part(NamedTuple):
    """A few words and the theme's colour they are said in, never the only sign of anything."""

    words: str
    style: str = ""


def status_parts(
    status: Status,
    counts: OutboxCounts | None,
    *,
    now: int,
    seconds_left: int | None = None,
    plain: bool = False,
    outbox_key: str = "g o",
    zone: tzinfo | None = None,
) -> list[Part]:
    """The parts of the bar in the order in which they may be dropped from the end. `counts` None: not known yet."""
    signs = PLAIN_SIGNS if plain else SIGNS
    parts = [_link(status, signs, now=now, zone=zone)]
    if status.progress is not None:
        parts.append(Part(progress_words(status.progress, seconds_left, signs), "$text-accent"))
    if counts is not None and counts.outbox_troubled:
        shows = f"{' - ' if plain else ' · '}{outbox_key} shows" if outbox_key else ""
        need = "needs" if counts.outbox_troubled == 1 else "need"
        parts.append(Part(f"{signs['trouble']} {counts.outbox_troubled} {need} you{shows}", "bold $text-error"))
    if counts is not None and counts.outbox_waiting:
        parts.append(Part(f"{counts.outbox_waiting} waiting to send", "$text-accent"))
    if status.problem:
        parts.append(Part(status.problem, "$text-warning"))
    if status.link in {Link.ONLINE, Link.FOLLOWING, Link.LIMITED} and status.data_at is not None:
        parts.append(Part(f"data {age_words(now - status.data_at)} old", "$text-muted"))
    if counts is not None and counts.drafts:
        parts.append(Part(f"{counts.drafts} draft{'' if counts.drafts == 1 else 's'}", "$text-muted"))
    return parts


def age_words(passed: int) -> str:
    """How old the data is, in steps so coarse that a healthy screen rarely repaints: "< 20 s", "40 s", "3 min"."""
    if passed < _FRESH:
        return "< 20 s"
    if passed < ages.MINUTE:
        return f"{passed // (10 * ages.SECOND) * 10} s"
    if passed < ages.HOUR:
        return f"{passed // ages.MINUTE} min"
    return f"{passed // ages.HOUR} h" if passed < ages.DAY else f"{passed // ages.DAY} d"


def progress_words(progress: Progress, seconds_left: int | None, signs: dict[str, str]) -> str:
    """How far the first sync is: a bar, counts, and the time left as far as they are known."""
    if progress.total is None:
        return f"First sync {progress.done:,} {progress.what} so far".replace("  ", " ")
    share = min(1.0, progress.done / progress.total) if progress.total > 0 else 1.0
    full = int(share * _BAR_CELLS)
    bar = signs["full"] * full + signs["empty"] * (_BAR_CELLS - full)
    words = f"First sync {bar} {progress.done:,} of {progress.total:,} {progress.what}".rstrip()
    if seconds_left is None:
        return words
    left = f"{seconds_left} s" if seconds_left < 100 else f"{-(-seconds_left // 60)} min"
    return f"{words}, {left} left"


def _link(status: Status, signs: dict[str, str], *, now: int, zone: tzinfo | None) -> Part:
    match status.link:
        case Link.STARTING:
            return Part("starting", "$text-muted")
        case Link.ONLINE:
            return Part(f"{signs['online']} online", "$text-success")
        case Link.FOLLOWING:
            return Part(f"{signs['online']} synced by another window", "$text-success")
        case Link.OFFLINE:
            since = "" if status.data_at is None else f" since {_moment(status.data_at, now=now, zone=zone)}"
            return Part(f"{signs['offline']} offline{since}", "$text-warning")
        case Link.LIMITED:
            until = "" if status.until is None else f" until {_moment(status.until, now=now, zone=zone)}"
            return Part(f"{signs['limited']} limited{until}", "$text-warning")
        case Link.SIGNED_OUT:
            press = "press : to sign in"
            return Part(
                f"{signs['offline']} signed out{' - ' if signs is PLAIN_SIGNS else ' · '}{press}", "$text-error"
            )
        case _ as never:
            assert_never(never)


def _moment(at: int, *, now: int, zone: tzinfo | None) -> str:
    time = ages.time_of_day(at, zone=zone)
    day = ages.day_label(at, now=now, zone=zone)
    return time if day == "Today" else f"{day} {time}"
