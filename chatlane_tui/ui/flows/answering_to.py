"""Whom a conversation about a record is answered to: one of the record's contacts, chosen once and remembered (E1)."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from chatlane_tui.errors import ApiError
from chatlane_tui.model.ids import ContactId
from chatlane_tui.store.people_rows import ContactLine
from chatlane_tui.store.rows import ContactChoice
from chatlane_tui.ui.flows.attempt import opens
from chatlane_tui.ui.flows.recipient import recipient
from chatlane_tui.ui.screens.finder import Finder, whole
from chatlane_tui.ui.widgets.people_lines import contact_lines

if TYPE_CHECKING:
    from chatlane_tui.store.rows import ThreadHead
    from chatlane_tui.ui.screens.inbox import InboxScreen

NOTE: Final = "Which record this is about is not known here, so these are all contacts. The server has the last word."


def begin(screen: InboxScreen) -> None:
    """Ask whom the conversation that is shown is answered to."""
    opens(screen, partial(_begin, screen), group="composing")


async def _begin(screen: InboxScreen) -> None:
    chosen = screen.reading.chosen
    head = None if chosen is None else await screen.session.read.head(chosen)
    if head is None:
        screen.say("There is no conversation to answer here.")
    elif head.inbox_type == "standard":
        screen.say("This one goes to its customer: only a conversation about a record asks whom to write to.")
    else:
        await choose(screen, head)


async def choose(screen: InboxScreen, head: ThreadHead) -> ContactChoice | None:
    """Ask whom to write to, remember it, and write to them in the composer that is open."""
    chosen = await _ask(screen, head)
    if chosen is None:
        return None
    await screen.session.people.answer_to(head.id, chosen.id)
    target = screen.target
    if target is not None and target.conversation_id == head.id and target.kind == "reply":
        screen.composer.retarget(
            replace(
                target,
                contact_id=chosen.id,
                contact_needed=False,
                recipient=recipient(chosen, target.type),
                name=chosen.name,
            )
        )
        screen.composer.focus()
    else:
        screen.say(f"Answers here go to {chosen.name or chosen.email or chosen.phone} now.")
    return chosen


async def _ask(screen: InboxScreen, head: ThreadHead) -> ContactChoice | None:
    session = screen.session
    choices = await session.read.contact_choices(head.id)
    if not choices:
        screen.say("Looking for the record that this is about…")
        try:
            await session.directory.look_for_record(head.id, subject=head.subject)
        except ApiError as error:
            screen.say(f"The record was not found: {error}", loud=True)
        choices = await session.read.contact_choices(head.id)
    title = "Whom to write to?"
    if choices:
        lines = tuple(ContactLine(c.id, c.name, c.email, c.phone, 0) for c in choices)
        bring = whole(lines, lambda row: f"{row.name} {row.email} {row.phone}")
        picker = Finder[ContactLine](title, _id, contact_lines, bring, note="These belong to the record.")
    else:
        picker = Finder[ContactLine](
            title,
            _id,
            contact_lines,
            lambda words, offset: session.people.contacts(words=words, offset=offset),
            note=NOTE,
        )
    found = await screen.app.push_screen_wait(picker)
    return None if found is None else _choice(found)


def _choice(line: ContactLine) -> ContactChoice:
    return ContactChoice(line.id, line.name, line.email, line.phone)


def _id(line: ContactLine) -> ContactId:
    return line.id
