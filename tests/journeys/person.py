"""Who sits at the terminal: starts the client with their own directories, settings and token."""

from __future__ import annotations

import os
import re
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
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
AT_ONCE = """\
[sync]
poll_interval = 2

[send]
undo_email = 0
undo_chat = 0
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

    def drafts(self) -> list[str]:
        """The texts that are being written, as they are on the disk."""
        (database,) = self.home.rglob("*.db")
        with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as looked_at:
            return [body for (body,) in looked_at.execute("SELECT body FROM draft")]

    def posted(self) -> list[tuple[str, str, int | None]]:
        """What the server got: (type, body, channel as asked)."""
        return [(m["type"], m["body"], m["inbox_channel_id"]) for m in self.sandbox.world.posted()]

    def send(self, terminal: Terminal) -> tuple[str, str, int | None]:
        """Send what stands in the composer, by the review line; what the server got, as `posted` says it."""
        count = len(self.posted())
        terminal.escape().wait_for("back to typing")
        terminal.press("s").wait_for(lambda _: len(self.posted()) > count)
        terminal.wait_gone("back to typing")
        return self.posted()[-1]

    def answer(self, conversation_id: int) -> str:
        """The first line of what the customer wrote there last; what no screen ever shows if the last word is ours."""
        messages = self.sandbox.world.messages(conversation_id)
        newest = max(messages, key=lambda message: int(message["id"]))
        words = re.sub(r"<[^>]+>", "", newest["body"]).strip().splitlines()
        return words[0] if newest["direction"] == "in" else "\0"

    def settle(self, terminal: Terminal) -> int:
        """Wait until all that the server has is cached; how many conversations the inbox holds."""
        total = sum(not told["is_archived"] for told in self.sandbox.world.conversations())
        terminal.wait_for(lambda text: in_view(text, "Inbox") == total and "First sync" not in text)
        return total

    @staticmethod
    def jump(terminal: Terminal, letters: str, shown: str) -> None:
        """Open the conversation that those letters find first; its heading shows that name or subject."""
        terminal.press("ctrl+k").wait_for("Jump to")
        terminal.type(letters).press("enter").wait_gone("Jump to")
        terminal.wait_for(lambda text: shown in text.splitlines()[1].partition("│")[2])

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


@contextmanager
def at_work(home: Path, *switches: str, size: tuple[int, int] = (140, 36)) -> Iterator[tuple[Person, Terminal]]:
    """Somebody who has cached everything and holds back nothing that is sent; no customer writes by themselves."""
    with Sandbox(switches=switches) as sandbox:
        person = Person(sandbox, home)
        with person.start(size=size, settings=AT_ONCE) as terminal:
            person.settle(terminal)
            yield person, terminal


def in_view(text: str, view: str) -> int:
    """How many conversations the top line says a view holds; -1 while it says nothing."""
    found = re.search(rf"\[?{view}\]? (\d+)", text.splitlines()[0])
    return int(found[1]) if found else -1


def is_empty(label: str) -> Callable[[str], bool]:
    """Whether nothing stands in that field of the form that is shown."""
    row = re.compile(rf"│ {label}[ *]+(text|number|yes/no)? *│")
    return lambda text: row.search(text) is not None


def _under_cursor(text: str) -> str:
    """Name and subject of the row that the list's cursor is on, with its place; empty while there is none."""
    lines = [line.partition("│")[0] for line in text.splitlines()]
    return next(
        (f"{y} {line[3:24]} {lines[y + 1][3:24]}" for y, line in enumerate(lines[:-1]) if line[:1] in CURSORS), ""
    )
