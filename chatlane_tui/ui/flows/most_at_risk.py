"""Who is to be answered first, and then the next one, until all were seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatlane_tui.model.ids import ConversationId
from chatlane_tui.ui.flows.attempt import opens

if TYPE_CHECKING:
    from chatlane_tui.ui.screens.inbox import InboxScreen


class MostAtRisk:
    """Remembers whom a person has passed by."""

    def __init__(self, screen: InboxScreen) -> None:
        self._screen = screen
        self._passed: set[ConversationId] = set()

    def open(self) -> None:
        """Open who is to be answered first; again: the next one. Keys that follow are for that one."""
        opens(self._screen, self._open, group="beside", exclusive=True)

    async def _open(self) -> None:
        reading, desk = self._screen.reading, self._screen.session.find
        if reading.is_open and reading.shown is not None:
            self._passed.add(reading.shown)
        found = await desk.most_at_risk(self._passed)
        if found is None and self._passed:
            self._passed.clear()
            found = await desk.most_at_risk(())
        if found is None:
            self._screen.say("Nobody waits for an answer.")
            return
        self._passed.add(found)
        await reading.visit(found)
