"""The thread in the person's pager, in place of the screen until they leave it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from chatlane_tui.desk.commands import words_of
from chatlane_tui.errors import ConfigurationError

if TYPE_CHECKING:
    from chatlane_tui.ui.screens.inbox import InboxScreen


def page(screen: InboxScreen, text: str) -> None:
    """Show it. Raises `ConfigurationError` if no pager can be run, or if it fails."""
    command = pager(screen.session.settings.commands.pager)
    with tempfile.TemporaryDirectory(prefix="chatlane-") as folder:
        path = Path(folder) / "thread.txt"
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8", errors="replace")
        try:
            with screen.app.suspend():
                done = subprocess.run([*command, str(path)], check=False)  # noqa: S603
        except SuspendNotSupported as error:
            raise ConfigurationError("No pager can be started from this terminal.") from error
        except OSError as error:
            raise ConfigurationError(
                f"The pager {command[0]!r} could not be started: {error.strerror}.",
                hint="Set $PAGER to a pager of this machine.",
            ) from error
        if done.returncode != 0:
            raise ConfigurationError(f"The pager ended with an error ({done.returncode}).")


def pager(configured: str) -> list[str]:
    """The configured command, else `$PAGER`, else what this machine has."""
    wanted = configured or os.environ.get("PAGER") or ""
    if wanted.strip():
        return words_of(wanted)
    return ["less"] if shutil.which("less") else ["more"]
