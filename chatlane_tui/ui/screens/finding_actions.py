"""The keys of the inbox that show another list, look for something, or go through what was found."""

from __future__ import annotations

from functools import cached_property, partialmethod
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from chatlane_tui.ui.flows.finding import Finding
    from chatlane_tui.ui.flows.most_at_risk import MostAtRisk
    from chatlane_tui.ui.screens.inbox import InboxScreen
    from chatlane_tui.ui.widgets.find_line import FindLine
    from chatlane_tui.ui.widgets.header import Header


class FindingActions:
    """A part of the inbox screen."""

    def on_mount(self) -> None:
        """Counts that do not stand ready are counted after the first paint."""
        screen = cast("InboxScreen", self)
        if screen.viewing.uncounted:
            screen.call_after_refresh(lambda: self.finding.count())

    @cached_property
    def finding(self) -> Finding:
        """Which list is shown, and what is looked for."""
        from chatlane_tui.ui.flows.finding import Finding  # not before the first paint

        found = Finding(cast("InboxScreen", self))
        self.has_looked = True
        return found

    @cached_property
    def most_at_risk(self) -> MostAtRisk:
        """Who is to be answered first."""
        from chatlane_tui.ui.flows.most_at_risk import MostAtRisk

        return MostAtRisk(cast("InboxScreen", self))

    has_looked = False
    """Whether anything was looked for yet, or another view shown."""

    @property
    def is_finding(self) -> bool:
        """Whether keys are text of the line above the list."""
        return self.has_looked and self.finding.is_typing

    @property
    def has_hits(self) -> bool:
        """Whether words are marked in the conversation."""
        return self.has_looked and self.finding.hits.stand

    def action_search(self) -> None:
        """Look for something in everything that is cached."""
        self.finding.open_line("search")

    def action_filter(self) -> None:
        """Look for something in this list."""
        self.finding.open_line("filter")

    def action_find_here(self) -> None:
        """Look for words in the conversation that is shown."""
        self.finding.open_in_thread()

    def action_to_found(self) -> None:
        """On from the line to what was found."""
        self.finding.accept()

    def action_leave_finding(self) -> None:
        """Look for nothing any more."""
        self.finding.leave()

    def action_next_hit(self) -> None:
        """To the next hit in the conversation."""
        self.finding.hits.step(1)

    def action_previous_hit(self) -> None:
        """To the one before."""
        self.finding.hits.step(-1)

    def action_order(self) -> None:
        """The next order of the list."""
        self.finding.reorder()

    def action_most_at_risk(self) -> None:
        """Open who is to be answered first."""
        self.most_at_risk.open()

    def action_inboxes(self) -> None:
        """Choose one inbox, or all."""
        from chatlane_tui.ui.flows.inbox_choice import choose_inbox

        choose_inbox(cast("InboxScreen", self))

    def action_jump(self) -> None:
        """To a conversation or an inbox by letters of its name."""
        from chatlane_tui.ui.flows.inbox_choice import jump

        jump(cast("InboxScreen", self))

    def _view(self, index: int) -> None:
        self.finding.choose(index)

    action_view_1 = partialmethod(_view, 0)
    action_view_2 = partialmethod(_view, 1)
    action_view_3 = partialmethod(_view, 2)
    action_view_4 = partialmethod(_view, 3)
    action_view_5 = partialmethod(_view, 4)
    action_view_6 = partialmethod(_view, 5)
    action_view_7 = partialmethod(_view, 6)
    action_view_8 = partialmethod(_view, 7)
    action_view_9 = partialmethod(_view, 8)

    def on_header_chosen(self, event: Header.Chosen) -> None:
        """A view was clicked."""
        self.finding.choose(event.index)

    def on_header_title_clicked(self) -> None:
        """The inbox was clicked."""
        self.action_inboxes()

    def on_find_line_typed(self, event: FindLine.Typed) -> None:
        """What is looked for changed."""
        self.finding.typed(event.text)
