"""What somebody looks at is read before anything else: the open conversation, kept fresh, and the one glanced at."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from chatlane_tui.errors import Missing
from chatlane_tui.model.clock import Clock
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.sync.pace import Pace
from chatlane_tui.sync.pull import Pull

MOST = 16
"""Conversations that may wait to be read; of more, nobody looks at the oldest any longer."""

WHOLE = 24
"""Messages at the end of the open conversation that are read one by one, each once: files are told of nowhere else."""


class Wanted:
    """The wishes of a screen, and the work that grants them. `wake` is called when there is something to do."""

    def __init__(self, pull: Pull, *, clock: Clock, pace: Pace, wake: Callable[[], None]) -> None:
        self._pull = pull
        self._clock = clock
        self._pace = pace
        self._wake = wake
        self._wants: deque[ConversationId] = deque(maxlen=MOST)
        self._open: ConversationId | None = None
        self._glance: ConversationId | None = None
        self._read_at: dict[ConversationId, int] = {}

    def want(self, conversation_id: ConversationId) -> None:
        """Read this conversation's thread before anything else."""
        if conversation_id in self._wants:
            self._wants.remove(conversation_id)
        self._wants.append(conversation_id)
        self._wake()

    def glance(self, conversation_id: ConversationId) -> None:
        """Read its messages and nothing else: a GET of the conversation may mark it as read (S4)."""
        self._glance = conversation_id
        self._wake()

    def look_at(self, conversation_id: ConversationId | None) -> None:
        """This conversation is open now: keep it fresh."""
        self._open = conversation_id
        if conversation_id is not None:
            self.want(conversation_id)

    def again(self) -> None:
        """A person asked: read the open conversation now, however lately that was done."""
        self._read_at.clear()
        if self._open is not None:
            self.want(self._open)

    async def read(self, *, well: Callable[[], None]) -> int | None:
        """Read everything that is wanted, the latest wish first; returns when the open one is due again (ms).

        `well` is called after each. Raises `ApiError` and `StoreError`; the wish then still stands.
        """
        now = self._clock()
        while self._wants:
            conversation_id = self._wants[-1]
            if now - self._read_at.get(conversation_id, 0) >= min(self._pace.poll, self._pace.thread):
                try:
                    await self._pull.thread(conversation_id)
                except Missing:
                    await self._pull.conversation(conversation_id)
                self._read_at[conversation_id] = self._clock()
                well()
            if conversation_id in self._wants:
                self._wants.remove(conversation_id)
        if self._glance is not None and not self._wants:
            glance, self._glance = self._glance, None
            if glance not in self._read_at:
                await self._pull.since(glance, None)
                self._read_at[glance] = 0
        if self._open is None:
            return None
        if not self._wants and await self._pull.whole(self._open, newest=WHOLE):
            return self._clock()  # one at a time: whatever is wanted meanwhile goes first
        again = self._read_at.get(self._open, now) + self._pace.thread
        if again <= self._clock():
            self._wants.append(self._open)
            return now
        return again
