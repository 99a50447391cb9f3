"""A token from a command, with real processes."""

from __future__ import annotations

import shlex
import sys

import pytest

from chatlane_tui.config.token_command import run
from chatlane_tui.errors import ConfigurationError


def python(code: str) -> str:
    """A command that runs Python."""
    return f"{shlex.quote(sys.executable)} -c {shlex.quote(code)}"


def test_the_first_line_is_the_token() -> None:
    assert run(python("print('\\n 1|x \\nuser: sam')"), {}) == "1|x"


def test_there_is_no_shell() -> None:
    assert run(python("import sys; print(sys.argv[1])") + " '$HOME;ls'", {}) == "$HOME;ls"


def test_the_command_sees_the_environment() -> None:
    assert run(python("import os; print(os.environ['VAULT'])"), {"VAULT": "here"}) == "here"


def test_the_command_cannot_reach_for_the_keyboard() -> None:
    assert run(python("import sys; print(repr(sys.stdin.read()))"), {}) == "''"


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (python("import sys; print('no such entry', file=sys.stderr); sys.exit(3)"), "exit code 3: no such entry."),
        (python("raise SystemExit(4)"), "exit code 4."),
        (python("pass"), "printed nothing"),
        ("/no/such/command", "cannot run /no/such/command: No such file"),
        ("'unclosed", "quotation mark"),
        ("  ", "is empty"),
    ],
)
def test_what_went_wrong_is_a_sentence(command: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        run(command, {})
    assert said in caught.value.sentence


def test_a_command_that_does_not_end_is_ended_with_all_it_started() -> None:
    child = "import subprocess, sys, time; subprocess.run([sys.executable, '-c', 'import time; time.sleep(600)'])"
    with pytest.raises(ConfigurationError, match=r"did not end within 0\.2 s"):
        run(python(child), {}, patience=0.2)
