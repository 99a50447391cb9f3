"""A program in a pty, timed from outside: a thread notes when which bytes came; what they showed is worked out later,
so that the emulator's own slowness is in no figure."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import termios
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

COLUMNS, ROWS = 120, 40
KEYS = {"enter": "\r", "esc": "\x1b", "home": "\x1b[H", "end": "\x1b[F", "pagedown": "\x1b[6~", "ctrl+q": "\x11"}
KEYS |= {"up": "\x1b[A", "down": "\x1b[B", "pageup": "\x1b[5~"}
# What the emulator does not know, and would print.
_UNKNOWN = re.compile(
    rb"\x1b\[[<=>?][0-9;]*[a-zA-Z](?<![hl])|\x1b\[[0-9;]*\$[a-z]|\x1b[P_^][^\x1b]*\x1b\\|\x1b\[[0-9;]*[ t]q?"
)
_WHOLE = re.compile(rb"\x1b(\[[0-9;:<=>?$]*[@-~]|\][^\x07]*\x07|[()].|[^\[\]()P_^])")


@dataclass(frozen=True, slots=True)
class Chunk:
    """Bytes that came in one read, and when (seconds of `time.perf_counter`)."""

    at: float
    data: bytes


class Picture:
    """The screen as far as the chunks have been fed."""

    def __init__(self) -> None:
        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self._screen)
        self._rest = b""

    def feed(self, data: bytes) -> None:
        """Show these bytes too."""
        data = self._rest + data
        cut = data.rfind(b"\x1b")
        self._rest = b""
        if cut >= 0 and len(data) - cut < 32 and not _WHOLE.match(data, cut):
            data, self._rest = data[:cut], data[cut:]
        self._stream.feed(_UNKNOWN.sub(b"", data))

    def line(self, y: int, start: int = 0, end: int = COLUMNS) -> str:
        """Some cells of a line as text."""
        cells = self._screen.buffer[y]
        return "".join(cells[x].data for x in range(start, end))

    def text(self) -> str:
        """The whole screen."""
        return "\n".join(self.line(y).rstrip() for y in range(ROWS))


Shown = Callable[[Picture], object]
"""What of the screen a measure looks at: a key is answered once it is another."""


def resident(pid: int) -> float:
    """Megabytes of memory that a process holds."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


