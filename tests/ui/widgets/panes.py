"""A stage for one pane that paints its own lines: counts what it asks for and what it has repainted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.message import Message

from chatlane_tui.model.ids import ConversationId
from chatlane_tui.render.document import Document
from chatlane_tui.ui.theme import THEMES
from chatlane_tui.ui.widgets.canvas import Canvas
from chatlane_tui.ui.widgets.inbox_list import InboxList
from chatlane_tui.ui.widgets.thread import ThreadView
from tests.ui.widgets.made_rows import NOW

M = TypeVar("M", bound=Message)


class Hands:
    """A clock that is set by hand."""

    def __init__(self, now: int = NOW) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now


class Pane(App[None]):
    """Mounts one pane; keeps its messages; answers requests for documents if it has any."""

    def __init__(self, pane: Canvas, documents: Callable[[str], Document] | None = None) -> None:
        super().__init__()
        self.pane = pane
        self.said: list[Message] = []
        self.documents = documents
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name

    def compose(self) -> ComposeResult:
        yield self.pane

    def on_inbox_list_highlighted(self, event: InboxList.Highlighted) -> None:
        self.said.append(event)

    def on_inbox_list_opened(self, event: InboxList.Opened) -> None:
        self.said.append(event)

    def on_inbox_list_window_wanted(self, event: InboxList.WindowWanted) -> None:
        self.said.append(event)

    def on_thread_view_documents_wanted(self, event: ThreadView.DocumentsWanted) -> None:
        self.said.append(event)
        if self.documents is not None and isinstance(self.pane, ThreadView):
            found: Mapping[str, Document] = {key: self.documents(key) for key in event.keys}
            self.pane.supply(event.conversation, found)

    def on_thread_view_end_reached(self, event: ThreadView.EndReached) -> None:
        self.said.append(event)

    def on_thread_view_decision_wanted(self, event: ThreadView.DecisionWanted) -> None:
        self.said.append(event)

    def on_thread_view_link_clicked(self, event: ThreadView.LinkClicked) -> None:
        self.said.append(event)

    def on_thread_wishes_wished(self, event: ThreadView.Wished) -> None:
        self.said.append(event)

    def of(self, kind: type[M]) -> list[M]:
        return [event for event in self.said if isinstance(event, kind)]


def lines(pane: Canvas) -> list[str]:
    """What the pane shows, as text; every line must be exactly as wide as the pane."""
    strips = pane.render_lines(Region(0, 0, pane.size.width, pane.size.height))
    assert {strip.cell_length for strip in strips} == {pane.shape.width}
    assert all(sum(segment.cell_length for segment in strip) == pane.shape.width for strip in strips)
    return [strip.text.rstrip() for strip in strips]


def screen(pane: Canvas) -> str:
    """What the pane shows, as one text."""
    return "\n".join(lines(pane))


def dirty_lines(pane: Canvas) -> list[int]:
    """Lines that wait to be repainted since this was last asked."""
    return sorted({y for region in pane._exchange_repaint_regions() for y in region.line_range})


ONE = ConversationId(1)
TWO = ConversationId(2)
