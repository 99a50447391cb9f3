"""How soon customers are to be answered: a target for each inbox, counted in the hours in which it is answered. Pure.

Every time is milliseconds since 1970 UTC; hours are those of `zone` (None: the machine's own).
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import date, datetime, timedelta, tzinfo
from typing import Final, NamedTuple

from chatlane_tui.config.view_shape import minutes, opening

OTHERS: Final = "*"
"""The name that stands for every inbox that is not named."""
_MINUTE: Final = 60_000
_DAYS_AHEAD: Final = 400
"""Days after which an inbox that never opens counts as if it were open."""
_SOON: Final = 4
"""A target is due soon when less than its fourth part is left."""
NEVER: Final = 2**62

Opening = Mapping[int, tuple[int, int]]
"""Weekday (Monday is 0) → the minutes of the day at which it opens and closes; empty: always open."""


class Stage(enum.Enum):
    """How a wait stands."""

    WITHIN = enum.auto()
    SOON = enum.auto()
    OVERDUE = enum.auto()


class Due(NamedTuple):
    """When an answer is due (ms), and how that stands."""

    at: int
    stage: Stage

    @property
    def is_soon(self) -> bool:
        """Less than a fourth of the time is left."""
        return self.stage is Stage.SOON

    @property
    def is_overdue(self) -> bool:
        """It has passed."""
        return self.stage is Stage.OVERDUE


class Targets:
    """Asked with the name of an inbox and since when somebody waits there."""

    def __init__(
        self, minutes_of: Mapping[str, int], hours_of: Mapping[str, Opening], *, zone: tzinfo | None = None
    ) -> None:
        self._minutes = {name.casefold(): span for name, span in minutes_of.items()}
        self._hours = {name.casefold(): hours for name, hours in hours_of.items()}
        self._zone = zone
        self._known: dict[tuple[str, int], int] = {}

    @classmethod
    def of(cls, targets: Mapping[str, str], hours: Mapping[str, str], *, zone: tzinfo | None = None) -> Targets:
        """From the configuration's `[targets]` and `[hours]`, which were checked."""
        spans = {name: minutes(span) for name, span in targets.items()}
        return cls(spans, {name: opening(text) for name, text in hours.items()}, zone=zone)

    def __bool__(self) -> bool:
        return bool(self._minutes)

    def due(self, inbox: str, since: int, *, now: int) -> Due | None:
        """When who waits since then is to be answered; None where there is no target."""
        span = self._span(inbox)
        if not span:
            return None
        at = self.urgency(inbox, since)
        if now >= at:
            return Due(at, Stage.OVERDUE)
        return Due(at, Stage.SOON if at - now <= span * _MINUTE // _SOON else Stage.WITHIN)

    def urgency(self, inbox: str, since: int) -> int:
        """When that answer is due; `NEVER` where there is no target. The smaller, the more at risk."""
        span = self._span(inbox)
        if not span:
            return NEVER
        key = (inbox, since)
        if key not in self._known:
            if len(self._known) > 10_000:
                self._known.clear()
            self._known[key] = self._add(since, span, self._opening(inbox))
        return self._known[key]

    def _span(self, inbox: str) -> int:
        return self._minutes.get(inbox.casefold(), self._minutes.get(OTHERS, 0))

    def _opening(self, inbox: str) -> Opening:
        return self._hours.get(inbox.casefold(), self._hours.get(OTHERS, {}))

    def _add(self, since: int, span: int, hours: Opening) -> int:
        """The moment at which so many minutes of opening have passed."""
        if not hours:
            return since + span * _MINUTE
        left = span * _MINUTE
        day = datetime.fromtimestamp(since / 1_000, tz=self._zone).date()
        for _ in range(_DAYS_AHEAD):
            if day.weekday() in hours:
                opens, closes = (self._moment(day, minute) for minute in hours[day.weekday()])
                start = max(opens, since)
                if start + left <= closes:
                    return start + left
                left -= max(0, closes - start)
            day += timedelta(days=1)
        return since + span * _MINUTE

    def _moment(self, day: date, minute: int) -> int:
        midnight = datetime(day.year, day.month, day.day, tzinfo=self._zone)
        return round((midnight + timedelta(minutes=minute)).timestamp() * 1_000)
