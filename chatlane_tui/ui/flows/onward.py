"""Where a person stands after an act: on the next conversation, or back on the one that it was taken back from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatlane_tui.model.ids import ConversationId

if TYPE_CHECKING:
    from chatlane_tui.ui.screens.inbox import InboxScreen


def step_off(screen: InboxScreen, conversation_id: ConversationId) -> bool:
    """Go on to the next one before this one leaves the list; False: what is next has to be asked for."""
    inbox, reading = screen.inbox, screen.reading
    if screen.running.is_on:
        return screen.running.step_on()
    if inbox.cursor != conversation_id:
        return not reading.is_open
    was_open, has_focus = reading.is_open, screen.is_reading
    there_is_another = inbox.step_off()
    if was_open and there_is_another and inbox.cursor is not None:
        reading.open(inbox.cursor, focus=has_focus)
    elif was_open:
        reading.close()
    return True


async def leave_for_next(screen: InboxScreen, conversation_id: ConversationId) -> None:
    """The open one, which the list's cursor is not on, is done with: open what stands below where it stood."""
    beside = await screen.listed.listing.beside(conversation_id, 1)
    if beside is None:
        screen.reading.close()
    elif screen.reading.shown == conversation_id:
        await screen.reading.visit(beside)


async def come_back(screen: InboxScreen, conversation_id: ConversationId | None) -> None:
    """What was done to it (None: to many) is taken back: the cursor returns to it, and so does who was reading."""
    if conversation_id is None:
        await screen.listed.refresh()
    elif screen.running.is_on:
        await screen.running.return_to(conversation_id)
    elif screen.reading.is_open:
        await screen.reading.visit(conversation_id, focus=screen.is_reading or screen.is_writing)
    else:
        await screen.listed.go_to(conversation_id)
