"""Where errors meant for people end: said on the screen, with the work they struck given up and nothing else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from chatlane_tui.errors import ChatlaneTuiError

if TYPE_CHECKING:
    from chatlane_tui.ui.screens.inbox import InboxScreen

Work = Callable[[], Awaitable[object]]


async def attempt(screen: InboxScreen, work: Work) -> None:
    """Do it; if it fails with an error for people, say its sentence. A defect goes on to the app's funnel."""
    try:
        await work()
    except ChatlaneTuiError as error:
        screen.say(error.sentence, loud=True)
