"""Who is still there, whatever became of the others."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from chatlane_tui.sync.presence import Presence

STAYS = """
import sys
from pathlib import Path
from chatlane_tui.sync.presence import Presence
presence = Presence(Path(sys.argv[1]))
print(presence.announce(), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


def files(database: Path) -> list[Path]:
    return list(database.parent.iterdir())


def test_a_process_is_there_from_its_first_signature_until_it_leaves(database: Path) -> None:
    one, other = Presence(database), Presence(database)
    assert not one.lives(one.name)
    assert one.announce() == one.announce() == one.name
    assert one.lives(one.name)
    assert other.lives(one.name)
    one.leave()
    one.leave()
    assert not one.lives(one.name)
    assert not other.lives(one.name)
    assert not files(database)


def test_a_process_that_was_killed_is_not_there(database: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", STAYS, str(database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        name = process.stdout.readline().strip()
        assert Presence(database).lives(name)
        process.kill()
        process.wait()
    assert not Presence(database).lives(name)
    assert not files(database)


@pytest.mark.parametrize("odd", ["", "../store", "0123456789abcdef"])
def test_nobody_of_that_name_is_there(database: Path, odd: str) -> None:
    assert not Presence(database).lives(odd)
    assert not files(database)


def test_a_place_where_no_file_can_be_made_leaves_no_name(tmp_path: Path) -> None:
    one = Presence(tmp_path / "no" / "directory" / "store.db")
    (tmp_path / "no").touch()
    assert one.announce() == ""
    assert not one.lives(one.name)


def test_files_of_the_long_dead_are_swept_away(database: Path) -> None:
    for name, age in (("aaaa", 90_000), ("bbbb", 10)):
        file = database.with_suffix(f".{name}.here")
        file.touch()
        os.utime(file, (file.stat().st_mtime - age,) * 2)
    one = Presence(database)
    one.announce()
    assert {file.name for file in files(database)} == {"store.bbbb.here", f"store.{one.name}.here"}
