"""Programs of the person's own: what a file or an address is opened with, and commands that a text is piped to.

Never through a shell unless the settings say so; always bounded in time and in what is read of them.
"""

from __future__ import annotations

import asyncio
import os
import shlex
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Final, NamedTuple

from chatlane_tui.config.settings import CommandSettings
from chatlane_tui.errors import ConfigurationError
from chatlane_tui.model.clean import clean

MOST_OUTPUT: Final = 400_000
"""Bytes read of what a command prints, of stdout and stderr each."""
SETTLED: Final = 2.0
"""Seconds after which a program that opens something counts as started."""


class Ran(NamedTuple):
    """How a command ended. `code` is None if it was ended from here: `reason` says why."""

    code: int | None
    output: str
    errors: str
    reason: str = ""

    @property
    def is_well(self) -> bool:
        """Whether it ended by itself, and says that all went well."""
        return self.code == 0


def argv_of(command: str, settings: CommandSettings, environ: Mapping[str, str]) -> list[str]:
    """What is run for a command line that a person typed. `ConfigurationError` if it is none."""
    if settings.shell:
        if not command.strip():
            raise ConfigurationError("There is no command.")
        return [environ.get("SHELL") or "/bin/sh", "-c", command]
    return words_of(command)


def words_of(command: str) -> list[str]:
    """The words of a command line, read as a shell reads them. `ConfigurationError` if it is none."""
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise ConfigurationError(f"That is no command: {error}.", hint="Check its quotation marks.") from error
    if not words:
        raise ConfigurationError("There is no command.")
    return words


async def run(argv: Sequence[str], text: str, *, patience: float) -> Ran:
    """Run it with `text` on its stdin; cancelled, it is ended with all that it started.

    `ConfigurationError` if it cannot be started. Its output is clean: nothing in it steers the terminal.
    """
    try:
        process = await asyncio.create_subprocess_exec(
            *argv,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        raise _not_started(argv[0], error) from error
    assert process.stdin is not None  # noqa: S101
    assert process.stdout is not None  # noqa: S101
    assert process.stderr is not None  # noqa: S101
    output, errors = bytearray(), bytearray()
    reason = ""
    try:
        async with asyncio.timeout(patience):
            await asyncio.gather(
                _feed(process.stdin, text.encode("utf-8", "replace")),
                _read(process.stdout, output),
                _read(process.stderr, errors),
            )
            await process.wait()
    except TimeoutError:
        reason = f"It did not end within {patience:g} s and was ended."
    except _TooMuchError:
        reason = "It printed more than is shown and was ended."
    finally:
        if process.returncode is None or reason:  # a child of it may hold its pipes, and keeps its number from others
            _kill(process)
        process._transport.close()  # type: ignore[attr-defined] # a full pipe that nobody reads would keep `wait` waiting
        code = await process.wait()
    return Ran(None if reason else code, _shown(output), _shown(errors), reason)


class _TooMuchError(Exception):
    """It printed more than `MOST_OUTPUT`."""


async def _feed(pipe: asyncio.StreamWriter, data: bytes) -> None:
    with suppress(BrokenPipeError, ConnectionResetError):  # it need not read all of it
        pipe.write(data)
        await pipe.drain()
    with suppress(BrokenPipeError, ConnectionResetError):
        pipe.close()
        await pipe.wait_closed()


async def _read(pipe: asyncio.StreamReader, into: bytearray) -> None:
    while chunk := await pipe.read(65_536):
        into += chunk[: MOST_OUTPUT - len(into)]
        if len(into) >= MOST_OUTPUT:
            raise _TooMuchError


def _shown(output: bytearray) -> str:
    return clean(output.decode("utf-8", "replace"))


def _kill(process: asyncio.subprocess.Process) -> None:
    """The command and whatever it started."""
    with suppress(ProcessLookupError, PermissionError):
        if os.name == "nt":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)


def opener(command: str, *, platform: str = sys.platform) -> list[str]:
    """What opens files and addresses: the configured command, else the platform's."""
    if command:
        return words_of(command)
    if platform == "darwin":
        return ["open"]
    return ["explorer"] if platform == "win32" else ["xdg-open"]


async def open_outside(target: str, settings: CommandSettings) -> None:
    """Hand it (a file, a URL) to the person's program, which outlives this one. `ConfigurationError` if that fails."""
    await asyncio.to_thread(_open, [*opener(settings.open), target])


def _open(argv: list[str]) -> None:
    try:
        process = subprocess.Popen(  # noqa: S603 the person's own program, as a list of words
            argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        raise _not_started(argv[0], error) from error
    try:
        code = process.wait(SETTLED)
    except subprocess.TimeoutExpired:
        threading.Thread(target=process.wait, name="chatlane-opened", daemon=True).start()
        return
    if code:
        raise ConfigurationError(
            f"{argv[0]} could not open it (exit code {code}).", hint="`open` in [commands] names another program."
        )


def _not_started(program: str, error: Exception) -> ConfigurationError:
    why = getattr(error, "strerror", None) or str(error)
    return ConfigurationError(f"{program} cannot be run: {why}.")
