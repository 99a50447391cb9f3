"""Screens that close once, and questions that are answered in the order of the keys, however fast they come."""

from __future__ import annotations

from abc import abstractmethod
from typing import TypeVar

from textual import events
from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, Screen

T = TypeVar("T")


class Closing(Screen[T]):
    """Textual hands keys to a screen as long as it is shown, and does each when it has time: by then it may be gone.
    And it closes whichever is on top: where a question lies over the one that ends, the question.
    """

    _ended: tuple[T | None] | None = None
    """How it ended while it was covered."""

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """As Textual's; whoever comes second finds it closed, and the first answer stands. A covered one closes when it
        is seen again.
        """
        if self not in self.app.screen_stack:
            return AwaitComplete()
        self._ended = self._ended or (result,)
        return super().dismiss(self._ended[0]) if self.app.screen is self else AwaitComplete()

    def on_screen_resume(self) -> None:
        """Seen again."""
        if self._ended is not None:
            self.dismiss()


class Modal(ModalScreen[T], Closing[T]):
    """One that lies over another."""

    async def on_screen_suspend(self) -> None:
        """What was said stands on the screen above."""
        from chatlane_tui.ui.notices import put_away

        await put_away(self)


class Asking(Modal[T]):
    """One that takes keys as they arrive (`placed.Taking`): what follows the answer is not meant for it.

    Subclasses call `begin_taking` once what the keys move stands.
    """

    def __init__(self) -> None:
        super().__init__()
        self._early: list[events.Key] | None = []

    def begin_taking(self) -> None:
        """Do what was pressed since it was asked for, and from now on each key at once."""
        early, self._early = self._early or (), None
        for event in early:
            self.press(event)

    def takes(self, event: events.Key) -> bool:
        """Whether the key was done with, or will be."""
        if self._early is None:
            return self.press(event)
        self._early.append(event)
        return True

    @abstractmethod
    def press(self, event: events.Key) -> bool:
        """Do what the key means here; whether it means anything."""

    def on_key(self, event: events.Key) -> None:
        """Where no app asks `takes`."""
        if self.takes(event):
            event.stop()
            event.prevent_default()
