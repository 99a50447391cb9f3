"""Asking the server for one conversation, for a command that runs by itself: no sync, no lock, one thread, whole."""

from __future__ import annotations

import asyncio

from chatlane_tui.errors import Missing
from chatlane_tui.model.clock import Clock
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.store.database import Database
from chatlane_tui.sync.pace import Pace

MOST_WHOLE = 200
"""Messages that are read one by one, the newest: only so files are told of (M5)."""


class Fetching:
    """`token` is sent to `base_url` alone. The HTTP stack is imported in a thread, when it is first needed."""

    def __init__(self, database: Database, *, base_url: str, token: str, clock: Clock) -> None:
        self._database = database
        self._base_url = base_url
        self._token = token
        self._clock = clock

    async def thread(self, conversation_id: ConversationId) -> None:
        """Read it and store it. Raises `Missing` where the server has none of that number, `ApiError`, `StoreError`."""
        client_of, pull_of, ledger_of = await asyncio.to_thread(_load)
        ledger = ledger_of(self._database, clock=self._clock)
        client = client_of(self._base_url, self._token, offload=self._database.work, clock=self._clock, ledger=ledger)
        try:
            await client.conversation(conversation_id)
            pull = pull_of(self._database, client, clock=self._clock, pace=Pace())
            await pull.thread(conversation_id)
            await pull.whole(conversation_id, newest=MOST_WHOLE, most=MOST_WHOLE)
        except Missing as error:
            raise Missing(f"The server has no conversation {conversation_id}.", status=error.status) from error
        finally:
            await client.aclose()


def _load() -> tuple[type, type, type]:
    from chatlane_tui.api.client import Client
    from chatlane_tui.sync.ledger import RateLedger
    from chatlane_tui.sync.pull import Pull

    return Client, Pull, RateLedger
