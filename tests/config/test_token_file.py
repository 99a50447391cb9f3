"""A token in a file for its owner alone."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from chatlane_tui.config import token_file
from chatlane_tui.config.settings import Settings, load
from chatlane_tui.errors import ConfigurationError


def test_what_was_written_is_read(settings: Settings) -> None:
    token_file.write(settings, "1|x")
    assert token_file.read(settings) == "1|x"


def test_the_file_and_its_directory_are_for_their_owner_alone(settings: Settings) -> None:
    path = token_file.write(settings, "1|x")
    assert [stat.S_IMODE(one.stat().st_mode) for one in (path, path.parent, path.parent.parent)] == [
        0o600,
        0o700,
        0o700,
    ]


def test_a_configuration_directory_that_is_there_keeps_its_mode(settings: Settings) -> None:
    settings.places.config.mkdir(parents=True)
    settings.places.config.chmod(0o755)
    token_file.write(settings, "1|x")
    assert stat.S_IMODE(settings.places.config.stat().st_mode) == 0o755


def test_no_file_is_no_token(settings: Settings) -> None:
    assert token_file.read(settings) is None


def test_a_token_is_not_offered_to_another_server(settings: Settings, environ: dict[str, str]) -> None:
    token_file.write(settings, "1|x")
    elsewhere = load({**environ, "CHATLANE_BASE_URL": "https://elsewhere.example"})
    assert token_file.read(elsewhere) is None


def test_a_file_made_by_hand_holds_the_token_alone(settings: Settings) -> None:
    path = token_file.write(settings, "")
    path.write_text("1|x\n")
    assert token_file.read(settings) == "1|x"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_file_that_others_can_read_is_refused_with_a_sentence(settings: Settings, mode: int) -> None:
    path = token_file.write(settings, "1|x")
    path.chmod(mode)
    with pytest.raises(ConfigurationError, match=f"can be read or changed by others .mode {mode:04o}") as caught:
        token_file.read(settings)
    assert "chmod 600" in caught.value.hint


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can give a file away")
def test_a_file_of_somebody_else_is_refused(settings: Settings) -> None:
    path = token_file.write(settings, "1|x")
    os.chown(path, 12345, -1)
    with pytest.raises(ConfigurationError, match="belongs to another user"):
        token_file.read(settings)


def test_a_file_that_is_no_text_is_a_sentence(settings: Settings) -> None:
    token_file.write(settings, "").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigurationError, match="cannot be read"):
        token_file.read(settings)


def test_deleting_says_whether_there_was_one(settings: Settings) -> None:
    token_file.write(settings, "1|x")
    assert [token_file.delete(settings), token_file.delete(settings)] == [True, False]


def test_what_cannot_be_deleted_is_a_sentence(settings: Settings) -> None:
    path = token_file.token_file(settings)
    Path(path).mkdir(parents=True)
    with pytest.raises(ConfigurationError, match="cannot be deleted"):
        token_file.delete(settings)
