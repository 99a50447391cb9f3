"""Keys take effect one after the other: the next is looked at when whatever the one before it set off has come to rest.

Textual hands a key to the focused widget; what means nothing there goes up to the app from widget to widget, and what
is bound to it is done last of all. Of keys that arrive at once, as over a line that stood still for a second, the later
ones are with a widget before the first has moved the focus away from it: `r` opened a reply, and the letters behind it
starred and closed conversations.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeVar

from textual import events
from textual.app import App

if TYPE_CHECKING:
    from textual.message_pump import MessagePump

R = TypeVar("R")

HOPS: Final = 64
"""Turns of the loop that what a key set off may take to come to rest; something that never does holds no key up."""
REST: Final = 2
"""Turns in a row in which nobody has anything to do."""

Pressed = events.InputEvent | events.Paste


class InTurn:
    """A queue of what a person does, in front of the app's own."""

    def __init__(self, app: App[Any], act: Callable[[Pressed], Awaitable[None]]) -> None:
        """`act` has Textual hand it around."""
        self._app = app
        self._act = act
        self._waiting: deque[Pressed] = deque()
        self._task: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        """How much of it nobody has looked at yet."""
        return len(self._waiting)

    def put(self, event: Pressed) -> None:
        """It is its turn when all before it is done."""
        self._waiting.append(event)
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="in-turn")

    async def _run(self) -> None:
        try:
            while self._waiting:
                ways = self._ways()
                event = self._waiting.popleft()
                await self._act(event)
                if not isinstance(event, events.MouseMove):
                    await self._rest(ways)
        except Exception as error:  # noqa: BLE001 - as in every handler of a message: the app ends, and says why
            self._app._handle_exception(error)
        finally:
            self._task = None

    async def _rest(self, before: Iterable[MessagePump]) -> None:
        """Return when nothing is on its way, neither where the focus was nor where it is."""
        rested = 0
        for _ in range(HOPS):
            await asyncio.sleep(0)
            busy = any(pump.message_queue_size for pump in {self._app, *before, *self._ways()})
            rested = 0 if busy else rested + 1
            if rested == REST:
                return

    def _ways(self) -> tuple[MessagePump, ...]:
        """From the focus up to the screen."""
        if not self._app.screen_stack:
            return ()  # it is ending
        screen = self._app.screen
        return (screen,) if screen.focused is None else (screen, *screen.focused.ancestors_with_self)


class TakesTurns(App[R]):
    """An app in which keys wait for their turn."""

    @cached_property
    def in_turn(self) -> InTurn:
        """What waits."""
        return InTurn(self, self.take_turn)

    async def on_event(self, event: events.Event) -> None:
        """What a person does waits for its turn."""
        if isinstance(event, events.InputEvent | events.Paste) and not event.is_forwarded:
            self.in_turn.put(event)
        else:
            await super().on_event(event)

    async def take_turn(self, event: Pressed) -> None:
        """It is its turn: hand it around."""
        await super().on_event(event)
