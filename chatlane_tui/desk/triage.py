"""Acts here: they change what this desk shows, never the server, which this API does not allow (V3)."""

from __future__ import annotations

from chatlane_tui.model.beginning import is_local
from chatlane_tui.model.clock import Clock
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.store import triage
from chatlane_tui.store.database import Database


class Triage:
    """The local overlay; every method raises `StoreError` if the database fails."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def read(self, conversation_id: ConversationId) -> None:
        """Read here: no longer shown as unread, until the customer writes again. What was begun here always is."""
        if is_local(conversation_id):
            return
        await self._database.write(lambda tx: triage.set_read(tx, conversation_id, True, now=self._clock()))
