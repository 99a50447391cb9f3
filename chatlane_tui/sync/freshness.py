"""A contact and records read anew, just before what is known of them goes into somebody's text."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from typing import Final

from chatlane_tui.api.client import Client, Priority
from chatlane_tui.errors import ApiError
from chatlane_tui.model.ids import ContactId, RecordId
from chatlane_tui.store import contacts, records
from chatlane_tui.store.database import Database

PATIENCE: Final = 2.0
"""Seconds that a person waits for it; then what is cached counts."""
_MOST_RECORDS: Final = 5


class Freshness:
    """Reads, and stores what it read; a failure changes nothing and is no news: the cache is still there."""

    def __init__(self, database: Database, client: Client, *, patience: float = PATIENCE) -> None:
        self._database = database
        self._client = client
        self._patience = patience

    async def freshen(self, contact_id: ContactId | None, record_ids: Sequence[int]) -> bool:
        """Whether all of it was read in time."""
        reads: list[Awaitable[None]] = [self._record(RecordId(record_id)) for record_id in record_ids[:_MOST_RECORDS]]
        if contact_id is not None:
            reads.append(self._contact(contact_id))
        try:
            async with asyncio.timeout(self._patience):
                outcomes = await asyncio.gather(*reads, return_exceptions=True)
        except TimeoutError:
            return False
        for outcome in outcomes:
            if isinstance(outcome, BaseException) and not isinstance(outcome, ApiError):
                raise outcome
        return not any(outcomes)

    async def _contact(self, contact_id: ContactId) -> None:
        found = await self._client.contact(contact_id, priority=Priority.INTERACTIVE)
        await self._database.write(lambda tx: contacts.upsert(tx, (found,)))

    async def _record(self, record_id: RecordId) -> None:
        found = await self._client.record(record_id, priority=Priority.INTERACTIVE)
        await self._database.write(lambda tx: records.upsert(tx, (found,)))
