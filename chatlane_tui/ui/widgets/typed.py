"""Text fields whose keys take effect in the order in which they were typed.

Textual runs what is bound to a key once the key has gone all the way up to the app, and by then the letters typed
behind it are in the text: of `abc⌫d`, arriving at once as over a slow line, only `abc` was left.
"""

from __future__ import annotations

from typing import Final

from textual import events
from textual.widget import Widget
from textual.widgets import Input

_EDITS: Final = {
    "backspace": "delete_left",
    "ctrl+h": "delete_left",
    "ctrl+w": "delete_left_word",
    "ctrl+u": "delete_left_all",
    "left": "cursor_left",
    "right": "cursor_right",
}


async def acts(widget: Widget, event: events.Key) -> bool:
    """Run what is bound to the key on that widget, now; whether there was something, and it is done."""
    for binding in widget._bindings.key_to_bindings.get(event.key, ()):
        if not binding.priority and await widget.app.run_action(binding.action, widget):
            done_with(event)
            return True
    return False


def passed_on(widget: Widget, event: events.Key) -> bool:
    """Whether the focus went on since the key was pressed: it is meant for what has the focus now, and is there."""
    focused = widget.app.focused
    if focused is widget:
        return False
    if focused is not None:
        focused._forward_event(events.Key(event.key, event.character))
        done_with(event)
    return True


def done_with(event: events.Key) -> None:
    """Nobody else need look at it."""
    event.stop()
    event.prevent_default()


class TypedLine(Input):
    """A line of text; what Enter does is its screen's."""

    async def _on_key(self, event: events.Key) -> None:
        if event.key != "enter" and not event.is_printable:
            await acts(self, event)

    def put(self, event: events.Key) -> bool:
        """Do at once what a letter or one of the common editing keys does; whether it was one."""
        if event.is_printable and event.character is not None:
            self.insert_text_at_cursor(event.character)
        elif event.key in _EDITS:
            getattr(self, f"action_{_EDITS[event.key]}")()
        else:
            return False
        return True
