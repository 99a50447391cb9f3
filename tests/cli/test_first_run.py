"""From a machine that knows no token to an inbox, in a real terminal."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

from chatlane_tui.sandbox.server import Sandbox
from tests.cli.conftest import Shell
from tests.journeys.terminal import Terminal

COMMAND = [sys.executable, "-m", "chatlane_tui"]
SMALLEST = (60, 15)


def test_without_a_token_one_is_taken_kept_and_used(shell: Shell, sandbox: Sandbox) -> None:
    with Terminal(COMMAND, environ=shell.environ, size=SMALLEST) as terminal:
        terminal.wait_for("API token")
        terminal.type(sandbox.token).press("enter")
        terminal.wait_for(lambda text: "Open the inbox" in text and "The token is kept in the keyring" in text)
        terminal.press("enter").wait_for("online")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
        assert sandbox.token not in terminal.text()
    assert sandbox.token in shell.keyring.read_text()


def test_a_wrong_token_is_said_and_the_screen_stays(shell: Shell) -> None:
    with Terminal(COMMAND, environ=shell.environ, size=SMALLEST) as terminal:
        terminal.wait_for("API token")
        terminal.type("9|wrong").press("enter").wait_for("does not accept the API token")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    assert not shell.keyring.exists()


def test_without_a_token_the_demo_can_be_started(shell: Shell) -> None:
    with Terminal(COMMAND, environ=shell.environ) as terminal:
        terminal.wait_for("Sign in to Chatlane")
        terminal.press("esc").press("d").wait_for("online")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    assert not shell.keyring.exists()


def test_a_kept_token_opens_the_inbox_without_a_question(shell: Shell, sandbox: Sandbox) -> None:
    shell.run("auth", "login", typed=sandbox.token)
    with Terminal(COMMAND, environ=shell.environ) as terminal:
        terminal.wait_for("online")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_demo_that_is_told_to_end_leaves_nothing_behind(shell: Shell, tmp_path: Path, number: signal.Signals) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    with Terminal([*COMMAND, "demo"], environ={**shell.environ, "TMPDIR": str(temporary)}) as terminal:
        terminal.wait_for("online")
        assert len(list(temporary.iterdir())) == 2
        terminal.process.send_signal(number)
        assert terminal.wait_exit() == 128 + number
        assert b"\x1b[?1049l" in terminal.raw
    assert list(temporary.iterdir()) == []
