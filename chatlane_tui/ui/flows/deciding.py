"""What becomes of a message that was not sent, or may have been: the person is asked, and only a person sends again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from chatlane_tui.model.ids import OutboxId
from chatlane_tui.model.outbox import OutboxState
from chatlane_tui.store.rows import MessageRow
from chatlane_tui.ui.flows.attempt import start
from chatlane_tui.ui.screens.question import Answer, Question

if TYPE_CHECKING:
    from chatlane_tui.ui.screens.inbox import InboxScreen

AGAIN = Answer("again", "s", "send again")
NOW = Answer("now", "s", "send now")
EDIT = Answer("edit", "e", "edit")
DISCARD = Answer("discard", "x", "discard")


def decide(screen: InboxScreen, row: MessageRow) -> None:
    """Ask what should become of this row of the outbox, and do it."""
    if row.outbox_id is not None and row.state is not None:
        start(screen, partial(_decide, screen, row, row.outbox_id, row.state), group="deciding")


async def _decide(screen: InboxScreen, row: MessageRow, outbox_id: OutboxId, state: OutboxState) -> None:
    send = screen.session.send
    answer = await screen.app.push_screen_wait(Question(*_question(row, state)))
    match answer:
        case "again":
            done = await send.send_again(outbox_id, seen=screen.reading.newest_seen)
            screen.say("Queued to be sent." if done else "It has moved on meanwhile: look again.")
        case "now":
            done = await send.send_now(outbox_id)
            screen.say("Sending." if done else "It has moved on meanwhile: look again.")
        case "edit":
            taken = await send.edit(outbox_id)
            if taken is None:
                screen.say("Too late: it is on its way.", loud=True)
            else:
                await screen.composing.resume(taken)
        case "discard":
            gone = await send.discard(outbox_id)
            screen.say("Discarded." if gone else "Too late: it is on its way.", loud=gone is None)
        case _:
            return


def _question(row: MessageRow, state: OutboxState) -> tuple[str, tuple[Answer, ...]]:
    match state:
        case OutboxState.HELD:
            return "It goes out when its time has come.", (NOW, EDIT)
        case OutboxState.QUEUED:
            return row.problem or "It waits for the server.", (EDIT, DISCARD)
        case OutboxState.SENDING:
            return "It is on its way right now.", ()
        case OutboxState.BLOCKED | OutboxState.REFUSED:
            return row.problem, (AGAIN, EDIT, DISCARD)
        case OutboxState.UNCERTAIN:
            return f"{row.problem} Sending again may reach the customer twice.", (AGAIN, DISCARD)
