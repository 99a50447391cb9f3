"""The line above a list on a screen of its own: what it is, and what there is to say of it as a whole."""

from __future__ import annotations

from textual.widgets import Static

from chatlane_tui.ui.text import assembled
from chatlane_tui.ui.theme import UNICODE, Glyphs


class EntriesHeading(Static):
    """Told a name and some facts; empty ones are left out."""

    DEFAULT_CSS = """
    EntriesHeading {
        height: 1;
        padding: 0 1;
        background: $panel;
        text-wrap: nowrap;
        text-overflow: ellipsis;
    }
    """

    def __init__(self, *, glyphs: Glyphs = UNICODE) -> None:
        super().__init__("", markup=False)
        self._dot = f" {glyphs.dot} "

    def show(self, name: str, *facts: str) -> None:
        """Say it."""
        self.update(assembled((name, "bold"), *(f"{self._dot}{fact}" for fact in facts if fact)), layout=False)
