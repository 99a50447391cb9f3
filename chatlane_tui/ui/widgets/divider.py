"""The line between two panes, lit while the one to its right has the focus.

A widget of its own: were it the pane's border, every change of focus would restyle all that is in the pane.
"""

from __future__ import annotations

from textual.widget import Widget


class Divider(Widget):
    """One column wide; the class `-lit` says that the focus is behind it."""

    DEFAULT_CSS = """
    Divider {
        width: 1;
        height: 1fr;
        border-left: solid $panel;
        &.-lit { border-left: solid $primary; }
    }
    """

    def render(self) -> str:
        """Nothing: the border is all there is."""
        return ""
