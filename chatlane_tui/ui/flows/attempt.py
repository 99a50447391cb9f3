"""Where errors meant for people end: said on the screen, with the work they struck given up and nothing else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from textual.worker import Worker

from chatlane_tui.errors import ChatlaneTuiError
from chatlane_tui.ui.opening import Opens

if TYPE_CHECKING:
    from textual.app import App
    from textual.worker import WorkType

Work = Callable[[], Awaitable[object]]


class Speaking(Protocol):
    """A screen that does work beside everything else, and can say how it ended."""

    @property
    def app(self) -> App[object]:
        """Whose screen it is."""

    def say(self, sentence: str, *, loud: bool = False) -> None:
        """A toast."""

    def run_worker(
        self,
        work: WorkType[Any],
        name: str | None = "",
        group: str = "default",
        description: str = "",
        exit_on_error: bool = True,
        start: bool = True,
        exclusive: bool = False,
        thread: bool = False,
    ) -> Worker[Any]:
        """As every widget of Textual does."""


def start(screen: Speaking, work: Work, *, group: str, exclusive: bool = False) -> None:
    """Do it beside everything else; exclusive: in place of what still runs of that group."""
    _: Worker[None] = screen.run_worker(partial(attempt, screen, work), group=group, exclusive=exclusive)


def opens(screen: Speaking, work: Work, *, group: str, exclusive: bool = False) -> None:
    """As `start`, for work that opens something for a key: keys that follow are kept for what it opens."""
    app = screen.app
    if not isinstance(app, Opens):
        start(screen, work, group=group, exclusive=exclusive)
        return
    ended = app.opening.expect()

    async def opening() -> None:
        app.opening.works(ended)
        try:
            await work()
        finally:
            ended.set()

    start(screen, opening, group=group, exclusive=exclusive)


async def attempt(screen: Speaking, work: Work) -> None:
    """Do it; if it fails with an error for people, say its sentence. A defect goes on to the app's funnel."""
    try:
        await work()
    except ChatlaneTuiError as error:
        screen.say(error.sentence, loud=True)
