"""A queue cleared in a real terminal, undone, cleared at once, undone at once; and a focus run that is killed."""

from __future__ import annotations

from pathlib import Path

import pytest

from chatlane_tui.sandbox.server import Sandbox
from tests.journeys.person import Person, in_view

pytestmark = pytest.mark.no_cover
"""What runs in a terminal is not traced, and reading the screen need not be."""

QUEUE = 40


def test_forty_unread_are_triaged_undone_one_by_one_and_triaged_and_undone_at_once(tmp_path: Path) -> None:
    with Sandbox() as sandbox, (person := Person(sandbox, tmp_path)).start() as terminal:
        total = person.settle(terminal)
        terminal.press("*").wait_for(f"{total} selected")
        terminal.press("U").wait_for(lambda text: in_view(text, "Unread") == total)
        terminal.escape().wait_gone("selected")
        terminal.press(*["e"] * (QUEUE - 1), "z", "enter")
        terminal.wait_for(lambda text: in_view(text, "Unread") == total - QUEUE)
        terminal.press(*["u"] * QUEUE).wait_for("Undone here: done")
        terminal.wait_for(lambda text: in_view(text, "Unread") == total)
        terminal.press("g", "g", "x", *["j"] * (QUEUE - 2), "V").wait_for(f"{QUEUE} selected")
        terminal.press("e").wait_for(lambda text: in_view(text, "Unread") == total - QUEUE)
        terminal.press("u").wait_for(f"Undone here: done, {QUEUE} conversations")
        terminal.wait_for(lambda text: in_view(text, "Unread") == total)


def test_a_focus_run_that_is_killed_goes_on_where_it_stood(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        person = Person(sandbox, tmp_path)
        with person.start() as terminal:
            total = person.settle(terminal)
            terminal.press("F").wait_for(f"Focus run 1 of {total}")
            terminal.press("e", "e", "e").wait_for(f"Focus run 4 of {total}")
            terminal.kill()
            terminal.wait_exit()
        with person.start() as terminal:
            terminal.wait_for(f"stands at 4 of {total}")
            terminal.press("F").wait_for(f"Focus run 4 of {total}")
