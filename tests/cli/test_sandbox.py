"""`sandbox serve` as a process of its own, talked to over its socket."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from tests.cli.conftest import Shell


@contextmanager
def serving(shell: Shell, *words: str) -> Iterator[subprocess.Popen[str]]:
    """The command, until the block ends."""
    with subprocess.Popen(
        [sys.executable, "-m", "chatlane_tui", "sandbox", "serve", "--conversations", "3", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=shell.environ,
    ) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=300)


def announced(process: subprocess.Popen[str]) -> dict[str, str]:
    """The JSON it prints once it answers."""
    assert process.stdout is not None
    text = ""
    for line in process.stdout:
        text += line
        if line == "}\n":
            return dict(json.loads(text))
    raise AssertionError(text)


def inboxes(said: dict[str, str], token: str) -> int:
    """The status of a request with this token."""
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    return httpx.get(f"{said['base_url']}/inboxes", headers=headers, trust_env=False).status_code


def test_what_is_printed_is_enough_to_talk_to_it(shell: Shell) -> None:
    with serving(shell, "--json") as process:
        said = announced(process)
        assert inboxes(said, said["token"]) == 200
    assert process.returncode == 0


def test_the_token_and_the_port_can_be_chosen(shell: Shell) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with serving(shell, "--json", "--port", str(port), "--token", "7|mine") as process:
        said = announced(process)
        assert said == {"base_url": f"http://127.0.0.1:{port}/api/v1", "token": "7|mine"}
        assert [inboxes(said, "7|mine"), inboxes(said, "8|other")] == [200, 401]


def test_people_read_two_lines(shell: Shell) -> None:
    with serving(shell, "--token", "7|mine") as process:
        assert process.stdout is not None
        lines = [process.stdout.readline().split() for _ in range(2)]
    assert (lines[0][:2], lines[1]) == (["base", "URL"], ["token", "7|mine"])


def test_switches_and_limits_reach_the_server(shell: Shell) -> None:
    with serving(shell, "--json", "--switch", "A7-dead-token-403", "--rate-limit", "1") as process:
        said = announced(process)
        assert [inboxes(said, said["token"]), inboxes(said, said["token"])] == [200, 429]
        assert inboxes(said, "8|other") == 403


@pytest.mark.parametrize("words", [["sandbox", "serve"], ["demo"]])
def test_a_switch_that_does_not_exist_names_the_nearest(shell: Shell, words: list[str]) -> None:
    done = shell.run(*words, "--switch", "P1-offset")
    assert (done.code, done.out) == (2, "")
    assert "the nearest is 'P1-offset-next'" in done.err


def test_a_port_that_is_taken_is_a_sentence(shell: Shell) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = shell.run("sandbox", "serve", "--port", str(port))
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"The port {port} cannot be used: ")


def test_a_token_with_blanks_is_refused(shell: Shell) -> None:
    assert shell.run("sandbox", "serve", "--token", "a b").code == 2
