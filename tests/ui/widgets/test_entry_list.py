"""A list of entries: the cursor stays with its entry, and nothing is painted that did not change."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from rich.style import Style
from textual.pilot import Pilot

from chatlane_tui.ui.widgets.entry_list import EntryLine, EntryList, EntryLook
from tests.ui.widgets.made_rows import HOSTILE
from tests.ui.widgets.panes import Hands, dirty_lines, lines, screen
from tests.ui.widgets.stage import Stage

Entry = tuple[str, int]
"""A name, and how many lines it has."""


def _lines_of(entry: Entry, look: EntryLook) -> tuple[EntryLine, ...]:
    name, count = entry
    first = EntryLine(((name, look.looks.strong),), ((f"{look.now // 1000 % 60} s", look.looks.muted),))
    return first, *(EntryLine(((f"line {number}", Style.null()),)) for number in range(1, count))


def stage(hands: Hands | None = None, *, ticks: bool = False) -> tuple[Stage, EntryList[Entry]]:
    """A list alone on the screen."""
    entries = EntryList[Entry](lambda entry: entry[0], _lines_of, ticks=ticks, clock=hands or Hands())
    return Stage(entries), entries


async def show(pilot: Pilot[None], entries: EntryList[Entry], *shown: Entry) -> None:
    entries.focus()
    entries.show(shown)
    await pilot.pause()


def _under_cursor(entries: EntryList[Entry]) -> list[str]:
    return [line[1:].strip().split("  ")[0] for line in lines(entries) if line.startswith("▌")]


def _some(count: int) -> Sequence[Entry]:
    return [(f"entry {number}", 1 + number % 3) for number in range(count)]


async def test_the_cursor_marks_every_line_of_its_entry() -> None:
    app, entries = stage()
    async with app.run_test(size=(40, 12)) as pilot:
        await show(pilot, entries, ("one", 2), ("two", 3))
        await pilot.press("j")
        assert _under_cursor(entries) == ["two", "line 1", "line 2"]
        assert entries.current == ("two", 3)


async def test_it_stays_on_its_entry_and_goes_to_the_next_when_that_is_gone() -> None:
    app, entries = stage()
    async with app.run_test(size=(40, 12)) as pilot:
        await show(pilot, entries, ("a", 1), ("b", 1), ("c", 1))
        await pilot.press("j")
        await show(pilot, entries, ("new", 1), ("a", 1), ("b", 2), ("c", 1))
        assert _under_cursor(entries) == ["b", "line 1"]
        await show(pilot, entries, ("new", 1), ("a", 1), ("c", 1))
        assert _under_cursor(entries) == ["c"]
        await show(pilot, entries, ("new", 1))
        assert _under_cursor(entries) == ["new"]


async def test_an_empty_one_says_why_and_its_keys_do_nothing() -> None:
    app, entries = stage()
    async with app.run_test(size=(40, 12)) as pilot:
        entries.explain("Nothing here.", "Esc goes back.")
        await show(pilot, entries)
        await pilot.press("j", "k", "G", "home", "pagedown", "ctrl+u", "enter")
        await pilot.click(EntryList, offset=(3, 3))
        assert "Nothing here." in screen(entries)
        assert entries.current is None
        assert not app.heard(EntryList.Opened)
        await show(pilot, entries, ("one", 1))
        await show(pilot, entries)
        assert "Nothing here." in screen(entries)


@pytest.mark.parametrize(
    ("keys", "name"),
    [
        (("G",), "entry 29"),
        (("end", "home"), "entry 0"),
        (("G", "k"), "entry 28"),
        (("k",), "entry 0"),
        (("G", "j"), "entry 29"),
        (("pagedown",), "entry 4"),
        (("space", "pageup"), "entry 0"),
        (("ctrl+d",), "entry 2"),
        (("G", "ctrl+u"), "entry 26"),
    ],
)
async def test_moving_shows_the_whole_entry(keys: tuple[str, ...], name: str) -> None:
    app, entries = stage()
    async with app.run_test(size=(40, 12)) as pilot:
        await show(pilot, entries, *_some(30))
        await pilot.press(*keys)
        await pilot.pause()
        assert entries.current is not None
        assert entries.current[0] == name
        assert len(_under_cursor(entries)) == entries.current[1]


async def test_a_page_goes_on_even_where_an_entry_is_taller_than_the_view() -> None:
    app, entries = stage()
    async with app.run_test(size=(40, 6)) as pilot:
        await show(pilot, entries, ("tall", 20), ("next", 1))
        await pilot.press("pagedown")
        assert entries.current == ("next", 1)
        await pilot.press("pageup")
        assert entries.current == ("tall", 20)
        assert _under_cursor(entries)[0] == "tall"


async def test_a_click_selects_and_a_second_one_opens() -> None:
    app, entries = stage()
    async with app.run_test(size=(40, 12)) as pilot:
        await show(pilot, entries, ("one", 1), ("two", 2))
        await pilot.click(EntryList, offset=(3, 3))
        assert entries.current == ("two", 2)
        assert not app.heard(EntryList.Opened)
        await pilot.click(EntryList, offset=(3, 2))
        await pilot.click(EntryList, offset=(3, 11))
        await pilot.pause()
        assert len(app.heard(EntryList.Opened)) == 1


async def test_enter_opens_and_escape_goes_back() -> None:
    app, entries = stage()
    async with app.run_test(size=(40, 12)) as pilot:
        await show(pilot, entries, ("one", 1))
        await pilot.press("enter", "escape")
        assert (len(app.heard(EntryList.Opened)), len(app.heard(EntryList.Left))) == (1, 1)


async def test_only_what_changed_is_painted_again() -> None:
    hands = Hands()
    app, entries = stage(hands)
    async with app.run_test(size=(40, 12)) as pilot:
        await show(pilot, entries, ("one", 2), ("two", 2))
        dirty_lines(entries)
        await show(pilot, entries, ("one", 2), ("two", 2))
        assert dirty_lines(entries) == []
        hands.now += 1_000
        entries.repaint()
        assert dirty_lines(entries) == [0, 1, 3, 4]


async def test_seconds_are_counted_where_that_is_wanted() -> None:
    hands = Hands()
    app, entries = stage(hands, ticks=True)
    async with app.run_test(size=(40, 12)) as pilot:
        await show(pilot, entries, ("one", 1))
        before = screen(entries)
        hands.now += 1_000
        while screen(entries) == before:
            await pilot.pause(0.05)
        assert "1 s" in screen(entries)


@pytest.mark.parametrize("width", [3, 8, 14, 30, 60, 120])
async def test_every_line_fits_whatever_it_says(width: int) -> None:
    app, entries = stage()
    async with app.run_test(size=(width, 16)) as pilot:
        await show(pilot, entries, *((text * 30, 2) for text in HOSTILE))
        lines(entries)
        await pilot.resize_terminal(width + 7, 16)
        await pilot.pause()
        lines(entries)
