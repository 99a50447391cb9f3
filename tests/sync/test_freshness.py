"""A contact and records read anew before their values go into a text."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from chatlane_tui.api.client import Client
from chatlane_tui.model.feed import Feed
from chatlane_tui.model.ids import ContactId
from chatlane_tui.sandbox.server import Sandbox
from chatlane_tui.store import contacts, records
from chatlane_tui.store.database import Database
from chatlane_tui.sync.freshness import Freshness


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database.open(tmp_path / "desk.db", feed=Feed())
    yield opened
    opened.close()


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[Client]:
    opened = Client(sandbox.base_url, sandbox.token)
    yield opened
    await opened.aclose()


async def test_what_is_read_in_time_is_stored(database: Database, client: Client) -> None:
    assert await Freshness(database, client).freshen(ContactId(1), (1, 2))
    person = await database.read(lambda c: contacts.contact(c, ContactId(1)))
    assert person is not None
    assert len(await database.read(records.records)) == 2


async def test_what_is_gone_changes_nothing_and_raises_nothing(
    sandbox: Sandbox, database: Database, client: Client
) -> None:
    sandbox.faults.add("status", path="contacts", status=404)
    assert not await Freshness(database, client).freshen(ContactId(1), (1,))
    assert len(await database.read(records.records)) == 1


async def test_nobody_waits_longer_than_they_would(sandbox: Sandbox, database: Database, client: Client) -> None:
    sandbox.faults.add("delay", path="contacts", seconds=1.5)
    assert not await Freshness(database, client, patience=0.3).freshen(ContactId(1), ())


async def test_without_anything_to_read_it_is_fresh(database: Database, client: Client) -> None:
    assert await Freshness(database, client).freshen(None, ())
