"""Notices that the terminal is gone, or that somebody ends the program from outside: nobody can be asked any more."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from textual.app import App

LOOK = 5.0
"""Seconds between two looks whether the terminal is still there: without a controlling terminal no signal tells."""
PATIENCE = 10.0
"""Seconds that an orderly end may take; a terminal that is gone can keep what writes to it waiting for ever."""
HANGUP = 1
"""The number of SIGHUP, also where there is none."""
SIGNALS = tuple(getattr(signal, name) for name in ("SIGHUP", "SIGTERM") if hasattr(signal, name))


def watch(app: App[Any], ended: Callable[[int], None]) -> None:
    """Have `ended` called, on the running loop, with the number of the signal that ends the program."""
    loop = asyncio.get_running_loop()
    for number in SIGNALS:
        with suppress(NotImplementedError):  # Windows has neither
            loop.add_signal_handler(number, ended, number)

    def look() -> None:
        if is_gone():
            ended(HANGUP)

    app.set_interval(LOOK, look)


def is_gone() -> bool:
    """Whether the other side of the terminal that is read from has been closed."""
    if not hasattr(select, "poll") or sys.__stdin__ is None:
        return False
    poller = select.poll()
    poller.register(sys.__stdin__.fileno(), 0)
    return any(event & select.POLLHUP for _, event in poller.poll(0))


def surely_end(code: int) -> None:
    """End the process with that code, whatever still waits, when its patience is over: all that counts is on disk."""
    last = threading.Timer(PATIENCE, os._exit, (code,))
    last.daemon = True
    last.start()
