"""From the inbox to a screen of its own (outbox, drafts, contacts, …), and back to what a person chose there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, assert_never

from textual.screen import Screen

from chatlane_tui.ui.flows.attempt import opens
from chatlane_tui.ui.screens.directory import WriteTo
from chatlane_tui.ui.screens.drafts import DraftsScreen
from chatlane_tui.ui.screens.entries import Visit
from chatlane_tui.ui.screens.outbox import OutboxScreen
from chatlane_tui.ui.theme import Glyphs

if TYPE_CHECKING:
    from chatlane_tui.ui.screens.inbox import InboxScreen

Goal = Literal["outbox", "drafts", "contacts", "records", "inboxes"]


def visit(screen: InboxScreen, goal: Goal, *, glyphs: Glyphs) -> None:
    """Go there; what is being typed is on disk before."""
    opens(screen, partial(_visit, screen, goal, glyphs), group="visiting")


async def _visit(screen: InboxScreen, goal: Goal, glyphs: Glyphs) -> None:
    await screen.composing.flush()
    place = _place(screen, goal)(screen.session, glyphs=glyphs)
    found: Visit | WriteTo | None = await screen.app.push_screen_wait(place)
    match found:
        case None:
            await screen.composing.reread()
        case Visit():
            await _follow(screen, found)
        case WriteTo():
            from chatlane_tui.ui.flows import beginning

            await screen.composing.reread()
            beginning.begin(screen, contact_id=found.contact_id)
        case _ as never:
            assert_never(never)


def _place(screen: InboxScreen, goal: Goal) -> Callable[..., Screen[Any]]:
    """The screen, loaded when it is wanted."""
    match goal:
        case "outbox":
            return OutboxScreen
        case "drafts":
            return DraftsScreen
        case "contacts":
            from chatlane_tui.ui.screens.contacts import ContactsScreen

            return ContactsScreen
        case "records":
            from chatlane_tui.ui.screens.records import RecordsScreen

            return RecordsScreen
        case "inboxes":
            from chatlane_tui.ui.screens.inboxes import InboxesScreen

            return partial(InboxesScreen, choose=screen.finding.choose_inbox)


async def _follow(screen: InboxScreen, found: Visit) -> None:
    if found.carries and found.key is not None:
        await screen.sending.carry(found.conversation_id, found.key)
    elif found.recalled is not None:
        await screen.sending.resume(found.recalled, picks_channel=found.picks_channel)
    elif found.kind is not None:
        await screen.composing.go_on(found.conversation_id, found.kind)
    else:
        await screen.composing.reread()
        await screen.reading.visit(found.conversation_id, key=found.key)
