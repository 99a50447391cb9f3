"""One owner of the sync a profile: a file lock that the system frees when its process dies, however it dies."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout


class SyncLock:
    """Held by the one process that talks to the server for this database; the others read what it stores."""

    def __init__(self, database: Path) -> None:
        self._lock = FileLock(database.with_suffix(".lock"), mode=0o600, thread_local=False)

    def take(self) -> bool:
        """Try once, without waiting; whether this process owns the sync now."""
        try:
            self._lock.acquire(blocking=False)
        except Timeout:
            return False
        return True

    def free(self) -> None:
        """Let another process take over."""
        self._lock.release(force=True)
