"""Runs a sandbox in the foreground until the process is told to end."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Mapping
from types import FrameType

from chatlane_tui.sandbox.server import Sandbox


def run(
    port: int,
    token: str,
    conversations: int,
    *,
    switches: Iterable[str] | Mapping[str, object] = (),
    rate_limit: int | None = None,
    lively: bool = False,
    ready: Callable[[Sandbox], None],
) -> None:
    """Serve on `port` until SIGINT or SIGTERM; `ready` is called once requests are answered. Main thread only."""
    ended = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        ended.set()

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        with Sandbox(
            port=port, token=token, conversations=conversations, switches=switches, rate_limit=rate_limit, lively=lively
        ) as sandbox:
            ready(sandbox)
            ended.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
