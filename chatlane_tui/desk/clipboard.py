"""The clipboard of the machine, through its own command: many terminals do not take what a program sends them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping
from typing import Final

PATIENCE: Final = 2.0
"""Seconds: these commands end at once, or not at all."""

_WAYLAND: Final = (("wl-copy",),)
_X11: Final = (("xclip", "-selection", "clipboard"), ("xsel", "--clipboard", "--input"))


def native_command(environ: Mapping[str, str], *, platform: str = sys.platform) -> list[str] | None:
    """The command that takes the clipboard's text on stdin; None where there is none, as over ssh."""
    if platform == "darwin":
        candidates: tuple[tuple[str, ...], ...] = (("pbcopy",),)
    else:
        candidates = (*(_WAYLAND if environ.get("WAYLAND_DISPLAY") else ()), *(_X11 if environ.get("DISPLAY") else ()))
    for name, *options in candidates:
        if (program := shutil.which(name, path=environ.get("PATH"))) is not None:
            return [program, *options]
    return None


def copy_natively(text: str, environ: Mapping[str, str]) -> bool:
    """Whether the machine's own clipboard has it now. Blocks for at most `PATIENCE`: call it in a thread."""
    command = native_command(environ)
    if command is None:
        return False
    try:
        done = subprocess.run(  # noqa: S603 a program of the machine, without a shell
            command,
            input=text.encode("utf-8", "replace"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=dict(environ),
            start_new_session=True,
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
