"""The rolling reconcile as a pure function: what to look at again for changes that no poll shows (S1), and when.

Lists are swept page by page, since one request of a list tells of a hundred conversations, flags included (V1), and
marks none as read (S4). What is on the screen and was not told of lately is looked at by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from chatlane_tui.model.ids import ConversationId
from chatlane_tui.sync.pace import Pace

OPEN = ("conversations:active", "conversations:pending", "messages:recent")
"""Sweeps of what somebody still works on."""
CLOSED = ("conversations", "messages", "contacts", "records")
"""Sweeps of everything."""


@dataclass(frozen=True, slots=True)
class Recheck:
    """Look at one conversation that is on the screen."""

    id: ConversationId


@dataclass(frozen=True, slots=True)
class Sweep:
    """Go on with a sweep: its next page, or the next conversation that its pages left out."""

    name: str


Look = Recheck | Sweep


@dataclass(frozen=True, slots=True)
class Rounds:
    """What the choice depends on. All times are ms."""

    looked_at: int | None = None
    """When the last look ended, well or not; None: never in this run."""
    looks: int = 0
    """How many there were: they take turns."""
    visible: Mapping[ConversationId, int] = field(default_factory=dict)
    """What is on the screen, from the top, and when the server last told of it; 0: never in this run."""
    under_way: frozenset[str] = frozenset()
    """Sweeps that have begun, in this run or an earlier one."""
    swept_at: Mapping[str, int] = field(default_factory=dict)
    """When each sweep last came to its end."""
    ready: frozenset[str] = frozenset()
    """Sweeps whose list was read whole once: before that, the first sync is about to read it anyway."""
    limit: int | None = None
    """Requests a minute that the server allows, as far as it says so."""


def next_look(rounds: Rounds, now: int, pace: Pace) -> Look | None:
    """What to look at now; None: it is not time yet, or everything was told of lately.

    Every second look is for the screen, of the others every second for what is open; who has no need passes its turn.
    """
    if not _is_past(rounds.looked_at, pace.look_every(rounds.limit), now):
        return None
    shown = _visible(rounds, now, pace)
    opened, closed = _sweep(rounds, OPEN, pace.open, now), _sweep(rounds, CLOSED, pace.closed, now)
    match rounds.looks % 4:
        case 1:
            turns: tuple[Look | None, ...] = (opened, closed, shown)
        case 3:
            turns = (closed, shown, opened)
        case _:
            turns = (shown, opened, closed)
    return next((look for look in turns if look is not None), None)


def next_due(rounds: Rounds, now: int, pace: Pace) -> int:
    """When `next_look` will have something to say, if nothing else happens."""
    due = [at + pace.visible for at in rounds.visible.values()]
    for names, interval in ((OPEN, pace.open), (CLOSED, pace.closed)):
        due += [
            0 if name in rounds.under_way else _after(rounds.swept_at.get(name), interval)
            for name in names
            if name in rounds.ready
        ]
    return max(min(due, default=now + pace.open), now, _after(rounds.looked_at, pace.look_every(rounds.limit)))


def _visible(rounds: Rounds, now: int, pace: Pace) -> Recheck | None:
    return next((Recheck(id_) for id_, at in rounds.visible.items() if _is_past(at, pace.visible, now)), None)


def _sweep(rounds: Rounds, names: Sequence[str], interval: int, now: int) -> Sweep | None:
    """One of those that have begun or are due, in turn: a long one does not keep a short one waiting."""
    due = [
        name
        for name in names
        if name in rounds.ready and (name in rounds.under_way or _is_past(rounds.swept_at.get(name), interval, now))
    ]
    return Sweep(due[rounds.looks // 4 % len(due)]) if due else None


def _after(last: int | None, interval: int) -> int:
    return 0 if last is None else last + interval


def _is_past(last: int | None, interval: int, now: int) -> bool:
    """Whether it is time again; a clock that was set back does not make anybody wait."""
    return last is None or now - last >= interval or now < last
