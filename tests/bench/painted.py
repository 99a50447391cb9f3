"""The client up to its first paint, without a terminal: prints what was loaded at that moment, as JSON, and ends."""

from __future__ import annotations

import json
import sys

from chatlane_tui.cli import main
from chatlane_tui.ui.app import ChatlaneApp
from chatlane_tui.ui.screens.inbox import InboxScreen

run = ChatlaneApp.run


def headless(app: ChatlaneApp) -> int | None:
    """Run on no terminal."""
    return run(app, headless=True, size=(120, 40))


def painted(app: ChatlaneApp) -> None:
    """Stands where the client would begin to look for the token: say what is there, and end."""
    screen = app.screen
    rows = len(screen.inbox.window.rows) if isinstance(screen, InboxScreen) else 0
    print(json.dumps({"rows": rows, "modules": sorted(sys.modules)}), file=sys.__stdout__)
    app.exit()


if __name__ == "__main__":
    ChatlaneApp.run = headless  # type: ignore[assignment, method-assign]
    ChatlaneApp.painted = painted  # type: ignore[assignment, method-assign]
    raise SystemExit(main.main([]))
