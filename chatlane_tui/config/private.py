"""Files and directories that nobody else on this machine may read; every path that holds a secret is made here."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from chatlane_tui.errors import ConfigurationError


def private_directory(path: Path, *, below: Path) -> Path:
    """Make `path` and what is missing of it; it and every step under `below`, `below` too, end as 0700."""
    steps = [path, *path.parents]
    try:
        below.parent.mkdir(parents=True, exist_ok=True)
        for step in reversed(steps[: steps.index(below) + 1]):
            step.mkdir(mode=0o700, exist_ok=True)
            if step.stat().st_mode & 0o077:
                step.chmod(0o700)
    except OSError as error:
        raise ConfigurationError(f"The directory {path} cannot be made: {error.strerror}.") from error
    return path


def write_private(path: Path, text: str) -> None:
    """Put `text` into `path` as a whole or not at all, mode 0600; its directory exists already."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be written: {error.strerror}.") from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError as error:
        with suppress(OSError):
            Path(name).unlink(missing_ok=True)
        raise ConfigurationError(f"{path} cannot be written: {error.strerror}.") from error


def spoken(path: Path) -> str:
    """The path as people read it: the home directory is `~`."""
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) and path != home else str(path)
