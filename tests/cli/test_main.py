"""Exit codes, who speaks where, and that nobody is shown a traceback."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from chatlane_tui.cli.main import main
from chatlane_tui.cli.output import Exit, exit_of
from chatlane_tui.errors import (
    ApiError,
    ChatlaneTuiError,
    ConfigurationError,
    Denied,
    Limited,
    MaybeSent,
    Missing,
    NotSent,
    Refused,
    StoreUnusable,
    Unreadable,
)
from tests.cli.conftest import Shell


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ConfigurationError("x"), 2),
        (NotSent("x"), 3),
        (Limited("x", retry_after=None), 3),
        (Unreadable("x", status=200), 3),
        (ApiError("x", status=502), 3),
        (ApiError("x", status=418), 1),
        (Denied("x", status=401), 4),
        (MaybeSent("x"), 5),
        (Refused("x", status=422), 1),
        (Missing("x", status=404), 1),
        (StoreUnusable("x"), 1),
        (ChatlaneTuiError("x"), 1),
    ],
)
def test_an_exit_code_says_what_may_be_done_next(error: ChatlaneTuiError, code: int) -> None:
    assert exit_of(error) == code


def test_the_version_goes_to_stdout(shell: Shell) -> None:
    done = shell.run("--version")
    assert (done.code, done.out.split()[0], done.err) == (0, "chatlane-tui", "")


@pytest.mark.parametrize("words", [["--help"], ["auth", "--help"], ["auth", "login", "--help"], ["demo", "--help"]])
def test_help_is_no_error(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 0
    assert "usage: chatlane-tui" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["auth"],
        ["auth", "login", "1|token"],
        ["demo", "--conversations", "0"],
        ["demo", "--conversations", "many"],
        ["sandbox", "serve", "--port", "70000"],
        ["--prof", "x"],
    ],
)
def test_a_mistake_in_the_grammar_ends_with_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    captured = capsys.readouterr()
    assert (ended.value.code, captured.out) == (2, "")
    assert "usage: chatlane-tui" in captured.err


def test_a_mistake_in_the_configuration_is_named_before_any_screen_opens(shell: Shell) -> None:
    file = shell.home / "mine.toml"
    file.write_text("[sync]\npol_interval = 5\n")
    done = shell.run("--config", str(file))
    assert (done.code, done.out) == (2, "")
    assert done.err == "~/mine.toml:2: unknown key `pol_interval` in [sync]; did you mean `poll_interval`?\n"


@pytest.mark.parametrize("words", [["--profile", "beta", "config", "show"], ["config", "show", "--profile", "beta"]])
def test_the_shared_options_may_stand_before_or_after_the_verb(shell: Shell, words: list[str]) -> None:
    assert shell.run(*words).out.splitlines()[0].split() == ["profile", "beta"]


def test_a_reader_that_goes_away_is_no_crash(shell: Shell) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "chatlane_tui", "config", "show"],
            stdout=writing,
            stderr=subprocess.PIPE,
            env=shell.environ,
            check=False,
            timeout=300,
        )
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (Exit.FAILED, b"")


@pytest.fixture
def heeds_interrupts() -> Iterator[None]:
    """What is started here can be interrupted even where this run cannot: a job in the background ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heeds_interrupts")
def test_an_interrupt_ends_with_130_and_ends_the_command_it_waits_for(shell: Shell) -> None:
    started = shell.home / "started"
    os.mkfifo(started)
    listening = os.open(started, os.O_RDONLY | os.O_NONBLOCK)
    script = shell.home / "wait.py"
    script.write_text(f"import time; kept = open({str(started)!r}, 'wb', 0); kept.write(b'x'); time.sleep(600)")
    file = shell.home / "waiting.toml"
    file.write_text(f"[profiles.default]\ntoken_command = '{sys.executable} {script}'\n")
    with subprocess.Popen(
        [sys.executable, "-m", "chatlane_tui", "--config", str(file), "auth", "status"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=shell.environ,
    ) as process:
        assert select.select([listening], [], [], 300)[0]
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=300)
    assert (process.returncode, out, err) == (130, "", "Interrupted.\n")
    os.set_blocking(listening, True)
    with os.fdopen(listening, "rb") as ended:
        assert ended.read() == b"x"


def test_the_bare_command_imports_neither_parser_nor_network_nor_keyring() -> None:
    code = (
        "import sys; import chatlane_tui.cli.main, chatlane_tui.cli.inbox;"
        "print([m for m in ('argparse', 'httpx', 'pydantic', 'keyring', 'starlette', 'markdown_it', 'textual')"
        " if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
