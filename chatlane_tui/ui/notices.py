"""Toasts that always end: their time is kept by a clock that never jumps, and what is left of it is never negative."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from textual.notifications import Notification
from textual.screen import Screen
from textual.widgets._toast import ToastHolder, ToastRack

_LEAST = 0.01
MOMENT = 1.0
"""Seconds in which a sentence that was said is not said again: a key that is held down says it thirty times."""


def sweep(screen: Screen[Any]) -> None:
    """Take away the frames of toasts that went before their time.

    Textual 8.2.8 removes such a toast and leaves its frame, an empty line: after a screenful of them new toasts stand
    below the screen.
    """
    for holder in screen.query(ToastHolder):
        if holder.is_mounted and not holder.children:
            holder.remove()


async def put_away(screen: Screen[Any]) -> None:
    """Another screen lies over this one and shows the toasts: here they would be seen again, dimmed and for too long.

    Textual 8.2.8 lays out no screen that is covered, so that they are taken out of its picture here; they come back
    with it for what is left of their time.
    """
    rack = next(iter(screen.query_children(ToastRack)), None)
    if rack is None or not rack.children:
        return
    await rack.remove_children()
    *covered, top = screen.app.screen_stack or (screen,)
    if screen in covered:
        screen._refresh_layout()
        top.refresh()


@dataclass
class Notice(Notification):
    """A notification of Textual's, with two of its faults mended.

    A toast takes what is left of its time as the interval of a timer. When that time has just run out (two tenths of a
    millisecond were enough) the interval is negative, and Textual 8.2.8 counts backwards for ever: the whole program
    stands still. And it counts by the wall clock: set an hour back, a toast stays for that hour.
    """

    shown_at: float = field(default_factory=time.monotonic)
    """Seconds of the steady clock."""

    @property
    def time_left(self) -> float:
        """Seconds until the toast goes; always more than none."""
        return max(_LEAST, self._left())

    @property
    def has_expired(self) -> bool:
        """Whether it has been shown for long enough."""
        return self._left() <= 0

    def has_just_said(self, message: str, severity: str) -> bool:
        """Whether it said this a moment ago, and still stands there."""
        is_fresh = not self.has_expired and time.monotonic() - self.shown_at < MOMENT
        return is_fresh and (self.message, self.severity) == (message, severity)

    def withdraw(self) -> None:
        """Let it go with the next one that is shown: what it said holds no longer, or matters less."""
        self.timeout = 0

    def _left(self) -> float:
        return self.shown_at + self.timeout - time.monotonic()
