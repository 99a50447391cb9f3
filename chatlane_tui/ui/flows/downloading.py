"""A download outlives the list it was begun from: it is the app's, and says how it ended wherever a person is then."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.worker import Worker

from chatlane_tui.config.private import spoken
from chatlane_tui.errors import ChatlaneTuiError

if TYPE_CHECKING:
    from chatlane_tui.ui.screens.attachments import AttachmentsScreen
    from chatlane_tui.ui.widgets.file_lines import FileLine


def begin(screen: AttachmentsScreen, line: FileLine, *, opens: bool) -> None:
    """Fetch the file, then open it if that is what a person wants."""
    _: Worker[None] = screen.app.run_worker(partial(_fetch, screen, line, opens), group="downloads")


async def _fetch(screen: AttachmentsScreen, line: FileLine, opens: bool) -> None:
    session, app = screen.session, screen.app
    try:
        path = await session.files.download(line.file)
        if opens:
            from chatlane_tui.desk.commands import open_outside

            await open_outside(str(path), session.settings.commands)
    except ChatlaneTuiError as error:
        app.notify(error.sentence, severity="error", timeout=8, markup=False)
        return
    app.notify(f"{'Opened' if opens else 'Saved as'} {spoken(path)}", timeout=4, markup=False)
