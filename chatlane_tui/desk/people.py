"""Contacts, records and inboxes as they are cached, and what a person chose or began about them. No network here."""

from __future__ import annotations

from collections.abc import Sequence

from chatlane_tui.model.clock import Clock
from chatlane_tui.model.fields import Attribute
from chatlane_tui.model.ids import ContactId, ConversationId, EntityId, RecordId
from chatlane_tui.store import answered_to, forms, inbox_counts, people
from chatlane_tui.store.database import Database
from chatlane_tui.store.forms import FormDraft, FormEntry
from chatlane_tui.store.people_rows import (
    ContactLine,
    ContactPage,
    EntityLine,
    InboxLine,
    LinkedConversation,
    RecordLine,
    RecordPage,
    Stretch,
)


class People:
    """Reads of the store, off the event loop; every method raises `StoreError` if the database fails."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def contacts(
        self, *, words: str = "", size: int = 200, offset: int | None = None, around: ContactId | None = None
    ) -> Stretch[ContactLine]:
        """A stretch of the contacts by name, or those that the words find."""
        return await self._database.read(
            lambda c: people.contact_stretch(c, words=words, size=size, offset=offset, around=around)
        )

    async def contact(self, contact_id: ContactId) -> ContactPage | None:
        """All that is cached of one."""
        return await self._database.read(lambda c: people.contact_page(c, contact_id))

    async def records(
        self,
        *,
        entity_id: EntityId | None = None,
        words: str = "",
        size: int = 200,
        offset: int | None = None,
        around: RecordId | None = None,
    ) -> Stretch[RecordLine]:
        """A stretch of the records of an entity (None: of all), the newest first, or those that the words find."""
        look = self._database.search if words else self._database.read
        return await look(
            lambda c: people.record_stretch(
                c, entity_id=entity_id, words=words, size=size, offset=offset, around=around
            )
        )

    async def record(self, record_id: RecordId) -> RecordPage | None:
        """All that is cached of one."""
        return await self._database.read(lambda c: people.record_page(c, record_id))

    async def entities(self) -> tuple[EntityLine, ...]:
        """The custom entities met so far."""
        return await self._database.read(people.entities)

    async def attributes(self, entity_id: EntityId | None) -> tuple[Attribute, ...]:
        """What is known of an entity's definition (E2)."""
        return await self._database.read(lambda c: people.attributes(c, entity_id))

    async def inboxes(self) -> tuple[InboxLine, ...]:
        """The inboxes, what is learnt of them and how fresh that is."""
        return await self._database.read(inbox_counts.inbox_lines)

    async def open_conversations(self, contact_id: ContactId) -> tuple[LinkedConversation, ...]:
        """The conversations with a contact that are not closed, the newest first."""
        return await self._database.read(lambda c: people.open_conversations(c, contact_id))

    async def records_of(self, conversation_id: ConversationId) -> tuple[RecordId, ...]:
        """The records that a conversation is about, as far as is known (E1)."""
        return await self._database.read(lambda c: people.records_of(c, conversation_id))

    async def national(self, phone: str) -> str:
        """A phone number as its country writes it; empty where that is not known."""
        from chatlane_tui.model import phones

        return await self._database.compute(lambda: phones.national(phone)) if phone else ""

    async def written(self, phone: str) -> tuple[str, str]:
        """A phone number as it is sent, and what is odd about it as a sentence; it is sent all the same."""
        from chatlane_tui.model import phones

        return await self._database.compute(lambda: (phones.e164(phone), phones.doubt(phone)))

    async def answered_to(self, conversation_id: ConversationId) -> ContactId | None:
        """Whom a person chose to write to in a conversation about a record (E1)."""
        return await self._database.read(lambda c: answered_to.chosen(c, conversation_id))

    async def answer_to(self, conversation_id: ConversationId, contact_id: ContactId) -> None:
        """Remember whom a person chose there."""
        await self._database.write(lambda tx: answered_to.choose(tx, conversation_id, contact_id))

    async def begun(self, kind: str, subject: int) -> FormDraft | None:
        """What was typed into a form and neither saved nor discarded; `subject` is 0 for something new."""
        return await self._database.read(lambda c: forms.find(c, kind, subject))

    async def keep(self, kind: str, subject: int, entries: Sequence[FormEntry]) -> None:
        """Keep what stands in a form."""
        now = self._clock()
        await self._database.write(lambda tx: forms.save(tx, kind, subject, entries, now=now))

    async def forget(self, kind: str, subject: int) -> None:
        """It was saved, or a person threw it away."""
        await self._database.write(lambda tx: forms.forget(tx, kind, subject))
