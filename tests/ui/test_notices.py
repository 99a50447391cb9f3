from __future__ import annotations

import time
from pathlib import Path

from textual.widgets._toast import Toast

from chatlane_tui.sandbox.server import Sandbox
from chatlane_tui.ui.notices import MOMENT, Notice
from tests.journeys.inside import seat


def test_the_time_left_is_never_negative() -> None:
    over = Notice("Saved.", timeout=-5)
    assert over.has_expired
    assert over.time_left > 0


def test_a_wall_clock_set_back_keeps_no_toast() -> None:
    notice = Notice("Saved.", timeout=4, raised_at=4_000_000_000.0)
    assert 0 < notice.time_left <= 4
    assert not notice.has_expired


async def test_a_toast_whose_time_ran_out_before_it_was_mounted_goes_again(tmp_path: Path) -> None:
    """With Textual's own notification the program stands still here for ever."""
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.screen.mount(Toast(Notice("Too late.", timeout=-1)))
            await person.until(lambda: not person.screen.query(Toast))


async def test_what_is_notified_is_no_markup(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            person.app.notify("[/x] [b]as it is[/b]")
            await person.until("[/x] [b]as it is[/b]")


async def test_news_take_the_place_of_older_news_but_not_of_a_warning(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            person.app.notify("That was wrong.", severity="error")
            person.app.notify("Sending in 10 s.")
            await person.until("Sending in 10 s.")
            person.app.notify("Recalled.")
            await person.until("Recalled.")
            assert "Sending in 10 s." not in person.text()
            assert "That was wrong." in person.text()


async def test_the_last_of_as_many_news_as_there_are_lines_is_seen_like_the_first(tmp_path: Path) -> None:
    """Textual leaves an empty line for each toast that went before its time."""
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path, size=(60, 15)) as person:
            for number in range(15):
                person.app.notify(f"News number {number}.")
                await person.pilot.pause()
            await person.until("News number 14.")


async def test_a_key_that_is_held_down_says_what_it_does_once(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            shown: set[Toast] = set()
            began = time.monotonic()
            for _ in range(30):
                await person.burst("ctrl+r")
                shown.update(person.screen.query(Toast))
            await person.until("Asking the server")
            shown.update(person.screen.query(Toast))
            assert 1 <= len(shown) <= 1 + (time.monotonic() - began) / MOMENT


def test_what_is_said_again_later_or_louder_is_news() -> None:
    notice = Notice("Starred here.", severity="information")
    assert notice.has_just_said("Starred here.", "information")
    assert not notice.has_just_said("Starred here.", "error")
    assert not notice.has_just_said("Not starred any more.", "information")
    notice.shown_at -= MOMENT
    assert not notice.has_just_said("Starred here.", "information")
    gone = Notice("Starred here.")
    gone.withdraw()
    assert not gone.has_just_said("Starred here.", "information")
