"""Disks that are full or read-only, and locks held for long: real ones, each in a process or a mount of its own."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

import pytest

from chatlane_tui.errors import StoreUnusable
from chatlane_tui.store import drafts, meta
from tests.store.conftest import Store
from tests.store.processes import LOCKS, ROOT, another
from tests.store.test_rescue import draft

# Runs in a mount of its own: `$1` is where, `$2` how, the rest the command.
MOUNT = 'mount -t tmpfs -o "$2" none "$1" && shift 2 && exec "$@"'
OWN_MOUNT = ["unshare", "--user", "--map-root-user", "--mount"]


def can_mount() -> bool:
    """Whether this machine lets its tests mount something that nobody else sees."""
    if shutil.which("unshare") is None:
        return False
    command = [*OWN_MOUNT, "mount", "-t", "tmpfs", "none", "/mnt"]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


mounts = pytest.mark.skipif(not can_mount(), reason="this machine lets nobody mount in a namespace of their own")

BEGIN = """
import json, os, subprocess, sys
from pathlib import Path
from threading import Barrier
from chatlane_tui.errors import StoreError
from chatlane_tui.model.feed import Feed
from chatlane_tui.store import drafts, meta
from chatlane_tui.store.database import Database
from tests.store.test_rescue import draft

path = Path(sys.argv[1])
said = []

def attempt(work):
    try:
        return work()
    except StoreError as error:
        said.append(error.sentence)

def write(work):
    attempt(lambda: database.write_soon(work).result())

def bodies():
    return database.read_soon(lambda c: [d.body for d in drafts.drafts(c)]).result()

"""

FULL = (
    BEGIN
    + """
database = Database.open(path, feed=Feed())
write(lambda tx: drafts.save(tx, draft(1, "Before")))
with open(path.with_name("ballast"), "wb", buffering=0) as ballast:
    for size in (1 << 16, 1 << 12, 1):
        try:
            while ballast.write(b"x" * size): pass
        except OSError: pass
for n in range(200):  # what the log has kept room for is used first
    write(lambda tx: drafts.save(tx, draft(2, "While it was full " * 500 + str(n))))
    if said: break
path.with_name("ballast").unlink()
full = said.copy()
write(lambda tx: drafts.save(tx, draft(3, "After")))
print(json.dumps({"full": full, "later": said[len(full):], "bodies": bodies()}))
database.close()
"""
)

FULL_AT_START = (
    BEGIN
    + """
path.with_name("ballast").write_bytes(b"")
with open(path.with_name("ballast"), "wb", buffering=0) as ballast:
    for size in (1 << 16, 1 << 12, 1):
        try:
            while ballast.write(b"x" * size): pass
        except OSError: pass
attempt(lambda: Database.open(path, feed=Feed()))
path.with_name("ballast").unlink()
full = said.copy()
database = Database.open(path, feed=Feed())
print(json.dumps({"full": full, "bodies": bodies()}))
database.close()
"""
)

READ_ONLY = (
    BEGIN
    + """
database = Database.open(path, feed=Feed())
write(lambda tx: drafts.save(tx, draft(1, "Before")))
database.close()
before = path.read_bytes()
subprocess.run(["mount", "-o", "remount,ro", str(path.parent)], check=True)
attempt(lambda: Database.open(path, feed=Feed()))
subprocess.run(["mount", "-o", "remount,rw", str(path.parent)], check=True)
assert path.read_bytes() == before
database = Database.open(path, feed=Feed())
print(json.dumps({"said": said, "bodies": bodies()}))
database.close()
"""
)

LIMITED = (
    BEGIN
    + """
