"""A person asks for news: at once; and with a key held down, no more often than the server is to be asked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence


class Asking:
    """Has each of `acts` done on the running loop. `least` is milliseconds from one time to the next."""

    def __init__(self, acts: Sequence[Callable[[], None]], *, least: int) -> None:
        self._acts = acts
        self._least = least / 1000
        self._asked_at = float("-inf")
        self._later: asyncio.TimerHandle | None = None

    def ask(self) -> None:
        """Now; too soon after the last time, once for all who ask meanwhile, as soon as it may be."""
        if self._later is not None:
            return
        loop = asyncio.get_running_loop()
        wait = self._asked_at + self._least - loop.time()
        if wait <= 0:
            self._now()
        else:
            self._later = loop.call_later(wait, self._now)

    def stop(self) -> None:
        """Ask no more of what was asked for."""
        if self._later is not None:
            self._later.cancel()
            self._later = None

    def _now(self) -> None:
        self._later = None
        self._asked_at = asyncio.get_running_loop().time()
        for act in self._acts:
            act()
