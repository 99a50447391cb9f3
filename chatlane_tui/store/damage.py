"""What is known of damage to a database, as files beside it: apart from the rescue, which no healthy start loads."""

from __future__ import annotations

import contextlib
from pathlib import Path


def mark_damaged(path: Path) -> None:
    """Note that damage was found, for the next start: whoever has the file open goes on with what can be read."""
    with contextlib.suppress(OSError):
        marker(path).touch(0o600)


def is_marked(path: Path) -> bool:
    """Whether damage was found that nobody has dealt with yet."""
    return marker(path).exists() or finished(path).exists()


def marker(path: Path) -> Path:
    """There if damage was found."""
    return path.with_name(path.name + ".damaged")


def finished(path: Path) -> Path:
    """A new database that is whole, and only has to be moved into its place."""
    return path.with_name(path.name + ".rescued")
