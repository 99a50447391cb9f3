"""Sync without the engine: step by step on a clock that only moves when somebody waits, so that hours pass at once."""

from __future__ import annotations

import asyncio
import sqlite3
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random

from chatlane_tui.api.client import Client
from chatlane_tui.errors import ApiError
from chatlane_tui.model.feed import Feed
from chatlane_tui.sandbox.server import Sandbox
from chatlane_tui.store.database import Database
from chatlane_tui.sync.pace import Pace
from chatlane_tui.sync.plan import DONE, WALKS
from chatlane_tui.sync.pull import Pull
from chatlane_tui.sync.reconcile import SWEEPS
from chatlane_tui.sync.upkeep import Upkeep

START = 1_800_000_000_000
PACE = Pace(poll=10_000, unhurried=500, visible=2_000, open=3_000, closed=6_000, recent=3_600_000, pages=2, ahead=1)


@dataclass
class Clocks:
    """Ours and the server's, which is `ahead` of it by some seconds; both stand still until somebody waits."""

    now: int = START
    ahead: float = 0.0

    def ours(self) -> int:
        return self.now

    def theirs(self) -> float:
        return self.now / 1000 + self.ahead

    async def sleep(self, seconds: float) -> None:
        self.now += round(seconds * 1000)
        await asyncio.sleep(0)


@dataclass
class Bench:
    """A cache, the server it follows, and the runs of the program between which it may be cut."""

    sandbox: Sandbox
    clocks: Clocks
    path: Path
    random: Random = field(default_factory=lambda: Random(1))

    async def open(self) -> None:
        self.database = Database.open(self.path, feed=Feed())
        self.client = Client(
            self.sandbox.base_url,
            self.sandbox.token,
            clock=self.clocks.ours,
            sleep=self.clocks.sleep,
            random=self.random.random,
        )
        self.pull = Pull(self.database, self.client, clock=self.clocks.ours, pace=PACE)
        self.upkeep = Upkeep(self.database, self.client, self.pull, clock=self.clocks.ours, pace=PACE)
        await self.upkeep.restore()

    async def close(self) -> None:
        await self.upkeep.aclose()
        await self.client.aclose()
        await asyncio.to_thread(self.database.close)

    async def step(self) -> None:
        """One step of the plan; a failure costs a second, and a rest passes at once."""
        try:
            due = await self.upkeep.step(heard=lambda *_: None, urgent=lambda: False)
        except ApiError:
            due = self.clocks.now + 1_000
        self.clocks.now = max(self.clocks.now + 10, due or 0)

    async def cut(self, patience: int) -> None:
        """The program ends in the middle of a step, wherever that is, and is started again."""
        task = asyncio.create_task(self.step())
        for _ in range(patience):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await self.close()
        await self.open()

    async def settle(self) -> None:
        """Go on until the first sync is done and every list was swept twice since now."""
        for _ in range(2):
            since = self.clocks.now
            for _ in range(2_000):
                if await self.database.read(partial(is_swept, since=since)):
                    break
                await self.step()
            else:
                raise AssertionError("the sweeps never came to an end")


def is_swept(connection: sqlite3.Connection, since: int) -> bool:
    """Whether the first sync is done and every list was swept since then."""
    meta = dict(connection.execute("SELECT key, value FROM meta").fetchall())
    walked = all(meta.get(f"walk:{name}") == DONE for name in WALKS)
    return walked and all(int(meta.get(f"swept:{name}", 0)) > since for name in SWEEPS)
