"""How long a first sync still takes, judged by how far it came in the last while."""

from __future__ import annotations

from collections import deque
from typing import Final

from chatlane_tui.model.status import Progress

_REMEMBERED_MS: Final = 30_000
_ENOUGH_MS: Final = 2_000


class SyncPace:
    """Told each progress as it comes; forgets when another kind of work begins, or the same one anew."""

    def __init__(self) -> None:
        self._what = ""
        self._seen: deque[tuple[int, int]] = deque()

    def seconds_left(self, progress: Progress, now: int) -> int | None:
        """Seconds until `progress` is done, at the pace of the last 30 s; None while nobody can tell."""
        if progress.what != self._what or (self._seen and progress.done < self._seen[-1][1]):
            self._what = progress.what
            self._seen.clear()
        if not self._seen or self._seen[-1] != (now, progress.done):
            self._seen.append((now, progress.done))
        while self._seen[0][0] < now - _REMEMBERED_MS and len(self._seen) > 2:
            self._seen.popleft()
        since, before = self._seen[0]
        passed, done = now - since, progress.done - before
        if progress.total is None or passed < _ENOUGH_MS or done <= 0:
            return None
        return max(0, -(-(progress.total - progress.done) * passed // (done * 1000)))
