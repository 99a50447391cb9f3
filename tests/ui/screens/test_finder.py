"""Choosing one of many by typing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from textual import events
from textual.pilot import Pilot

from chatlane_tui.ui.screens.finder import Finder, whole
from chatlane_tui.ui.widgets.entry_line import EntryLine, EntryLook
from tests.ui.widgets.stage import Stage, painted

NAMES = ("Ada Okonkwo", "Ben Whitaker", "Adaeze Obi", *(f"Person {n}" for n in range(300)))


def _lines(name: str, look: EntryLook) -> tuple[EntryLine, ...]:
    return EntryLine(((name, look.looks.strong),)), EntryLine()


async def _ask(_: Finder[str], words: str) -> Sequence[str]:
    return (f"{words} of the server",) if words else ()


async def _create(_: Finder[str], words: str) -> str | None:
    return f"new {words}" if words else None


@asynccontextmanager
async def choosing(*, alone: bool = False) -> AsyncIterator[tuple[Stage, Pilot[None], Finder[str], list[str | None]]]:
    app = Stage()
    chosen: list[str | None] = []
    finder = Finder[str](
        "Who?",
        lambda name: name,
        _lines,
        whole(NAMES, str),
        note="A note.",
        ask=None if alone else _ask,
        create=None if alone else _create,
    )
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        app.push_screen(finder, chosen.append)
        await pilot.pause()
        await app.workers.wait_for_complete()
        yield app, pilot, finder, chosen


async def test_typed_words_narrow_the_list_and_enter_takes_the_line() -> None:
    async with choosing() as (app, pilot, _, chosen):
        await pilot.press(*"ada", "down", "up", "down")
        await app.workers.wait_for_complete()
        await pilot.press("enter")
        await pilot.pause()
        assert chosen == ["Adaeze Obi"]


async def test_pages_move_and_letters_are_text() -> None:
    async with choosing() as (_, pilot, finder, __):
        await pilot.press("pagedown", "pagedown", "pageup")
        assert finder.list.position > 0
        await pilot.press("j", "g")
        assert finder.search.value == "jg"


async def test_nothing_is_taken_where_nothing_matches_and_esc_takes_nothing() -> None:
    async with choosing() as (app, pilot, _, chosen):
        await pilot.press(*"zzz")
        await app.workers.wait_for_complete()
        await pilot.press("enter")
        assert chosen == []
        assert "Nothing matches." in painted(app)
        await pilot.press("escape")
        await pilot.pause()
        assert chosen == [None]


async def test_the_server_is_asked_and_somebody_made_of_what_was_typed() -> None:
    async with choosing() as (app, pilot, _, chosen):
        await pilot.press(*"zzz")
        await app.workers.wait_for_complete()
        await pilot.press("ctrl+r")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "zzz of the server" in painted(app)
        await pilot.press("backspace")
        await app.workers.wait_for_complete()
        await pilot.press("ctrl+n")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert chosen == ["new zz"]


async def test_where_neither_can_be_done_no_key_of_it_is_hinted_or_does_anything() -> None:
    async with choosing(alone=True) as (app, pilot, _, chosen):
        text = painted(app)
        assert "Enter take" in text
        assert "ask server" not in text
        await pilot.press("ctrl+r", "ctrl+n")
        await pilot.pause()
        assert chosen == []


async def test_enter_takes_what_the_words_typed_just_now_find() -> None:
    """Nobody waits for the list before they press Enter, and nobody wants the first of all."""
    async with choosing() as (app, pilot, finder, chosen):
        finder.search.value = "adaeze"
        finder.action_choose()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert chosen == ["Adaeze Obi"]


async def test_somebody_is_made_of_all_that_was_typed_however_fast() -> None:
    async with choosing() as (app, pilot, _, chosen):
        for key in (*"zoe@example.com", "ctrl+n"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert chosen == ["new zoe@example.com"]
