"""Keys that come faster than anybody types: pasted where nothing announces a paste, or from a line that was stuck."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from chatlane_tui.sandbox.server import Sandbox
from tests.journeys.person import Person

MOST = 24.0
"""Megabytes that a flood may cost. 20,000 keys took 50 MB and more while all of them were read at once."""


def _highest(pid: int) -> float:
    """Megabytes that a process ever held."""
    found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    assert found is not None
    return int(found[1]) / 1024


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_flood_of_keys_waits_in_the_terminal_and_all_of_it_is_done(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        person = Person(sandbox, tmp_path)
        with person.start() as terminal:
            terminal.wait_for("any news? Rent")
            before = _highest(terminal.process.pid)
            terminal.type("jk" * 10_000).press("n")
            terminal.wait_for("Esc review", patience=120)
            assert _highest(terminal.process.pid) - before < MOST
