"""Points in time as whole microseconds since 1970, read from and printed as ISO 8601 (S3)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from chatlane_tui.sandbox.switches import Flipped

SECOND = 1_000_000
_INDIA = timezone(timedelta(hours=5, minutes=30))


def read_stamp(text: str) -> int | None:
    """Microseconds of an ISO 8601 time (a date alone is midnight UTC), or None when it is not one."""
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return int((at - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(microseconds=1))


class Stamps:
    """Cuts times to the server's precision and prints them in its way."""

    def __init__(self, flipped: Flipped) -> None:
        """Decide once, from the switches S3-microseconds, S3-offset and S3-other-zone."""
        self.precise = "S3-microseconds" in flipped
        self._zone = _INDIA if "S3-other-zone" in flipped else UTC
        self._suffix = "Z"
        if "S3-offset" in flipped:
            self._suffix = "+00:00"
        if "S3-other-zone" in flipped:
            self._suffix = "+05:30"
        self._null = "S3-null-created-at" in flipped

    def cut(self, seconds: float) -> int:
        """Microseconds of a clock's reading, without what the server does not keep."""
        return round(seconds * SECOND) if self.precise else int(seconds) * SECOND

    def show(self, stamp: int | None) -> str | None:
        """ISO 8601 text of a stamp."""
        if stamp is None:
            return None
        at = datetime.fromtimestamp(stamp // SECOND, self._zone)
        text = at.isoformat()[:19]
        return f"{text}.{stamp % SECOND:06d}{self._suffix}" if self.precise else text + self._suffix

    def show_created(self, row_id: int, stamp: int) -> str | None:
        """The `created_at` of a row, which S3-null-created-at leaves null on every seventh."""
        return None if self._null and row_id % 7 == 0 else self.show(stamp)
