"""A terminal that stands still, and then is gone: whoever writes to it goes on."""

from __future__ import annotations

import os
import pty
import threading

from textual.drivers._writer_thread import MAX_QUEUED_WRITES, WriterThread

from chatlane_tui.ui.outlet import Outlet

FRAME = "x" * 65_536
"""More than a terminal takes while nobody reads."""


def test_what_waits_to_be_written_to_a_terminal_that_is_closed_keeps_nobody_waiting() -> None:
    outer, inner = pty.openpty()
    written = threading.Event()
    with os.fdopen(inner, "w") as file:
        writer = WriterThread(Outlet(file))  # type: ignore[arg-type]
        writer.start()

        def write() -> None:
            for _ in range(2 * MAX_QUEUED_WRITES):
                writer.write(FRAME)
            written.set()

        program = threading.Thread(target=write, daemon=True)
        program.start()
        while writer._queue.qsize() < MAX_QUEUED_WRITES:
            assert not written.is_set()
        os.close(outer)
        assert written.wait(60)
        writer.stop()


def test_what_is_written_arrives() -> None:
    outer, inner = pty.openpty()
    with os.fdopen(inner, "w") as file:
        outlet = Outlet(file)
        outlet.write("Ada")
        outlet.flush()
        assert os.read(outer, 8) == b"Ada"
        assert outlet.fileno() == inner
    os.close(outer)
