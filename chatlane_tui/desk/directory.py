"""What the server is asked about contacts, records and inboxes while a person looks: read, stored, and then cached."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from typing import TYPE_CHECKING, Final, TypeVar

from chatlane_tui.errors import Missing, NotSent
from chatlane_tui.model.clock import Clock
from chatlane_tui.model.ids import ContactId, ConversationId, InboxId, RecordId
from chatlane_tui.store import contacts, inbox_counts, inboxes, people, records
from chatlane_tui.store.database import Database, Transaction
from chatlane_tui.store.people_rows import ContactLine, StatusCount

if TYPE_CHECKING:
    from chatlane_tui.api.client import Client, Page
    from chatlane_tui.model import wire

L = TypeVar("L", bound="wire.Identified")

STATUSES: Final = ("active", "pending", "closed")
"""Those of the document; other words (A8) are in the total alone."""
CHANNEL_TYPES: Final = ("email", "sms", "whatsapp", "facebook", "instagram", "phone_call")
"""The types of the document that have channels."""
MOST_LOOKED_AT: Final = 60
"""Records read, a request each, in search of the one that a conversation is about (E1)."""


class Directory:
    """`client` returns the connection there is now, if any. Every method raises `ApiError` and `StoreError`."""

    def __init__(self, database: Database, *, client: Callable[[], Client | None], clock: Clock) -> None:
        self._database = database
        self._connected = client
        self._clock = clock

    @property
    def client(self) -> Client:
        """The connection; raises `NotSent` while there is none."""
        client = self._connected()
        if client is None:
            raise NotSent("There is no connection to the server.", hint="Nothing was sent; sign in, then try again.")
        return client

    async def contact(self, contact_id: ContactId) -> wire.Contact:
        """Read one again. Raises `Missing` if it is no longer there."""
        item = await self.client.contact(contact_id)
        await self._database.write(lambda tx: contacts.upsert(tx, (item,)))
        return item

    async def record(self, record_id: RecordId) -> wire.Record:
        """Read one again, with its links and its definition (E2). Raises `Missing` if it is no longer there."""
        item = await self.client.record(record_id)
        await self._database.write(lambda tx: records.upsert(tx, (item,)))
        return item

    async def count(self, inbox_id: InboxId) -> None:
        """Ask how many conversations of each status an inbox has, a request each, and read the inbox itself."""
        client = self.client
        item = await client.inbox(inbox_id)
        counts = [
            StatusCount(status, await client.count_conversations(inbox_id=inbox_id, status=status))
            for status in STATUSES
        ]
        now = self._clock()

        def store(tx: Transaction) -> None:
            inboxes.upsert(tx, (item,), now=now)
            inbox_counts.put(tx, inbox_id, counts, now=now)

        await self._database.write(store)

    async def learn_channels(self, inbox_id: InboxId) -> int:
        """Read the newest message of each type in an inbox: nowhere else do its channels show (C1). How many did."""
        from chatlane_tui.api.client import Priority

        found = 0
        for type_word in CHANNEL_TYPES:
            newest = await _first(
                self.client.messages(inbox_id=inbox_id, type=type_word, priority=Priority.INTERACTIVE)
            )
            if newest:
                latest = max(newest, key=lambda item: (item.created_at or 0, item.id))  # no order is promised (P5)
                found += await self._learn_channel(inbox_id, await self.client.message(latest.id))
        return found

    async def _learn_channel(self, inbox_id: InboxId, message: wire.Message) -> bool:
        from chatlane_tui.store import messages

        channel, now = message.channel, self._clock()
        if channel is None:
            return False

        def store(tx: Transaction) -> None:
            messages.upsert(tx, (message,), now=now)
            inboxes.learn_channels(tx, ((channel, inbox_id),), now=now)

        await self._database.write(store)
        return True

    async def find(self, *, email: str = "", phone: str = "") -> tuple[ContactLine, ...]:
        """Who has exactly this e-mail address, or this phone number in any format (A9), on the server."""
        found: dict[int, wire.Contact] = {}
        if email:
            found |= {item.id: item for item in await self._first_page(email=email) if _is(item.email, email)}
        if phone:
            found |= {item.id: item for item in await self._first_page(phone_number=phone)}
        if not found:
            return ()
        await self._database.write(lambda tx: contacts.upsert(tx, tuple(found.values())))
        return await self._database.read(lambda c: people.contact_lines(c, [ContactId(id_) for id_ in found]))

    async def _first_page(
        self, *, email: str | None = None, phone_number: str | None = None
    ) -> tuple[wire.Contact, ...]:
        """What matches exactly fits on a page; a server that ignores the filter is not to be walked whole."""
        from chatlane_tui.api.client import Priority

        return await _first(self.client.contacts(email=email, phone_number=phone_number, priority=Priority.INTERACTIVE))

    async def look_for_record(self, conversation_id: ConversationId, *, subject: str) -> bool:
        """Read records until one lists this conversation, since nothing else tells which it is about (E1).

        The one that its subject names comes first. False if none of the first `MOST_LOOKED_AT` does.
        """
        known = await self._records_of(conversation_id)
        if known:
            for record_id in known:
                await self.record(record_id)
            return True
        candidates = await self._unread(subject) or await self._newest(subject)
        for record_id in candidates:
            try:
                await self.record(record_id)
            except Missing:
                continue
            if await self._records_of(conversation_id):
                return True
        return False

    async def _unread(self, subject: str) -> tuple[RecordId, ...]:
        return await self._database.read(lambda c: people.unread_records(c, subject=subject, size=MOST_LOOKED_AT))

    async def _newest(self, subject: str) -> tuple[RecordId, ...]:
        """None is cached yet: the first page of them comes before the first sync brings all."""
        from chatlane_tui.api.client import Priority

        items = await _first(self.client.records(priority=Priority.INTERACTIVE))
        await self._database.write(lambda tx: records.upsert(tx, items))
        return await self._unread(subject)

    async def _records_of(self, conversation_id: ConversationId) -> tuple[RecordId, ...]:
        return await self._database.read(lambda c: people.records_of(c, conversation_id))


async def _first(walk: AsyncGenerator[Page[L], None]) -> tuple[L, ...]:
    """The items of the first page alone."""
    try:
        return (await anext(walk)).items
    except StopAsyncIteration:
        return ()
    finally:
        await walk.aclose()


def _is(one: str | None, other: str) -> bool:
    return (one or "").casefold() == other.strip().casefold()
