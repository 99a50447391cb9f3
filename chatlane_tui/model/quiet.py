"""Quiet hours: when nothing rings. Pure: the present and the zone are handed in."""

from __future__ import annotations

import re
from datetime import datetime, time, tzinfo
from typing import Final, NamedTuple

_HOURS: Final = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")


class QuietHours(NamedTuple):
    """From a time of day up to another, of the same day or of the next."""

    start: time
    end: time

    @classmethod
    def of(cls, text: str) -> QuietHours | None:
        """ "22:00-07:00"; None for an empty text. Raises ValueError for any other."""
        if not text.strip():
            return None
        found = _HOURS.fullmatch(text.strip())
        if found is None:
            raise ValueError(f"{text!r} is no stretch of a day")
        return cls(time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4])))

    def hold(self, now: int, *, zone: tzinfo | None = None) -> bool:
        """Whether `now` (ms since 1970 UTC) is in them. From a time to the same time is the whole day."""
        clock = datetime.fromtimestamp(now / 1000, tz=zone).time()
        if self.start < self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end
