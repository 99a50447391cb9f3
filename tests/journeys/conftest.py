"""A person at a terminal: the client in a pty, the embedded server beside it, private directories."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from chatlane_tui.sandbox.server import Sandbox
from tests.journeys.person import Person


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """The embedded server with its seed: nobody writes there unless a test lets them."""
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def person(sandbox: Sandbox, tmp_path: Path) -> Person:
    """Somebody who has a token for that server."""
    return Person(sandbox, tmp_path)
