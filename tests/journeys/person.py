"""Who sits at the terminal: starts the client with their own directories, settings and token."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from chatlane_tui.sandbox.server import Sandbox
from tests.journeys.terminal import Terminal

CURSORS = ("▌", "▏")
QUICK = """\
[sync]
poll_interval = 2

[send]
undo_email = 4
undo_chat = 60
undo_note = 0
"""


def shell(home: Path, *, base_url: str, token: str, **changes: str) -> dict[str, str]:
    """The environment of a shell in which all that the client keeps lies below `home`, and no keyring answers.

    What runs there is not traced: the same lines run in process elsewhere, and a traced program starts in three times
    the time.
    """
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_STATE_HOME": str(home / "state"),
        "CHATLANE_BASE_URL": base_url,
        "CHATLANE_API_TOKEN": token,
        **changes,
    }


def settle_in(home: Path, settings: str) -> None:
    """Write their `config.toml`."""
    folder = home / "config" / "chatlane-tui"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.toml").write_text(settings)


@dataclass(frozen=True)
class Person:
    """`home` holds all that the client keeps between two starts."""

    sandbox: Sandbox
    home: Path

    def environ(self, **changes: str) -> dict[str, str]:
        """The environment of their shell."""
        return shell(self.home, base_url=self.sandbox.base_url, token=self.sandbox.token, **changes)

    def start(
        self,
        *arguments: str,
        size: tuple[int, int] = (120, 40),
        settings: str = QUICK,
        environ: dict[str, str] | None = None,
    ) -> Terminal:
        """Start the client in a terminal of that size."""
        settle_in(self.home, settings)
        return Terminal(self.command(*arguments), environ=environ or self.environ(), size=size)

    @staticmethod
    def command(*arguments: str) -> Sequence[str]:
        """The command line."""
        return [sys.executable, "-m", "chatlane_tui", *arguments]

    def posted(self) -> list[tuple[str, str, int | None]]:
        """What the server got: (type, body, channel as asked)."""
        return [(m["type"], m["body"], m["inbox_channel_id"]) for m in self.sandbox.world.posted()]

    def answer(self, conversation_id: int) -> str:
        """The first line of what the customer wrote there last; what no screen ever shows if the last word is ours."""
        messages = self.sandbox.world.messages(conversation_id)
        newest = max(messages, key=lambda message: int(message["id"]))
        words = re.sub(r"<[^>]+>", "", newest["body"]).strip().splitlines()
        return words[0] if newest["direction"] == "in" else "\0"

    @staticmethod
    def choose(terminal: Terminal, name: str) -> None:
        """Move the cursor of the list down to somebody's conversation, and wait for its thread."""
        under = _under_cursor(terminal.wait_for(lambda text: bool(_under_cursor(text))))
        for _ in range(60):
            if name in under:
                terminal.wait_for(lambda text: name in text.splitlines()[1].partition("│")[2])
                return
            terminal.press("j")
            before = under
            under = _under_cursor(terminal.wait_for(lambda text: _under_cursor(text) not in ("", before)))  # noqa: B023
        raise AssertionError(f"{name} is not in the list")


def _under_cursor(text: str) -> str:
    """Name and subject of the row that the list's cursor is on, with its place; empty while there is none."""
    lines = [line.partition("│")[0] for line in text.splitlines()]
    return next(
        (f"{y} {line[3:24]} {lines[y + 1][3:24]}" for y, line in enumerate(lines[:-1]) if line[:1] in CURSORS), ""
    )
