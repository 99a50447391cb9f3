"""A token from a password manager: the profile's `token_command`, run without a shell and away from the terminal."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import threading
from collections.abc import Mapping
from contextlib import suppress
from types import FrameType

from chatlane_tui.errors import ConfigurationError

PATIENCE = 10.0
"""Seconds: long enough to answer a dialogue, short enough not to look dead."""


def run(command: str, environ: Mapping[str, str], *, patience: float = PATIENCE) -> str:
    """The first line of what the command prints, as `pass show` puts the secret there. Its errors are sentences."""
    argv = _argv(command)
    held = _HeldInterrupt()
    try:
        process = subprocess.Popen(  # noqa: S603 the person's own command, as a list of words
            argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=dict(environ),
            start_new_session=True,
        )
    except OSError as error:
        held.let_go()
        raise ConfigurationError(f"`token_command` cannot run {argv[0]}: {error.strerror}.") from error
    with process:
        try:
            held.let_go()
            out, err = process.communicate(timeout=patience)
        except subprocess.TimeoutExpired as error:
            _kill(process)
            raise ConfigurationError(
                f"`token_command` ({argv[0]}) did not end within {patience:g} s.",
                hint="Run it by itself to see what it waits for.",
            ) from error
        except BaseException:  # an interrupt reaches us alone: the command is in a session of its own
            _kill(process)
            raise
    if process.returncode:
        said = _line(err)
        why = f": {said}" if said else ""
        raise ConfigurationError(f"`token_command` ({argv[0]}) failed with exit code {process.returncode}{why}.")
    token = _line(out)
    if not token:
        raise ConfigurationError(f"`token_command` ({argv[0]}) printed nothing.")
    return token


class _HeldInterrupt:
    """An interrupt while a command is being started comes once there is somebody who ends it: in `let_go`.

    Python interrupts its main thread alone; in any other this does nothing.
    """

    def __init__(self) -> None:
        self._came: list[tuple[int, FrameType | None]] = []
        self._handler = signal.getsignal(signal.SIGINT)
        self._holds = threading.current_thread() is threading.main_thread() and callable(self._handler)
        if self._holds:
            signal.signal(signal.SIGINT, lambda number, frame: self._came.append((number, frame)))

    def let_go(self) -> None:
        """What came meanwhile comes now."""
        if self._holds:
            signal.signal(signal.SIGINT, self._handler)
            if self._came and callable(self._handler):
                self._handler(*self._came[0])


def _argv(command: str) -> list[str]:
    try:
        argv = shlex.split(command)
    except ValueError as error:
        raise ConfigurationError(f"`token_command` has a quotation mark too many or too few ({error}).") from error
    if not argv:
        raise ConfigurationError("`token_command` is empty.")
    return argv


def _kill(process: subprocess.Popen[bytes]) -> None:
    """The command and whatever it started: a child that keeps the pipe open would keep us waiting."""
    with suppress(ProcessLookupError, PermissionError):
        if os.name == "nt":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)


def _line(output: bytes) -> str:
    """The first line that is not empty, at most 4,096 characters, without control characters at its ends."""
    lines = (line.strip() for line in output.decode("utf-8", "replace").splitlines())
    return next((line for line in lines if line), "")[:4096]
