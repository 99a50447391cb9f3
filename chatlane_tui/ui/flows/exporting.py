"""A conversation to a file of its own: in which form, and whether people are taken out of it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from chatlane_tui.config.private import spoken
from chatlane_tui.ui.screens.question import Answer, Question

if TYPE_CHECKING:
    from chatlane_tui.model.ids import ConversationId
    from chatlane_tui.ui.screens.inbox import InboxScreen

FORMS = (Answer("md", "m", "Markdown"), Answer("text", "t", "plain text"), Answer("json", "j", "JSON"))
WHOLE = Answer("whole", "w", "as it is")
REDACTED = Answer("redacted", "r", "names, e-mail addresses and phone numbers taken out")
DETAIL = "Names of people who are only spoken of cannot be known: read it before you hand it on."


async def export(screen: InboxScreen, conversation_id: ConversationId) -> None:
    """Ask twice, write it, say where it is."""
    form = await screen.app.push_screen_wait(Question("Export this conversation as", FORMS))
    if form is None:
        return
    how = await screen.app.push_screen_wait(Question("Export it", (WHOLE, REDACTED), detail=DETAIL))
    if how is None:
        return
    from chatlane_tui.desk.saving import save

    redact = how == "redacted"
    exporting = screen.session.exporting
    text = await exporting.export(conversation_id, form, redact=redact)
    name = await exporting.name(conversation_id, form, redact=redact)
    path = await asyncio.to_thread(save, screen.session.files.folder, name, text)
    screen.say(f"Exported to {spoken(path)}")
