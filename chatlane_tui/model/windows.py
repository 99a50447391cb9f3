"""The 24 hours in which WhatsApp, Instagram and Facebook let a business answer freely, from the last inbound on."""

from __future__ import annotations

import enum
from typing import Final, NamedTuple

WINDOWED: Final = frozenset({"whatsapp", "instagram", "facebook"})
"""Types that the rule holds for; every other type has no window and so is always open."""

WINDOW_MS: Final = 24 * 60 * 60 * 1000


class WindowState(enum.StrEnum):
    """Whether a free answer is still allowed; unknown where no inbound message is known."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Window(NamedTuple):
    """`left_ms` is how long it stays open: None for a type without a window or an unknown one, 0 when closed."""

    state: WindowState
    left_ms: int | None


def window(type: str, last_inbound_at: int | None, now: int) -> Window:  # noqa: A002 - the API's word
    """The window of a message type at `now`; both times are milliseconds since 1970 UTC.

    An inbound message from the future (the clocks differ) counts as one of this moment.
    """
    if type.lower() not in WINDOWED:
        return Window(WindowState.OPEN, None)
    if last_inbound_at is None:
        return Window(WindowState.UNKNOWN, None)
    left = min(WINDOW_MS, last_inbound_at + WINDOW_MS - now)
    return Window(WindowState.OPEN, left) if left > 0 else Window(WindowState.CLOSED, 0)
