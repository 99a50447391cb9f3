"""When a conversation counts as read here: as a person set it, and never by moving the cursor over it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.timer import Timer

from chatlane_tui.model.ids import ConversationId, MessageId
from chatlane_tui.ui.flows.attempt import start

if TYPE_CHECKING:
    from chatlane_tui.ui.screens.inbox import InboxScreen


class Marking:
    """Told what is in sight of who opened it, and when that is left."""

    def __init__(self, screen: InboxScreen) -> None:
        self._screen = screen
        self._policy = screen.session.settings.reading
        self._seen: tuple[ConversationId, MessageId | None] | None = None
        self._read: tuple[ConversationId, MessageId | None] | None = None
        self._timer: Timer | None = None

    async def seen(self, conversation_id: ConversationId, newest: MessageId | None) -> None:
        """It is open and in sight up to that message."""
        if (conversation_id, newest) == self._seen:
            return
        self._seen = (conversation_id, newest)
        match self._policy.mark_read:
            case "open":
                await self._mark(self._seen)
            case "after":
                self._stop()
                self._timer = self._screen.set_timer(self._policy.after, partial(self._mark_soon, self._seen))
            case _:
                pass

    def left(self) -> None:
        """Whatever was open is not any more."""
        self._stop()
        seen, self._seen = self._seen, None
        if seen is not None and self._policy.mark_read == "leave":
            self._mark_soon(seen)

    def keep(self, conversation_id: ConversationId) -> None:
        """A person said whether it is read: nothing marks it until more is in sight."""
        self._stop()
        if self._seen is not None and self._seen[0] == conversation_id:
            self._read = self._seen

    def _mark_soon(self, seen: tuple[ConversationId, MessageId | None]) -> None:
        start(self._screen, partial(self._mark, seen), group="marking")

    async def _mark(self, seen: tuple[ConversationId, MessageId | None]) -> None:
        if seen != self._read:
            self._read = seen
            await self._screen.session.triage.read(seen[0])

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
