"""Which key came first. A key that means nothing to the widgets it is handed to comes back to the app when it may
already have gone on: by then a later key may have closed the screen on which it was pressed."""

from __future__ import annotations

import weakref
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual import events
    from textual.screen import Screen

REMEMBERED = 64
"""Keys that may be on their way at once."""


class _Pressed:
    """A key and where it was pressed; a screen that was left is not kept."""

    __slots__ = ("closed", "event", "screen")

    def __init__(self, event: events.Key, screen: Screen[object] | None) -> None:
        self.event = event
        self.screen = None if screen is None else weakref.ref(screen)
        self.closed = False
        """Whether it closed that screen."""


class Order:
    """Remembers the last keys, in the order in which they were pressed."""

    def __init__(self) -> None:
        self._keys: deque[_Pressed] = deque(maxlen=REMEMBERED)
        self._acting: _Pressed | None = None

    def press(self, event: events.Key, screen: Screen[object] | None) -> None:
        """It was pressed on this screen, and is acted on now if it means something there."""
        self._acting = _Pressed(event, screen)
        self._keys.append(self._acting)

    def is_late(self, event: events.Key) -> bool:
        """It came back to be acted on now. Whether a later key has closed the screen on which it was pressed."""
        self._acting = next((key for key in self._keys if key.event is event), None)
        if self._acting is None:
            return False
        later = list(self._keys)[self._keys.index(self._acting) + 1 :]
        return any(key.closed and key.screen == self._acting.screen for key in later)

    def close(self, screen: Screen[object]) -> None:
        """What is acted on now closes this screen."""
        acting = self._acting
        if acting is not None and acting.screen is not None and acting.screen() is screen:
            acting.closed = True
