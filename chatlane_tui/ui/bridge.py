"""From the feed to the screen: collects facts and posts one message without payload, at most four a second."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from textual.message import Message
from textual.message_pump import MessagePump

from chatlane_tui.model.feed import Fact, Feed, Said

INTERVAL = 0.25
"""Seconds between two repaints while facts pour in; the first one is told at once."""


class Bridge:
    """Told facts on the event loop; `take` hands over what came since it was last called."""

    class Changed(Message):
        """There is something to take. Replaces its queued twin."""

        def can_replace(self, message: Message) -> bool:
            """One is enough."""
            return isinstance(message, Bridge.Changed)

    def __init__(self, feed: Feed, target: MessagePump) -> None:
        self._target = target
        self._facts: set[Fact] = set()
        self._said: list[Said] = []
        self._told_at = float("-inf")
        self._timer: asyncio.TimerHandle | None = None
        self._leave: Callable[[], None] = feed.subscribe(self._hear)

    def close(self) -> None:
        """Hear no more."""
        self._leave()
        if self._timer is not None:
            self._timer.cancel()

    def take(self) -> tuple[frozenset[Fact], tuple[Said, ...]]:
        """The facts since the last call, and what a person must be told, in order."""
        facts, said = frozenset(self._facts), tuple(self._said)
        self._facts.clear()
        self._said.clear()
        return facts, said

    def _hear(self, facts: frozenset[Fact]) -> None:
        self._said.extend(fact for fact in facts if isinstance(fact, Said))
        self._facts.update(fact for fact in facts if not isinstance(fact, Said))
        if self._timer is None:
            loop = asyncio.get_running_loop()
            wait = self._told_at + INTERVAL - loop.time()
            if wait <= 0:
                self._tell()
            else:
                self._timer = loop.call_later(wait, self._tell)

    def _tell(self) -> None:
        self._timer = None
        self._told_at = asyncio.get_running_loop().time()
        self._target.post_message(self.Changed())
