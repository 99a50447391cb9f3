"""A focus run: conversations one by one, on to the next by itself, and on where it was cut."""

from __future__ import annotations

from pathlib import Path

from chatlane_tui.sandbox.server import Sandbox
from chatlane_tui.store.run_rows import RunSummary
from chatlane_tui.ui.flows.running import summary_words
from tests.journeys.inside import seat

MINUTE = 60_000


def test_the_summary_says_what_came_of_it() -> None:
    summary = RunSummary(0, answered=10, noted=0, snoozed=1, later=0, done=20, untouched=2)
    assert summary_words(summary, now=25 * MINUTE) == "answered 10, snoozed 1, done 20, passed over 2 · in 25 min"
    assert summary_words(RunSummary(0, 0, 0, 0, 0, 0, 0), now=0) == "nothing was done · in 1 min"


async def test_a_run_goes_from_one_to_the_next_and_says_at_the_end_what_came_of_it(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.until("any news? Rent")
            await person.synced()
            ids = [row.id for row in person.screen.inbox.window.rows[:4]]
            await person.press("x", "x", "x", "x")
            await person.until("4 selected")
            await person.press("F")
            await person.until("Focus run 1 of 4")
            assert not person.screen.inbox.display or person.screen.inbox.size.width == 0
            await person.press("e")
            await person.until(lambda: person.screen.thread.conversation == ids[1])
            await person.until("Focus run 2 of 4")
            await person.press("J")
            await person.until(lambda: person.screen.thread.conversation == ids[2])
            await person.press("e", "e")
            await person.until("1 conversation was passed over")
            await person.press("a")
            await person.until("Focus run 2 of 4")
            await person.press("u")
            await person.until(lambda: person.screen.thread.conversation == ids[3])
            await person.press("e")
            await person.until("1 conversation was passed over")
            await person.press("a")
            await person.until("Focus run 2 of 4")
            await person.answer("Thank you, we are on it.")
            await person.until("The focus run over Inbox is over")
            await person.until("answered 1, done 3")
            await person.press("c")
            await person.until(lambda: person.screen.inbox.has_focus and "Focus run" not in person.text())


async def test_a_run_that_was_cut_goes_on_where_it_stood(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.until("any news? Rent")
            await person.synced()
            total = person.screen.inbox.window.total
            await person.press("F")
            await person.until(f"Focus run 1 of {total}")
            await person.press("e", "e")
            await person.until(f"Focus run 3 of {total}")
            third = person.screen.thread.conversation
        async with seat(sandbox, tmp_path) as person:
            await person.until(f"A focus run over Inbox stands at 3 of {total}")
            await person.press("F")
            await person.until(f"Focus run 3 of {total}")
            await person.until(lambda: person.screen.thread.conversation == third)
            await person.press("escape")
            await person.until(f"Focus run paused at 3 of {total}")
            await person.until(lambda: person.screen.inbox.has_focus)
