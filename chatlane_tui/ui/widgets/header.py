"""The top line: the views with their counts on the left, whose inbox this is on the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from chatlane_tui.ui.text import assembled, plain
from chatlane_tui.ui.theme import UNICODE, Glyphs
from chatlane_tui.ui.widgets.one_line import cut


class View(NamedTuple):
    """A view as the top line shows it. `holds` None: not counted; `key` empty: no key shows it."""

    name: str
    holds: int | None = None
    key: str = ""
    current: bool = False


class Header(Widget):
    """One line; views that do not fit are dropped from the right, the current one last, the title is cut."""

    DEFAULT_CSS = """
    Header {
        height: 1;
        width: 100%;
        padding: 0 1;
    }
    """

    title: reactive[str] = reactive("", layout=False)
    """The team or profile; never read as markup."""

    @dataclass
    class Chosen(Message):
        """A view was clicked; `index` counts from 0 in the order told."""

        index: int

    class TitleClicked(Message):
        """The team and its inbox were clicked."""

    def __init__(
        self,
        *,
        title: str = "",
        glyphs: Glyphs = UNICODE,
        id: str | None = None,  # noqa: A002 - Textual's word
    ) -> None:
        super().__init__(id=id)
        self.set_reactive(Header.title, title)
        self._glyphs = glyphs
        self._views: tuple[View, ...] = ()
        self._spots: list[tuple[int, int, int]] = []
        self._title_from = 0

    @property
    def views(self) -> tuple[View, ...]:
        """As told last."""
        return self._views

    def show_views(self, views: Sequence[View]) -> None:
        """Views in the order of their keys; repaints only what changed."""
        told = tuple(views)
        if told != self._views:
            self._views = told
            self.refresh(layout=False)

    def render(self) -> Content:
        """Views, a gap, the title."""
        width = self.content_size.width
        title = cut(plain(self.title), max(0, width // 3 - 2), more=self._glyphs.more)
        title = assembled(title, f" {self._glyphs.choice}") if title.plain else title
        room = width - title.cell_length - (2 if title.plain else 0)
        line = self._left(room)
        self._title_from = width - title.cell_length
        return assembled(line, " " * max(0, width - line.cell_length - title.cell_length), title.stylize("bold"))

    def on_click(self, event: events.Click) -> None:
        """A click on a view chooses it; keys do as well."""
        for index, start, end in self._spots:
            if start <= event.x - self.gutter.left < end:
                self.post_message(self.Chosen(index))
                return
        if self.title and event.x - self.gutter.left >= self._title_from:
            self.post_message(self.TitleClicked())

    def _left(self, room: int) -> Content:
        """Views as far as they fit; the current one is always among them."""
        pieces = {index: _piece(view) for index, view in enumerate(self._views)}
        gap = plain(f" {self._glyphs.dot} ")
        more = plain(f" {self._glyphs.more}")
        kept = list(pieces)

        def width() -> int:
            cells = sum(pieces[index].cell_length for index in kept) + gap.cell_length * max(0, len(kept) - 1)
            return cells + (more.cell_length if len(kept) < len(pieces) else 0)

        while kept and width() > room:
            droppable = [index for index in kept if not self._views[index].current]
            if not droppable:
                break
            kept.remove(droppable[-1])
        self._spots = []
        line = Content("")
        for index in kept:
            if line.plain:
                line = assembled(line, gap)
            self._spots.append((index, line.cell_length, line.cell_length + pieces[index].cell_length))
            line = assembled(line, pieces[index])
        if len(kept) < len(pieces):
            line = assembled(line, more)
        return cut(line, max(0, room), more=self._glyphs.more)


def _piece(view: View) -> Content:
    name = f"[{view.name}]" if view.current else view.name
    style = "bold $text-accent" if view.current else ""
    count = "" if view.holds is None else f" {view.holds:,}"
    key = f"{view.key} " if view.key else ""
    return assembled((key, "$text-muted"), (name, style), (count, "bold"))
