"""The queue of a thread, and what closing it finishes and drops."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable

import pytest

from chatlane_tui.errors import StoreUnusable
from chatlane_tui.store.worker import Worker


def until_it_closes(worker: Worker) -> None:
    """Holds the worker's thread until somebody has begun to close it."""
    with contextlib.suppress(StoreUnusable):
        while True:
            worker.submit(lambda: None)


def closed_while_busy(*, grace: float) -> dict[str, bool]:
    """Which of four waiting jobs a closing worker still carries out."""
    worker = Worker("test")
    worker.submit(lambda: until_it_closes(worker), must_run=True)
    jobs = {
        f"{'bulk' if bulk else 'urgent'}, {'words' if must_run else 'page'}": worker.submit(
            lambda: None, bulk=bulk, must_run=must_run
        )
        for bulk in (False, True)
        for must_run in (False, True)
    }
    worker.close(grace=grace)
    return {name: not job.cancelled() for name, job in jobs.items()}


def test_closing_finishes_what_holds_words_and_drops_what_can_be_had_again() -> None:
    assert closed_while_busy(grace=60) == {
        "urgent, page": False,
        "urgent, words": True,
        "bulk, page": False,
        "bulk, words": True,
    }


def test_when_its_time_is_up_closing_finishes_only_what_is_urgent() -> None:
    assert closed_while_busy(grace=-1) == {
        "urgent, page": False,
        "urgent, words": True,
        "bulk, page": False,
        "bulk, words": False,
    }


def test_a_worker_that_never_worked_closes_too() -> None:
    worker = Worker("test")
    worker.close(grace=0)
    worker.close(grace=0)
    with pytest.raises(StoreUnusable, match="closed"):
        worker.submit(lambda: None)


def test_every_job_runs_in_the_one_thread_in_its_order() -> None:
    worker = Worker("test")
    ran: list[tuple[int, int]] = []

    def job(n: int) -> Callable[[], None]:
        return lambda: ran.append((n, threading.get_ident()))

    jobs = [worker.submit(job(n)) for n in range(20)]
    for done in jobs:
        done.result()
    worker.close(grace=0)
    assert [n for n, _ in ran] == list(range(20))
    assert len({thread for _, thread in ran} | {threading.get_ident()}) == 2


def test_an_error_travels_to_whoever_asks() -> None:
    worker = Worker("test")
    nothing: dict[str, str] = {}
    job = worker.submit(lambda: nothing["missing"])
    with pytest.raises(KeyError, match="missing"):
        job.result()
    assert worker.submit(lambda: "still working").result() == "still working"
    worker.close(grace=0)
