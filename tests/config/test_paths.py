"""Where files live, and which database belongs to whom (A6)."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from chatlane_tui.config.paths import Places, fingerprint_of
from chatlane_tui.errors import ConfigurationError

URL = "https://chatlane.io/api/v1"
OLD, NEW = fingerprint_of("1|old"), fingerprint_of("2|new")


@pytest.fixture
def places(environ: dict[str, str]) -> Places:
    return Places.of(environ)


def test_the_xdg_directories_are_respected(tmp_path: Path, environ: dict[str, str]) -> None:
    places = Places.of(environ)
    assert places == Places(*(tmp_path / kind / "chatlane-tui" for kind in ("config", "cache", "state")))


def test_a_relative_xdg_directory_is_ignored_as_its_specification_says() -> None:
    assert Places.of({"XDG_STATE_HOME": "here"}).state == Places.of({}).state


def test_without_xdg_the_platform_decides() -> None:
    assert Places.of({}).config.is_absolute()


def test_looking_for_places_makes_none(tmp_path: Path, environ: dict[str, str]) -> None:
    Places.of(environ)
    assert list(tmp_path.iterdir()) == []


def test_a_fingerprint_does_not_show_the_token() -> None:
    assert fingerprint_of("17|abcdef") == "a494b68c44e28bf1"


def test_the_database_is_below_the_profile_in_a_directory_for_its_owner_alone(places: Places) -> None:
    path = places.database_path("acme", URL, OLD)
    assert path.parent == places.state / "acme"
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_same_team_has_the_same_database(places: Places) -> None:
    assert places.database_path("acme", URL, OLD) == places.database_path("acme", f"{URL}/", OLD)


@pytest.mark.parametrize(
    ("profile", "url", "fingerprint"),
    [("other", URL, OLD), ("acme", "https://elsewhere.example/api/v1", OLD), ("acme", URL, NEW)],
)
def test_two_teams_never_share_a_database(places: Places, profile: str, url: str, fingerprint: str) -> None:
    assert places.database_path("acme", URL, OLD) != places.database_path(profile, url, fingerprint)


def test_a_new_token_of_the_same_team_takes_over_the_database(places: Places) -> None:
    path = places.database_path("acme", URL, OLD)
    path.touch()
    assert places.adopt("acme", URL, OLD, NEW)
    assert places.database_path("acme", URL, NEW) == path


def test_the_old_token_keeps_its_database_too(places: Places) -> None:
    path = places.database_path("acme", URL, OLD)
    path.touch()
    places.adopt("acme", URL, OLD, NEW)
    assert places.database_path("acme", URL, OLD) == path


def test_a_database_passes_through_several_tokens(places: Places) -> None:
    path = places.database_path("acme", URL, OLD)
    path.touch()
    third = fingerprint_of("3|third")
    places.adopt("acme", URL, OLD, NEW)
    places.adopt("acme", URL, NEW, third)
    assert places.database_path("acme", URL, third) == path


def test_adopting_at_one_server_changes_nothing_at_another(places: Places) -> None:
    path = places.database_path("acme", URL, OLD)
    path.touch()
    places.adopt("acme", URL, OLD, NEW)
    assert places.database_path("acme", "https://elsewhere.example", NEW) != path


def test_there_is_nothing_to_adopt_without_a_database(places: Places) -> None:
    assert not places.adopt("acme", URL, OLD, NEW)


def test_a_token_that_has_its_own_database_keeps_it(places: Places) -> None:
    for fingerprint in (OLD, NEW):
        places.database_path("acme", URL, fingerprint).touch()
    assert not places.adopt("acme", URL, OLD, NEW)


def test_adopting_twice_changes_nothing(places: Places) -> None:
    places.database_path("acme", URL, OLD).touch()
    places.adopt("acme", URL, OLD, NEW)
    assert not places.adopt("acme", URL, OLD, NEW)


@pytest.mark.parametrize("text", ["{", "[]", '{"a": 1}', '{"a": "../../x"}'])
def test_a_damaged_alias_file_is_an_error_and_not_an_empty_inbox(places: Places, text: str) -> None:
    places.state_directory("acme").joinpath("aliases.json").write_text(text)
    with pytest.raises(ConfigurationError, match="damaged"):
        places.database_path("acme", URL, OLD)


def test_the_databases_of_a_profile_are_found(places: Places) -> None:
    path = places.database_path("acme", URL, OLD)
    path.touch()
    assert places.databases("acme") == (path,)
    assert places.databases("other") == ()


def test_nothing_is_remembered_at_first(places: Places) -> None:
    assert places.remembered("acme", URL) is None


def test_the_last_fingerprint_is_remembered_for_each_server(places: Places) -> None:
    places.remember("acme", URL, OLD)
    places.remember("acme", "https://elsewhere.example", NEW)
    places.remember("acme", "https://elsewhere.example", NEW)
    assert [places.remembered("acme", url) for url in (URL, "https://elsewhere.example")] == [OLD, NEW]


def test_a_later_fingerprint_replaces_the_earlier(places: Places) -> None:
    places.remember("acme", URL, OLD)
    places.remember("acme", URL, NEW)
    assert places.remembered("acme", URL) == NEW


def test_what_is_remembered_is_for_its_owner_alone(places: Places) -> None:
    places.remember("acme", URL, OLD)
    assert stat.S_IMODE((places.state / "acme" / "remembered.json").stat().st_mode) == 0o600


@pytest.mark.parametrize("text", ["{", "[]", f'{{"{URL}": 7}}', f'{{"{URL}": "../x"}}'])
def test_a_damaged_memory_is_as_good_as_none_and_is_mended(places: Places, text: str) -> None:
    places.state_directory("acme").joinpath("remembered.json").write_text(text)
    assert places.remembered("acme", URL) is None
    places.remember("acme", URL, OLD)
    assert places.remembered("acme", URL) == OLD


def test_the_cache_directory_is_for_its_owner_alone(places: Places) -> None:
    path = places.cache_directory("acme")
    assert (path, stat.S_IMODE(path.stat().st_mode)) == (places.cache / "acme", 0o700)
