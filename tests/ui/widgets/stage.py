"""A small app that mounts widgets alone and writes down what they say."""

from __future__ import annotations

from typing import TypeVar

from textual.app import App, ComposeResult
from textual.message import Message
from textual.widget import Widget

from chatlane_tui.ui.in_turn import TakesTurns

Said = TypeVar("Said", bound=Message)


class Stage(TakesTurns[None]):
    """Mounts the widgets it is given; `said` holds every message that bubbled up to it, in order. Keys take turns."""

    def __init__(self, *widgets: Widget) -> None:
        super().__init__()
        self.said: list[Message] = []
        self._widgets = widgets

    def compose(self) -> ComposeResult:
        yield from self._widgets

    async def _on_message(self, message: Message) -> None:
        self.said.append(message)
        await super()._on_message(message)

    def heard(self, kind: type[Said]) -> list[Said]:
        """The messages of one kind."""
        return [message for message in self.said if isinstance(message, kind)]


def painted(app: App[None]) -> str:
    """What stands on the screen, line by line, without trailing spaces."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)
