"""What the inbox does with the composer: it is opened, and what it asks for goes to those who know how."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from chatlane_tui.ui.flows.composing import Composing
    from chatlane_tui.ui.flows.sending import Sending
    from chatlane_tui.ui.screens.inbox import InboxScreen
    from chatlane_tui.ui.widgets.composer import Composer
    from chatlane_tui.ui.widgets.conversation_pane import ConversationPane
    from chatlane_tui.ui.widgets.target import Target


class WritingActions:
    """A part of the inbox screen."""

    _pane: ConversationPane | None = None
    """Thread and composer, once they are wanted."""

    @cached_property
    def composing(self) -> Composing:
        """What becomes of what is typed."""
        from chatlane_tui.ui.flows.composing import Composing  # not before the first paint

        return Composing(cast("InboxScreen", self))

    @cached_property
    def sending(self) -> Sending:
        """What becomes of what is sent."""
        from chatlane_tui.ui.flows.sending import Sending

        return Sending(cast("InboxScreen", self))

    @property
    def target(self) -> Target | None:
        """Where the words in the composer go; None while nothing is being written."""
        return None if self._pane is None else self._pane.composer.target

    @property
    def is_writing(self) -> bool:
        """Whether keys are text."""
        return self._pane is not None and self._pane.composer.has_focus_within

    def action_reply(self) -> None:
        """Answer the conversation under the cursor, or the open one."""
        self.composing.begin("reply")

    def action_note(self) -> None:
        """Write a note to it."""
        self.composing.begin("note")

    def on_composer_submitted(self, event: Composer.Submitted) -> None:
        self.sending.submit(event)

    def on_composer_changed(self, event: Composer.Changed) -> None:
        self.composing.keep(event)

    def on_composer_left(self) -> None:
        cast("InboxScreen", self).thread.focus()

    def on_composer_kind_switched(self, event: Composer.KindSwitched) -> None:
        self.composing.switch_kind(event.kind)

    def on_composer_channel_wanted(self) -> None:
        self.composing.choose_channel()

    def on_composer_editor_wanted(self) -> None:
        self.composing.edit_outside()

    def on_composer_aid_wanted(self, event: Composer.AidWanted) -> None:
        self.composing.aid(event.aid)

    def on_composer_discarded(self, event: Composer.Discarded) -> None:
        self.composing.discard(event.target, event.text)
