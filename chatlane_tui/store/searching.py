"""A connection and a thread of its own for what may take long: nobody waits behind it; given up, it stops at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from pathlib import Path
from threading import Lock
from typing import Final, TypeVar

from chatlane_tui.store.faults import said_to_people
from chatlane_tui.store.opening import connect_reading
from chatlane_tui.store.worker import Worker

T = TypeVar("T")

_LOOK_UP: Final = 20_000
"""Steps of SQLite's machine after which it is asked whether somebody still waits."""


class _Job:
    """One search; `given_up` is looked at by the thread that does it."""

    __slots__ = ("given_up",)

    def __init__(self) -> None:
        self.given_up = False


class Searching:
    """Searches one after the other. The connection is opened by the first."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._worker = Worker("chatlane-store-search")
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None
        self._running: _Job | None = None

    def submit(self, work: Callable[[sqlite3.Connection], T]) -> Future[T]:
        """Run `work` in one snapshot. Cancelling the future before it began, or `give_up`, ends it."""
        job = _Job()
        future = self._worker.submit(lambda: self._run(job, work))
        future.job = job  # type: ignore[attr-defined]
        return future

    def give_up(self, future: Future[T]) -> None:
        """Nobody waits for it any more."""
        if future.cancel():
            return
        job: _Job = future.job  # type: ignore[attr-defined]
        with self._lock:
            job.given_up = True
            if self._running is job and self._connection is not None:
                self._connection.interrupt()

    def close(self) -> None:
        """Stop what runs, join the thread, close the connection."""
        with self._lock:
            if self._running is not None:
                self._running.given_up = True
            if self._connection is not None:
                self._connection.interrupt()
        self._worker.close(grace=0)
        if self._connection is not None:
            self._connection.close()

    def _run(self, job: _Job, work: Callable[[sqlite3.Connection], T]) -> T:
        with said_to_people(self._path):
            connection = self._connection or self._opened()
            with self._lock:
                self._running = job
            connection.execute("BEGIN")
            try:
                return work(connection)
            except sqlite3.OperationalError as error:
                if job.given_up:
                    raise CancelledError from error
                raise
            finally:
                with self._lock:
                    self._running = None
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def _opened(self) -> sqlite3.Connection:
        connection = connect_reading(self._path)
        connection.set_progress_handler(self._is_given_up, _LOOK_UP)
        self._connection = connection
        return connection

    def _is_given_up(self) -> bool:
        return self._running is not None and self._running.given_up
