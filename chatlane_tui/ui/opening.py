"""Keys that follow the one which asked for something to be opened are meant for what it opens: they wait until that
stands. Without it `/refund`, typed fast, would begin a reply with its second letter."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import Screen
    from textual.widget import Widget

PATIENCE: Final = 2.0
"""Seconds that keys wait, should nothing ever open."""
LOOKS: Final = 0.004
"""Seconds between two looks whether it stands."""

_WORKS: ContextVar[asyncio.Event | None] = ContextVar("works", default=None)


class Opening:
    """Something stands as soon as the focus is somewhere else: on another screen, or in another widget of this one."""

    def __init__(self, app: App[int]) -> None:
        self._app = app
        self._asked: list[asyncio.Event] = []
        self._wanted: asyncio.Event | None = None
        self._before: tuple[Screen[object], Widget | None] | None = None

    @staticmethod
    def works(ended: asyncio.Event) -> None:
        """The task that calls this does what was asked for, until that event is set."""
        _WORKS.set(ended)

    def goes_on(self) -> None:
        """A question that the task asked was answered: what it does now is for the key that answered."""
        ended = _WORKS.get()
        if ended is not None and not ended.is_set():
            self.expect(ended)

    def want(self) -> None:
        """The key that is being acted on asks its screen for something, by a message that is on its way."""
        self._wanted = self.expect()

    def expect(self, ended: asyncio.Event | None = None) -> asyncio.Event:
        """Something is done for the key that is being acted on, or for what it wanted. Set the event (or that which is
        given) when there is nothing more to wait for: it was opened, or could not be."""
        ended, self._wanted = ended or self._wanted or asyncio.Event(), None
        self._asked = [*(other for other in self._asked if other is not ended and not other.is_set()), ended]
        self._before = (self._app.screen, self._app.screen.focused)
        return ended

    def act(self, action: Awaitable[object]) -> Coroutine[object, object, None]:
        """Do it for the key that is being acted on; what it opens, if it does, can take keys when it is awaited."""
        return self._act(action, self.expect(), self._app.screen)

    async def _act(self, action: Awaitable[object], ended: asyncio.Event, before: Screen[object]) -> None:
        try:
            await action
            opened = self._app.screen
            if opened is not before:
                await patiently(lambda: self._app.screen is not opened or opened.focused is not None)
        finally:
            ended.set()

    async def stands(self) -> None:
        """Return when what was asked for can take keys; at once where nothing was asked for."""
        if not self._asked:
            return
        await patiently(lambda: self._stands)
        self._asked, self._wanted, self._before = [], None, None

    @property
    def _stands(self) -> bool:
        if not self._app.screen_stack or all(ended.is_set() for ended in self._asked):
            return True
        screen = self._app.screen
        return screen.focused is not None and (screen, screen.focused) != self._before


async def patiently(holds: Callable[[], bool]) -> bool:
    """Wait until it holds, which nobody tells, and no longer than keys may; whether it does."""
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            while not holds():  # noqa: ASYNC110 - see above
                await asyncio.sleep(LOOKS)
    return holds()


@runtime_checkable
class Opens(Protocol):
    """An app whose keys wait for what is being opened."""

    @property
    def opening(self) -> Opening:
        """What is being opened."""
