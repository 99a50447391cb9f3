"""The system's keyring, asked with patience that ends: it is imported and called in a thread of its own.

A keyring that is absent, locked, broken or silent is no error of ours: it answers `NoKeyring` with the reason.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import NamedTuple

PATIENCE = 3.0
"""Seconds. A locked keyring may wait for a person who does not see its dialogue."""

_SERVICE = "chatlane-tui"


class NoKeyring(NamedTuple):
    """The keyring could not do it; `reason` completes "the keyring …"."""

    reason: str
    absent: bool = False
    """There is none on this machine, so it holds nothing either."""


class Kept(NamedTuple):
    """The keyring answered. `value` is None where it holds nothing; `keyring` is its own name."""

    value: str | None
    keyring: str


def read(account: str, *, patience: float = PATIENCE) -> Kept | NoKeyring:
    """The secret of this account."""

    def ask() -> Kept:
        import keyring

        return Kept(keyring.get_password(_SERVICE, account), _name())

    return _in_time(ask, patience)


def write(account: str, secret: str, *, patience: float = PATIENCE) -> Kept | NoKeyring:
    """Keep the secret, and read it back: some keyrings only pretend (the `null` backend)."""

    def ask() -> Kept | NoKeyring:
        import keyring

        keyring.set_password(_SERVICE, account, secret)
        if keyring.get_password(_SERVICE, account) != secret:
            return NoKeyring(f"({_name()}) did not keep it")
        return Kept(secret, _name())

    return _in_time(ask, patience)


def delete(account: str, *, patience: float = PATIENCE) -> Kept | NoKeyring:
    """Delete the account's secret; `value` is what was deleted, None if there was nothing."""

    def ask() -> Kept:
        import keyring

        value = keyring.get_password(_SERVICE, account)
        if value is not None:
            keyring.delete_password(_SERVICE, account)
        return Kept(value, _name())

    return _in_time(ask, patience)


def _name() -> str:
    import keyring

    return str(keyring.get_keyring().name)


def _in_time(ask: Callable[[], Kept | NoKeyring], patience: float) -> Kept | NoKeyring:
    """Run `ask` in a daemon thread, so that a keyring that never answers cannot keep the program from ending."""
    answers: queue.SimpleQueue[Kept | NoKeyring] = queue.SimpleQueue()

    def run() -> None:
        try:
            answers.put(ask())
        except Exception as error:  # noqa: BLE001 a backend raises what it likes: D-Bus, OS and its own errors
            answers.put(NoKeyring(_reason(error), absent=type(error).__name__ == "NoKeyringError"))

    threading.Thread(target=run, name="keyring", daemon=True).start()
    try:
        return answers.get(timeout=patience)
    except queue.Empty:
        return NoKeyring(f"did not answer within {patience:g} s")


def _reason(error: Exception) -> str:
    """`NoKeyringError` explains at length how to install one; what it means fits in three words."""
    kind = type(error).__name__
    if kind == "NoKeyringError":
        return "is not there"
    if kind in ("KeyringLocked", "LockedException"):
        return "is locked"
    first = next(iter(str(error).splitlines()), "")[:120]
    said = "".join(char if char.isprintable() else " " for char in first)
    return f"failed ({said or kind})"
