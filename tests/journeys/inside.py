"""The whole client in this process, at a terminal's size, with keys pressed and the screen read as text."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from textual import events
from textual.keys import key_to_character
from textual.pilot import Pilot

from chatlane_tui.config.settings import SendSettings, SyncSettings, load
from chatlane_tui.desk.session import Session
from chatlane_tui.sandbox.server import Sandbox
from chatlane_tui.store.rows import InboxRow
from chatlane_tui.ui.app import ChatlaneApp, open_known
from chatlane_tui.ui.keys import NAMES
from chatlane_tui.ui.screens.inbox import InboxScreen

PATIENCE = 120.0
"""Seconds that only a failure lasts: a machine ten times as slow must be patient enough."""


@dataclass
class Seat:
    """Somebody in front of the running client."""

    app: ChatlaneApp
    pilot: Pilot[int]
    session: Session

    @property
    def screen(self) -> InboxScreen:
        """The inbox, below whatever question is asked."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, InboxScreen))

    def text(self) -> str:
        """What the terminal shows."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text for strip in strips)

    async def press(self, *keys: str) -> None:
        """Press keys, by Textual's names."""
        await self.pilot.press(*keys)

    async def burst(self, *keys: str) -> None:
        """Press keys faster than anything is painted, by Textual's names."""
        for key in keys:
            self.app.post_message(events.Key(key, NAMES.get(key) or key_to_character(key)))
        await self.pilot.pause()

    async def synced(self) -> None:
        """Wait until the first sync and a poll are done: whatever the server has is cached."""
        await self.until(lambda: self.session.status.progress is None and self.session.status.data_at is not None)

    async def written(self, words: str) -> None:
        """Wait until those words, and no others, stand in the composer."""
        await self.until(lambda: self.screen.composer.text == words)

    async def back(self) -> None:
        """Wait until no other screen and no question is above the inbox."""
        await self.until(lambda: self.app.screen is self.screen)

    async def no_drafts(self) -> bool:
        """Whether nothing that was typed is kept."""
        return not await self.session.drafts.all()

    async def nothing_waits(self) -> bool:
        """Whether the outbox is empty."""
        return not await self.session.read.outbox()

    async def choose(self, name: str) -> None:
        """Go down the list to the first conversation of somebody, and open it; on which channel is known then."""

        def row() -> InboxRow | None:
            rows = self.screen.inbox.window.rows
            return next((row for row in rows if row.name == name), None)

        await self.until(lambda: row() is not None)
        if self.screen.thread.has_focus:
            await self.press("escape")
        await self.until(lambda: self.screen.inbox.has_focus)
        await self.press("g", "g")
        while (wanted := row()) is not None and self.screen.inbox.cursor != wanted.id:
            await self.press("j")
        await self.press("enter")
        await self.until(lambda: self.screen.thread.current is not None and self.screen.reading.is_open)
        await self.until(lambda: (head := self.screen.reading.head) is not None and head.reply_channel_id is not None)

    async def answer(self, words: str) -> None:
        """Write an answer to the open conversation, and send it."""
        await self.press("r")
        await self.until(lambda: self.screen.target is not None)
        await self.paste(words)
        await self.press("escape", "s")
        await self.until(lambda: self.screen.target is None)

    async def paste(self, words: str) -> None:
        """Paste words, as a terminal with bracketed paste sends them."""
        self.app.post_message(events.Paste(words))
        await self.pilot.pause()

    async def until(self, holds: str | Callable[[], object], *more: str, patience: float = PATIENCE) -> None:
        """Wait until the screen shows those words, all at once, or until it holds; what holds may have to be waited for
        itself."""
        check = holds if callable(holds) else lambda: all(words in self.text() for words in (holds, *more))
        rest = 0.02
        try:
            async with asyncio.timeout(patience):
                while not await _outcome(check()):
                    await asyncio.sleep(rest)
                    rest = min(2 * rest, 0.2)
        except TimeoutError:
            raise AssertionError(f"waited for {holds!r}; the screen:\n{self.text()}") from None


async def _outcome(found: object) -> object:
    return await found if isinstance(found, Awaitable) else found


def client(
    sandbox: Sandbox, home: Path, *, token: str = "", chat_hold: int = 600, kind: type[ChatlaneApp] = ChatlaneApp
) -> ChatlaneApp:
    """The client of somebody whose files are in `home`."""
    environ = {
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_STATE_HOME": str(home / "state"),
        "CHATLANE_BASE_URL": sandbox.base_url,
        "CHATLANE_API_TOKEN": token or sandbox.token,
    }
    settings = load(environ)._replace(
        sync=SyncSettings(poll_interval=0.4),
        send=SendSettings(undo_email=0, undo_chat=chat_hold, undo_note=0),
    )
    return kind(settings, environ=environ, opened=open_known(settings, environ))


@asynccontextmanager
async def seat(
    sandbox: Sandbox, home: Path, *, size: tuple[int, int] = (120, 40), token: str = "", chat_hold: int = 600
) -> AsyncIterator[Seat]:
    """Start the client; when it ends, a defect in it is raised."""
    app = client(sandbox, home, token=token, chat_hold=chat_hold)
    assert app.session is not None
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        someone = Seat(app, pilot, app.session)
        try:
            await someone.screen.furnish()
            yield someone
        finally:
            await app.let_go()
    if app.fault is not None:
        raise app.fault
