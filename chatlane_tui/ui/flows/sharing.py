"""What a person switches before others see or touch their screen: the privacy mask, and read-only."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from chatlane_tui.ui.keys import WRITES, Key
from chatlane_tui.ui.veil import Veil

if TYPE_CHECKING:
    from chatlane_tui.desk.session import Session
    from chatlane_tui.model.writes import Writes
    from chatlane_tui.ui.filtered import Filtered
    from chatlane_tui.ui.screens.inbox import InboxScreen
    from chatlane_tui.ui.widgets.status_bar import StatusBar

MASKED: Final = "Names, e-mails and phone numbers are hidden on this screen. What you send or copy is not."
SHOWN: Final = "Names, e-mails and phone numbers are shown."
READ_ONLY: Final = "Read-only: nothing is written to the server. What waits in the outbox waits."
NOT_BEGUN: Final = "Read-only: nothing is written to the server. The palette allows it again."
WRITING: Final = "Writing is allowed again. What waited in the outbox goes out."


async def switch_mask(app: Filtered, screen: InboxScreen) -> None:
    """Hide who customers are, or show it again."""
    reading = screen.session.read
    if app.is_masked:
        reading.on_names = lambda _: None
        app.cover(None)
    else:
        veil = Veil(await reading.names(), dot="*" if screen.inbox.glyphs.plain else "•")
        rows, messages = screen.inbox.window.rows, screen.reading.rows
        veil.learn(name for row in rows for name in (row.name, row.assignee))
        veil.learn(row.sender for row in messages)
        reading.on_names = veil.learn
        app.cover(veil)
    screen.status_bar.show_first("mask", "names hidden" if app.is_masked else "", "bold $text-warning")
    screen.say(MASKED if app.is_masked else SHOWN)


def switch_writes(screen: InboxScreen) -> None:
    """Write nothing to the server, or as before."""
    allowed = not screen.session.writes.allowed
    screen.session.allow_writes(allowed)
    say_writes(screen.status_bar, screen.session)
    screen.show_where()
    screen.say(WRITING if allowed else READ_ONLY)


def is_refused(key: Key, writes: Writes, *, say: Callable[[str], None]) -> bool:
    """Whether it would begin something that the server gets, where nothing may be written: then that is said."""
    if key.id not in WRITES or writes.allowed:
        return False
    say(NOT_BEGUN)
    return True


def say_writes(bar: StatusBar, session: Session) -> None:
    """In the status bar, as long as it is so."""
    bar.show_first("read-only", "" if session.writes.allowed else "READ-ONLY", "bold $text-warning")
