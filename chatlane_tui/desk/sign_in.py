"""Signing in, without a screen: check the token with the server, keep it, and keep what an earlier token had here.

Whether two tokens are of one team cannot be asked (A6), and ids of two teams may collide. So a database is handed on
only if the server lists one of its inboxes by id and name, and knows a message of it by id, conversation and time.
"""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from chatlane_tui.config.given_token import checked
from chatlane_tui.config.paths import fingerprint_of
from chatlane_tui.config.settings import Settings
from chatlane_tui.config.token import StoredAt, store
from chatlane_tui.desk import kept
from chatlane_tui.errors import Missing, StoreError
from chatlane_tui.model.ids import MessageId

if TYPE_CHECKING:
    from chatlane_tui.api.client import Client


class SignedIn(NamedTuple):
    """What signing in came to. `inboxes` are their names, as the server lists them."""

    fingerprint: str
    stored: StoredAt
    inboxes: tuple[str, ...]
    adopted: bool
    """An earlier token's drafts, outbox and cache are this one's now."""


async def sign_in(settings: Settings, value: str) -> SignedIn:
    """Check a token with `GET /inboxes` (A6), then keep it. Nothing is kept if the server does not take it.

    Raises `ConfigurationError` for what is no token, `Denied` for one that is not taken, `NotSent` when offline.
    """
    token = checked(value)
    fingerprint = fingerprint_of(token)
    async with _connected(settings, token) as client:
        inboxes = await _inboxes(client)
        earlier = await _same_team(settings, client, inboxes, fingerprint)
    stored = await asyncio.to_thread(store, settings, token)
    places = settings.places
    adopted = earlier is not None and places.adopt(settings.profile, settings.base_url, earlier, fingerprint)
    places.remember(settings.profile, settings.base_url, fingerprint)
    return SignedIn(fingerprint, stored, tuple(inboxes.values()), adopted)


async def check(settings: Settings, token: str) -> tuple[str, ...]:
    """The names of the inboxes that this token opens; raises like `sign_in`."""
    async with _connected(settings, token) as client:
        return tuple((await _inboxes(client)).values())


@asynccontextmanager
async def _connected(settings: Settings, token: str) -> AsyncIterator[Client]:
    """A client whose imports, which are heavy, do not hold up the event loop."""
    module = await asyncio.to_thread(importlib.import_module, "chatlane_tui.api.client")
    client: Client = module.Client(settings.base_url, token)
    try:
        yield client
    finally:
        await client.aclose()


async def _inboxes(client: Client) -> dict[int, str]:
    found: dict[int, str] = {}
    async for page in client.inboxes():
        found.update({inbox.id: inbox.name or "" for inbox in page.items})
    return found


async def _same_team(settings: Settings, client: Client, inboxes: dict[int, str], fingerprint: str) -> str | None:
    """The fingerprint used before, if its database is this team's; None if there is nothing to take over."""
    earlier = settings.places.remembered(settings.profile, settings.base_url)
    if earlier is None or earlier == fingerprint:
        return None
    database = settings.places.database_path(settings.profile, settings.base_url, earlier)
    if not database.exists():
        return None
    try:
        same = await _knows(client, inboxes, database)
    except StoreError:
        return None
    return earlier if same else None


async def _knows(client: Client, inboxes: dict[int, str], database: Path) -> bool:
    if not inboxes.items() & kept.inboxes(database).items():
        return False
    for witness in kept.witnesses(database):
        try:
            message = await client.message(MessageId(witness.id))
        except Missing:
            continue
        where = message.conversation.id if message.conversation else witness.conversation_id
        if (where, message.created_at) == (witness.conversation_id, witness.created_at):
            return True
    return False
