"""The keys that matter where the focus is: at most eight, told by the screen from the one key table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from textual.content import Content
from textual.widget import Widget

MOST: Final = 8


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

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id)
        self._hints: tuple[tuple[str, str], ...] = ()

    @property
    def hints(self) -> tuple[tuple[str, str], ...]:
        """(key, words) as told, at most eight."""
        return self._hints

    def show(self, hints: Iterable[tuple[str, str]]) -> None:
        """The keys of the place that has the focus now, the most important first."""
        told = tuple(hints)[:MOST]
        if told != self._hints:
            self._hints = told
            self.refresh(layout=False)

    def render(self) -> Content:
        """As many hints as fit, whole."""
        line = Content("")
        for key, words in self._hints:
            gap = "  " if line.plain else ""
            longer = Content.assemble(line, gap, (key, "bold $text-accent"), f" {words}")
            if longer.cell_length > self.content_size.width:
                break
            line = longer
        return line
