"""Conversations that a person begins: kept at once, made on the server when the first message goes."""

from __future__ import annotations

from chatlane_tui.errors import Refused
from chatlane_tui.model.beginning import Beginning, NewConversation
from chatlane_tui.model.clock import Clock
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.model.writes import Writes
from chatlane_tui.store import beginnings
from chatlane_tui.store.database import Database


class Beginnings:
    """Every method raises `StoreError` if the database fails; none touches the network."""

    def __init__(self, database: Database, *, clock: Clock, writes: Writes | None = None) -> None:
        self._writes = writes or Writes()
        self._database = database
        self._clock = clock

    async def begin(self, wanted: NewConversation) -> ConversationId:
        """Keep it, under an id of this machine's (below 0): drafts and outbox take it as they take any conversation.

        `ConversationBegan` says when the server knows it. Raises `Refused` for what could never be made.
        """
        self._writes.require()
        if wanted.record_id is None and wanted.contact_id is None and wanted.new_contact is None:
            raise Refused(
                "Nobody is chosen to write to.", hint="Choose a contact, or a record.", code="CONTACT_REQUIRED"
            )
        if wanted.record_id is not None and wanted.new_contact is not None:
            raise Refused(
                "A new contact belongs to no record yet.",
                hint="Choose one of the record's contacts.",
                code="CONTACT_NOT_ASSOCIATED",
            )  # E1
        return await self._database.write(lambda tx: beginnings.begin(tx, wanted, now=self._clock()))

    async def find(self, conversation_id: ConversationId) -> Beginning | None:
        """What was begun under that id, and how far it is; None for any other conversation."""
        return await self._database.read(lambda c: beginnings.beginning(c, conversation_id))

    async def change(self, conversation_id: ConversationId, wanted: NewConversation) -> bool:
        """Correct what was refused, or not asked for yet. False: it is on its way, or there already."""
        return await self._database.write(lambda tx: beginnings.change(tx, conversation_id, wanted))
