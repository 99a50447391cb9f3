"""A token in a file, where there is no keyring: readable by its owner alone, or it is refused.

The first line is the token; the second, which a file made by hand may lack, is the base URL it is for.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from chatlane_tui.config.private import private_directory, spoken, write_private
from chatlane_tui.config.settings import Settings
from chatlane_tui.errors import ConfigurationError


def token_file(settings: Settings) -> Path:
    """Where the profile's token file is, or would be."""
    return settings.places.config / "tokens" / settings.profile


def read(settings: Settings) -> str | None:
    """What the file holds for this base URL; None if there is no file, or it is for another server."""
    path = token_file(settings)
    try:
        with path.open(encoding="utf-8") as file:
            _refuse_if_open(path, os.fstat(file.fileno()))
            token, _, base_url = file.read(10_000).strip().partition("\n")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"The token file {spoken(path)} cannot be read.") from error
    return token if base_url.strip() in ("", settings.base_url) else None


def write(settings: Settings, token: str) -> Path:
    """Keep the token, for this base URL."""
    path = token_file(settings)
    settings.places.config.parent.mkdir(parents=True, exist_ok=True)
    settings.places.config.mkdir(mode=0o700, exist_ok=True)
    private_directory(path.parent, below=path.parent)
    write_private(path, f"{token}\n{settings.base_url}\n")
    return path


def delete(settings: Settings) -> bool:
    """Delete the file; whether there was one."""
    path = token_file(settings)
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise ConfigurationError(f"The token file {spoken(path)} cannot be deleted: {error.strerror}.") from error
    return True


def _refuse_if_open(path: Path, status: os.stat_result) -> None:
    if os.name == "nt":
        return
    mode = stat.S_IMODE(status.st_mode)
    if mode & 0o077:
        raise ConfigurationError(
            f"The token file {spoken(path)} can be read or changed by others (mode {mode:04o}); it is not used.",
            hint=f"Run `chmod 600 {spoken(path)}`, and make a new token if somebody may have read this one.",
        )
    if status.st_uid != os.geteuid():
        raise ConfigurationError(f"The token file {spoken(path)} belongs to another user; it is not used.")
