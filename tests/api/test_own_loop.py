"""The loop that speaks HTTP: what runs there, and how it ends."""

from __future__ import annotations

import asyncio
import threading

import pytest

from chatlane_tui.api.own_loop import OwnLoop


async def nothing() -> None:
    """Nothing is left to be done."""


async def test_work_runs_in_another_thread_and_its_outcome_comes_back() -> None:
    async def where() -> str:
        return threading.current_thread().name

    over_there = OwnLoop("over-there")
    assert await over_there.run(where()) == "over-there"
    await over_there.aclose(nothing)


async def test_an_error_over_there_is_raised_here() -> None:
    async def fail() -> None:
        raise ConnectionResetError("over there")

    over_there = OwnLoop("over-there")
    with pytest.raises(ConnectionResetError, match="over there"):
        await over_there.run(fail())
    await over_there.aclose(nothing)


async def test_what_is_cancelled_here_is_cancelled_there() -> None:
    ended = threading.Event()
    begun = asyncio.Event()
    here = asyncio.get_running_loop()

    async def wait() -> None:
        here.call_soon_threadsafe(begun.set)
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    over_there = OwnLoop("over-there")
    waiting = asyncio.create_task(over_there.run(wait()))
    await begun.wait()
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert await asyncio.to_thread(ended.wait, 10)
    await over_there.aclose(nothing)


async def test_closing_ends_what_still_runs_before_the_last_thing_is_done() -> None:
    order: list[str] = []
    begun = asyncio.Event()
    here = asyncio.get_running_loop()

    async def wait() -> None:
        here.call_soon_threadsafe(begun.set)
        try:
            await asyncio.Event().wait()
        finally:
            order.append("ended")

    async def last() -> None:
        order.append("last")

    over_there = OwnLoop("over-there")
    waiting = asyncio.create_task(over_there.run(wait()))
    await begun.wait()
    await over_there.aclose(last)
    assert isinstance((await asyncio.gather(waiting, return_exceptions=True))[0], asyncio.CancelledError)
    assert order == ["ended", "last"]
    assert "over-there" not in {thread.name for thread in threading.enumerate()}


async def test_closing_what_never_began_does_nothing() -> None:
    async def last() -> None:
        raise AssertionError

    await OwnLoop("over-there").aclose(last)
    assert "over-there" not in {thread.name for thread in threading.enumerate()}


async def test_who_is_cancelled_while_closing_leaves_no_loop_behind() -> None:
    begun = asyncio.Event()
    here = asyncio.get_running_loop()

    async def last() -> None:
        here.call_soon_threadsafe(begun.set)
        await asyncio.Event().wait()

    async def loop() -> asyncio.AbstractEventLoop:
        return asyncio.get_running_loop()

    over_there = OwnLoop("over-there")
    there = await over_there.run(loop())
    [thread] = [thread for thread in threading.enumerate() if thread.name == "over-there"]
    closing = asyncio.create_task(over_there.aclose(last))
    await begun.wait()
    closing.cancel()
    await asyncio.gather(closing, return_exceptions=True)
    await asyncio.to_thread(thread.join, 10)
    assert there.is_closed()
