"""A desk on a real database and a real server, at a pace that suits tests."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from chatlane_tui.sandbox.server import Sandbox
from tests.sync.desk import Desk


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """The embedded server with its seed, quiet."""
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
async def desk(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[Desk]:
    """A desk that is signed in and has read everything once."""
    desk = Desk.open(sandbox, tmp_path / "desk.db")
    await desk.connect()
    await desk.until_complete()
    yield desk
    await desk.close()
