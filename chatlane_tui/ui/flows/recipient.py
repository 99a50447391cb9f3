"""Who an answer goes to, and what of them: as far as that is sure, without asking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatlane_tui.model.ids import ContactId
from chatlane_tui.store.rows import ContactChoice

if TYPE_CHECKING:
    from chatlane_tui.desk.session import Session
    from chatlane_tui.store.rows import ThreadHead


async def is_about_record(session: Session, head: ThreadHead) -> bool:
    """Whether the server wants to be told whom an answer goes to: by the kind of its inbox or, where nobody said that,
    by what was learnt of the conversation (E1)."""
    if head.inbox_type:
        return head.inbox_type != "standard"
    known = await session.people.answered_to(head.id) or await session.read.contact_choices(head.id)
    return bool(known)


async def addressee(session: Session, head: ThreadHead, drafted: ContactId | None) -> ContactChoice | None:
    """Whom to write to as far as that is sure: who was chosen, whom the draft was for, the only one of the record, or
    the participant where nothing speaks against that."""
    choices = {choice.id: choice for choice in await session.read.contact_choices(head.id)}
    chosen = await session.people.answered_to(head.id) or drafted
    if chosen is not None:
        return choices.get(chosen) or await _known(session, chosen)
    if len(choices) == 1:
        return next(iter(choices.values()))
    if head.participant_id is not None and (head.participant_id in choices or not choices):
        return choices.get(head.participant_id) or await _known(session, head.participant_id)
    return None


def recipient(person: ThreadHead | ContactChoice, type_word: str) -> str:
    """What a message of that type goes to: an address, a number or a name, as far as it is known."""
    if type_word == "email":
        return person.email or person.name
    if type_word in ("sms", "whatsapp", "phone_call"):
        return person.phone or person.name
    return person.name or person.email or person.phone


async def _known(session: Session, contact_id: ContactId) -> ContactChoice:
    page = await session.people.contact(contact_id)
    if page is None:
        return ContactChoice(contact_id, "", "", "")
    return ContactChoice(contact_id, page.name, page.email, page.phone)
