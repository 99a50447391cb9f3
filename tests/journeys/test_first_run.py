"""The first start: a token is asked for, checked, kept and found again; and every size of a terminal."""

from __future__ import annotations

import stat

import pytest

from tests.journeys.person import Person

pytestmark = pytest.mark.no_cover
"""What runs in a terminal is not traced, and reading the screen need not be."""

NO_TOKEN = {"CHATLANE_API_TOKEN": ""}


def test_a_token_is_taken_checked_kept_and_found_at_the_next_start(person: Person) -> None:
    with person.start(environ=person.environ(**NO_TOKEN)) as terminal:
        terminal.wait_for("Sign in to Chatlane")
        terminal.type("9|wrong").press("enter").wait_for("does not accept the API token")

        def is_erased(text: str) -> bool:
            if "•" in text:
                terminal.press("backspace")
            return "•" not in text

        terminal.wait_for(is_erased)
        terminal.type(person.sandbox.token).press("enter").wait_for("0600")
        terminal.press("enter").wait_for("online")
        terminal.wait_for("Ada Okonkwo")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    kept = [path for path in person.home.rglob("*") if path.is_file() and _holds(path.read_bytes(), person)]
    assert [path.parent.name for path in kept] == ["tokens"]
    assert stat.S_IMODE(kept[0].stat().st_mode) == 0o600
    with person.start(environ=person.environ(**NO_TOKEN)) as terminal:
        terminal.wait_for("Ada Okonkwo")
        terminal.wait_for("online")


def _holds(content: bytes, person: Person) -> bool:
    return person.sandbox.token.encode() in content


def test_every_size_from_the_smallest_to_the_largest_keeps_cursor_and_text(person: Person) -> None:
    with person.start(size=(120, 40)) as terminal:
        terminal.wait_for("any news? Rent is due on Thursday")
        terminal.press("enter").wait_for("Support mail")
        terminal.press("r").wait_for("Reply · EMAIL")
        terminal.type("Not to be lost")
        terminal.wait_for("Not to be lost")
        for columns, rows in ((60, 15), (200, 60), (80, 24), (120, 40)):
            terminal.resize(columns, rows).wait_for("Not to be lost")
            terminal.wait_for("Reply · EMAIL")
        terminal.type(".").wait_for("Not to be lost.")


def test_the_window_is_measured_whatever_the_environment_says_of_its_size(person: Person) -> None:
    with person.start(size=(80, 24), environ=person.environ(COLUMNS="132", LINES="50")) as terminal:
        terminal.wait_for(lambda text: "? help" in text.splitlines()[-1])
        terminal.resize(100, 30).wait_for(lambda text: "? help" in text.splitlines()[-1])
