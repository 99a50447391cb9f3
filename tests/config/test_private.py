"""Files and directories for one person alone."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from chatlane_tui.config.private import private_directory, spoken, write_private
from chatlane_tui.errors import ConfigurationError


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_every_step_below_the_root_is_closed_to_others(tmp_path: Path) -> None:
    root = tmp_path / "state" / "chatlane-tui"
    made = private_directory(root / "acme", below=root)
    assert (mode(made), mode(root)) == (0o700, 0o700)


def test_a_directory_that_was_open_is_closed(tmp_path: Path) -> None:
    root = tmp_path / "chatlane-tui"
    root.mkdir(mode=0o755)
    private_directory(root, below=root)
    assert mode(root) == 0o700


def test_a_directory_above_the_root_keeps_its_mode(tmp_path: Path) -> None:
    above = tmp_path / "state"
    above.mkdir(mode=0o755)
    private_directory(above / "chatlane-tui", below=above / "chatlane-tui")
    assert mode(above) == 0o755


def test_a_directory_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ConfigurationError, match="cannot be made: "):
        private_directory(tmp_path / "file" / "x", below=tmp_path / "file" / "x")


def test_a_written_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    write_private(tmp_path / "secret", "x")
    assert mode(tmp_path / "secret") == 0o600


def test_an_open_file_is_replaced_by_a_closed_one(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("old")
    file.chmod(0o644)
    write_private(file, "new")
    assert (mode(file), file.read_text()) == (0o600, "new")


def test_a_file_that_cannot_be_put_in_place_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    with pytest.raises(ConfigurationError, match="cannot be written"):
        write_private(tmp_path / "secret", "x")
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


def test_a_directory_that_is_missing_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="No such file"):
        write_private(tmp_path / "nowhere" / "secret", "x")


def test_the_home_directory_is_spoken_as_a_tilde() -> None:
    assert spoken(Path.home() / "a" / "b") == "~/a/b"


def test_a_path_elsewhere_is_spoken_whole() -> None:
    assert spoken(Path("/etc/x")) == "/etc/x"
