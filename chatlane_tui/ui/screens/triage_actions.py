"""The keys of the inbox that act here: each hands over to the flow that knows what it is about."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

from chatlane_tui.ui.keys import WRITES, Key

if TYPE_CHECKING:
    from chatlane_tui.ui.flows.notifying import Notifying
    from chatlane_tui.ui.flows.running import Running
    from chatlane_tui.ui.flows.triaging import Triaging
    from chatlane_tui.ui.screens.inbox import InboxScreen
    from chatlane_tui.ui.widgets.hint_bar import HintBar
    from chatlane_tui.ui.widgets.inbox_list import InboxList


WAKING = 5.0
"""Seconds between two looks at what is snoozed until now."""

REMINDING = 1.0
"""Seconds after the start in which a focus run that was cut is spoken of."""

ABOUT_ONE = frozenset(
    {
        *("inbox.reply", "inbox.note", "inbox.browse", "list.open", "list.select", "list.select_range"),
        *("inbox.done", "inbox.done_stay", "inbox.snooze", "inbox.star", "inbox.unread", "inbox.label"),
        *("inbox.later", "inbox.follow_up"),
    }
)
"""Actions that need a conversation: the open one, the one under the cursor, or those that are selected."""
OF_AN_OPEN_ONE = frozenset({"inbox.next_conversation", "inbox.previous_conversation"})


class TriageActions:
    """A part of the inbox screen."""

    def on_mount(self) -> None:
        """What is snoozed comes back by itself."""
        screen = cast("InboxScreen", self)
        screen.set_interval(WAKING, lambda: self.triaging.wake())
        screen.set_timer(REMINDING, lambda: self.running.remind())
        if not screen.session.writes.allowed:
            from chatlane_tui.ui.flows.sharing import say_writes

            say_writes(screen.status_bar, screen.session)

    @cached_property
    def running(self) -> Running:
        """One conversation after the other."""
        from chatlane_tui.ui.flows.running import Running

        return Running(cast("InboxScreen", self))

    @cached_property
    def notifying(self) -> Notifying:
        """Whoever looks elsewhere is told."""
        from chatlane_tui.ui.flows.notifying import Notifying

        return Notifying(cast("InboxScreen", self))

    def on_hint_bar_chosen(self, event: HintBar.Chosen) -> None:
        """A click on a hint does what its key does."""
        cast("InboxScreen", self).keyboard.run(event.action)

    @cached_property
    def triaging(self) -> Triaging:
        """What is done here."""
        from chatlane_tui.ui.flows.triaging import Triaging  # not before the first paint

        return Triaging(cast("InboxScreen", self))

    def on_selecting_range_wanted(self, event: InboxList.RangeWanted) -> None:
        """Some of what is to be selected is not known to the list."""
        self.triaging.select_range(event.start, event.end)

    def on_selecting_selection_changed(self, event: InboxList.SelectionChanged) -> None:
        """So many are selected."""
        cast("InboxScreen", self).status_bar.show_selection(event.count)

    def can(self, key: Key) -> bool:
        """Whether an action of the palette would do something now: most are about a conversation, some about one that
        is open."""
        screen = cast("InboxScreen", self)
        if key.id in WRITES and not screen.session.writes.allowed:
            return False
        if key.id in OF_AN_OPEN_ONE:
            return screen.reading.is_open
        return key.id not in ABOUT_ONE or bool(screen.inbox.selection or screen.reading.chosen)

    def refuses(self, key: Key) -> bool:
        """Whether it would begin something that the server gets, where nothing may be written: that is said."""
        screen = cast("InboxScreen", self)
        if key.id not in WRITES:
            return False
        from chatlane_tui.ui.flows.sharing import is_refused

        return is_refused(key, screen.session.writes, say=screen.say)

    def action_done(self) -> None:
        """Done here, and on to the next one."""
        self.triaging.done()

    def action_done_stay(self) -> None:
        """Done here; the conversation stays in sight."""
        self.triaging.done(stay=True)

    def action_snooze(self) -> None:
        """Out of the inbox until a time that is asked for."""
        self.triaging.snooze()

    def action_follow_up(self) -> None:
        """Out of the inbox until somebody answers, or nobody does in time."""
        self.triaging.follow_up()

    def action_star(self) -> None:
        """Star it here, or not any more."""
        self.triaging.star()

    def action_unread(self) -> None:
        """Unread here, or read."""
        self.triaging.unread()

    def action_later(self) -> None:
        """To be answered later, or not any more."""
        self.triaging.later()

    def action_label(self) -> None:
        """Give or take off a label here."""
        self.triaging.label()

    def action_next_conversation(self) -> None:
        """Go on reading with the next one of the list, or of the focus run."""
        self._go_beside(1)

    def action_previous_conversation(self) -> None:
        """Go back to the one before."""
        self._go_beside(-1)

    def _go_beside(self, step: int) -> None:
        if self.running.is_on:
            self.running.skip(step)
        else:
            cast("InboxScreen", self).reading.open_beside(step)

    def action_run(self) -> None:
        """Go through the list one by one, or go on with that."""
        self.running.begin()

    def action_undo(self) -> None:
        """Take back the last act here, or what is held."""
        self.triaging.undo()
