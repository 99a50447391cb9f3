"""What becomes of a message that was not sent, may have been, or did not arrive: only a person sends again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, assert_never

from chatlane_tui.model.ids import ConversationId, is_local
from chatlane_tui.model.outbox import OutboxState
from chatlane_tui.store.rows import MessageRow
from chatlane_tui.ui.flows.attempt import opens
from chatlane_tui.ui.screens.question import Answer, Question

if TYPE_CHECKING:
    from chatlane_tui.ui.screens.inbox import InboxScreen

AGAIN = Answer("again", "s", "send again")
NOW = Answer("now", "s", "send now")
EDIT = Answer("edit", "e", "edit")
DISCARD = Answer("discard", "x", "discard")
OTHER = Answer("other", "c", "answer on another channel, with the same text")
REST = Answer("rest", "x", "let it rest")
LATER = Answer("later", "l", "leave it for now")
WAS_SENT = Answer("was_sent", "w", "it was sent: take it off the list")
ELSEWHERE = frozenset({"INVALID_CHANNEL", "NO_CHANNEL_FOUND", "NO_EMAIL_ADDRESS"})
"""Refusals that no other words mend, and another channel does."""
MOVED_ON = "It has moved on meanwhile: look again."
TOO_LATE = "Too late: it is on its way."


def decide(screen: InboxScreen, row: MessageRow) -> None:
    """Ask what should become of this row of the thread, and do it."""
    opens(screen, partial(_decide, screen, row), group="deciding")


async def _decide(screen: InboxScreen, row: MessageRow) -> None:
    conversation_id = screen.reading.shown
    if conversation_id is None:
        return
    if row.state is None or row.outbox_id is None:
        await _decide_failed(screen, conversation_id, row)
        return
    send, outbox_id = screen.session.send, row.outbox_id
    begun_here = is_local(conversation_id)
    asked = question(row.state, row.problem, is_note=row.type == "note", is_begun_here=begun_here, code=row.code)
    answer = await screen.app.push_screen_wait(Question(*asked))
    match answer:
        case "again":
            done = await send.send_again(outbox_id, seen=screen.reading.newest_seen, asked=row.standing)
            screen.say("Queued to be sent." if done else MOVED_ON)
        case "now":
            done = await send.send_now(outbox_id)
            screen.say("Sending." if done else MOVED_ON)
        case "edit" | "other":
            taken = await send.edit(outbox_id)
            if taken is None:
                screen.say(TOO_LATE, loud=True)
            else:
                await screen.sending.resume(taken, picks_channel=answer == "other")
        case "was_sent":
            done = await send.was_sent(outbox_id)
            screen.say("Taken off the list: it was sent." if done else MOVED_ON)
        case "discard":
            gone = await send.discard(outbox_id)
            screen.say("Discarded." if gone else TOO_LATE, loud=gone is None)
        case _:
            return


async def _decide_failed(screen: InboxScreen, conversation_id: ConversationId, row: MessageRow) -> None:
    sentence = f'This message did not reach the customer: the server says "{row.delivery}".'
    match await screen.app.push_screen_wait(Question(sentence, (OTHER, REST, LATER))):
        case "other":
            await screen.sending.carry(conversation_id, row.key)
        case "rest" if row.id is not None:
            await screen.session.send.let_rest(row.id)
            screen.say("It rests: nothing more is asked about it.")
        case _:
            return


def question(
    state: OutboxState, problem: str, *, is_note: bool, is_begun_here: bool, code: str = ""
) -> tuple[str, tuple[Answer, ...]]:
    """What to ask about something in the outbox; the first answer does no harm if given by mistake.

    Where its conversation was begun here and is not there yet, only the making of that can be uncertain.
    """
    match state:
        case OutboxState.HELD:
            return "It goes out when its time has come.", (NOW, EDIT)
        case OutboxState.QUEUED:
            return problem or "It waits for the server.", (EDIT, DISCARD)
        case OutboxState.SENDING:
            return "It is on its way right now.", ()
        case OutboxState.BLOCKED:
            return problem, (AGAIN, EDIT, DISCARD)
        case OutboxState.REFUSED if code in ELSEWHERE and not is_note:
            return problem, (OTHER, EDIT, AGAIN, DISCARD)
        case OutboxState.REFUSED:
            return problem, (EDIT, AGAIN, DISCARD) if is_note else (EDIT, AGAIN, OTHER, DISCARD)
        case OutboxState.UNCERTAIN if is_begun_here:
            return f"{problem} Sending again may make it twice.", (LATER, AGAIN, DISCARD)
        case OutboxState.UNCERTAIN:
            twice = "write it twice" if is_note else "reach the customer twice"
            return f"{problem} Sending again may {twice}.", (LATER, WAS_SENT, AGAIN, DISCARD)
        case _ as never:
            assert_never(never)
