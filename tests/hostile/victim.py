"""Somebody whose client talks to the hostile server: their directories, their terminal, and what it was written to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.hostile.sequences import Written, read
from tests.hostile.server import TOKEN, HostileServer
from tests.journeys.person import Person, settle_in, shell
from tests.journeys.terminal import Terminal

SETTINGS = """\
[sync]
poll_interval = 600

[send]
undo_email = 0
undo_chat = 0
undo_note = 0
"""
"""Nothing happens by itself: what the server is asked for, a key asked for."""


@dataclass(frozen=True, slots=True)
class Victim:
    """`home` holds all that the client keeps."""

    server: HostileServer
    home: Path

    def environ(self) -> dict[str, str]:
        """The environment of their shell."""
        return shell(self.home, base_url=self.server.base_url, token=TOKEN)

    def start(self, *, size: tuple[int, int]) -> Terminal:
        """Start the client in a terminal of that size."""
        settle_in(self.home, SETTINGS)
        return Terminal(Person.command(), environ=self.environ(), size=size)

    def files(self) -> Iterator[tuple[Path, bytes]]:
        """Every file that is there now, and its bytes."""
        for path in sorted(self.home.rglob("*")):
            if path.is_file():
                yield path, path.read_bytes()

    def database(self) -> Path:
        """The one database the client made."""
        (found,) = [path for path, content in self.files() if content.startswith(b"SQLite format 3")]
        return found


def written(terminal: Terminal) -> Written:
    """All that the client wrote to the terminal so far."""
    return read(bytes(terminal.raw), columns=terminal.columns, rows=terminal.rows)
