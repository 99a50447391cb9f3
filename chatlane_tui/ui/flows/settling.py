"""What the outbox screen's keys do about one thing that waits: sent now, taken back, discarded or decided on.

Nothing here decides alone: whatever may reach a customer twice, or lose words, is asked about first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatlane_tui.model.ids import is_local
from chatlane_tui.model.outbox import RECALLABLE, OutboxState
from chatlane_tui.model.status import Link
from chatlane_tui.ui.flows.deciding import AGAIN, EDIT, LATER, MOVED_ON, OTHER, REST, TOO_LATE, question
from chatlane_tui.ui.screens.entries import Visit
from chatlane_tui.ui.screens.question import Answer, Question
from chatlane_tui.ui.widgets.waiting_lines import news

if TYPE_CHECKING:
    from chatlane_tui.model.ids import OutboxId
    from chatlane_tui.store.rows import WaitingRow
    from chatlane_tui.ui.screens.outbox import OutboxScreen
    from chatlane_tui.ui.widgets.target import Kind

KEEP = Answer("keep", "k", "keep it")
DISCARD = Answer("discard", "x", "discard it for good")
READ = Answer("read", "o", "open the conversation and read")
THINKING = 300_000
"""Milliseconds that something held does not go out while a person is asked about it: time to think."""


async def send(screen: OutboxScreen, row: WaitingRow) -> None:
    """What waits goes at once; what is troubled is decided on."""
    if row.outbox_id is None or row.state not in (OutboxState.HELD, OutboxState.QUEUED):
        await resolve(screen, row)
    elif not await screen.session.send.send_now(row.outbox_id):
        screen.say(MOVED_ON)
    elif row.is_behind:
        screen.say("It goes as soon as the one before it in this conversation has gone.")
    elif screen.session.status.link in (Link.OFFLINE, Link.SIGNED_OUT, Link.LIMITED):
        screen.session.refresh()
        screen.say("The server is asked now; it goes as soon as that answers.")
    else:
        screen.say("Sending.")


async def edit(screen: OutboxScreen, row: WaitingRow) -> None:
    """Back into the composer of its conversation, while it is certain that the server does not have it."""
    if row.outbox_id is None:
        await another_channel(screen, row)
    elif row.state is OutboxState.UNCERTAIN:
        screen.say("It may have been sent: first say what became of it (r).", loud=True)
    else:
        await _take_back(screen, row.outbox_id)


async def discard(screen: OutboxScreen, row: WaitingRow) -> None:
    """Asked about first; something held does not go out meanwhile."""
    if row.outbox_id is None:
        await _let_rest(screen, row)
        return
    if row.state is OutboxState.SENDING:
        screen.say(TOO_LATE, loud=True)
        return
    due = await screen.session.send.put_off(row.outbox_id, by=THINKING)
    sentence = "Discard this? Nothing brings it back."
    if row.state is OutboxState.UNCERTAIN:
        sentence = "Discard this? If it was sent, it stays sent; if it was not, nothing brings it back."
    if await screen.app.push_screen_wait(Question(sentence, (KEEP, DISCARD), detail=row.words)) != "discard":
        if due is not None:
            await screen.session.send.hold_until(row.outbox_id, due)
        return
    gone = await screen.session.send.discard(row.outbox_id)
    screen.say("Discarded." if gone else TOO_LATE, loud=gone is None)


async def another_channel(screen: OutboxScreen, row: WaitingRow) -> None:
    """The text in the composer, and the question on which channel."""
    if row.type == "note":
        screen.say("A note stays inside the team: it has no channel.")
    elif row.outbox_id is None:
        screen.dismiss(Visit(conversation_id=row.conversation_id, key=row.key, carries=True))
    elif row.state in RECALLABLE:
        await _take_back(screen, row.outbox_id, picks_channel=True)
    elif row.state is OutboxState.SENDING:
        screen.say(TOO_LATE, loud=True)
    else:
        screen.say("It may have been sent: first say what became of it (r).", loud=True)


async def resolve(screen: OutboxScreen, row: WaitingRow) -> None:
    """Ask what should become of it, and do that."""
    if row.outbox_id is None or row.state is None:
        sentence = f'This message did not reach the customer: the server says "{row.delivery}".'
        asked = Question(sentence, (OTHER, REST, LATER), detail=row.words)
    elif row.state is OutboxState.BLOCKED:
        asked = Question(row.problem, (READ, AGAIN, EDIT), detail=news(row))
    else:
        begun_here = is_local(row.conversation_id)
        is_note = row.type == "note"
        sentence, answers = question(row.state, row.problem, is_note=is_note, is_begun_here=begun_here, code=row.code)
        asked = Question(sentence, answers, detail=row.words)
    answer = await screen.app.push_screen_wait(asked)
    match answer:
        case "other":
            await another_channel(screen, row)
        case "rest":
            await _let_rest(screen, row, sure=True)
        case "read":
            screen.dismiss(Visit(conversation_id=row.conversation_id, key=row.key))
        case "edit":
            await edit(screen, row)
        case "discard":
            await discard(screen, row)
        case "now":
            await send(screen, row)
        case "again" | "was_sent" if row.outbox_id is not None:
            await _settle(screen, row, row.outbox_id, answer)
        case _:
            return


async def _settle(screen: OutboxScreen, row: WaitingRow, outbox_id: OutboxId, answer: str) -> None:
    if answer == "was_sent":
        done = await screen.session.send.was_sent(outbox_id)
        screen.say("Taken off the list: it was sent." if done else MOVED_ON)
        return
    # Whoever was shown the news has seen it: the read guard stops only what came after that.
    done = await screen.session.send.send_again(outbox_id, seen=row.newest, asked=row.standing)
    screen.say("Queued to be sent." if done else MOVED_ON)


async def _take_back(screen: OutboxScreen, outbox_id: OutboxId, *, picks_channel: bool = False) -> None:
    taken = await screen.session.send.edit(outbox_id)
    if taken is None:
        screen.say(TOO_LATE, loud=True)
        return
    kind: Kind = "note" if taken.type == "note" else "reply"
    screen.dismiss(Visit(conversation_id=taken.conversation_id, kind=kind, recalled=taken, picks_channel=picks_channel))


async def _let_rest(screen: OutboxScreen, row: WaitingRow, *, sure: bool = False) -> None:
    if row.message_id is None:
        return
    sentence = "Let it rest? It did not reach the customer, and nothing more is asked about it."
    if not sure and await screen.app.push_screen_wait(Question(sentence, (LATER, REST), detail=row.words)) != "rest":
        return
    await screen.session.send.let_rest(row.message_id)
    screen.say("It rests: nothing more is asked about it.")
