"""Text fields whose keys take effect in the order in which they were typed.

Textual runs what is bound to a key once the key has gone all the way up to the app, and by then the letters typed
behind it are in the text: of `abc⌫d`, arriving at once as over a slow line, only `abc` was left.
"""

from __future__ import annotations

from typing import Final

from textual import events
from textual.widgets import Input

_EDITS: Final = {
    "backspace": "delete_left",
    "ctrl+h": "delete_left",
    "ctrl+w": "delete_left_word",
    "ctrl+u": "delete_left_all",
    "left": "cursor_left",
    "right": "cursor_right",
}


def done_with(event: events.Key) -> None:
    """Nobody else need look at it."""
    event.stop()
    event.prevent_default()


class TypedLine(Input):
    """A line of text; what Enter does is its screen's."""

    def put(self, event: events.Key) -> bool:
        """Do at once what a letter or one of the common editing keys does; whether it was one."""
        if event.is_printable and event.character is not None:
            self.insert_text_at_cursor(event.character)
        elif event.key in _EDITS:
            getattr(self, f"action_{_EDITS[event.key]}")()
        else:
            return False
        return True
