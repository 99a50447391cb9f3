"""A screen of panes side by side, and the way from one to the next."""

from __future__ import annotations

from abc import abstractmethod

from textual.screen import Screen
from textual.widget import Widget


class Paned(Screen[None]):
    """Subclasses say which panes a person could go to now."""

    @abstractmethod
    def panes(self) -> tuple[Widget, ...]:
        """Those panes, in order; at least one."""

    def settle(self) -> None:
        """The next key is for another pane: what they show is of one thing from here on."""

    async def on_screen_suspend(self) -> None:
        """What was said stands on the screen above."""
        from chatlane_tui.ui.notices import put_away  # not before the first paint

        await put_away(self)

    def action_next_pane(self) -> None:
        """Focus the pane after this one, of those that are on the screen."""
        self._focus_beside(1)

    def action_previous_pane(self) -> None:
        """Focus the pane before this one."""
        self._focus_beside(-1)

    def _focus_beside(self, step: int) -> None:
        self.settle()
        panes = self.panes()
        around = () if self.focused is None else tuple(self.focused.ancestors_with_self)
        now = next((n for n, pane in enumerate(panes) if pane in around), 0)
        self.go_to(panes[(now + step) % len(panes)])

    def go_to(self, pane: Widget) -> None:
        """The focus there: now where it can be, for the next key goes on from there."""
        if pane.focusable:
            self.set_focus(pane)
        else:
            pane.focus()
