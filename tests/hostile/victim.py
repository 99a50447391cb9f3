"""Somebody whose client talks to the hostile server: their directories, their terminal, and what it was written to."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tests.hostile.sequences import Written, read
from tests.hostile.server import TOKEN, HostileServer
from tests.journeys.person import Person
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


class Screen(Terminal):
    """A terminal whose text can be read whatever became of its wide characters: pyte's own display gives up then."""

    def text(self) -> str:
        """The screen, a line a row."""
        self._read(0)
        cells, columns = self._screen.buffer, range(self.columns)
        return "\n".join("".join(cells[y][x].data for x in columns).rstrip() for y in range(self.rows))

    def escape(self) -> Self:
        """Press Esc as terminals with the kitty keyboard say it: the next key, however soon, is no Alt+key."""
        self.send(b"\x1b[27u")
        return self


@dataclass(frozen=True, slots=True)
class Victim:
    """`home` holds all that the client keeps."""

    server: HostileServer
    home: Path

    def environ(self) -> dict[str, str]:
        """The environment of their shell."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "XDG_CACHE_HOME": str(self.home / "cache"),
            "XDG_STATE_HOME": str(self.home / "state"),
            "CHATLANE_BASE_URL": self.server.base_url,
            "CHATLANE_API_TOKEN": TOKEN,
        }

    def start(self, *, size: tuple[int, int]) -> Screen:
        """Start the client in a terminal of that size."""
        folder = self.home / "config" / "chatlane-tui"
        folder.mkdir(parents=True)
        (folder / "config.toml").write_text(SETTINGS)
        return Screen(Person.command(), environ=self.environ(), size=size)

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