import resource
database = Database.open(path, feed=Feed())
write(lambda tx: drafts.save(tx, draft(1, "Before")))
size = os.path.getsize(str(path) + "-wal")
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 8192, resource.RLIM_INFINITY))
write(lambda tx: drafts.save(tx, draft(2, "x" * 200_000)))
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
failed = said.copy()
write(lambda tx: drafts.save(tx, draft(3, "After")))
print(json.dumps({"full": failed, "later": said[len(failed):], "bodies": bodies()}))
database.close()
"""
)


def outcome(command: Sequence[str]) -> dict[str, list[str]]:
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def in_mount(directory: Path, how: str, code: str) -> dict[str, list[str]]:
    """What `code` prints, run with the database on a file system of its own."""
    directory.mkdir()
    python = [sys.executable, "-c", code, str(directory / "store.db")]
    return outcome([*OWN_MOUNT, "sh", "-c", MOUNT, "sh", str(directory), how, *python])


@mounts
def test_a_full_disk_is_said_loses_nothing_and_is_over_when_there_is_room(tmp_path: Path) -> None:
    found = in_mount(tmp_path / "small", "size=3m", FULL)
    assert len(found["full"]) == 1
    assert "The disk is full" in found["full"][0]
    assert "Free some space" in found["full"][0]
    assert found["later"] == []
    assert {"Before", "After"} <= set(found["bodies"])


@mounts
def test_a_start_on_a_full_disk_says_so_and_the_next_one_goes_well(tmp_path: Path) -> None:
    found = in_mount(tmp_path / "small", "size=3m", FULL_AT_START)
    assert len(found["full"]) == 1
    assert "disk" in found["full"][0]
    assert "Free some space" in found["full"][0]
    assert found["bodies"] == []


@mounts
def test_a_start_on_a_read_only_disk_says_so_and_changes_nothing(tmp_path: Path) -> None:
    found = in_mount(tmp_path / "small", "size=3m", READ_ONLY)
    assert len(found["said"]) == 1
    assert "is read-only" in found["said"][0]
    assert "Nothing was changed" in found["said"][0]
    assert found["bodies"] == ["Before"]


def test_a_write_that_the_system_cuts_short_is_said_and_undone(tmp_path: Path) -> None:
    """RLIMIT_FSIZE: the same as a quota, on every machine."""
    found = outcome([sys.executable, "-c", LIMITED, str(tmp_path / "store.db")])
    assert len(found["full"]) == 1
    assert "store.db" in found["full"][0]
    assert found["later"] == []
    assert set(found["bodies"]) == {"Before", "After"}


async def test_a_file_that_turns_read_only_is_said_and_what_was_there_is_read_on(store: Store) -> None:
    await store.write(meta.put, "kept", "words")
    store.database._writer.execute("PRAGMA query_only = 1")
    with pytest.raises(StoreUnusable, match="may not be written"):
        await store.write(meta.put, "more", "words")
    assert await store.database.read(lambda c: meta.value(c, "kept")) == "words"
    store.database._writer.execute("PRAGMA query_only = 0")
    await store.write(meta.put, "more", "words")


async def test_while_another_process_holds_the_lock_reads_go_on_and_nothing_waits_for_ever(
    store: Store, path: Path
) -> None:
    await store.write(meta.put, "kept", "words")
    store.database._writer.execute("PRAGMA busy_timeout = 50")
    with another(LOCKS, path):
        with pytest.raises(StoreUnusable, match="locked by another process"):
            await store.write(drafts.save, draft(1))
        assert await store.database.read(lambda c: meta.value(c, "kept")) == "words"
    await store.write(drafts.save, draft(1))
    assert await store.sql("SELECT count(*) FROM draft") == [(1,)]


def test_a_file_locked_whole_is_said_at_the_start(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store(path).database.close()
    monkeypatch.setattr("chatlane_tui.store.opening._BUSY_MS", 50)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreUnusable, match="locked by another process"):
            Store(path)
    Store(path).database.close()


def test_windows_that_start_together_make_one_file_and_all_of_them_open_it(tmp_path: Path) -> None:
    """Without patience, one of four was refused in every twelfth of these rounds."""
    together = Barrier(4)

    def start(path: Path) -> None:
        together.wait()
        Store(path).database.close()

    with ThreadPoolExecutor(4) as windows:
        for number in range(40):
            list(windows.map(start, [tmp_path / f"{number}.db"] * 4))
