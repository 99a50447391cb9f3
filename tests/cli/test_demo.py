"""The surroundings of the demo: a server, private directories, nothing of the person's own, and nothing left behind."""

from __future__ import annotations

import stat
from pathlib import Path

import httpx
import pytest

from chatlane_tui.cli.demo import demo_environment
from chatlane_tui.config.settings import load
from chatlane_tui.config.token import find
from chatlane_tui.desk.canned import FOLDER
from chatlane_tui.model import canned


def nothing() -> None:
    """What is done meanwhile."""


def test_the_demo_is_configured_like_any_other_server() -> None:
    with demo_environment({}, conversations=3, switches=(), meanwhile=nothing) as environ:
        settings = load(environ, profile="demo")
        token = find(settings, environ)
        assert token is not None
        headers = {"Authorization": f"Bearer {token.value}", "Accept": "application/json"}
        answer = httpx.get(f"{settings.base_url}/inboxes", headers=headers, trust_env=False)
    assert (settings.profile, answer.status_code) == ("demo", 200)


def test_its_directories_are_private_and_gone_afterwards() -> None:
    with demo_environment({}, conversations=3, switches=(), meanwhile=nothing) as environ:
        places = load(environ, profile="demo").places
        private = Path(environ["XDG_STATE_HOME"]).parent
        database = places.database_path("demo", environ["CHATLANE_BASE_URL"], "a")
        database.touch()
        assert stat.S_IMODE(private.stat().st_mode) == 0o700
        assert all(place.is_relative_to(private) for place in (places.config, places.cache, places.state))
    assert not private.exists()


def test_what_is_not_ours_in_the_environment_stays() -> None:
    with demo_environment({"EDITOR": "vi"}, conversations=3, switches=(), meanwhile=nothing) as environ:
        assert environ["EDITOR"] == "vi"


def test_the_server_ends_with_the_demo() -> None:
    with demo_environment({}, conversations=3, switches=(), meanwhile=nothing) as environ:
        base_url = environ["CHATLANE_BASE_URL"]
    with pytest.raises(httpx.ConnectError):
        httpx.get(base_url, trust_env=False)


def test_a_server_that_does_not_start_says_why() -> None:
    with (
        pytest.raises(ValueError, match="There is no switch 'x'"),
        demo_environment({}, conversations=3, switches=("x",), meanwhile=nothing),
    ):
        pass


def test_a_failure_meanwhile_stops_the_server_too() -> None:
    def failing() -> None:
        raise ModuleNotFoundError("textual")

    with (
        pytest.raises(ModuleNotFoundError),
        demo_environment({}, conversations=3, switches=(), meanwhile=failing),
    ):
        pass


def test_the_demo_has_canned_replies_and_none_of_them_has_a_mistake() -> None:
    with demo_environment({}, conversations=3, switches=(), meanwhile=nothing) as environ:
        folder = load(environ, profile="demo").places.config / FOLDER
        read = [canned.read(path.name, path.read_text(encoding="utf-8")) for path in sorted(folder.iterdir())]
    assert [found.mistakes for found in read] == [()] * 5
