"""The terminal is lost, or the program is ended from outside: what was typed is kept, and nothing is left running."""

from __future__ import annotations

import signal

import pytest

from tests.journeys.person import Person

pytestmark = pytest.mark.no_cover
"""What runs in a terminal is not traced, and reading the screen need not be."""

WORDS = "Written when the line broke"


@pytest.mark.parametrize("sign", [signal.SIGHUP, signal.SIGTERM])
def test_a_signal_keeps_what_was_typed_a_moment_ago(person: Person, sign: signal.Signals) -> None:
    with person.start() as terminal:
        terminal.wait_for("any news? Rent is due on Thursday")
        terminal.press("r").wait_for("Reply · EMAIL")
        terminal.type(WORDS).wait_for(WORDS)
        terminal.kill(sign)
        assert terminal.wait_exit() == 128 + sign
        assert b"\x1b[?1049l" in terminal.raw  # the terminal was given back
    with person.start() as terminal:
        terminal.wait_for("any news? Rent is due on Thursday")
        terminal.press("r").wait_for(WORDS)


def test_a_window_that_is_closed_ends_the_program_and_keeps_the_words(person: Person) -> None:
    with person.start() as terminal:
        terminal.wait_for("any news? Rent is due on Thursday")
        terminal.press("r").wait_for("Reply · EMAIL")
        terminal.type(WORDS).wait_for(WORDS)
        terminal.hang_up()
        assert terminal.process.wait(120) != 0
    with person.start() as terminal:
        terminal.wait_for("any news? Rent is due on Thursday")
        terminal.press("r").wait_for(WORDS)
