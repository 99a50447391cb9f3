"""Keys that follow the one which asked for something to be opened are meant for what it opens: they wait until that
stands. Without it `/refund`, typed fast, would begin a reply with its second letter."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import Screen
    from textual.widget import Widget

PATIENCE: Final = 2.0
"""Seconds that keys wait, should nothing ever open."""
LOOKS: Final = 0.004
"""Seconds between two looks whether it stands."""
HOPS: Final = 32
"""Turns of the loop that a message may take from a widget to its screen; one that is stuck holds no key up."""


class Opening:
    """Something stands as soon as the focus is somewhere else: on another screen, or in another widget of this one."""

    def __init__(self, app: App[int]) -> None:
        self._app = app
        self._ended: asyncio.Event | None = None
        self._before: tuple[Screen[object], Widget | None] | None = None

    def expect(self, ended: asyncio.Event | None = None) -> asyncio.Event:
        """Something was asked for by the key that is being acted on. Set the event when there is nothing more to wait
        for: it was opened, or could not be. Who does what was asked for already is given the event of who asked."""
        asked = None if self._ended is None or self._ended.is_set() else self._ended
        self._ended = ended or asked or asyncio.Event()
        self._before = (self._app.screen, self._app.screen.focused)
        return self._ended

    async def stands(self) -> None:
        """Return when what was asked for can take keys; at once where nothing was asked for."""
        await self._is_asked()
        ended = self._ended
        if ended is None:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while not ended.is_set() and not self._stands:  # noqa: ASYNC110 - a screen tells only itself of its focus
                    await asyncio.sleep(LOOKS)
        if ended is self._ended:
            self._ended = self._before = None

    async def _is_asked(self) -> None:
        """What a widget posted for the keys before this one has come to its screen, which does what they ask for."""
        if not self._app.screen_stack:
            return  # it is ending
        screen = self._app.screen
        ways = [screen, *screen.focused.ancestors_with_self] if screen.focused is not None else [screen]
        for _ in range(HOPS):
            if not any(pump.message_queue_size for pump in ways if pump is not self._app):
                return
            await asyncio.sleep(0)

    @property
    def _stands(self) -> bool:
        if not self._app.screen_stack:
            return True
        screen = self._app.screen
        return screen.focused is not None and (screen, screen.focused) != self._before


@runtime_checkable
class Opens(Protocol):
    """An app whose keys wait for what is being opened."""

    @property
    def opening(self) -> Opening:
        """What is being opened."""
