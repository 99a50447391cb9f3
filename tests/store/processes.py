"""Another process at the same database: one that has it open, one that holds its lock."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent.parent

OPENS: Final = """
import sys
from pathlib import Path
from chatlane_tui.model.feed import Feed
from chatlane_tui.store.database import Database
database = Database.open(Path(sys.argv[1]), feed=Feed())
print("open", flush=True)
sys.stdin.read()
"""
LOCKS: Final = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.read()
"""


@contextmanager
def starting(code: str, path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that does it."""
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        try:
            yield process
        finally:
            kill(process)


def said(process: subprocess.Popen[str]) -> str:
    """Its next line, waited for."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


@contextmanager
def another(code: str, path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that has done it."""
    with starting(code, path) as process:
        assert said(process)
        yield process


def kill(process: subprocess.Popen[str]) -> None:
    """`kill -9`."""
    process.kill()
    process.wait()
