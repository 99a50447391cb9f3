"""A line to fill in, one of several: it is left at once, and what was typed after that goes where it was meant."""

from __future__ import annotations

from textual import events
from textual.widget import Widget

from chatlane_tui.ui.widgets.typed import TypedLine, done_with


class Field(TypedLine):
    """Enter and Tab move on within the key's own turn; whoever types ahead of the screen types into the next field.

    The last field has no `then`: there Enter posts `Input.Submitted`.
    """

    then: Widget | None = None
    """Where Enter leads."""

    def on_mount(self) -> None:
        """Who comes back to a field goes on in it, and overwrites nothing."""
        self.select_on_focus = False

    async def _on_key(self, event: events.Key) -> None:
        match event.key:
            case "enter" if self.then is not None:
                self.screen.set_focus(self.then)
            case "tab":
                self.screen.focus_next()
            case "shift+tab":
                self.screen.focus_previous()
            case _:
                return
        done_with(event)
