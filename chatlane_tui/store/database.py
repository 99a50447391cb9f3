"""The database of one profile: threads that write, read, search and compute; facts after the commit.

No SQL runs on the event loop. Work comes as functions of a connection; results go back as futures of the loop.
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import Awaitable, Callable
from concurrent.futures import CancelledError, Future
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from chatlane_tui.model.feed import Fact, Feed
from chatlane_tui.store import schema
from chatlane_tui.store.damage import is_marked
from chatlane_tui.store.faults import said_to_people
from chatlane_tui.store.footprint import Footprint, footprint
from chatlane_tui.store.opening import Opened, opened
from chatlane_tui.store.worker import Worker

if TYPE_CHECKING:
    from chatlane_tui.store.rescue import Rescued
    from chatlane_tui.store.searching import Searching

T = TypeVar("T")

_CLOSING_GRACE = 0.15
"""Seconds in which bulk transactions still begin after `close`: what is dropped is fetched again."""


class Transaction:
    """A transaction in the making, handed to the functions that write."""

    __slots__ = ("_facts", "connection")

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._facts: set[Fact] = set()

    def changed(self, *facts: Fact) -> None:
        """Say what changed; published after the COMMIT, and never if there is none."""
        self._facts.update(facts)

    @property
    def facts(self) -> frozenset[Fact]:
        """What has been said so far."""
        return frozenset(self._facts)


class Database:
    """One file, up to four threads. Every method may be called from the loop's thread and returns at once."""

    def __init__(self, path: Path, *, feed: Feed, opened: Opened) -> None:
        self.path = path
        self._feed = feed
        self._opened = opened
        self._writer = opened.writer
        self._reader = opened.reader
        self._writing = Worker("chatlane-store-write")
        self._reading = Worker("chatlane-store-read")
        self._computing = Worker("chatlane-compute")
        self._searching: Searching | None = None
        self._durable: bool | None = None
        self._data_version = _data_version(opened.writer)
        self._footprints: tuple[Footprint | None, Footprint | None] = (None, None)
        self._closed = False

    @classmethod
    def open(cls, path: Path, *, feed: Feed) -> Database:
        """Open or create the file (0600, new directories 0700) and bring its schema up to date.

        Raises StoreNewer for a file of a newer program, which is left untouched, and StoreUnusable with a sentence. A
        damaged file is kept aside, and what was only in it is rescued: `rescued` says so.
        """
        return cls(path, feed=feed, opened=opened(path))

    @property
    def rescued(self) -> Rescued | None:
        """What became of a damaged file that was found when this one was opened."""
        return self._opened.rescued

    @property
    def is_damaged(self) -> bool:
        """Whether damage was found since it was opened; opening it again mends that."""
        return is_marked(self.path)

    def read(self, work: Callable[[sqlite3.Connection], T]) -> Awaitable[T]:
        """Run `work` on the read-only connection, in one snapshot. Cancelled while it waits, it never runs."""
        return self._awaitable(self.read_soon(work), drop_if_cancelled=True)

    def read_soon(self, work: Callable[[sqlite3.Connection], T]) -> Future[T]:
        """The same queue as `read`, for the start, before there is a loop."""
        return self._reading.submit(lambda: self._snapshot(work))

    def write(self, work: Callable[[Transaction], T], *, bulk: bool = False) -> Awaitable[T]:
        """Run `work` between BEGIN IMMEDIATE and COMMIT. Nobody has to wait for it: once queued, it is carried out.

        Bulk transactions let others go ahead and may be lost to a power cut (never torn); the others are on the disk
        when the future is done. Facts are published on this loop after the COMMIT, before the awaiter goes on.
        """
        future, facts = self._write_job(work, bulk=bulk)
        return self._awaitable(future, facts=facts)

    def write_soon(self, work: Callable[[Transaction], T]) -> Future[T]:
        """A transaction for the start, before there is a loop and anybody who listens: its facts are not published."""
        future, _ = self._write_job(work, bulk=False)
        return future

    def work(self, job: Callable[[], T], *, urgent: bool = False) -> Awaitable[T]:
        """Run `job` in the writer thread outside any transaction (parsing answers), behind what is urgent unless it is.

        Two thirds of the work of a first sync holds the interpreter's lock: a thread more would gain nothing.
        """
        return self._awaitable(self._writing.submit(job, bulk=not urgent), drop_if_cancelled=True)

    def search(self, work: Callable[[sqlite3.Connection], T]) -> Awaitable[T]:
        """Run `work` on a connection of its own, behind no read: it may take long. Cancelled, it stops at once."""
        if self._searching is None:
            from chatlane_tui.store.searching import Searching

            self._searching = Searching(self.path)
        searching = self._searching
        future = searching.submit(work)
        waiting = self._awaitable(future)
        waiting.add_done_callback(lambda awaiter: searching.give_up(future) if awaiter.cancelled() else None)
        return waiting

    def compute(self, job: Callable[[], T]) -> Awaitable[T]:
        """Run `job` in a third thread (rendering bodies), so that reads never wait for it."""
        return self._awaitable(self._computing.submit(job), drop_if_cancelled=True)

    async def elsewhere(self) -> bool:
        """Whether another process committed to this file since the last call (or since it was opened).

        Asked of the writer's connection: the version seen there moves with everybody's commits but its own. Nobody is
        asked while the files stand as they did at the last two calls, for this one comes several times a second; two,
        as a commit may follow another within the same tick of the file system's clock.
        """
        seen = footprint(self.path)
        if self._footprints == (seen, seen):
            return False
        another_wrote = await self._awaitable(self._writing.submit(self._another_wrote), drop_if_cancelled=True)
        self._footprints = (self._footprints[-1], seen)
        return another_wrote

    def close(self) -> None:
        """Finish the writes in the queue, join the threads, close the connections. Safe to call again."""
        if self._closed:
            return
        self._closed = True
        if self._searching is not None:
            self._searching.close()
        self._computing.close(grace=0)
        self._reading.close(grace=0)
        self._writing.close(grace=_CLOSING_GRACE)
        self._reader.close()
        self._writer.close()
        self._opened.use.leave()

    def _snapshot(self, work: Callable[[sqlite3.Connection], T]) -> T:
        with said_to_people(self.path):
            self._reader.execute("BEGIN")
            try:
                return work(self._reader)
            finally:
                if self._reader.in_transaction:
                    self._reader.execute("ROLLBACK")

    def _write_job(self, work: Callable[[Transaction], T], *, bulk: bool) -> tuple[Future[T], list[frozenset[Fact]]]:
        facts: list[frozenset[Fact]] = []
        future = self._writing.submit(lambda: self._commit(work, facts, durable=not bulk), bulk=bulk, must_run=True)
        return future, facts

    def _commit(self, work: Callable[[Transaction], T], facts: list[frozenset[Fact]], *, durable: bool) -> T:
        with said_to_people(self.path):
            if durable is not self._durable:
                self._writer.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
                self._durable = durable
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                schema.refuse_newer(self._writer, self.path)
                transaction = Transaction(self._writer)
                outcome = work(transaction)
                self._writer.execute("COMMIT")
            finally:
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")
        facts.append(transaction.facts)
        return outcome

    def _another_wrote(self) -> bool:
        with said_to_people(self.path):
            before, self._data_version = self._data_version, _data_version(self._writer)
        return before != self._data_version

    def _awaitable(
        self, future: Future[T], *, facts: list[frozenset[Fact]] | None = None, drop_if_cancelled: bool = False
    ) -> asyncio.Future[T]:
        loop = asyncio.get_running_loop()
        waiting: asyncio.Future[T] = loop.create_future()

        def arrive(ended: Future[T]) -> None:
            if not waiting.done():
                _copy(ended, waiting)
            for changed in facts or ():
                self._feed.publish(changed)

        # A future keeps its callbacks. One that knew it would be a cycle, and hold what was read until it is collected.
        def done(ended: Future[T]) -> None:
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits and nobody listens
                loop.call_soon_threadsafe(arrive, ended)

        def cancelled(awaiter: asyncio.Future[T]) -> None:
            if awaiter.cancelled():
                future.cancel()

        future.add_done_callback(done)
        if drop_if_cancelled:
            waiting.add_done_callback(cancelled)
        return waiting


def _copy(source: Future[T], target: asyncio.Future[T]) -> None:
    if source.cancelled():
        target.cancel()
    elif isinstance(error := source.exception(), CancelledError):
        target.cancel()  # it was given up half-way
    elif error is not None:
        target.set_exception(error)
    else:
        target.set_result(source.result())


def _data_version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA data_version").fetchone()[0])
