"""Who shows a body: the pipeline, `w3m -dump`, and the library inscriptis; the last two where they are installed."""

from __future__ import annotations

import importlib
import importlib.util
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from functools import partial
from types import ModuleType
from typing import NamedTuple

from chatlane_tui.render.body import document

PATIENCE = 20.0
"""Seconds that another program may take over one body."""
_NUMBERED = re.compile(r"^\[\d+\] (\S+)$", re.MULTILINE)
_INLINE = re.compile(r"\]\((\S+?)\)")


class Shown(NamedTuple):
    """What came out: `links` are the targets that a reader is offered; `seconds` of one thread, or of the clock."""

    text: str
    links: frozenset[str]
    seconds: float
    taken_for: str = "html"


class Contender(NamedTuple):
    """Somebody who shows HTML. `says` is how its time is meant."""

    name: str
    show: Callable[[str], Shown]
    says: str


def pipeline(body: str, *, wanted: str = "html") -> Shown:
    """A body as the client shows it, everything unfolded."""
    began = time.thread_time()
    found = document(body, type="email", format=wanted)
    took = time.thread_time() - began
    text = "\n".join("".join(run.text for run in block.runs) for block in found.blocks)
    return Shown(text, frozenset(link.url for link in found.links), took, found.format)


def others() -> list[Contender]:
    """Those that are installed here."""
    found = []
    if w3m := shutil.which("w3m"):
        found.append(Contender("w3m -dump", lambda body: _w3m(w3m, body), "a process a body, its start included"))
    if importlib.util.find_spec("inscriptis") is not None:
        library = importlib.import_module("inscriptis")
        linking = importlib.import_module("inscriptis.model.config").ParserConfig(display_links=True)
        found.append(Contender("inscriptis", partial(_inscriptis, library, linking), "CPU of one thread"))
    return found


def _w3m(command: str, body: str) -> Shown:
    # The guard against a charset that the mail declares: what arrives here is decoded.
    plain = re.sub(r"<meta\b[^>]*>", "", body, flags=re.IGNORECASE).encode("utf-8", "replace")
    options = (command, "-dump", "-T", "text/html", "-I", "utf-8", "-O", "utf-8", "-cols", "200", "-o", "no_cache=1")
    began = time.perf_counter()
    text = _output([*options], plain)
    took = time.perf_counter() - began
    listed = _output([*options, "-o", "display_link_number=1"], plain).rpartition("References:")[2]
    return Shown(text, frozenset(_NUMBERED.findall(listed)), took)


def _output(command: list[str], given: bytes) -> str:
    done = subprocess.run(command, input=given, capture_output=True, timeout=PATIENCE, check=False)
    return done.stdout.decode("utf-8", "replace")


def _inscriptis(library: ModuleType, linking: object, body: str) -> Shown:
    began = time.thread_time()
    text = library.get_text(body)
    took = time.thread_time() - began
    return Shown(text, frozenset(_INLINE.findall(library.get_text(body, linking))), took)
