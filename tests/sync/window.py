"""One window of the program without its screen and its engine: step by step, on the clock of a bench."""

from __future__ import annotations

import asyncio
from pathlib import Path
from random import Random

from chatlane_tui.api.client import Client
from chatlane_tui.config.settings import Settings
from chatlane_tui.desk.begin import Beginnings
from chatlane_tui.desk.drafts import Drafts
from chatlane_tui.desk.send import Sending
from chatlane_tui.errors import ApiError
from chatlane_tui.model.feed import Feed
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.sandbox.server import Sandbox
from chatlane_tui.store import interruptions, lists, outbox, threads
from chatlane_tui.store.database import Database
from chatlane_tui.store.rows import DraftRow, MessageRow, OutboxRow
from chatlane_tui.sync.holds import Holds
from chatlane_tui.sync.presence import Presence
from chatlane_tui.sync.pull import Pull
from chatlane_tui.sync.push import Push
from chatlane_tui.sync.resolve import Resolver
from chatlane_tui.sync.upkeep import Upkeep
from tests.sync.bench import PACE, Clocks


class Window:
    """What a person writes in it goes into the outbox; only the one that owns the sync talks to the server."""

    def __init__(self, sandbox: Sandbox, clocks: Clocks, path: Path, settings: Settings) -> None:
        self.sandbox = sandbox
        self.clocks = clocks
        feed, clock = Feed(), clocks.ours
        self.database = Database.open(path, feed=feed)
        self.presence = Presence(path)
        self.send = Sending(self.database, settings=settings, clock=clock, presence=self.presence)
        self.drafts = Drafts(self.database)
        self.begin = Beginnings(self.database, clock=clock)
        self.client = Client(sandbox.base_url, sandbox.token, clock=clock, sleep=clocks.sleep, random=Random(1).random)
        self.pull = Pull(self.database, self.client, clock=clock, pace=PACE)
        self.upkeep = Upkeep(self.database, self.client, self.pull, clock=clock, pace=PACE)
        self.holds = Holds(self.database, feed=feed, clock=clock, presence=self.presence, steady=clock)
        self.push = Push(
            self.database,
            self.client,
            self.pull,
            feed=feed,
            clock=clock,
            pace=PACE,
            jitter=0.5,
            moment=self.holds.moment,
        )
        self.resolver = Resolver(self.database, self.client, self.pull, feed=feed, clock=clock, pace=PACE)

    async def own(self) -> None:
        """This window has the sync from now on: what the one before left behind is looked after first."""
        await self.upkeep.restore()
        dead = await self.holds.dead()
        now = self.clocks.now
        await self.database.write(lambda tx: interruptions.recover(tx, now=now, dead=dead))

    async def round(self) -> None:
        """One round of each of the engine's tasks; a failure costs a second, and a rest passes at once."""
        due: list[int] = []
        for work in (self._pull_on, self.push.send_due, self.resolver.look):
            try:
                next_time = await work()
            except ApiError:
                next_time = self.clocks.now + 1_000
            if next_time is not None:
                due.append(next_time)
        self.clocks.now = max(self.clocks.now + 10, min(due, default=0))

    async def _pull_on(self) -> int | None:
        return await self.upkeep.step(heard=lambda *_: None, urgent=lambda: False)

    async def end(self) -> None:
        """It is closed, or dies: either way others take over what it held."""
        await self.upkeep.aclose()
        await self.client.aclose()
        await asyncio.to_thread(self.database.close)
        self.presence.leave()

    async def cut(self, patience: int) -> None:
        """It dies in the middle of a round, wherever that is."""
        task = asyncio.create_task(self.round())
        for _ in range(patience):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await self.end()

    # what a person sees

    async def conversations(self) -> list[ConversationId]:
        """Those in the list."""
        window = await self.database.read(lambda c: lists.inbox_window(c, size=500, view="all"))
        return [row.id for row in window.rows]

    async def thread(self, conversation_id: ConversationId) -> tuple[MessageRow, ...]:
        """What is in the thread."""
        return await self.database.read(lambda c: threads.thread(c, conversation_id))

    async def outbox(self) -> tuple[OutboxRow, ...]:
        """What is on its way."""
        return await self.database.read(outbox.rows)

    async def draft(self, conversation_id: ConversationId, kind: str) -> DraftRow:
        """What is being typed there."""
        found = await self.drafts.find(conversation_id, kind)
        return found or DraftRow(conversation_id, kind, "", "", None, None, "", "", (), "", self.clocks.now)
