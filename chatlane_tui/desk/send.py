"""What a person sends: into the outbox in one transaction, recalled while it is held, decided on when it went wrong."""

from __future__ import annotations

import asyncio

from chatlane_tui.config.settings import Settings
from chatlane_tui.errors import Refused
from chatlane_tui.model.clock import Clock
from chatlane_tui.model.ids import ConversationId, MessageId, OutboxId
from chatlane_tui.model.outbox import OutboxState, Outgoing, Standing
from chatlane_tui.model.writes import Writes
from chatlane_tui.store import beginnings, deliveries, outbox
from chatlane_tui.store.database import Database, Transaction
from chatlane_tui.store.rows import OutboxRow
from chatlane_tui.sync.presence import Presence


class Sending:
    """Writes to the outbox. Nothing here touches the network: sync delivers what it finds."""

    def __init__(
        self,
        database: Database,
        *,
        settings: Settings,
        clock: Clock,
        presence: Presence,
        writes: Writes | None = None,
    ) -> None:
        """`writes` closed: nothing is put into the outbox, nor moved on in it."""
        self._writes = writes or Writes()
        self._database = database
        self._settings = settings
        self._clock = clock
        self._presence = presence

    def hold(self, outgoing: Outgoing) -> int:
        """How long it is held before it goes out, in milliseconds (W2): by type, and never for a server draft."""
        return 0 if outgoing.is_draft else self._settings.send.hold(outgoing.type)

    async def submit(self, outgoing: Outgoing, *, base: str | None = None) -> OutboxId:
        """Put it into the outbox and drop its draft, at once or not at all. Raises `Refused` for what never can go.

        `base` is what the draft was when it was last seen: what another window wrote there since stays.
        """
        self._writes.require()
        if not outgoing.body.strip():
            raise Refused("There is nothing to send yet.", code="VALIDATION_ERROR")
        if outgoing.is_draft and outgoing.type == "note":
            raise Refused(
                "The server keeps no drafts of notes.",
                hint="Your note is saved here; send it when it is ready.",
                code="NOTE_CANNOT_BE_DRAFT",
            )  # D3
        author = await asyncio.to_thread(self._presence.announce)
        now = self._clock()
        due = now + self.hold(outgoing)
        return await self._database.write(
            lambda tx: outbox.submit(tx, outgoing, now=now, due=due, author=author, base=base)
        )

    async def recall(self, conversation_id: ConversationId | None) -> OutboxRow | None:
        """Take back the newest message of the conversation (None: of all) that surely was not sent; its text is a
        draft again. None if there is nothing left to take back."""

        def recall(tx: Transaction) -> OutboxRow | None:
            row = outbox.latest_recallable(tx.connection, conversation_id)
            return None if row is None else outbox.recall(tx, row.id, now=self._clock())

        return await self._database.write(recall)

    async def recallable(self, conversation_id: ConversationId | None) -> OutboxRow | None:
        """What `recall` would take back."""
        return await self._database.read(lambda c: outbox.latest_recallable(c, conversation_id))

    async def edit(self, outbox_id: OutboxId) -> OutboxRow | None:
        """Take that one back to its draft; None if it is too late."""
        return await self._database.write(lambda tx: outbox.recall(tx, outbox_id, now=self._clock()))

    async def send_again(self, outbox_id: OutboxId, *, seen: MessageId | None, asked: Standing) -> bool:
        """A person decided: queue a blocked, refused or uncertain message again, with the thread seen up to `seen`.

        `asked` is where it stood when they were asked. Who let something go that was certainly not sent did not say
        that it may go twice, and who let it go twice did not say three times: False if another window has sent it
        meanwhile, whatever became of that (W1).
        """
        self._writes.require()

        def again(tx: Transaction) -> bool:
            row = outbox.row(tx.connection, outbox_id)
            if row is None or row.standing != asked:
                return False
            if row.state not in (OutboxState.BLOCKED, OutboxState.REFUSED, OutboxState.UNCERTAIN):
                return False
            now = self._clock()
            beginnings.again(tx, row.conversation_id)
            outbox.saw(tx, outbox_id, seen)
            return outbox.move(tx, outbox_id, row.state, OutboxState.QUEUED, due=now)

        return await self._database.write(again)

    async def send_now(self, outbox_id: OutboxId) -> bool:
        """End the hold of that one early, or do not wait for the next try. False: it is in neither state."""
        self._writes.require()
        now = self._clock()
        return await self._database.write(lambda tx: outbox.hasten(tx, outbox_id, now=now))

    async def put_off(self, outbox_id: OutboxId, *, by: int) -> int | None:
        """Hold a held one for `by` milliseconds from now; when it was due before (ms), None if it is not held."""
        due = self._clock() + by
        return await self._database.write(lambda tx: outbox.put_off(tx, outbox_id, due=due))

    async def hold_until(self, outbox_id: OutboxId, due: int) -> None:
        """Give a held one its time back."""
        await self._database.write(lambda tx: outbox.put_off(tx, outbox_id, due=due))

    async def was_sent(self, outbox_id: OutboxId) -> bool:
        """A person knows that an uncertain one went out: it waits no more. False: it is not uncertain any more."""
        return await self._database.write(lambda tx: outbox.was_sent(tx, outbox_id)) is not None

    async def let_rest(self, message_id: MessageId) -> bool:
        """A person does nothing more about a message that did not arrive (W3). False: it rests already."""
        now = self._clock()
        return await self._database.write(lambda tx: deliveries.rest(tx, message_id, now=now))

    async def discard(self, outbox_id: OutboxId) -> OutboxRow | None:
        """Drop it for good; returns what it was, None if it is on its way already."""
        return await self._database.write(lambda tx: outbox.discard(tx, outbox_id))
