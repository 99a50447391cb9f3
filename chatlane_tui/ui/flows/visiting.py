"""From the inbox to the outbox or the drafts, and back to the conversation that a person chose there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal

from chatlane_tui.ui.flows.attempt import start
from chatlane_tui.ui.screens.drafts import DraftsScreen
from chatlane_tui.ui.screens.entries import Visit
from chatlane_tui.ui.screens.outbox import OutboxScreen
from chatlane_tui.ui.theme import Glyphs

if TYPE_CHECKING:
    from chatlane_tui.ui.screens.inbox import InboxScreen

Goal = Literal["outbox", "drafts"]


def visit(screen: InboxScreen, goal: Goal, *, glyphs: Glyphs) -> None:
    """Go there; what is being typed is on disk before."""
    start(screen, partial(_visit, screen, goal, glyphs), group="visiting")


async def _visit(screen: InboxScreen, goal: Goal, glyphs: Glyphs) -> None:
    await screen.composing.flush()
    place = OutboxScreen if goal == "outbox" else DraftsScreen
    found = await screen.app.push_screen_wait(place(screen.session, glyphs=glyphs))
    if found is None:
        await screen.composing.reread()
    else:
        await _follow(screen, found)


async def _follow(screen: InboxScreen, found: Visit) -> None:
    if found.carries and found.key is not None:
        await screen.composing.carry(found.conversation_id, found.key)
    elif found.recalled is not None:
        await screen.composing.resume(found.recalled, picks_channel=found.picks_channel)
    elif found.kind is not None:
        await screen.composing.go_on(found.conversation_id, found.kind)
    else:
        await screen.composing.reread()
        await screen.reading.visit(found.conversation_id, key=found.key)
