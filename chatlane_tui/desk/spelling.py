"""Spelling, by a program of the person's own: the text on its stdin, the words it does not know on its stdout."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from chatlane_tui.errors import ConfigurationError
from chatlane_tui.model.clean import clean

PATIENCE: Final = 5.0
"""Seconds that a dictionary may take."""
_MOST: Final = 200
_MOST_BYTES: Final = 100_000
_HINT: Final = "Your text is as it was."


async def unknown_words(command: Sequence[str], text: str, *, patience: float = PATIENCE) -> tuple[str, ...]:
    """The words that the program does not know, each once, in its order, at most 200.

    `command` is run as it stands, without a shell, and ended with its children after `patience` seconds. Raises
    `ConfigurationError` where it is not set, cannot be run, fails, or does not end.
    """
    if not command:
        raise ConfigurationError(
            "No spelling program is set.", hint='Set `command = ["hunspell", "-l"]` under [spelling] in config.toml.'
        )
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise ConfigurationError(
            f"The spelling program {command[0]!r} cannot be run: {error.strerror}.", hint=_HINT
        ) from error
    try:
        async with asyncio.timeout(patience):
            out, _ = await asyncio.gather(_read(process), _write(process, text))
            if len(out) < _MOST_BYTES:
                await process.wait()
    except TimeoutError as error:
        raise ConfigurationError(
            f"The spelling program {command[0]!r} did not end within {patience:g} s.", hint=_HINT
        ) from error
    finally:
        await _end(process)
    if len(out) >= _MOST_BYTES:
        raise ConfigurationError(f"The spelling program {command[0]!r} prints no list of words.", hint=_HINT)
    if process.returncode:
        raise ConfigurationError(
            f"The spelling program {command[0]!r} failed with exit code {process.returncode}.", hint=_HINT
        )
    words = clean(out.decode("utf-8", "replace"), limit=100_000).split()
    return tuple(dict.fromkeys(words))[:_MOST]


async def _read(process: asyncio.subprocess.Process) -> bytes:
    """What it prints, as far as anybody would read it: more is left in the pipe, and the program is ended."""
    assert process.stdout is not None  # noqa: S101
    out = b""
    while len(out) < _MOST_BYTES and (more := await process.stdout.read(_MOST_BYTES - len(out))):
        out += more
    return out


async def _write(process: asyncio.subprocess.Process, text: str) -> None:
    assert process.stdin is not None  # noqa: S101
    with suppress(BrokenPipeError, ConnectionResetError):  # it read no further, and need not
        process.stdin.write(f"{text}\n".encode())
        await process.stdin.drain()
    process.stdin.close()


async def _end(process: asyncio.subprocess.Process) -> None:
    """It and whatever it started; one that has ended already is left alone."""
    if process.returncode is None:
        with suppress(ProcessLookupError, PermissionError):
            if os.name == "nt":
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)
        assert process.stdout is not None  # noqa: S101
        with suppress(TimeoutError):  # whoever left its session may hold the pipe for ever
            async with asyncio.timeout(1):
                while await process.stdout.read(_MOST_BYTES):
                    continue
                await process.wait()
