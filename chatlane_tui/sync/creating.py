"""Makes the conversation that a message waits for: its contact, then itself, each asked for once (W1, W4)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

from chatlane_tui.api.client import Client, Priority
from chatlane_tui.errors import ApiError, Denied, NotSent, Refused
from chatlane_tui.model import wire
from chatlane_tui.model.beginning import Beginning, BeginningState, NewContact, NewConversation
from chatlane_tui.model.clock import Clock
from chatlane_tui.model.ids import ContactId, ConversationId, is_local
from chatlane_tui.model.outbox import OutboxState
from chatlane_tui.store import beginnings, contacts, outbox
from chatlane_tui.store.database import Database, Transaction
from chatlane_tui.store.rows import OutboxRow

T = TypeVar("T", bound=wire.Identified)

MAYBE = "{} may have been made: the answer was lost on the way. Your message was not sent; it is looked for first."
TAKEN = "Another contact has this phone number. Your text is kept: write to that contact, or leave the number out."


class Creating:
    """Every method raises `ApiError` where nothing was done yet and the same may be tried again."""

    def __init__(self, database: Database, client: Client, *, clock: Clock) -> None:
        self._database = database
        self._client = client
        self._clock = clock

    async def made(self, row: OutboxRow) -> OutboxRow | None:
        """The row that is being sent, once its conversation is there; None: it waits for a person, and says why."""
        while is_local(row.conversation_id):
            local = row.conversation_id
            found = await self._database.read(lambda c: beginnings.beginning(c, local))  # noqa: B023 - awaited here
            if found is None or found.state in (BeginningState.REFUSED, BeginningState.UNCERTAIN):
                await self._stop(row, found)
                return None
            match found.state:
                case BeginningState.ASKING:  # nobody else asks: how it ended could not be noted
                    await self._trouble(local, BeginningState.UNCERTAIN, MAYBE.format("It"), "")
                case BeginningState.WAITING if found.lacks_contact:
                    await self._make_contact(found)
                case BeginningState.WAITING:
                    await self._make_conversation(found)
            again = await self._database.read(lambda c: outbox.row(c, row.id))  # noqa: B023 - awaited here
            if again is None or again.state is not OutboxState.SENDING:
                return None
            row = again
        return row

    async def find_again(self, row: OutboxRow, *, slack: int) -> bool:
        """Look on the server for what may have been made; whether the row needs no more looking.

        `slack` is how far the server's clock and ours may differ, in ms.
        """
        found = await self._database.read(lambda c: beginnings.beginning(c, row.conversation_id))
        if found is None:
            return False
        if found.state is not BeginningState.UNCERTAIN:  # it was decided on meanwhile, for another message of it
            await self._database.write(lambda tx: beginnings.release(tx, found.local))
            return True
        since = (found.asked_at or row.created_at) - slack
        if found.lacks_contact:
            contact = await self._contact_made(found.wanted.new_contact or NewContact(""), since)
            if contact is not None:
                await self._meet(found.local, contact)
            return contact is not None
        conversation = await self._conversation_made(found, since)
        if conversation is not None:
            made = conversation
            await self._database.write(lambda tx: beginnings.begun(tx, found.local, made, now=self._clock()))
        return conversation is not None

    async def _contact_made(self, wanted: NewContact, since: int) -> wire.Contact | None:
        if wanted.email or wanted.phone:
            return await self.find_contact(wanted)
        async for page in self._client.contacts(created_after=max(0, since), priority=Priority.INTERACTIVE):
            for contact in page.items:
                if contact.name == wanted.name and (contact.created_at or since) >= since:
                    return contact
        return None

    async def _conversation_made(self, found: Beginning, since: int) -> wire.Conversation | None:
        """The oldest one that it can be: of this inbox, subject and person, and not known before it was asked for."""
        wanted = found.wanted
        candidates: list[wire.Conversation] = []
        async for page in self._client.conversations(
            created_after=max(0, since), inbox_id=wanted.inbox_id, priority=Priority.INTERACTIVE
        ):
            candidates += [item for item in page.items if may_be(item, wanted, since=since)]
        for item in sorted(candidates, key=lambda item: (item.created_at or 0, item.id)):
            if not await self._database.read(
                lambda c, item=item: beginnings.is_older(c, item.id, found.asked_at or 0)  # type: ignore[misc]
            ):
                return item
        return None

    async def find_contact(self, wanted: NewContact) -> wire.Contact | None:
        """Somebody with exactly this e-mail, or, where none was given, with this phone number."""
        if not (wanted.email or wanted.phone):
            return None
        phone = None if wanted.email else wanted.phone
        async for page in self._client.contacts(
            email=wanted.email or None, phone_number=phone, priority=Priority.INTERACTIVE
        ):
            for contact in page.items:
                if not wanted.email or (contact.email or "").casefold() == wanted.email.casefold():
                    return contact
        return None

    async def _stop(self, row: OutboxRow, found: Beginning | None) -> None:
        """Nothing of it has left; what stands in the way is the person's to decide."""
        uncertain = found is not None and found.state is BeginningState.UNCERTAIN
        problem = "What was begun here is not known any more. Your text is kept." if found is None else found.problem
        state = OutboxState.UNCERTAIN if uncertain else OutboxState.REFUSED
        code = "" if found is None else found.code

        def stop(tx: Transaction) -> None:
            outbox.move(tx, row.id, OutboxState.SENDING, state, problem=problem, code=code)

        await self._database.write(stop)

    async def _make_contact(self, found: Beginning) -> None:
        wanted, local = found.wanted.new_contact or NewContact(""), found.local
        known = await self.find_contact(wanted)
        if known is not None:
            await self._meet(local, known)
            return
        create = partial(
            self._client.create_contact,
            name=wanted.name or None,
            email=wanted.email or None,
            phone_number=wanted.phone or None,
        )
        try:
            contact = await self._ask(local, "The contact", create)
        except Refused as error:
            known = await self.find_contact(wanted) if error.code in ("DUPLICATE_EMAIL", "DUPLICATE_PHONE") else None
            if known is not None:
                await self._meet(local, known)
                return
            problem = TAKEN if error.code == "DUPLICATE_PHONE" else _said(error)
            await self._trouble(local, BeginningState.REFUSED, problem, error.code)
        else:
            if contact is not None:
                await self._meet(local, contact)

    async def _make_conversation(self, found: Beginning) -> None:
        wanted, local = found.wanted, found.local
        create = partial(
            self._client.create_conversation,
            inbox_id=wanted.inbox_id,
            contact_id=wanted.contact_id if wanted.record_id is None else None,
            custom_entity_record_id=wanted.record_id,
            subject=wanted.subject or None,
            status=wanted.status or None,
            tags=wanted.tags,
        )
        try:
            conversation = await self._ask(local, "The conversation", create)
        except Refused as error:
            await self._trouble(local, BeginningState.REFUSED, _said(error), error.code)
        else:
            if conversation is not None:
                made = conversation
                await self._database.write(lambda tx: beginnings.begun(tx, local, made, now=self._clock()))

    async def _ask(self, local: ConversationId, what: str, create: Callable[[], Awaitable[T]]) -> T | None:
        """The answer to one create; None: it is uncertain, and noted so. `Refused` is the caller's to note."""
        if not await self._database.write(lambda tx: beginnings.ask(tx, local, now=self._clock())):
            return None
        try:
            return await create()
        except (NotSent, Denied):
            await self._database.write(lambda tx: beginnings.put_back(tx, local))
            raise
        except Refused:
            raise
        except ApiError as error:  # W1: a class that no table names must never look like "not made"
            await self._trouble(local, BeginningState.UNCERTAIN, MAYBE.format(what), error.code)
            return None

    async def _meet(self, local: ConversationId, contact: wire.Contact) -> None:
        def meet(tx: Transaction) -> None:
            contacts.upsert(tx, (contact,))
            beginnings.met(tx, local, ContactId(contact.id))

        await self._database.write(meet)

    async def _trouble(self, local: ConversationId, state: BeginningState, problem: str, code: str) -> None:
        await self._database.write(lambda tx: beginnings.trouble(tx, local, state, problem=problem, code=code))


def may_be(item: wire.Conversation, wanted: NewConversation, *, since: int) -> bool:
    """Whether a conversation of the server can be the one that was asked for. Pure."""
    late_enough = item.created_at is None or item.created_at >= since
    is_same_inbox = item.inbox is None or item.inbox.id == wanted.inbox_id
    person = None if item.participant is None else item.participant.id
    is_same_person = wanted.record_id is not None or person is None or person == wanted.contact_id
    is_same_subject = " ".join((item.subject or "").split()) == " ".join(wanted.subject.split())
    return late_enough and is_same_inbox and is_same_person and is_same_subject


def _said(error: Refused) -> str:
    reasons = (f"{field}: {'; '.join(why)}." for field, why in error.fields.items())
    return " ".join([error.sentence, *reasons, "Your text is kept."])
