"""Answer memory: what we wrote before to customers who asked something like this. From the cache alone, offline."""

from __future__ import annotations

from chatlane_tui.model.ids import ConversationId
from chatlane_tui.store import past_answers
from chatlane_tui.store.database import Database
from chatlane_tui.store.past_answers import PastAnswer


class Memory:
    """Reads of the store, off the event loop."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def answers(self, conversation_id: ConversationId, words: str = "") -> tuple[PastAnswer, ...]:
        """Our own replies that fit `words` best, else what the customer of this conversation wrote last."""
        return await self._database.read(
            lambda c: past_answers.past_answers(
                c, words or past_answers.asked(c, conversation_id), besides=conversation_id
            )
        )
