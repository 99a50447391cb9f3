"""From the command line to the screen, for the bare command and for the demo alike."""

from __future__ import annotations

import gc
import os
from collections.abc import Mapping

from chatlane_tui.config.settings import load

WANTS_DEMO = -1
"""What `ui.app.run` returns when a person without a token chose the demo."""


def open_inbox(environ: Mapping[str, str], *, profile: str | None) -> int:
    """Open the inbox of a profile. The token is looked for by the app, after its first paint."""
    prepare()
    settings = load(environ, profile=profile)
    if settings.views:
        from chatlane_tui.desk.views import check

        check(settings)
    from chatlane_tui.ui.app import run

    code = run(settings, environ=environ)
    if code != WANTS_DEMO:
        return code
    from chatlane_tui.cli.demo import open_demo

    return open_demo(environ)


def prepare() -> None:
    """What has to be so before Textual is imported: it looks at the environment then.

    The terminal is as large as it says itself. `COLUMNS` and `LINES` come from whatever started this one (readline sets
    both for all its children), would be believed before it, and never change when the window does.

    120 frames a second instead of 60: echo and list paint 17 ms sooner. And nothing is collected while 400 modules are
    imported, as what they make stays. The first paint ends that.
    """
    for handed_down in ("COLUMNS", "LINES"):
        os.environ.pop(handed_down, None)
    os.environ.setdefault("TEXTUAL_FPS", "120")
    gc.disable()
