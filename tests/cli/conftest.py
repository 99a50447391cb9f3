"""Somebody at a shell: the real command as a real process, and a real server to talk to."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from chatlane_tui.config.settings import Settings, load
from chatlane_tui.sandbox.server import Sandbox

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str


class Shell:
    """A shell with directories, a keyring and a server of its own."""

    def __init__(self, home: Path, base_url: str) -> None:
        self.home = home
        self.keyring = home / "keyring.json"
        self.environ = {
            **{name: value for name, value in os.environ.items() if not name.startswith("CHATLANE_")},
            **{f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("CONFIG", "CACHE", "STATE")},
            "HOME": str(home),
            "CHATLANE_BASE_URL": base_url,
            "PYTHON_KEYRING_BACKEND": "tests.cli.file_keyring.FileKeyring",
            "TEST_KEYRING": str(self.keyring),
            "PYTHONPATH": str(ROOT),
        }

    @property
    def settings(self) -> Settings:
        """What the command sees."""
        return load(self.environ)

    def run(self, *words: str, typed: str = "", **environ: str) -> Done:
        """Run `chatlane-tui` with these words; `typed` is piped to it."""
        done = subprocess.run(
            [sys.executable, "-m", "chatlane_tui", *words],
            input=typed,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env={**self.environ, **environ},
            cwd=self.home,
            check=False,
            timeout=300,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Done(done.returncode, done.stdout, done.stderr)

    def without_keyring(self) -> Shell:
        """The same shell on a machine that has no keyring."""
        self.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
        return self


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """A small server; nothing here writes to it."""
    with Sandbox(conversations=8) as running:
        yield running


@pytest.fixture
def shell(tmp_path: Path, sandbox: Sandbox) -> Shell:
    """A shell of somebody who works with that server and has not signed in."""
    return Shell(tmp_path, sandbox.base_url)
