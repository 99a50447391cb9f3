"""Copying: what a person asked for goes to the terminal (OSC 52), and to the machine's clipboard where there is one."""

from __future__ import annotations

import asyncio
import os
from typing import Any

from textual.app import App


async def copy(app: App[Any], text: str) -> None:
    """Copy it. Over ssh the terminal takes it; on a desktop a command of the machine does, if the terminal does not."""
    from chatlane_tui.desk.clipboard import copy_natively

    app.copy_to_clipboard(text)
    await asyncio.to_thread(copy_natively, text, dict(os.environ))
