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
from chatlane_tui.ui.flows.recipient import addressee, recipient
from chatlane_tui.ui.screens.finder import Finder, whole
from chatlane_tui.ui.widgets.people_lines import contact_lines
from chatlane_tui.ui.widgets.target import Target

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


async def settle(screen: InboxScreen, head: ThreadHead, *, may_ask: bool) -> None:
    """A text is begun, and whom the server is to be told with it is not known: find out, without disturbing it.

    A note goes to nobody: whoever is of the record will do. For a reply a person is asked, unless they type already;
    then the line that sends says that somebody is to be chosen.
    """
    before = screen.target, screen.composer.text
    await _find_record(screen, head)
    target = screen.target
    if target is None or target.conversation_id != head.id or not target.contact_needed:
        return
    choices = await screen.session.read.contact_choices(head.id)
    sure = await addressee(screen.session, head, target.contact_id)
    if target.kind == "note" and choices:
        _tell(screen, target, sure or choices[0])
    elif target.kind == "reply" and sure is not None:
        _tell(screen, target, sure)
    elif target.kind == "reply" and may_ask and (screen.target, screen.composer.text) == before:
        await choose(screen, head)


async def choose(screen: InboxScreen, head: ThreadHead) -> ContactChoice | None:
    """Ask whom to write to, remember it, and write to them in the composer that is open."""
    chosen = await _ask(screen, head)
    if chosen is None:
        return None
    target = screen.target
    if target is None or target.conversation_id != head.id or target.kind == "reply":
        await screen.session.people.answer_to(head.id, chosen.id)  # who was named for a note is nobody to answer to
    if target is not None and target.conversation_id == head.id:
        _tell(screen, target, chosen)
        screen.composer.focus()
    else:
        screen.say(f"Answers here go to {chosen.name or chosen.email or chosen.phone} now.")
    return chosen


def _tell(screen: InboxScreen, target: Target, chosen: ContactChoice) -> None:
    """The composer, to whom its words go: a note to nobody, the server only wants a name with it."""
    target = replace(target, contact_id=chosen.id, contact_needed=False)
    if target.kind == "reply":
        target = replace(target, recipient=recipient(chosen, target.type), name=chosen.name)
    screen.composer.retarget(target)


async def _find_record(screen: InboxScreen, head: ThreadHead) -> str:
    """Unless the contacts of the record are known, look which it is; why it was not found, as a sentence."""
    if await screen.session.read.contact_choices(head.id):
        return ""
    try:
        await screen.session.directory.look_for_record(head.id, subject=head.subject)
    except ApiError as error:
        return f"The record was not found: {error}"
    return ""


async def _ask(screen: InboxScreen, head: ThreadHead) -> ContactChoice | None:
    session = screen.session
    choices = await session.read.contact_choices(head.id)
    if not choices:
        screen.say("Looking for the record that this is about…")
        problem = await _find_record(screen, head)
        if problem:
            screen.say(problem, loud=True)
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
