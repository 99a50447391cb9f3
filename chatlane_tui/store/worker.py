"""One thread and its queue. Each SQLite connection belongs to one worker, so no statement runs on the event loop."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from threading import Condition, Thread
from typing import Any, NamedTuple, TypeVar

from chatlane_tui.errors import StoreUnusable

T = TypeVar("T")


class _Job(NamedTuple):
    run: Callable[[], Any]
    future: Future[Any]
    must_run: bool
    """Finished even when the worker closes or nobody waits for it any more: somebody's words are in it."""


class Worker:
    """Runs jobs one at a time in a thread of its own; urgent ones go ahead of bulk ones, each kind in order."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._urgent: deque[_Job] = deque()
        self._bulk: deque[_Job] = deque()
        self._wake = Condition()
        self._closing = False
        self._bulk_until = 0.0
        self._thread: Thread | None = None

    def submit(self, run: Callable[[], T], *, bulk: bool = False, must_run: bool = False) -> Future[T]:
        """Queue `run`. Its outcome is in the future; raises StoreUnusable once the worker is closed."""
        future: Future[T] = Future()
        job = _Job(run, future, must_run)
        with self._wake:
            if self._closing:
                raise StoreUnusable("The local database is closed.")
            (self._bulk if bulk else self._urgent).append(job)
            if self._thread is None:
                self._thread = Thread(target=self._work, name=self._name, daemon=True)
                self._thread.start()
            self._wake.notify()
        return future

    def close(self, *, grace: float) -> None:
        """Finish what must run (bulk jobs only those begun within `grace` seconds), drop the rest, join the thread."""
        with self._wake:
            if not self._closing:
                self._closing = True
                self._bulk_until = time.monotonic() + grace
                self._wake.notify()
            thread = self._thread
        if thread is not None:
            thread.join()

    def _next(self) -> _Job | None:
        with self._wake:
            while not (self._urgent or self._bulk):
                if self._closing:
                    return None
                self._wake.wait()
            return self._urgent.popleft() if self._urgent else self._bulk.popleft()

    def _work(self) -> None:
        bulk_was_dropped = False
        while (job := self._next()) is not None:
            if self._closing and not bulk_was_dropped and time.monotonic() > self._bulk_until:
                bulk_was_dropped = True
                self._drop_bulk()
            if self._closing and not job.must_run:
                job.future.cancel()
            elif job.future.set_running_or_notify_cancel():
                _carry_out(job)
            del job  # its closure must not live on while the thread waits for the next one

    def _drop_bulk(self) -> None:
        with self._wake:
            dropped = tuple(self._bulk)
            self._bulk.clear()
        for job in dropped:
            job.future.cancel()


def _carry_out(job: _Job) -> None:
    try:
        outcome = job.run()
    except BaseException as error:  # noqa: BLE001 - it travels, whole, to whoever waits for the future
        job.future.set_exception(error)
    else:
        job.future.set_result(outcome)
