"""The reference beside which every figure stands: the least Textual app that can show a list of any length.

One line-API list with a cursor, and nothing else: no database, no network, no keys but those that are
measured.
"""

from __future__ import annotations

import os
import sys

os.environ.setdefault("TEXTUAL_FPS", "120")  # as the client does, before Textual is imported

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import App, ComposeResult
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

NAME = "Floor row"
PLAIN, CHOSEN = Style(color="#d0d0d0", bgcolor="#101010"), Style(color="#ffffff", bgcolor="#303050")


class FloorList(ScrollView, can_focus=True):
    """Two lines a row, made when they are painted."""

    DEFAULT_CSS = "FloorList { overflow-x: hidden; overflow-y: scroll; }"

    def __init__(self, rows: int) -> None:
        super().__init__()
        self.rows = rows
        self.chosen = 0

    def on_mount(self) -> None:
        self.virtual_size = Size(1, 2 * self.rows)

    def render_line(self, y: int) -> Strip:
        """Line `y` of what is in view."""
        line, width = y + self.scroll_offset.y, self.scrollable_content_region.width
        row, second = divmod(line, 2)
        mark = "▌" if row == self.chosen else " "
        words = f"{mark}   a line about number {row}" if second else f"{mark}  {NAME} {row}"
        return Strip([Segment(words[:width].ljust(width), CHOSEN if row == self.chosen else PLAIN)], width)

    def on_key(self, event: events.Key) -> None:
        """Move the cursor."""
        page = self.size.height // 2
        steps = {"j": 1, "k": -1, "pagedown": page, "pageup": -page, "home": -self.rows, "end": self.rows}
        if event.key in steps:
            event.stop()
            self.go(self.chosen + steps[event.key])

    def go(self, row: int) -> None:
        """The cursor to that row, which is brought into view."""
        before, self.chosen = self.chosen, max(0, min(row, self.rows - 1))
        top, height = self.scroll_offset.y, self.size.height
        if not top <= 2 * self.chosen <= top + height - 2:
            self.scroll_to(
                y=2 * self.chosen - (height - 2 if 2 * self.chosen > top else 0), animate=False, immediate=True
            )
            self.refresh()
        else:
            width = self.size.width
            self.refresh(*(Region(0, 2 * at - top, width, 2) for at in (before, self.chosen)))


class Floor(App[None]):
    """The list on the whole screen."""

    def __init__(self, rows: int) -> None:
        super().__init__()
        self.rows = rows

    def compose(self) -> ComposeResult:
        yield FloorList(self.rows)


if __name__ == "__main__":
    Floor(int(sys.argv[1])).run()
