"""Where errors meant for people end: said on the screen, with the work they struck given up and nothing else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.worker import Worker

from chatlane_tui.errors import ChatlaneTuiError

if TYPE_CHECKING:
    from chatlane_tui.ui.screens.entries import EntriesScreen
    from chatlane_tui.ui.screens.inbox import InboxScreen

Work = Callable[[], Awaitable[object]]


def start(screen: InboxScreen | EntriesScreen[Any], work: Work, *, group: str, exclusive: bool = False) -> None:
    """Do it beside everything else; exclusive: in place of what still runs of that group."""
    _: Worker[None] = screen.run_worker(partial(attempt, screen, work), group=group, exclusive=exclusive)


async def attempt(screen: InboxScreen | EntriesScreen[Any], work: Work) -> None:
    """Do it; if it fails with an error for people, say its sentence. A defect goes on to the app's funnel."""
    try:
        await work()
    except ChatlaneTuiError as error:
        screen.say(error.sentence, loud=True)
