"""Tells whoever looks elsewhere that a customer wrote: a bell, the terminal, a program of theirs, the window's title.

A burst is one notification, quiet hours are quiet, and how much of a message is shown is the person's to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, cast

from textual.timer import Timer

from chatlane_tui.errors import ConfigurationError
from chatlane_tui.model.quiet import QuietHours
from chatlane_tui.model.status import Link
from chatlane_tui.ui.flows.attempt import start

if TYPE_CHECKING:
    from chatlane_tui.store.arrivals import Arrival
    from chatlane_tui.store.rows import InboxCounts
    from chatlane_tui.ui.filtered import Filtered
    from chatlane_tui.ui.screens.inbox import InboxScreen

BURST: Final = 2.0
"""Seconds in which what arrives is told together."""
PATIENCE: Final = 10.0
"""Seconds after which the person's program is ended."""


class Notifying:
    """Told by the screen that something changed, and how many conversations are unread."""

    def __init__(self, screen: InboxScreen) -> None:
        self._screen = screen
        self._settings = screen.session.settings.notify
        self._quiet = QuietHours.of(self._settings.quiet)
        self._app = cast("Filtered", screen.app)
        self._signals = self._app.signals
        self._timer: Timer | None = None
        self._command = list(self._settings.command)

    @property
    def is_on(self) -> bool:
        """Whether anything would be told."""
        return bool(self._settings.bell or self._settings.terminal or self._command)

    def count(self, counts: InboxCounts) -> None:
        """How many are unread: in the window's title, where a person wants that."""
        if self._settings.title:
            unread = f"({counts.unread:,}) " if counts.unread else ""
            settings = self._screen.session.settings
            self._signals.title(f"{unread}{settings.title or settings.profile} – Chatlane")

    def heard(self) -> None:
        """Something changed in the list: look soon, and tell what came until then together."""
        if self.is_on and self._timer is None:
            self._timer = self._screen.set_timer(BURST, self._look)

    def _look(self) -> None:
        self._timer = None
        start(self._screen, self.look, group="notifying")

    async def look(self) -> None:
        """Tell what came, if anything did that is not in front of the person's eyes."""
        session = self._screen.session
        if not session.arrivals.has_begun:
            if session.status.link in (Link.ONLINE, Link.FOLLOWING) and session.status.progress is None:
                await session.arrivals.begin()
            return
        reading = self._screen.reading
        watched = reading.shown if reading.is_open and self._app.app_focus else None
        news = [arrival for arrival in await session.arrivals.news() if arrival.conversation_id != watched]
        if news:
            await self.ring(words_for(news, preview=self._level))

    @property
    def _level(self) -> str:
        return "none" if self._app.is_masked else self._settings.preview

    async def remind(self, words: str, name: str) -> None:
        """Something came back by itself; its `name` is shown as far as a person wants that."""
        await self.ring(words if self._level == "none" else f"{words}: {name}")

    async def ring(self, words: str) -> None:
        """Tell it in every way that is on, unless these are quiet hours."""
        session = self._screen.session
        if self._quiet is not None and self._quiet.hold(session.clock()):
            return
        title = session.settings.title or "Chatlane"
        if self._settings.bell:
            self._signals.bell()
        if self._settings.terminal:
            self._signals.notification(self._settings.terminal, title, words)
        if self._command:
            await self._run(title, words)

    async def _run(self, title: str, words: str) -> None:
        from chatlane_tui.desk.commands import run

        try:
            ran = await run([*self._command, title, words], "", patience=PATIENCE)
        except ConfigurationError as error:
            problem = error.sentence
        else:
            if ran.is_well:
                return
            problem = ran.reason or f"{self._command[0]} ended with code {ran.code}."
        self._command = []
        self._screen.say(f"Notifications by command are off until the next start. {problem}", loud=True)


def words_for(news: Sequence[Arrival], *, preview: str) -> str:
    """What a notification says of them: "New message", "From Ada and 2 more", "From Ada: I paid twice"."""
    count = len(news)
    if preview == "none":
        return "New message" if count == 1 else f"{count} new messages"
    names = list(dict.fromkeys(arrival.name or "(no name)" for arrival in reversed(news)))
    if preview == "full" and count == 1:
        return f"From {names[0]}: {news[0].words}"
    others = len(names) - 1
    who = names[0] if not others else f"{names[0]} and {others} more"
    return f"From {who}" if count == 1 else f"{count} new messages, from {who}"
