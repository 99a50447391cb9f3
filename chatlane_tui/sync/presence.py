"""Who is still there: each process that holds a message keeps a file locked, and the system frees it however it dies.

A hold ends with the process in which somebody could have taken the message back (W2), whichever process would send it.
"""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from filelock import FileLock

_FORGOTTEN = 86_400
"""Seconds after which the file of a dead process is swept away."""


class Presence:
    """`name` is what this process signs with. Its file appears with the first signature, not before."""

    def __init__(self, database: Path) -> None:
        self.name = os.urandom(8).hex()
        self._database = database
        self._lock: FileLock | None = None

    def announce(self) -> str:
        """Show that this process is there, and return its name; empty where no file can be made to show it."""
        if self._lock is None:
            lock = _lock(self._file(self.name))
            try:
                lock.acquire(blocking=False)
            except OSError:  # `filelock.Timeout` is one too
                return ""
            self._lock = lock
            self._sweep()
        return self.name

    def lives(self, name: str) -> bool:
        """Whether the process of that name is still there."""
        if name == self.name:
            return self._lock is not None
        if not name.isalnum() or not (file := self._file(name)).exists():
            return False
        lock = _lock(file)
        try:
            lock.acquire(blocking=False)
        except OSError:
            return True
        file.unlink(missing_ok=True)
        lock.release()
        return False

    def leave(self) -> None:
        """This process is going; what it still holds goes back to its drafts."""
        if self._lock is not None:
            with contextlib.suppress(OSError):
                self._file(self.name).unlink(missing_ok=True)
            self._lock.release()
            self._lock = None

    def _sweep(self) -> None:
        for file in self._database.parent.glob(f"{self._database.stem}.*.here"):
            with contextlib.suppress(OSError):
                if file.stat().st_mtime < time.time() - _FORGOTTEN:
                    self.lives(file.name.split(".")[-2])

    def _file(self, name: str) -> Path:
        return self._database.with_suffix(f".{name}.here")


def _lock(file: Path) -> FileLock:
    from filelock import FileLock

    return FileLock(file, mode=0o600, thread_local=False)
