"""The hostile server, and somebody who has a token for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.server import HostileServer
from tests.hostile.victim import Victim


@pytest.fixture
def server() -> Iterator[HostileServer]:
    """Every string it says is an attack."""
    with HostileServer() as server:
        yield server


@pytest.fixture
def victim(server: HostileServer, tmp_path: Path) -> Victim:
    """Nothing is cached yet."""
    return Victim(server, tmp_path)
