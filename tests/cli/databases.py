"""Databases as the client leaves them, filled from a real server."""

from __future__ import annotations

from pathlib import Path

from chatlane_tui.api.client import Client
from chatlane_tui.config.settings import Settings
from chatlane_tui.model.feed import Feed
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.model.outbox import Outgoing
from chatlane_tui.store import drafts, inboxes, messages, outbox
from chatlane_tui.store.database import Database, Transaction
from chatlane_tui.store.rows import DraftRow

NOW = 1_770_000_000_000
DRAFT = DraftRow(ConversationId(1), "reply", "Dear Ada", "email", None, None, "", "", (), "", NOW)


async def cache_of(settings: Settings, token: str, fingerprint: str) -> Path:
    """The database of this token, with what its server says and one draft."""
    path = settings.places.database_path(settings.profile, settings.base_url, fingerprint)
    database = Database.open(path, feed=Feed())
    client = Client(settings.base_url, token)
    try:
        async for inbox_page in client.inboxes():
            found = inbox_page.items
            await database.write(lambda tx, found=found: inboxes.upsert(tx, found, now=NOW))  # type: ignore[misc]
        async for message_page in client.messages():
            items = message_page.items
            await database.write(lambda tx, items=items: messages.upsert(tx, items, now=NOW))  # type: ignore[misc]
        await database.write(lambda tx: drafts.save(tx, DRAFT))
    finally:
        await client.aclose()
        database.close()
    return path


def words_in(path: Path, *, sent: int) -> None:
    """A draft, and so many messages that wait to be sent."""

    def write(tx: Transaction) -> None:
        drafts.save(tx, DRAFT)
        for _ in range(sent):
            outgoing = Outgoing(conversation_id=ConversationId(2), body="Hello", type="email")
            outbox.submit(tx, outgoing, now=NOW, due=NOW)

    database = Database.open(path, feed=Feed())
    try:
        database.write_soon(write).result()
    finally:
        database.close()
