"""Who has a database open: a shared lock of each process that does, so that a damaged file is replaced under nobody."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from pathlib import Path

PATIENCE = 5.0
"""Seconds that opening waits for a process that is replacing the file just now."""


class InUse:
    """A lock file beside the database, freed by the system however a process ends."""

    def __init__(self, database: Path) -> None:
        self._file = database.with_suffix(".use")
        self._fd: int | None = None

    def share(self) -> bool:
        """This process has the database open, beside others. False: somebody is replacing it all the while."""
        return self._take(alone=False)

    def alone(self) -> bool:
        """Nobody else has it open, nor opens it before `share` or `leave`. False: another process has it."""
        return self._take(alone=True)

    def leave(self) -> None:
        """This process has it open no more."""
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None

    if sys.platform == "win32":  # no shared locks; but a file that is open cannot be renamed there

        def _take(self, *, alone: bool) -> bool:  # noqa: ARG002
            return True

    else:

        def _take(self, *, alone: bool) -> bool:
            import fcntl

            if self._fd is None:
                self._fd = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            how = (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB
            end = time.monotonic() + (PATIENCE if not alone else 0.5)
            while time.monotonic() < end:
                with contextlib.suppress(BlockingIOError):
                    fcntl.flock(self._fd, how)
                    return True
                time.sleep(0.02)
            return False
