"""What may not get worse, counted: modules at the first paint, steps of the database's machine by the data's size."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from chatlane_tui.config.paths import fingerprint_of
from chatlane_tui.config.settings import load
from chatlane_tui.model.feed import Feed
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.store import conversations, lists
from chatlane_tui.store.database import Database
from tests.store.told import NOON, conversation

AFTER_THE_PAINT = (
    "httpx",
    "pydantic",
    "keyring",
    "starlette",
    "uvicorn",
    "markdown_it",
    "phonenumbers",
    "chatlane_tui.desk.people",
    "chatlane_tui.store.people",
    "chatlane_tui.ui.widgets.details",
    "chatlane_tui.ui.widgets.long_list",
    "selectolax",
    "chatlane_tui.sandbox",
    "chatlane_tui.ui.screens.outbox",
    "chatlane_tui.ui.screens.drafts",
    "chatlane_tui.ui.widgets.entry_list",
    "chatlane_tui.store.waiting",
    "chatlane_tui.store.finding",
    "chatlane_tui.model.query",
    "chatlane_tui.model.targets",
    "chatlane_tui.desk.find",
    "chatlane_tui.ui.flows.finding",
    "chatlane_tui.ui.widgets.find_line",
    "chatlane_tui.store.messages",
    "chatlane_tui.store.conversation_merge",
    "chatlane_tui.ui.widgets.conversation_pane",
    "chatlane_tui.ui.flows.consulting",
    "chatlane_tui.ui.screens.attachments",
    "chatlane_tui.ui.screens.links",
    "chatlane_tui.desk.commands",
    "chatlane_tui.desk.export",
    "chatlane_tui.desk.files",
    "chatlane_tui.config.keychain",
    "chatlane_tui.model.when",
    "chatlane_tui.ui.flows.triaging",
    "chatlane_tui.ui.flows.running",
    "chatlane_tui.ui.flows.notifying",
    "chatlane_tui.ui.signals",
    "chatlane_tui.ui.veil",
    "chatlane_tui.ui.screens.picker",
    "textual.widgets._text_area",
)
SMALL, LARGE = 1_000, 20_000
SLACK = 1.2
"""How much dearer a read may be with twenty times the data."""
TOKEN = "1|gate"
WINDOW = 240
SPAN = 300 * 86_400_000
"""Milliseconds."""


def _fill(path: Path, count: int) -> None:
    """A database of that many conversations, the newest last, over the same span of time whatever their number."""
    step = SPAN // count
    database = Database.open(path, feed=Feed())

    async def fill() -> None:
        for start in range(1, count + 1, 1_000):
            ids = range(start, min(start + 1_000, count + 1))
            batch = [conversation(id_, at=NOON + id_ * step, is_read=id_ % 3 == 0) for id_ in ids]
            await database.write(lambda tx, items=batch: conversations.upsert(tx, items, now=NOON))  # type: ignore[misc]

    asyncio.run(fill())
    database.close()


@pytest.fixture(scope="module")
def databases(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """A small and a large database."""
    folder = tmp_path_factory.mktemp("sizes")
    paths = {size: folder / f"{size}.db" for size in (SMALL, LARGE)}
    for size, path in paths.items():
        _fill(path, size)
    return paths


def _steps(path: Path, read: Callable[[sqlite3.Connection], object]) -> int:
    """Steps of SQLite's virtual machine that a read takes: the same on every machine."""
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    steps = 0

    def step() -> int:
        nonlocal steps
        steps += 1
        return 0

    try:
        read(connection)  # the first statement reads the schema too
        connection.set_progress_handler(step, 1)
        assert read(connection)
        connection.set_progress_handler(None, 0)
    finally:
        connection.close()
    return steps


def _window_at_the_end(connection: sqlite3.Connection) -> object:
    total = lists.inbox_window(connection, size=1).total
    return lists.inbox_window(connection, size=WINDOW, offset=total - WINDOW)


def _window_in_the_middle(connection: sqlite3.Connection) -> object:
    total = lists.inbox_window(connection, size=1).total
    return lists.inbox_window(connection, size=WINDOW, offset=total // 2)


def _window_around_one_of_the_newest(connection: sqlite3.Connection) -> object:
    newest = lists.inbox_window(connection, size=1).rows[0].id
    return lists.inbox_window(connection, size=WINDOW, around=ConversationId(newest - 300))


READS: dict[str, Callable[[sqlite3.Connection], object]] = {
    "the first window": partial(lists.inbox_window, size=WINDOW),
    "a window some screens down": partial(lists.inbox_window, size=WINDOW, offset=400),
    "a window in the middle": _window_in_the_middle,
    "the last window": _window_at_the_end,
    "another view, oldest first": partial(
        lists.inbox_window, size=WINDOW, offset=400, view="unassigned", order="oldest"
    ),
    "a window around a conversation": _window_around_one_of_the_newest,
    "the counts": lists.counts,
    "the next conversation": partial(lists.beside, conversation_id=ConversationId(500), step=1),
    "the next unread one": partial(lists.beside, conversation_id=ConversationId(500), step=1, view="unread"),
    "a thread's head": partial(conversations.head, conversation_id=ConversationId(500)),
}


@pytest.mark.parametrize("read", READS.values(), ids=READS.keys())
def test_a_read_costs_the_same_however_many_conversations_there_are(
    read: Callable[[sqlite3.Connection], object], databases: dict[int, Path]
) -> None:
    small, large = (_steps(databases[size], read) for size in (SMALL, LARGE))

    assert small > 0
    assert large <= SLACK * small


def test_counting_steps_notices_a_read_that_grows(databases: dict[int, Path]) -> None:
    def whole(connection: sqlite3.Connection) -> object:
        return connection.execute("SELECT sum(length(subject)) FROM conversation").fetchone()

    small, large = (_steps(databases[size], whole) for size in (SMALL, LARGE))

    assert large > 10 * small


@pytest.fixture(scope="module")
def at_first_paint(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What the client had loaded when its first screen, with rows of a database, had been painted."""
    home = tmp_path_factory.mktemp("home")
    environ = {
        **{name: value for name, value in os.environ.items() if name.startswith(("COVERAGE", "COV_CORE"))},
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_STATE_HOME": str(home / "state"),
        "CHATLANE_BASE_URL": "http://127.0.0.1:9/api/v1",
        "CHATLANE_API_TOKEN": TOKEN,
        "TERM": "xterm-256color",
    }
    settings = load(environ)
    _fill(settings.places.database_path(settings.profile, settings.base_url, fingerprint_of(TOKEN)), 50)
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.painted"], env=environ, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    said: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return said


def test_the_first_paint_shows_what_is_cached(at_first_paint: dict[str, object]) -> None:
    assert at_first_paint["rows"] == 50


@pytest.mark.parametrize("module", AFTER_THE_PAINT)
def test_the_first_paint_waits_for_nothing_heavy(module: str, at_first_paint: dict[str, object]) -> None:
    loaded = at_first_paint["modules"]

    assert isinstance(loaded, list)
    assert "chatlane_tui.ui.screens.inbox" in loaded
    assert module not in loaded
