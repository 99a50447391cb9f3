"""What the lines at the foot, the toasts and the questions say is so here, and can be read."""

from __future__ import annotations

from pathlib import Path

from textual.widgets._toast import Toast

from chatlane_tui.sandbox.server import Sandbox
from tests.journeys.inside import Seat, seat


def foot(person: Seat) -> str:
    return person.text().splitlines()[-1].strip()


async def test_only_keys_that_do_something_are_hinted_at(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path, size=(60, 20)) as person:
            await person.until("3 Waiting 38")
            await person.press("n")
            await person.until(lambda: person.screen.is_writing)
            assert "^t" not in foot(person)  # a note has no channel
            await person.press("escape")
            await person.until("SEND NOTE (internal) ·")
            await person.until(lambda: foot(person) == "Esc back to typing")
            await person.press("q")
            await person.until(lambda: person.screen.is_reading)
            assert person.screen.target is not None

            await person.press("g", "o")
            await person.until("Nothing waits to be sent.")
            await person.until(lambda: foot(person) == "Esc back  ? help")
            await person.press("escape", "g", "c")
            await person.until("n new")
            await person.press("slash")
            await person.until("Enter go to it  Esc leave")
            await person.press(*"ada", "enter")
            await person.until("n new")
            await person.press("escape")
            await person.until("40 cached")


async def test_the_channel_of_a_reply_is_hinted_at_again_when_the_kind_is_switched(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path, size=(80, 24)) as person:
            await person.until("3 Waiting 38")
            await person.press("n")
            await person.until(lambda: person.screen.is_writing)
            await person.press("ctrl+n")
            await person.until("^t channel")


async def test_a_toast_lies_over_no_field(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path, size=(60, 20)) as person:
            await person.until("3 Waiting 38")
            await person.press("s")
            await person.until("Starred here")
            await person.press("c")
            await person.until("in which inbox?")
            await person.until(lambda: list(person.app.screen.query(Toast)))
            field = person.app.focused
            assert field is not None
            for toast in person.app.screen.query(Toast):
                assert not toast.region.overlaps(field.region)


async def test_what_a_question_is_about_stays_in_sight_behind_it(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path, size=(80, 24)) as person:
            await person.until("3 Waiting 38")
            for key, asks in (("z", "Snooze here until"), ("c", "in which inbox?"), ("ctrl+k", "Jump to")):
                await person.press(key)
                await person.until(asks)
                await person.until("3 Waiting 38")
                await person.press("escape")
                await person.until(lambda: person.app.screen is person.screen)


async def test_inboxes_are_named_by_what_they_are_for(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path, size=(60, 20)) as person:
            await person.until("3 Waiting 38")
            await person.press("I")
            await person.until("about records")
            assert "custom_entity" not in person.text()


async def test_with_the_terminals_own_colours_every_word_of_the_chosen_line_stands_out(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.until("3 Waiting 38")
            person.app.theme = "ansi-dark"
            await person.press("z")
            await person.until("in 3 hours")
            strip = next(s for s in person.app.screen._compositor.render_strips() if "in 3 hours" in s.text)
            chosen = [part.style for part in strip if "in 3 hours" in part.text or "today" in part.text]
            papers = {style.bgcolor.name for style in chosen if style is not None and style.bgcolor is not None}
            inks = {style.color.name for style in chosen if style is not None and style.color is not None}
            assert (papers, inks) == ({"color(8)"}, {"default"})


async def test_what_is_said_stands_on_the_question_above_it_and_nowhere_else(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path, size=(100, 30)) as person:

            def said_once() -> bool:
                """Where it is the top screen that says it."""
                return bool(person.app.screen.query(Toast)) and person.text().count("Asking the server…") == 1

            await person.until("3 Waiting 38")
            await person.press("ctrl+r")
            await person.until(said_once)
            await person.press("z")
            await person.until("Snooze here until")
            await person.until(said_once)
            await person.press("escape")
            await person.until(lambda: person.app.screen is person.screen)
            await person.until(said_once)
