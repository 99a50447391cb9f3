"""The keys that matter where the focus is: at most eight, told by the screen from the one key table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from chatlane_tui.ui.text import assembled

MOST: Final = 8

Hint = tuple[str, str, str]
"""The key, the words, and the id of the action."""


class HintBar(Widget):
    """One line of keys and words, aligned right; what does not fit is dropped from the end."""

    DEFAULT_CSS = """
    HintBar {
        height: 1;
        width: 1fr;
        padding: 0 1;
        text-align: right;
        color: $text-muted;
    }
    """

    @dataclass
    class Chosen(Message):
        """A hint was clicked."""

        action: str

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id)
        self._hints: tuple[Hint, ...] = ()
        self._spots: list[tuple[str, int, int]] = []

    @property
    def hints(self) -> tuple[Hint, ...]:
        """As told, at most eight."""
        return self._hints

    def show(self, hints: Iterable[Hint]) -> None:
        """The keys of the place that has the focus now, the most important first; of too many, the last one stays: it
        is help."""
        told = tuple(hints)
        told = told if len(told) <= MOST else (*told[: MOST - 1], told[-1])
        if told != self._hints:
            self._hints = told
            self.refresh(layout=False)

    def render(self) -> Content:
        """As many hints as fit, whole: the last one, which is help, and as many before it as there is room for."""
        width, kept = self.content_size.width, list(self._hints)
        while len(kept) > 1 and sum(_piece(hint).cell_length + 2 for hint in kept) - 2 > width:
            del kept[-2]
        line = Content("")
        self._spots = []
        for hint in kept:
            gap = "  " if line.plain else ""
            longer = assembled(line, gap, _piece(hint))
            self._spots.append((hint[2], line.cell_length + len(gap), longer.cell_length))
            line = longer
        return line if line.cell_length <= width else Content("")

    def on_click(self, event: events.Click) -> None:
        """A click on a hint does what its key does."""
        offset = event.get_content_offset(self)
        if offset is None or not self._spots:
            return
        x = offset.x - (self.content_size.width - self._spots[-1][2])  # the line stands at the right edge
        for action, start, end in self._spots:
            if start <= x < end:
                self.post_message(self.Chosen(action))


def _piece(hint: Hint) -> Content:
    return assembled((hint[0], "bold $text-accent"), f" {hint[1]}")
