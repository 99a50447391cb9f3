"""What lies between the widgets and the terminal: the pace of keys, the guard against escape sequences, the privacy
mask; what the terminal is told beside the screen; and keys that wait for what is being opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from textual.actions import ActionParseResult
from textual.await_complete import AwaitComplete
from textual.dom import DOMNode
from textual.driver import Driver
from textual.filter import LineFilter
from textual.worker import Worker

from chatlane_tui.ui.in_turn import TakesTurns
from chatlane_tui.ui.keys import TABLE, WRITES
from chatlane_tui.ui.opening import Opening
from chatlane_tui.ui.patience import patient
from chatlane_tui.ui.placed import Placed
from chatlane_tui.ui.removed import forget_removed
from chatlane_tui.ui.text import OutputFilter
from chatlane_tui.ui.tidying import Tidying

if TYPE_CHECKING:
    from chatlane_tui.ui.screens.inbox import InboxScreen
    from chatlane_tui.ui.signals import Signals
    from chatlane_tui.ui.veil import Veil


_SWITCHED = {
    True: "Emoji are pictures.",
    False: 'Emoji are words until you quit. To keep it so, say emoji = "words" under [ui] in config.toml.',
}
"""What is said when they become pictures, or words."""


class Filtered(TakesTurns[int]):
    """A part of `ChatlaneApp`; Textual keeps what it filtered by the identity of a filter."""

    def begin_filtering(self, *, pictures: bool, plain: bool) -> None:
        """Before the first paint. `pictures`: emoji are painted as they are; `plain`: nothing is drawn but ASCII."""
        self._guard = OutputFilter(pictures=pictures, plain=plain)
        self._veil: Veil | None = None
        forget_removed()
        self.tidying = Tidying(self)

    if not TYPE_CHECKING:  # Textual declares it three times over

        async def push_screen_wait(self, screen, *, mode=None):
            """As Textual's; keys behind the answer wait for what comes of it."""
            answer = await super().push_screen_wait(screen, mode=mode)
            self.opening.goes_on()
            return answer

    def pop_screen(self) -> AwaitComplete:
        """Back to the screen below; what this one leaves behind is collected soon."""
        self.tidying.soon()
        return super().pop_screen()

    def get_driver_class(self) -> type[Driver]:
        """The one of this platform, which reads keys no faster than they are handled."""
        return patient(super().get_driver_class())

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Defence in depth: nothing that a terminal would obey leaves the program inside a text."""
        return [*super().get_line_filters(), self._guard, *((self._veil,) if self._veil is not None else ())]

    @property
    def is_masked(self) -> bool:
        """Whether the privacy mask lies over the screen."""
        return self._veil is not None

    def cover(self, veil: Veil | None) -> None:
        """Lay the privacy mask over everything that is painted, or (None) take it away."""
        self._veil = veil
        self._paint_anew()

    def action_emoji(self) -> None:
        """Emoji as words where the terminal cannot draw them, or as pictures again; until the program ends."""
        self._guard = OutputFilter(pictures=not self._guard.pictures, plain=self._guard.plain)
        self._paint_anew()
        self.notify(_SWITCHED[self._guard.pictures], markup=False)

    def action_mask(self) -> None:
        """Hide names, e-mails and phone numbers on the screen, or show them again."""
        from chatlane_tui.ui.flows.sharing import switch_mask

        inbox = self.inbox_screen
        if inbox is not None:
            _: Worker[None] = self.run_worker(switch_mask(self, inbox), group="mask")

    def action_read_only(self) -> None:
        """Write nothing to the server, or as before."""
        from chatlane_tui.ui.flows.sharing import switch_writes

        inbox = self.inbox_screen
        if inbox is not None:
            switch_writes(inbox)

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Do it, unless it begins something that the server would get and nothing may be written: that is said."""
        inbox, screen = self.inbox_screen, self.screen
        places = screen.places() if isinstance(screen, Placed) else ()
        begun = [key for key in TABLE if key.id in WRITES and key.place in places and key.action == action]
        if begun and inbox is not None and inbox.refuses(begun[0]):
            return True
        return await super().run_action(action, default_namespace, namespaces)

    @property
    def inbox_screen(self) -> InboxScreen | None:
        """The inbox, below whatever lies over it; None before anybody signed in."""
        from chatlane_tui.ui.screens.inbox import InboxScreen

        return next((screen for screen in self.screen_stack if isinstance(screen, InboxScreen)), None)

    @cached_property
    def opening(self) -> Opening:
        """What is being opened: keys wait for it."""
        return Opening(self)

    @cached_property
    def signals(self) -> Signals:
        """What the terminal is told beside the screen."""
        from chatlane_tui.ui.signals import Signals

        return Signals(self)

    @property
    def has_title(self) -> bool:
        """Whether the window was given a title that has to be taken back."""
        return "signals" in self.__dict__ and self.signals.has_title

    def _paint_anew(self) -> None:
        """The filters are others: nothing that was kept of what they made is of use."""
        for screen in self.screen_stack:
            for widget in screen.walk_children(with_self=True):
                widget.notify_style_update()
                widget.refresh()
