"""A thread with an event loop of its own, where HTTP is spoken: a first sync keeps it busy, and no key waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from threading import Thread
from typing import Any, TypeVar

T = TypeVar("T")


class OwnLoop:
    """Begins with the first `run`, ends with `aclose`, and may begin again."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: Thread | None = None

    async def run(self, work: Coroutine[Any, Any, T]) -> T:
        """The outcome of `work`, which runs over there. Cancelled here, it is cancelled there."""
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            self._thread = Thread(target=_turn, args=(self._loop,), name=self._name, daemon=True)
            self._thread.start()
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    async def aclose(self, last: Callable[[], Awaitable[None]]) -> None:
        """End what still runs there, see it end, do what is `last` there, and stop: even if cancelled."""
        loop, thread = self._loop, self._thread
        if loop is None or thread is None:
            return
        try:
            await self.run(_end_with(last))
        finally:
            self._loop = self._thread = None
            loop.call_soon_threadsafe(loop.stop)
        await asyncio.to_thread(thread.join)


def _turn(loop: asyncio.AbstractEventLoop) -> None:
    """Until it is stopped. The thread closes its loop itself: whoever waits for that may be cancelled."""
    try:
        loop.run_forever()
    finally:
        loop.close()


async def _end_with(last: Callable[[], Awaitable[None]]) -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await last()
    await asyncio.get_running_loop().shutdown_asyncgens()
