"""A person at a terminal: the client in a pty, the embedded server beside it, private directories."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual import _wait

from chatlane_tui.sandbox.server import Sandbox
from tests.journeys.person import Person


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Textual 8.2.8 looks twice for each key that a test presses whether the process rests, for 20 ms each time: half
    of what a journey took. A journey waits for what it wants to see, so that it need not rest."""
    monkeypatch.setattr(_wait, "SLEEP_GRANULARITY", 0.004)
    monkeypatch.setattr(_wait, "SLEEP_IDLE", 0.001)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """The embedded server with its seed: nobody writes there unless a test lets them."""
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def person(sandbox: Sandbox, tmp_path: Path) -> Person:
    """Somebody who has a token for that server."""
    return Person(sandbox, tmp_path)
