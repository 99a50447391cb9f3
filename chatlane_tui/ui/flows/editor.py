"""The round trip through $EDITOR: the text is on disk before, and comes back whatever the editor does."""

from __future__ import annotations

import asyncio
import os
import shlex
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

from textual.app import App, SuspendNotSupported

from chatlane_tui.errors import ConfigurationError
from chatlane_tui.ui.widgets.composer_text import own


class Edited(NamedTuple):
    """What came back, and what is to be said about it; empty: nothing."""

    text: str
    sentence: str = ""


async def edited_outside(app: App[object], text: str) -> Edited:
    """What the person's editor made of `text`, while everything else goes on: only painting waits.

    Raises `ConfigurationError` if it could not be run or gave up. What it had saved when it was killed comes back.
    """
    command = _command()
    with tempfile.TemporaryDirectory(prefix="chatlane-") as folder:
        path = Path(folder) / "reply.md"
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8")
        try:
            with app.batch_update(), app.suspend():
                done = await asyncio.to_thread(subprocess.run, [*command, str(path)], check=False)
        except SuspendNotSupported as error:
            raise ConfigurationError(
                "No editor can be started from this terminal.", hint="Your text is still here."
            ) from error
        except OSError as error:
            raise ConfigurationError(
                f"The editor {command[0]!r} could not be started: {error.strerror}.",
                hint="Your text is still here. Set $EDITOR to an editor of this machine.",
            ) from error
        if done.returncode > 0:
            raise ConfigurationError(
                f"The editor ended with an error ({done.returncode}); its changes were not taken over.",
                hint="Your text is still here.",
            )
        try:
            found = own(path.read_text(encoding="utf-8", errors="replace"))
        except OSError as error:
            raise ConfigurationError(
                f"The editor left nothing to read: {error.strerror}.", hint="Your text is still here."
            ) from error
        # Editors end the last line; whoever wrote none sends none.
        found = found if text.endswith("\n") else found.removesuffix("\n")
        if done.returncode == 0:
            return Edited(found)
        return Edited(found or text, f"The editor was killed (signal {-done.returncode}); what it had saved is here.")


def _command() -> list[str]:
    wanted = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        return shlex.split(wanted) or ["vi"]
    except ValueError as error:
        raise ConfigurationError(
            f"The editor {wanted!r} cannot be read as a command: {error}.",
            hint="Your text is still here. Mend $VISUAL or $EDITOR.",
        ) from error
