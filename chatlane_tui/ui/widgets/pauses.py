"""When typed words are due to be saved: after a pause, and at the latest after a while of typing without one."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field


def steady_ms() -> int:
    """Milliseconds of a clock that never jumps; its zero means nothing."""
    return time.monotonic_ns() // 1_000_000


@dataclass(slots=True)
class Pauses:
    """Pure: times are milliseconds of any one steady clock."""

    pause_ms: int = 400
    longest_ms: int = 2_000
    _first: int | None = field(default=None, init=False)
    _last: int = field(default=0, init=False)

    def typed(self, now: int) -> None:
        """A keystroke changed the text."""
        if self._first is None:
            self._first = now
        self._last = now

    def due(self) -> int | None:
        """When the words have to be saved; None: nothing is unsaved."""
        if self._first is None:
            return None
        return min(self._last + self.pause_ms, self._first + self.longest_ms)

    def saved(self) -> None:
        """Everything typed so far is safe."""
        self._first = None


class Autosave:
    """Calls `save` when words are due; `after(seconds, callback)` is the widget's timer, armed once at a time."""

    def __init__(
        self,
        save: Callable[[], None],
        *,
        after: Callable[[float, Callable[[], None]], object],
        steady_ms: Callable[[], int] = steady_ms,
        pauses: Pauses | None = None,
    ) -> None:
        self._save = save
        self._after = after
        self._steady_ms = steady_ms
        self._pauses = pauses or Pauses()
        self._armed = False

    def typed(self) -> None:
        """A keystroke changed the text."""
        self._pauses.typed(self._steady_ms())
        self._arm()

    def saved(self) -> None:
        """Everything typed so far is safe, or need not be."""
        self._pauses.saved()

    def _arm(self) -> None:
        due = self._pauses.due()
        if not self._armed and due is not None:
            self._armed = True
            self._after(max(1, due - self._steady_ms()) / 1000, self._look)

    def _look(self) -> None:
        self._armed = False
        due = self._pauses.due()
        if due is not None and due <= self._steady_ms():
            self._pauses.saved()
            self._save()
        else:
            self._arm()
