"""What a Chromium shows of HTML: driven over a pipe, without network, pictures or scripts of the mail."""

from __future__ import annotations

import fcntl
import itertools
import json
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.bench.corpus.samples import Truth, words_of

NAMES = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 5.0
"""Seconds for one question."""
_LEAVES = re.compile(r"<meta\b[^>]*refresh[^>]*>", re.IGNORECASE)
_LOOK = Path(__file__).with_name("visible.js")
_LAUNCH = (
    "import os, sys; os.dup2(int(sys.argv[1]), 3); os.dup2(int(sys.argv[2]), 4); os.execvp(sys.argv[3], sys.argv[3:])"
)
"""A browser takes its pipe from the descriptors 3 and 4."""
_OPTIONS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-background-networking",
    "--no-first-run",
    "--blink-settings=imagesEnabled=false",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--window-size=800,1000",
    "--remote-debugging-pipe",
)


def command() -> str | None:
    """Where there is one."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class LostError(Exception):
    """It does not answer."""


class Browser:
    """A context; `truth_of` shows one mail after the other in the same page."""

    def __init__(self, executable: str) -> None:
        self._numbers = itertools.count(1)
        self._rest = b""
        self._home = tempfile.TemporaryDirectory(prefix="corpus-browser-", ignore_cleanup_errors=True)
        theirs_in, self._out = (_high(end) for end in os.pipe())
        self._in, theirs_out = (_high(end) for end in os.pipe())
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-c", _LAUNCH, str(theirs_in), str(theirs_out), executable),
                *(*_OPTIONS, f"--user-data-dir={self._home.name}", "about:blank"),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(theirs_in, theirs_out),
            start_new_session=True,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self._session = self._frame = ""
        self._open()

    def _open(self) -> None:
        """A fresh page."""
        target = self._ask("Target.createTarget", {"url": "about:blank"})["targetId"]
        self._session = self._ask("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        self._ask("Emulation.setScriptExecutionDisabled", {"value": True}, self._session)
        self._frame = self._ask("Page.getFrameTree", {}, self._session)["frameTree"]["frame"]["id"]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._out)
        os.close(self._in)
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._home.cleanup()

    def truth_of(self, html: str) -> Truth:
        """The words, links and alternative texts of a mail. `LostError` where it gives no answer."""
        try:
            self._ask("Page.setDocumentContent", {"frameId": self._frame, "html": _still(html)}, self._session)
            looked = {"expression": _LOOK.read_text(), "returnByValue": True}
            said = self._ask("Runtime.evaluate", looked, self._session)
        except LostError:
            self._open()
            raise
        found = said.get("result", {}).get("value")
        if not isinstance(found, dict):
            raise LostError(str(said)[:200])
        return Truth(
            words_of(found["visible"]),
            words_of(found["hidden"]),
            Counter(words_of(found["alts"])),
            frozenset(str(link).strip() for link in found["links"]),
        )

    def _ask(self, method: str, parameters: dict[str, Any], session: str | None = None) -> dict[str, Any]:
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters}
        data = json.dumps(message if session is None else {**message, "sessionId": session}).encode() + b"\0"
        while data:
            data = data[os.write(self._out, data) :]
        end = time.monotonic() + PATIENCE
        while True:
            answer = json.loads(self._read(end))
            if answer.get("id") == number:
                if "error" in answer:
                    raise LostError(f"{method}: {answer['error']}")
                return dict(answer["result"])

    def _read(self, end: float) -> bytes:
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._in], [], [], max(0.0, end - time.monotonic()))
            data = os.read(self._in, 1 << 20) if ready else b""
            if not data:
                raise LostError("no answer")
            self._rest += data
        message, _, self._rest = self._rest.partition(b"\0")
        return message


def _still(html: str) -> str:
    """The mail without what would have the page go elsewhere."""
    return _LEAVES.sub("", html)


def _high(descriptor: int) -> int:
    """The same pipe at a number that is neither 3 nor 4."""
    high = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 10)
    os.close(descriptor)
    return high
