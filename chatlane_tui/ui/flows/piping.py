"""A message or its thread on the stdin of a command that a person types, and what the command says to it."""

from __future__ import annotations

import asyncio
import os
from functools import partial
from typing import TYPE_CHECKING

from chatlane_tui.desk import commands
from chatlane_tui.render.words import text_of
from chatlane_tui.ui.screens.output import OutputScreen
from chatlane_tui.ui.screens.pipe import PipePrompt

if TYPE_CHECKING:
    from chatlane_tui.model.ids import ConversationId
    from chatlane_tui.store.rows import MessageRow
    from chatlane_tui.ui.screens.inbox import InboxScreen


async def pipe(screen: InboxScreen, conversation_id: ConversationId, row: MessageRow, before: str) -> str:
    """Ask for a command, run it, show what it says; returns the command for the next time."""
    settings = screen.session.settings.commands
    wanted = await screen.app.push_screen_wait(PipePrompt(before, uses_shell=settings.shell))
    if wanted is None:
        return before
    argv = commands.argv_of(wanted.command, settings, os.environ)
    if wanted.whole_thread:
        text = await screen.session.exporting.export(conversation_id, "text")
    else:
        documents = await screen.session.read.documents(conversation_id, (row.key,))
        text = await asyncio.to_thread(text_of, documents[row.key]) if row.key in documents else ""
    work = partial(commands.run, argv, f"{text}\n", patience=settings.patience)
    screen.app.push_screen(OutputScreen(wanted.command, work))
    return wanted.command
