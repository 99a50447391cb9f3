"""The pane beside the list, or in its place: the conversation that is shown, and the answer being written."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical

from chatlane_tui.config.writing import CheckSettings
from chatlane_tui.model.clock import Clock, system_clock
from chatlane_tui.model.lengths import LIMITS, Limits
from chatlane_tui.ui.theme import UNICODE, Glyphs
from chatlane_tui.ui.widgets.composer import Composer
from chatlane_tui.ui.widgets.thread import ThreadView
from chatlane_tui.ui.widgets.thread_heading import ThreadHeading


class ConversationPane(Vertical):
    """Heading, thread, composer: whoever fills them goes to them by name."""

    def __init__(
        self,
        *,
        clock: Clock = system_clock,
        limits: Limits = LIMITS,
        checks: CheckSettings | None = None,
        glyphs: Glyphs = UNICODE,
        absolute_times: bool = False,
    ) -> None:
        super().__init__()
        self.heading = ThreadHeading()
        self.thread = ThreadView(clock=clock, glyphs=glyphs, absolute_times=absolute_times)
        self.composer = Composer(clock=clock, limits=limits, checks=checks, glyphs=glyphs)

    def compose(self) -> ComposeResult:
        """From top to bottom."""
        yield self.heading
        yield self.thread
        yield self.composer
