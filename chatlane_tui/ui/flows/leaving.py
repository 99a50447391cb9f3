"""Leaving: what is typed is on disk, what is held is asked about, and the terminal is given back at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatlane_tui.model.outbox import OutboxState
from chatlane_tui.store.rows import OutboxRow
from chatlane_tui.ui.screens.question import Answer, Question

if TYPE_CHECKING:
    from chatlane_tui.ui.screens.inbox import InboxScreen

QUIT = Answer("quit", "q", "quit")
STAY = Answer("stay", "s", "stay")


async def may_leave(screen: InboxScreen) -> bool:
    """Save what is typed; ask if something is held or uncertain. Whether the program may end now."""
    await screen.composing.flush()
    rows = await screen.session.read.outbox()
    sentence = _sentence(rows)
    if not sentence:
        return True
    return await screen.app.push_screen_wait(Question(sentence, (QUIT, STAY))) == "quit"


def _sentence(rows: tuple[OutboxRow, ...]) -> str:
    held = sum(row.state is OutboxState.HELD for row in rows)
    uncertain = sum(row.state in (OutboxState.UNCERTAIN, OutboxState.SENDING) for row in rows)
    said = []
    if held:
        said.append(f"{_messages(held)} still held: quitting does not send, the text comes back as a draft.")
    if uncertain:
        said.append(f"{_messages(uncertain)} perhaps sent, perhaps not: it is looked for again at the next start.")
    return " ".join(said)


def _messages(number: int) -> str:
    return "1 message is" if number == 1 else f"{number} messages are"
