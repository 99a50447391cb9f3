"""Signing in: the token is checked first, and a database is handed on only to the same team (A6)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from chatlane_tui.config.paths import fingerprint_of
from chatlane_tui.config.settings import Settings, load
from chatlane_tui.desk.sign_in import check, sign_in
from chatlane_tui.errors import ConfigurationError, Denied
from chatlane_tui.sandbox.server import Sandbox
from tests.cli.databases import cache_of
from tests.config.keyrings import MemoryKeyring, using


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """A small server; nothing here writes to it."""
    with Sandbox(conversations=4) as running:
        yield running


@pytest.fixture
def settings(tmp_path: Path, sandbox: Sandbox) -> Settings:
    """Somebody who works with that server."""
    places = {f"XDG_{kind}_HOME": str(tmp_path / kind.lower()) for kind in ("CONFIG", "CACHE", "STATE")}
    return load({**places, "CHATLANE_BASE_URL": sandbox.base_url})


@pytest.fixture(autouse=True)
def keyring() -> Iterator[MemoryKeyring]:
    """An empty keyring."""
    with using(MemoryKeyring()) as backend:
        yield backend


async def signed_in_before(settings: Settings, token: str) -> Path:
    """Sign in, and fill the cache as the sync would."""
    await sign_in(settings, token)
    return await cache_of(settings, token, fingerprint_of(token))


def change(database: Path, statement: str) -> None:
    """Change what is cached behind the client's back."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(statement)


async def test_the_inboxes_say_which_team_it_is(settings: Settings, sandbox: Sandbox) -> None:
    assert "Support" in await check(settings, sandbox.token)


async def test_a_dead_token_is_not_kept(settings: Settings, keyring: MemoryKeyring) -> None:
    with pytest.raises(Denied):
        await sign_in(settings, "9|dead")
    assert keyring.secrets == {}


async def test_what_is_no_token_is_not_sent_anywhere(settings: Settings, sandbox: Sandbox) -> None:
    before = len(sandbox.requests)
    with pytest.raises(ConfigurationError):
        await sign_in(settings, "two words")
    assert len(sandbox.requests) == before


async def test_the_first_sign_in_takes_nothing_over(settings: Settings, sandbox: Sandbox) -> None:
    assert not (await sign_in(settings, sandbox.token)).adopted


async def test_signing_in_again_with_the_same_token_takes_nothing_over(settings: Settings, sandbox: Sandbox) -> None:
    await signed_in_before(settings, sandbox.token)
    assert not (await sign_in(settings, sandbox.token)).adopted


async def test_a_token_that_was_never_used_leaves_nothing_to_take_over(settings: Settings, sandbox: Sandbox) -> None:
    await sign_in(settings, sandbox.token)
    assert not (await sign_in(settings, sandbox.read_only_token)).adopted


async def test_a_new_token_of_the_same_team_takes_the_database_over(settings: Settings, sandbox: Sandbox) -> None:
    await signed_in_before(settings, sandbox.token)
    assert (await sign_in(settings, sandbox.read_only_token)).adopted


async def test_a_message_that_is_gone_does_not_hide_the_others(settings: Settings, sandbox: Sandbox) -> None:
    database = await signed_in_before(settings, sandbox.token)
    change(database, "UPDATE message SET id = 999999 WHERE row = (SELECT max(row) FROM message)")
    assert (await sign_in(settings, sandbox.read_only_token)).adopted


@pytest.mark.parametrize(
    "difference",
    [
        "UPDATE message SET created_at = created_at + 1000",
        "UPDATE message SET conversation_id = conversation_id + 1000",
        "UPDATE message SET id = id + 1000000",
        "UPDATE inbox SET name = name || '!'",
        "DELETE FROM message",
    ],
)
async def test_a_team_that_looks_alike_gets_a_database_of_its_own(
    settings: Settings, sandbox: Sandbox, difference: str
) -> None:
    database = await signed_in_before(settings, sandbox.token)
    change(database, difference)
    assert not (await sign_in(settings, sandbox.read_only_token)).adopted


async def test_a_database_that_cannot_be_read_is_left_alone(settings: Settings, sandbox: Sandbox) -> None:
    database = await signed_in_before(settings, sandbox.token)
    database.write_bytes(b"not a database" * 100)
    for beside in ("-wal", "-shm"):
        database.with_name(f"{database.name}{beside}").unlink(missing_ok=True)
    assert not (await sign_in(settings, sandbox.read_only_token)).adopted
