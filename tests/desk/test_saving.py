"""Files reach their names whole, for their owner alone, and never over another."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

import pytest

from chatlane_tui.config.settings import FileSettings
from chatlane_tui.desk import saving
from chatlane_tui.desk.saving import Saving, folder_of, save
from chatlane_tui.errors import ConfigurationError


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_nothing_has_the_name_before_it_is_whole(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    one = Saving(folder)
    one.write(b"half")
    assert "a.txt" not in names(folder)
    one.write(b" and half")
    assert one.publish("a.txt") == folder / "a.txt"
    one.discard()
    assert (names(folder), (folder / "a.txt").read_bytes()) == (["a.txt"], b"half and half")


def test_it_is_its_owners_alone(tmp_path: Path) -> None:
    assert save(tmp_path, "a.txt", "x").stat().st_mode & 0o777 == 0o600


def test_what_stands_there_is_never_overwritten_not_even_a_dead_link(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_text("old")
    (tmp_path / "a (2).pdf").symlink_to(tmp_path / "nowhere")
    assert save(tmp_path, "a.pdf", "new").name == "a (3).pdf"
    assert ((tmp_path / "a.pdf").read_text(), (tmp_path / "nowhere").exists()) == ("old", False)


def test_where_there_are_no_links_it_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    assert [save(tmp_path, "a.pdf", text).name for text in ("one", "two")] == ["a.pdf", "a (2).pdf"]
    assert ((tmp_path / "a (2).pdf").read_text(), names(tmp_path)) == ("two", ["a (2).pdf", "a.pdf"])


def test_what_is_given_up_leaves_nothing_and_takes_nothing_more(tmp_path: Path) -> None:
    one = Saving(tmp_path)
    one.write(b"x")
    one.discard()
    one.write(b"late")
    one.discard()
    assert names(tmp_path) == []


def test_a_folder_that_cannot_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigurationError, match=r"cannot be written: Not a directory") as raised:
        Saving(tmp_path / "file" / "folder")
    assert raised.value.hint.startswith("Nothing was saved.")


def test_a_full_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    monkeypatch.setattr(tempfile, "mkstemp", lambda **_: (os.open(full, os.O_WRONLY), str(tmp_path / "part")))
    one = Saving(tmp_path)
    with pytest.raises(ConfigurationError, match="No space left on device"):
        one.write(b"x" * 1_000_000)
    two = Saving(tmp_path)
    two.write(b"x")
    with pytest.raises(ConfigurationError, match="No space left on device"):
        two.publish("a.txt")
    one.discard()
    two.discard()


def test_when_every_name_is_taken_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "MOST_NAMES", 2)
    save(tmp_path, "a", "")
    with pytest.raises(ConfigurationError, match="there are 2 files of that name"):
        save(tmp_path, "a", "")


def test_the_folder_is_the_configured_one_or_the_platforms(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DOWNLOAD_DIR", str(tmp_path / "Loads"))
    assert folder_of(FileSettings(folder="~/in")) == tmp_path / "in"
    assert folder_of(FileSettings()) == tmp_path / "Loads"
