"""Whether the files of a database were written to, as the file system tells it: cheaper than asking the database."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class Footprint(NamedTuple):
    """When the database and its log were last written to (ns since 1970), and how long they are; 0: not there."""

    written_at: tuple[int, int]
    sizes: tuple[int, int]


def footprint(path: Path) -> Footprint:
    """What stands on the disk now: every commit of any process moves it, but for two within a tick of its clock."""
    (at, size), (log_at, log_size) = _stamp(path), _stamp(path.with_name(f"{path.name}-wal"))
    return Footprint((at, log_at), (size, log_size))


def _stamp(path: Path) -> tuple[int, int]:
    try:
        seen = path.stat()
    except OSError:
        return 0, 0
    return seen.st_mtime_ns, seen.st_size