class Terminal:
    """Runs `command`; `started` is when (seconds of `time.perf_counter`)."""

    def __init__(self, command: Sequence[str], *, environ: Mapping[str, str]) -> None:
        self.chunks: list[Chunk] = []
        self.picture = Picture()
        self._fed = 0
        self._news = threading.Condition()
        self._ended = False
        self._fd, inner = pty.openpty()
        self._measure(COLUMNS)
        shell = {**environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            command, stdin=inner, stdout=inner, stderr=inner, env=shell, start_new_session=True
        )
        os.close(inner)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for sign in (signal.SIGTERM, signal.SIGKILL):
            if self.process.poll() is None:
                self.process.send_signal(sign)
                try:
                    self.process.wait(3)
                except subprocess.TimeoutExpired:
                    continue
        self._reader.join(1)
        os.close(self._fd)

    # keys and what they showed

    def press(self, *keys: str) -> float:
        """Write these keys in one go; when that was."""
        data = "".join(KEYS.get(key, key) for key in keys).encode()
        at = time.perf_counter()
        os.write(self._fd, data)
        return at

    def series(self, keys: Sequence[str], shown: Shown, *, gap: float) -> list[float]:
        """Press keys one after the other, `gap` seconds apart; see `answered`."""
        self.text()
        return self.answered([self.press_for(gap, key) for key in keys], shown)

    def press_for(self, gap: float, key: str) -> float:
        """Press this key and let `gap` seconds pass; when it was pressed."""
        at = self.press(key)
        time.sleep(max(0.0, at + gap - time.perf_counter()))
        return at

    def answered(self, pressed: Sequence[float], shown: Shown) -> list[float]:
        """Milliseconds from each of those keys until what is `shown` was another; keys without an answer have none.

        Answers are taken in order, so that a late one does not count as that of the next key.
        """
        found: list[float] = []
        for at in pressed:
            while self._fed < len(self.chunks) and self.chunks[self._fed].at < at:
                self._feed()
            before = shown(self.picture)
            while (came := self._feed()) is not None:
                if shown(self.picture) != before:
                    found.append((came - at) * 1000)
                    break
        return found

    def latency(self, *keys: str, until: Callable[[Picture], bool], patience: float = 10.0) -> float | None:
        """Milliseconds from these keys, written in one go, until the screen is so; None if it never was."""
        self.text()
        since = self.press(*keys)
        end = since + patience
        while time.perf_counter() < end and not self._ended:
            self.rest(0.1, patience=1.0)
            while (at := self._feed()) is not None:
                if until(self.picture):
                    return (at - since) * 1000
        return None

    def resized(self, columns: int, *, quiet: float = 0.25) -> float | None:
        """Milliseconds from this width until the last of what it had painted has come; None if nothing came.

        The picture keeps its own width: whoever looks at it gives the first one back before.
        """
        known = len(self.chunks)
        self._measure(columns)
        at = time.perf_counter()
        self.process.send_signal(signal.SIGWINCH)
        self.rest(quiet, patience=3.0)
        return (self.chunks[-1].at - at) * 1000 if len(self.chunks) > known else None

    # waiting

    def first_bytes(self, needle: bytes, *, patience: float = 20.0) -> float:
        """Milliseconds from the start until these bytes had come."""
        seen, number, end = b"", 0, time.perf_counter() + patience
        while True:
            while number < len(self.chunks):
                seen += self.chunks[number].data
                if needle in seen:
                    return (self.chunks[number].at - self.started) * 1000
                number += 1
            left = end - time.perf_counter()
            if left <= 0 or self._ended:
                raise TimeoutError(f"{needle!r} never came:\n{self.text()}")
            with self._news:
                if number >= len(self.chunks):
                    self._news.wait(min(left, 0.5))

    def wait_for(self, wanted: Callable[[Picture], bool] | str, *, patience: float = 20.0) -> None:
        """Wait until the screen is so, or holds those words."""
        end = time.perf_counter() + patience
        while not (wanted in self.text() if isinstance(wanted, str) else wanted(self._caught_up())):
            if time.perf_counter() > end or self._ended:
                raise TimeoutError(f"waited for {wanted}:\n{self.text()}")
            self.rest(0.02, patience=0.1)

    def rest(self, quiet: float = 0.3, *, patience: float = 5.0) -> None:
        """Wait until nothing has come for `quiet` seconds, or for `patience` seconds."""
        end = time.perf_counter() + patience
        with self._news:
            while time.perf_counter() < end and self._news.wait(quiet):
                pass

    def text(self) -> str:
        """The screen as it is now."""
        return self._caught_up().text()

    def wait_exit(self, *, patience: float = 10.0) -> float:
        """When the program ended."""
        self.process.wait(patience)
        return time.perf_counter()

    # the process

    def rss(self) -> float:
        """Megabytes of memory that it holds."""
        return resident(self.process.pid)

    def cpu(self) -> float:
        """Seconds of processor time that its threads have used."""
        tasks = Path(f"/proc/{self.process.pid}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9

    def written(self) -> int:
        """Bytes that it has written to the terminal."""
        return sum(len(chunk.data) for chunk in self.chunks)

    def _measure(self, columns: int) -> None:
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, columns, 0, 0))

    def _caught_up(self) -> Picture:
        while self._feed() is not None:
            pass
        return self.picture

    def _feed(self) -> float | None:
        if self._fed >= len(self.chunks):
            return None
        chunk = self.chunks[self._fed]
        self._fed += 1
        self.picture.feed(chunk.data)
        return chunk.at

    def _read(self) -> None:
        while not self._ended:
            try:
                data = os.read(self._fd, 1 << 16)
            except OSError:
                data = b""
            now = time.perf_counter()
            with self._news:
                if data:
                    self.chunks.append(Chunk(now, data))
                else:
                    self._ended = True
                self._news.notify_all()
