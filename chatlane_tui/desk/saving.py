"""Files on this machine: written beside where they will be (0600), and given their name only when they are whole.

What stands there already is never overwritten: the next one is "name (2).pdf".
"""

from __future__ import annotations

import os
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import Final

from chatlane_tui.config.private import spoken
from chatlane_tui.config.settings import FileSettings
from chatlane_tui.errors import ConfigurationError
from chatlane_tui.model.file_names import numbered

MOST_NAMES: Final = 1_000
"""Names that are tried before it is given up."""


def folder_of(settings: FileSettings) -> Path:
    """Where files go: the configured folder, else the platform's folder for downloads."""
    if settings.folder:
        return Path(settings.folder).expanduser()
    from platformdirs import user_downloads_path

    return user_downloads_path()


class Saving:
    """One file on its way to the disk. `publish` or `discard` ends it; either may be called again and does nothing."""

    def __init__(self, folder: Path) -> None:
        """Raises `ConfigurationError` if nothing can be written there."""
        self._folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=".chatlane-", suffix=".part", dir=folder)
        except OSError as error:
            raise _unwritable(folder, error) from error
        self._path = Path(name)
        self._file = os.fdopen(handle, "wb")
        self._lock = threading.Lock()

    def write(self, part: bytes) -> None:
        """Append it, unless it was discarded meanwhile. Raises `ConfigurationError` if the disk does not take it."""
        with self._lock:
            if self._file.closed:
                return
            try:
                self._file.write(part)
            except OSError as error:
                raise _unwritable(self._folder, error) from error

    def publish(self, name: str) -> Path:
        """Give it that name, or the next one that is free; returns where it is."""
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            return self._named(name)
        except OSError as error:
            raise _unwritable(self._folder, error) from error

    def discard(self) -> None:
        """Leave nothing behind."""
        with self._lock, suppress(OSError):
            self._file.close()
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _named(self, name: str) -> Path:
        for number in range(1, MOST_NAMES):
            goal = self._folder / numbered(name, number)
            try:
                _claim(self._path, goal)
            except FileExistsError:
                continue
            return goal
        raise FileExistsError(f"there are {MOST_NAMES} files of that name")


def _claim(made: Path, goal: Path) -> None:
    """Move it there in one step; FileExistsError where something stands. Some file systems have no links."""
    try:
        os.link(made, goal)
    except FileExistsError:
        raise
    except OSError:
        os.close(os.open(goal, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        made.replace(goal)
    else:
        made.unlink()


def save(folder: Path, name: str, text: str) -> Path:
    """Write a text to a file of its own; returns where it is. Raises `ConfigurationError`."""
    saving = Saving(folder)
    try:
        saving.write(text.encode("utf-8", "replace"))
        return saving.publish(name)
    finally:
        saving.discard()


def _unwritable(folder: Path, error: OSError) -> ConfigurationError:
    return ConfigurationError(
        f"{spoken(folder)} cannot be written: {error.strerror or error}.",
        hint="Nothing was saved. `folder` in [files] names another.",
    )
