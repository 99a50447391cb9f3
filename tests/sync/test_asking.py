"""A key that is held down asks the server no thirty times a second."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

from chatlane_tui.sandbox.server import Sandbox
from chatlane_tui.sync.asking import Asking
from tests.sync.desk import PACE, Desk


async def test_who_asks_first_is_answered_at_once_and_all_who_ask_meanwhile_once_more() -> None:
    loop = asyncio.get_running_loop()
    asked: list[float] = []
    twice = asyncio.Event()

    def act() -> None:
        asked.append(loop.time())
        if len(asked) == 2:
            twice.set()

    asking = Asking((act,), least=50)
    asking.ask()
    assert len(asked) == 1
    for _ in range(30):
        asking.ask()
    assert len(asked) == 1
    async with asyncio.timeout(10):
        await twice.wait()
    assert asked[1] - asked[0] >= 0.049


async def test_nothing_is_asked_after_the_end() -> None:
    asked: list[str] = []
    asking = Asking((lambda: asked.append("now"),), least=1)
    asking.ask()
    asking.ask()
    asking.stop()
    over = asyncio.Event()
    asyncio.get_running_loop().call_later(0.01, over.set)
    await over.wait()
    assert asked == ["now"]


async def test_refresh_held_down_spends_little_of_the_rate_limit(tmp_path: Path) -> None:
    least = 300
    with Sandbox() as sandbox:
        desk = Desk.open(sandbox, tmp_path / "desk.db", pace=replace(PACE, poll=600_000, asked=least))
        await desk.connect()
        await desk.until_complete()
        loop = asyncio.get_running_loop()
        before, began = len(sandbox.requests.of("GET", "/inboxes")), loop.time()

        def polls() -> int:
            return len(sandbox.requests.of("GET", "/inboxes")) - before

        async def four() -> bool:
            desk.session.refresh()
            return polls() >= 4

        await desk.until(four)
        assert polls() <= 2 + (loop.time() - began) * 1000 // least
        await desk.close()
