"""The data of a run, made by the program itself: for each size a server is read whole by the client's own sync, once,
and every client that is measured gets its own copy of that database."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from chatlane_tui.config.paths import fingerprint_of
from chatlane_tui.config.settings import load
from chatlane_tui.desk.session import Session
from chatlane_tui.store import meta
from chatlane_tui.sync.plan import DONE, WALKS
from tests.bench.server import TOKEN, Server
from tests.bench.terminal import Terminal

PATIENCE = 600.0
"""Seconds that a first sync may take."""


@dataclass(frozen=True, slots=True)
class Synced:
    """What a first sync came to; times are seconds."""

    messages: int
    conversations: int
    whole: float
    usable: float
    """Until the list had its first rows."""
    reading_messages: float
    """The walk over the messages alone."""


class Home:
    """The directories of somebody who uses that server; `poll` is the poll interval in seconds."""

    def __init__(self, folder: Path, server: Server, *, poll: int = 3600) -> None:
        self.folder = folder
        self.environ = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "XDG_STATE_HOME": str(folder / "state"),
            "CHATLANE_BASE_URL": server.base_url,
            "CHATLANE_API_TOKEN": TOKEN,
        }
        place = folder / "config" / "chatlane-tui"
        place.mkdir(parents=True)
        (place / "config.toml").write_text(f"[sync]\npoll_interval = {poll}\n")
        self.settings = load(self.environ)

    @property
    def database(self) -> Path:
        """Where the client looks for its database."""
        settings = self.settings
        return settings.places.database_path(settings.profile, settings.base_url, fingerprint_of(TOKEN))

    def fill(self, prepared: Path) -> Home:
        """Put a copy of the prepared database there."""
        shutil.copyfile(prepared, self.database)
        return self

    def start(self, *module: str) -> Terminal:
        """Start the client in a terminal."""
        return Terminal(python(*(module or ("chatlane_tui",))), environ=self.environ)

    def first_name(self) -> str:
        """Whose conversation is at the top of the list."""
        session = Session.open(self.settings, self.database)
        try:
            return session.first_sight(size=1).window.rows[0].name
        finally:
            asyncio.run(session.close())

    def has_read(self, walk: str) -> bool:
        """Whether that walk of the first sync has come to its end."""
        with closing(sqlite3.connect(f"{self.database.as_uri()}?mode=ro", uri=True)) as look:
            return meta.value(look, f"walk:{walk}") == DONE

    def wait_for_walk(self, walk: str, *, patience: float) -> None:
        """Wait for that, as seconds of `patience` allow."""
        end = time.monotonic() + patience
        while not self.has_read(walk):
            if time.monotonic() > end:
                raise TimeoutError(f"the walk over {walk} did not end")
            time.sleep(0.1)


def python(*module: str) -> Sequence[str]:
    """The command line of a module, on this interpreter."""
    return [sys.executable, "-m", *module]


def prepare(home: Home, prepared: Path) -> Synced:
    """Read the whole server into a fresh database, without a screen, and leave it at `prepared`."""
    synced = asyncio.run(_first_sync(home))
    shutil.copyfile(home.database, prepared)
    return synced


async def _first_sync(home: Home) -> Synced:
    session = Session.open(home.settings, home.database)
    look = sqlite3.connect(f"{home.database.as_uri()}?mode=ro", uri=True, isolation_level=None)
    began = time.perf_counter()
    usable, done = 0.0, dict[str, float]()
    try:
        await session.connect(TOKEN)
        while len(done) < len(WALKS):
            await asyncio.sleep(0.05)
            passed = time.perf_counter() - began
            if passed > PATIENCE:
                raise TimeoutError(f"the first sync did not end: {done}; {session.status}")
            usable = usable or (passed if _count(look, "conversation LIMIT 1") else 0.0)
            for name in WALKS:
                if name not in done and meta.value(look, f"walk:{name}") == DONE:
                    done[name] = passed
        return Synced(
            messages=_count(look, "message"),
            conversations=_count(look, "conversation"),
            whole=done[WALKS[-1]],
            usable=usable,
            reading_messages=done["messages"] - done["conversations"],
        )
    finally:
        look.close()
        await session.close()


def _count(connection: sqlite3.Connection, what: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM (SELECT 1 FROM {what})").fetchone()[0])


def floor(rows: int, environ: Mapping[str, str]) -> Terminal:
    """The floor app with that many rows."""
    return Terminal(python("tests.bench.floor", str(rows)), environ=environ)
