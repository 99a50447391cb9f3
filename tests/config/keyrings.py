"""Real keyring backends for tests: one that keeps in memory, and some that misbehave as real ones do."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar, TypeVar

import keyring
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.errors import KeyringLocked

Backend = TypeVar("Backend", bound=KeyringBackend)


class MemoryKeyring(KeyringBackend):
    """Keeps secrets as long as the process lives."""

    priority: ClassVar[float] = 1
    name = "memory"

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.secrets: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.secrets.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.secrets[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.secrets[service, username]


class LockedKeyring(MemoryKeyring):
    """Nobody unlocks it."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("Failed to unlock the collection!")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked("Failed to unlock the collection!")


class BrokenKeyring(MemoryKeyring):
    """Raises what no keyring should."""

    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError("no bus\x1b[2J\nand more")


class SilentKeyring(MemoryKeyring):
    """Does not answer before it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.released = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.released.wait()
        return super().get_password(service, username)


def absent() -> KeyringBackend:
    """The backend that `keyring` chooses on a machine without any."""
    return fail.Keyring()  # type: ignore[no-untyped-call]


def pretending() -> KeyringBackend:
    """The backend that takes everything and keeps nothing."""
    return null.Keyring()  # type: ignore[no-untyped-call]


@contextmanager
def using(backend: Backend) -> Iterator[Backend]:
    """Make it the process's keyring for a while."""
    before = keyring.get_keyring()
    keyring.set_keyring(backend)
    try:
        yield backend
    finally:
        keyring.set_keyring(before)
