"""A program in a pty as a person has it: its screen, the bytes it wrote, its keys. Waits for what is shown, never for
time to pass."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Self

import pyte

KEYS = {
    "enter": "\r",
    "esc": "\x1b",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "backspace": "\x7f",
    "space": " ",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "f1": "\x1bOP",
    "f5": "\x1b[15~",
}
# What pyte does not know, and would print; and colours, which nobody reads here and which are most of what it parses.
_SKIPPED = re.compile(
    rb"\x1b\[[0-9;:]*m|\x1b\[[<=>?][0-9;]*[a-zA-Z](?<![hl])|\x1b\[[0-9;]*\$[a-z]"
    rb"|\x1b[P_^][^\x1b]*\x1b\\|\x1b\[[0-9;]*[ t]q?"
)
_WHOLE = re.compile(rb"\x1b(\[[0-9;:<=>?$]*[@-~]|\][^\x07]*\x07|[()].|[^\[\]()P_^])")
_JOINED = re.compile(r"\u200d.?|[\u200b\u200c\u2060\ufe00-\ufe0f\ufeff\U000e0020-\U000e007f]")
"""Characters without a width, and what a joiner draws into the one before it."""
_PATIENCE = 120.0
"""Seconds that only a failure lasts: a machine ten times as slow must be patient enough."""


class _Screen(pyte.Screen):
    """pyte leaves out the rest of a piece of text behind a character without a width, and what stood there stays."""

    def draw(self, data: str) -> None:
        super().draw(data if data.isascii() else _JOINED.sub("", data))


class Terminal:
    """Runs `command` with `environ` in a terminal of `size` (columns, rows)."""

    def __init__(
        self, command: Sequence[str], *, environ: Mapping[str, str], size: tuple[int, int] = (120, 40)
    ) -> None:
        self.columns, self.rows = size
        self.raw = bytearray()
        self._screen = _Screen(self.columns, self.rows)
        self._stream = pyte.ByteStream(self._screen)
        self._lines: dict[int, str] = {}
        self._rest = b""
        self._fd, inner = pty.openpty()
        self._measure(self._fd)
        self.process = subprocess.Popen(
            command,
            stdin=inner,
            stdout=inner,
            stderr=inner,
            env={**environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"},
            start_new_session=True,
        )
        os.close(inner)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill(signal.SIGTERM)
        if not self._ends(10):
            self.kill()
            self.process.wait(_PATIENCE)
        if self._fd >= 0:
            os.close(self._fd)

    # what is shown

    def text(self) -> str:
        """The screen, a line a row. Read by its cells: pyte's own display gives up over half a wide character."""
        self._read(0)
        cells, columns = self._screen.buffer, range(self.columns)
        for y in self._screen.dirty:
            self._lines[y] = "".join(cells[y][x].data for x in columns).rstrip()
        self._screen.dirty.clear()
        return "\n".join(self._lines[y] for y in range(self.rows))

    def wait_for(self, wanted: str | Callable[[str], bool], *, patience: float = _PATIENCE) -> str:
        """Wait until the screen holds those words, or satisfies the predicate; returns the screen."""
        return self._wait(wanted if callable(wanted) else lambda text: wanted in text, str(wanted), patience)

    def wait_gone(self, unwanted: str, *, patience: float = _PATIENCE) -> str:
        """Wait until the screen no longer holds those words."""
        return self._wait(lambda text: unwanted not in text, f"no {unwanted!r}", patience)

    def wait_exit(self, *, patience: float = _PATIENCE) -> int:
        """Wait for the program to end; its exit code."""
        assert self._ends(patience), f"still running:\n{self.text()}"
        return int(self.process.returncode)

    # keys

    def press(self, *keys: str) -> Self:
        """Press keys: "j", "enter", "ctrl+s", "alt+enter"."""
        for key in keys:
            self.send(_bytes_of(key))
        return self

    def escape(self) -> Self:
        """Press Esc as terminals with the kitty keyboard say it: the next key, however soon, is no Alt+key."""
        self.send(b"\x1b[27u")
        return self

    def type(self, words: str) -> Self:
        """Type those words."""
        self.send(words.encode())
        return self

    def send(self, data: bytes) -> None:
        """Write bytes as the keyboard would, and read meanwhile: a program whose screen nobody takes reads no keys."""
        while data:
            if select.select([self._fd], [self._fd], [])[1]:
                data = data[os.write(self._fd, data[:512]) :]
            self._read(0)

    def resize(self, columns: int, rows: int) -> Self:
        """Change the size, as dragging the window's corner does."""
        self._read(0)
        self.columns, self.rows = columns, rows
        self._screen.resize(rows, columns)
        self._measure(self._fd)
        self.process.send_signal(signal.SIGWINCH)
        return self

    def hang_up(self) -> None:
        """Close the window: whatever reads or writes there has nobody on the other side any more."""
        os.close(self._fd)
        self._fd = -1

    def kill(self, sign: signal.Signals = signal.SIGKILL) -> None:
        """Signal the program, if it still runs."""
        if self.process.poll() is None:
            self.process.send_signal(sign)

    # plumbing

    def _wait(self, satisfied: Callable[[str], bool], wanted: str, patience: float) -> str:
        end = time.monotonic() + patience
        while not satisfied(text := self.text()):
            left = end - time.monotonic()
            if left <= 0 or (self.process.poll() is not None and not self._read(0)):
                code = self.process.poll()
                raise AssertionError(f"waited for {wanted}; exit code {code}; the screen:\n{text}")
            self._read(min(left, 0.25))
        return text

    def _ends(self, patience: float) -> bool:
        """Whether it ends in that time. What it still writes is read: nobody else would, and it would wait for that."""
        end = time.monotonic() + patience
        while self._fd >= 0 and self.process.poll() is None and time.monotonic() < end:
            self._read(0.05)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.0, end - time.monotonic()))
        return self.process.returncode is not None

    def _read(self, patience: float) -> bool:
        """Feed the screen with what has come, waiting at most that long for the first of it; whether any came."""
        came = False
        while select.select([self._fd], [], [], 0 if came else patience)[0]:
            try:
                data = os.read(self._fd, 1 << 16)
            except OSError:
                return came
            if not data:
                return came
            came = True
            self.raw += data
            self._feed(data)
        return came

    def _feed(self, data: bytes) -> None:
        data = self._rest + data
        cut = data.rfind(b"\x1b")
        self._rest = b""
        if cut >= 0 and len(data) - cut < 32 and not _WHOLE.match(data[cut:]):
            data, self._rest = data[:cut], data[cut:]
        self._stream.feed(_SKIPPED.sub(b"", data))

    def _measure(self, descriptor: int) -> None:
        fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", self.rows, self.columns, 0, 0))


def _bytes_of(key: str) -> bytes:
    if key in KEYS:
        return KEYS[key].encode()
    *modifiers, base = key.split("+") if len(key) > 1 else [key]
    data = KEYS.get(base, base).encode()
    if "ctrl" in modifiers:
        data = bytes([data.upper()[0] & 0x1F])
    return (b"\x1b" if "alt" in modifiers else b"") + data
