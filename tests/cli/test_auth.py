"""`auth login|logout|status` against a real server."""

from __future__ import annotations

import json
import os
import pty
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from chatlane_tui.config import token_file
from chatlane_tui.config.paths import fingerprint_of
from chatlane_tui.sandbox.server import Sandbox
from chatlane_tui.sync.lock import SyncLock
from tests.cli.conftest import Shell
from tests.cli.databases import cache_of, words_in


def nobody() -> str:
    """The base URL of a port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return f"http://127.0.0.1:{free.getsockname()[1]}"


def test_a_piped_token_is_checked_and_kept_in_the_keyring(shell: Shell, sandbox: Sandbox) -> None:
    done = shell.run("auth", "login", "--with-token", typed=f"{sandbox.token}\n")
    assert (done.code, done.out) == (0, "")
    assert done.err.splitlines() == [
        f"Signed in to {sandbox.base_url} (profile `default`, 5 inboxes).",
        "The token is kept in the keyring (a test's file).",
    ]
    assert json.loads(shell.keyring.read_text()) == {f"chatlane-tui/default {sandbox.base_url}": sandbox.token}


def test_signing_in_prints_json_for_machines(shell: Shell, sandbox: Sandbox) -> None:
    done = shell.run("auth", "login", "--json", "--profile", "acme", typed=f"Bearer {sandbox.token}")
    said = json.loads(done.out)
    assert (said["profile"], said["fingerprint"], said["in_keyring"], said["adopted"]) == (
        "acme",
        fingerprint_of(sandbox.token),
        True,
        False,
    )


def test_without_a_keyring_the_file_is_announced(shell: Shell, sandbox: Sandbox) -> None:
    done = shell.without_keyring().run("auth", "login", typed=sandbox.token)
    assert done.err.splitlines()[1] == (
        "The keyring is not there, so the token is kept in ~/config/chatlane-tui/tokens/default,"
        " readable by you alone (0600)."
    )
    assert token_file.token_file(shell.settings).stat().st_mode & 0o777 == 0o600


def test_signing_in_is_remembered_without_the_token(shell: Shell, sandbox: Sandbox) -> None:
    shell.run("auth", "login", typed=sandbox.token)
    settings = shell.settings
    assert settings.places.remembered("default", settings.base_url) == fingerprint_of(sandbox.token)
    written = [path.read_text() for path in (shell.home / "state").rglob("*") if path.is_file()]
    assert not any(sandbox.token in text for text in written)


@pytest.mark.parametrize(("typed", "code"), [("9|wrong", 4), ("", 2), ("two words", 2), ("1|a\x1b[2J", 2)])
def test_a_token_that_is_not_taken_is_not_kept(shell: Shell, typed: str, code: int) -> None:
    done = shell.run("auth", "login", typed=typed)
    assert (done.code, done.out, shell.keyring.exists()) == (code, "", False)
    assert done.err.endswith(".\n")


def test_signing_in_offline_can_be_tried_again(shell: Shell) -> None:
    done = shell.run("auth", "login", typed="1|x", CHATLANE_BASE_URL=nobody())
    assert (done.code, shell.keyring.exists()) == (3, False)


def test_a_variable_that_goes_before_the_kept_token_is_said(shell: Shell, sandbox: Sandbox) -> None:
    done = shell.run("auth", "login", typed=sandbox.token, CHATLANE_API_TOKEN="5|other")
    assert done.err.splitlines()[-1] == "CHATLANE_API_TOKEN is set and goes before the token that was kept now."


def test_a_typed_token_is_asked_for_and_not_shown(shell: Shell, sandbox: Sandbox) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "chatlane_tui", "auth", "login"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=shell.environ,
        start_new_session=True,
    ) as process:
        os.close(theirs)
        seen = until(ours, b"Token (not shown): ")
        os.write(ours, f"{sandbox.token}\n".encode())
        seen += until(ours, b"")
    os.close(ours)
    assert process.returncode == 0
    assert sandbox.token.encode() not in seen
    assert b"Signed in to" in seen


def until(terminal: int, words: bytes) -> bytes:
    """What is read from the terminal until these words come; to the end, if there are none."""
    seen = b""
    while not words or words not in seen:
        try:
            piece = os.read(terminal, 4096)
        except OSError:
            break
        if not piece:
            break
        seen += piece
    return seen


def test_the_status_says_where_the_token_is_and_that_it_works(shell: Shell, sandbox: Sandbox) -> None:
    shell.run("auth", "login", typed=sandbox.token)
    done = shell.run("auth", "status")
    shown = dict(line.split(maxsplit=1) for line in done.out.splitlines())
    assert (done.code, shown["token"], shown["fingerprint"]) == (
        0,
        "in the keyring (a test's file)",
        fingerprint_of(sandbox.token),
    )
    assert shown["works"] == "yes, 5 inboxes: Support, Social, Orders, Shipments, Careers"
    assert sandbox.token not in done.out + done.err


def test_the_status_of_a_dead_token_ends_with_4(shell: Shell) -> None:
    done = shell.run("auth", "status", "--json", CHATLANE_API_TOKEN="9|dead")
    said = json.loads(done.out)
    assert (done.code, said["works"], said["source"]) == (4, False, "in the environment (CHATLANE_API_TOKEN)")
    assert said["problem"]


def test_the_status_without_a_token_ends_with_4(shell: Shell) -> None:
    done = shell.without_keyring().run("auth", "status")
    assert (done.code, done.err) == (4, "The keyring is not there.\n")
    assert "`chatlane-tui auth login` takes one" in done.out


def test_the_status_offline_ends_with_3(shell: Shell) -> None:
    done = shell.run("auth", "status", CHATLANE_API_TOKEN="1|x", CHATLANE_BASE_URL=nobody())
    assert done.code == 3
    assert "works        no: " in done.out


def test_a_token_file_that_others_can_read_is_refused(shell: Shell, sandbox: Sandbox) -> None:
    shell.without_keyring().run("auth", "login", typed=sandbox.token)
    token_file.token_file(shell.settings).chmod(0o644)
    done = shell.run("auth", "status")
    assert (done.code, done.out) == (2, "")
    assert "can be read or changed by others (mode 0644); it is not used." in done.err


def test_signing_out_deletes_the_token_and_keeps_the_words(shell: Shell, sandbox: Sandbox) -> None:
    shell.run("auth", "login", typed=sandbox.token)
    database = database_of(shell, sandbox.token)
    words_in(database, sent=1)
    done = shell.run("auth", "logout")
    assert (done.code, done.err.splitlines()) == (
        0,
        [
            "The token is deleted from the keyring (a test's file).",
            "Drafts, outbox and cache stay; `--purge` deletes them.",
        ],
    )
    assert (json.loads(shell.keyring.read_text()), database.exists()) == ({}, True)


def test_signing_out_twice_is_no_error(shell: Shell) -> None:
    done = shell.run("auth", "logout")
    assert (done.code, done.err.splitlines()[0]) == (0, "No token was kept here.")


def test_a_purge_deletes_everything_of_the_profile_and_nothing_else(shell: Shell, sandbox: Sandbox) -> None:
    shell.run("auth", "login", typed=sandbox.token)
    words_in(database_of(shell, sandbox.token), sent=0)
    empty(database_of(shell, sandbox.token))
    places = shell.settings.places
    places.cache_directory("default")
    other = places.database_path("other", "https://x.example", "a")
    other.touch()
    done = shell.run("auth", "logout", "--purge")
    assert (done.code, (places.state / "default").exists(), (places.cache / "default").exists()) == (0, False, False)
    assert other.exists()


def empty(database: Path) -> None:
    """Delete the draft again: what is left can be fetched."""
    import sqlite3

    with sqlite3.connect(database) as connection:
        connection.execute("DELETE FROM draft")
    connection.close()


@pytest.mark.parametrize(
    ("sent", "held"),
    [(0, "holds 1 draft."), (1, "1 draft and 1 unsent message."), (3, "1 draft and 3 unsent messages.")],
)
def test_a_purge_that_would_lose_words_says_how_many_and_changes_nothing(
    shell: Shell, sandbox: Sandbox, sent: int, held: str
) -> None:
    shell.run("auth", "login", typed=sandbox.token)
    database = database_of(shell, sandbox.token)
    words_in(database, sent=sent)
    done = shell.run("auth", "logout", "--purge")
    assert (done.code, done.out) == (2, "")
    assert f"{held} Nothing was changed. Add `--yes` to delete them.\n" in done.err
    assert database.exists()
    assert sandbox.token in shell.keyring.read_text()


def test_a_purge_with_a_clear_word_deletes_words_too(shell: Shell, sandbox: Sandbox) -> None:
    database = database_of(shell, sandbox.token)
    words_in(database, sent=1)
    assert shell.run("auth", "logout", "--purge", "--yes").code == 0
    assert not database.exists()


def test_a_database_that_cannot_be_read_may_hold_words(shell: Shell, sandbox: Sandbox) -> None:
    database = database_of(shell, sandbox.token)
    database.write_bytes(b"not a database" * 100)
    done = shell.run("auth", "logout", "--purge")
    assert (done.code, database.exists()) == (1, True)
    assert "It may hold drafts and unsent messages. Nothing was changed." in done.err


def test_a_profile_that_is_open_elsewhere_is_not_purged(shell: Shell, sandbox: Sandbox) -> None:
    database = database_of(shell, sandbox.token)
    words_in(database, sent=1)
    lock = SyncLock(database)
    assert lock.take()
    try:
        done = shell.run("auth", "logout", "--purge", "--yes")
    finally:
        lock.free()
    assert (done.code, database.exists()) == (2, True)
    assert done.err == "The profile `default` is open in another window. Quit it first.\n"


def database_of(shell: Shell, token: str) -> Path:
    """Where the database of a token is."""
    settings = shell.settings
    return settings.places.database_path(settings.profile, settings.base_url, fingerprint_of(token))


async def test_a_new_token_of_the_same_team_keeps_the_database(shell: Shell, sandbox: Sandbox) -> None:
    shell.run("auth", "login", typed=sandbox.token)
    old = await cache_of(shell.settings, sandbox.token, fingerprint_of(sandbox.token))
    done = shell.run("auth", "login", typed=sandbox.read_only_token)
    assert done.err.splitlines()[-1] == "Drafts, outbox and cache of the token before it stay."
    assert database_of(shell, sandbox.read_only_token) == old


async def test_a_token_of_another_team_gets_a_database_of_its_own(shell: Shell, sandbox: Sandbox) -> None:
    shell.run("auth", "login", typed=sandbox.token)
    old = await cache_of(shell.settings, sandbox.token, fingerprint_of(sandbox.token))
    done = shell.run("auth", "login", typed=sandbox.other_team_token)
    assert done.code == 0
    assert "stay" not in done.err
    assert database_of(shell, sandbox.other_team_token) != old
