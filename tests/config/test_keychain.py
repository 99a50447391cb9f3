"""The keyring, with backends that behave and backends that do not."""

from __future__ import annotations

import pytest

from chatlane_tui.config import keychain
from chatlane_tui.config.keychain import Kept, NoKeyring
from tests.config.keyrings import BrokenKeyring, LockedKeyring, MemoryKeyring, SilentKeyring, absent, pretending, using


def test_what_was_written_is_read(memory: MemoryKeyring) -> None:
    assert keychain.write("acme", "1|x") == Kept("1|x", "memory")
    assert keychain.read("acme") == Kept("1|x", "memory")


def test_accounts_are_kept_apart(memory: MemoryKeyring) -> None:
    keychain.write("acme", "1|x")
    assert keychain.read("beta") == Kept(None, "memory")


def test_what_was_deleted_is_gone(memory: MemoryKeyring) -> None:
    keychain.write("acme", "1|x")
    assert keychain.delete("acme") == Kept("1|x", "memory")
    assert memory.secrets == {}


def test_deleting_nothing_is_no_error(memory: MemoryKeyring) -> None:
    assert keychain.delete("acme") == Kept(None, "memory")


def test_an_absent_keyring_is_said_shortly() -> None:
    with using(absent()):
        assert keychain.read("acme") == NoKeyring("is not there", absent=True)


def test_a_keyring_that_only_pretends_is_found_out() -> None:
    with using(pretending()):
        assert keychain.write("acme", "1|x") == NoKeyring("(null Keyring) did not keep it")


def test_a_locked_keyring_is_said_to_be_locked() -> None:
    with using(LockedKeyring()):
        assert keychain.read("acme") == NoKeyring("is locked")


def test_a_broken_keyring_is_said_in_one_line_without_control_characters() -> None:
    with using(BrokenKeyring()):
        assert keychain.read("acme") == NoKeyring("failed (no bus [2J)")


def test_a_silent_keyring_is_not_waited_for() -> None:
    with using(SilentKeyring()) as backend:
        try:
            assert keychain.read("acme", patience=0.01) == NoKeyring("did not answer within 0.01 s")
        finally:
            backend.released.set()


@pytest.mark.parametrize("module", ["no.such.module.Keyring", "keyring.backends.null.NoSuchClass"])
def test_a_keyring_that_cannot_be_imported_is_no_error(monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    import keyring.core

    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", module)
    monkeypatch.setattr(keyring.core, "_keyring_backend", None)
    assert isinstance(keychain.read("acme"), NoKeyring)
