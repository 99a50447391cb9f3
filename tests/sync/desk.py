"""What tests of sync hold in their hands: a session, the server it talks to, and waiting for a condition."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from chatlane_tui.config.settings import load
from chatlane_tui.desk.session import Session
from chatlane_tui.model.clock import Clock, system_clock
from chatlane_tui.model.feed import Fact, Said
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.model.outbox import OutboxState, Outgoing
from chatlane_tui.sandbox.server import Sandbox
from chatlane_tui.store.rows import MessageRow, OutboxRow
from chatlane_tui.sync.pace import Pace

PACE = Pace(
    poll=50,
    asked=20,
    inboxes=60_000,
    watch=50,
    thread=200,
    elsewhere=30,
    takeover=30,
    look=(30, 60, 90),
    retry_base=20,
    retry_cap=60,
)
NO_HOLD = "[send]\nundo_email = 0\nundo_chat = 0\n"


@dataclass
class Desk:
    """One process at work. `said` are the sentences a person was told."""

    session: Session
    sandbox: Sandbox
    said: list[str] = field(default_factory=list)
    pace: Pace = PACE

    @classmethod
    def open(
        cls,
        sandbox: Sandbox,
        path: Path,
        *,
        settings: str = NO_HOLD,
        pace: Pace = PACE,
        clock: Clock = system_clock,
    ) -> Desk:
        """Not connected yet."""
        config = path.with_suffix(".toml")
        config.write_text(settings)
        environ = {"CHATLANE_BASE_URL": sandbox.base_url, "CHATLANE_CONFIG": str(config)}
        desk = cls(Session.open(load(environ), path, clock=clock), sandbox, pace=pace)
        desk.session.feed.subscribe(desk._hear)
        return desk

    def _hear(self, facts: frozenset[Fact]) -> None:
        self.said.extend(fact.sentence for fact in facts if isinstance(fact, Said))

    async def connect(self, token: str | None = None) -> None:
        """Begin to sync."""
        await self.session.connect(token or self.sandbox.token, pace=self.pace)

    async def close(self) -> None:
        """End it; a defect of the engine fails the test."""
        await self.session.close()
        if self.session.fault is not None:
            raise self.session.fault

    async def until(self, holds: Callable[[], Awaitable[bool]], *, patience: float = 120.0) -> None:
        """Wait until it holds, looking again whenever something was committed and every now and then."""
        news = asyncio.Event()
        leave = self.session.feed.subscribe(lambda _: news.set())
        try:
            async with asyncio.timeout(patience):
                while not await holds():
                    if self.session.fault is not None:
                        raise self.session.fault
                    news.clear()
                    try:
                        await asyncio.wait_for(news.wait(), 0.05)
                    except TimeoutError:
                        continue
        finally:
            leave()

    async def until_complete(self) -> None:
        """Wait for the end of the first sync and of one poll."""

        async def complete() -> bool:
            window = await self.session.read.window(size=1, offset=0, view="all")
            status = self.session.status
            everything = window.total == len(self.sandbox.world.conversations())
            return everything and status.progress is None and status.data_at is not None

        await self.until(complete)

    async def newest(self) -> ConversationId:
        """The conversation at the top of the list."""
        return (await self.session.read.window(size=1, offset=0)).rows[0].id

    async def outgoing(
        self, body: str, *, conversation_id: ConversationId | None = None, **changes: object
    ) -> Outgoing:
        """An answer on the customer's last channel, written with the whole thread in sight."""
        chosen = conversation_id or await self.newest()
        head = await self.session.read.head(chosen)
        assert head is not None
        values = {
            "conversation_id": chosen,
            "body": body,
            "type": head.reply_type,
            "inbox_channel_id": head.reply_channel_id,
            "seen": head.newest,
            **changes,
        }
        return Outgoing(**values)  # type: ignore[arg-type]

    async def until_state(self, state: OutboxState) -> OutboxRow:
        """Wait until the only row of the outbox is in that state; returns it."""
        found: list[OutboxRow] = []

        async def there() -> bool:
            found[:] = [row for row in await self.session.read.outbox() if row.state is state]
            return len(found) == 1

        await self.until(there)
        return found[0]

    async def until_sent(self) -> None:
        """Wait until the outbox is empty."""

        async def empty() -> bool:
            return not await self.session.read.outbox()

        await self.until(empty)

    async def until_said(self, words: str) -> None:
        """Wait until a person was told a sentence with those words."""

        async def told() -> bool:
            return any(words in sentence for sentence in self.said)

        await self.until(told)

    def posted(self, body: str) -> int:
        """How many messages with that body the server holds."""
        return sum(message["body"] == body for message in self.sandbox.world.posted())

    async def row_of(self, conversation_id: ConversationId, message_id: int) -> MessageRow | None:
        """That message of that thread, as cached."""
        rows = await self.session.read.thread(conversation_id)
        return next((row for row in rows if row.id == message_id), None)
