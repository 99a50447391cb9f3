"""A list told in stretches: any number of entries, one cursor that stays with its entry."""

from __future__ import annotations

import pytest
from rich.style import Style
from textual.pilot import Pilot

from chatlane_tui.store.people_rows import Stretch
from chatlane_tui.ui.widgets.entry_line import EntryLine, EntryLook
from chatlane_tui.ui.widgets.long_list import STRETCH, LongList
from tests.ui.widgets.made_rows import HOSTILE
from tests.ui.widgets.panes import dirty_lines, lines, screen
from tests.ui.widgets.stage import Stage

TOTAL = 100_000


def _lines_of(number: int, look: EntryLook) -> tuple[EntryLine, ...]:
    return EntryLine(((f"entry {number}", look.looks.strong),)), EntryLine(((f"more of {number}", Style.null()),))


def stage() -> tuple[Stage, LongList[int]]:
    entries = LongList[int](lambda number: number, _lines_of)
    return Stage(entries), entries


def stretch(offset: int = 0, *, total: int = TOTAL, size: int = STRETCH, first: int = 0) -> Stretch[int]:
    """Entries numbered by their place, from `first` on."""
    return Stretch(offset, total, tuple(range(first + offset, first + min(offset + size, total))))


async def show(pilot: Pilot[None], entries: LongList[int], told: Stretch[int], *, anew: bool = False) -> None:
    entries.focus()
    entries.show(told, anew=anew)
    await pilot.pause()


def _under_cursor(entries: LongList[int]) -> list[str]:
    return [line[1:].strip() for line in lines(entries) if line.startswith("▌")]


@pytest.mark.parametrize(
    ("keys", "number"),
    [
        (("j",), 1),
        (("j", "j", "k"), 1),
        (("k",), 0),
        (("pagedown",), 6),
        (("space", "pageup"), 0),
        (("ctrl+d",), 3),
        (("pagedown", "ctrl+u"), 3),
        (("end", "home"), 0),
    ],
)
async def test_the_cursor_moves_by_entries_and_pages(keys: tuple[str, ...], number: int) -> None:
    app, entries = stage()
    async with app.run_test(size=(30, 12)) as pilot:
        await show(pilot, entries, stretch())
        await pilot.press(*keys)
        await pilot.pause()
        assert entries.current == number
        assert _under_cursor(entries) == [f"entry {number}", f"more of {number}"]


async def test_a_jump_waits_for_its_entries_and_keeps_the_old_picture_meanwhile() -> None:
    app, entries = stage()
    async with app.run_test(size=(30, 12)) as pilot:
        await show(pilot, entries, stretch())
        before = screen(entries)
        await pilot.press("end")
        await pilot.pause()
        [wanted] = app.heard(LongList.StretchWanted)
        assert wanted.offset + STRETCH >= TOTAL
        assert (entries.current, screen(entries)) == (None, before)
        await pilot.press("enter")
        assert not app.heard(LongList.Opened)
        await show(pilot, entries, stretch(wanted.offset))
        assert entries.current == TOTAL - 1
        assert _under_cursor(entries)[0] == f"entry {TOTAL - 1}"
        assert len(app.heard(LongList.StretchWanted)) == 1


async def test_entries_are_asked_for_before_they_come_into_view_and_once() -> None:
    app, entries = stage()
    async with app.run_test(size=(30, 12)) as pilot:
        await show(pilot, entries, stretch())
        for _ in range(33):
            entries.action_page_down()
        await pilot.pause()
        assert entries.current is not None
        assert len(app.heard(LongList.StretchWanted)) == 1


async def test_the_cursor_stays_with_its_entry_when_others_come_before_it() -> None:
    app, entries = stage()
    async with app.run_test(size=(30, 12)) as pilot:
        await show(pilot, entries, stretch())
        await pilot.press("j", "j", "j")
        await show(pilot, entries, stretch(total=TOTAL + 5, first=-5))
        assert (entries.current, entries.position) == (3, 8)
        assert _under_cursor(entries)[0] == "entry 3"
        await show(pilot, entries, stretch(total=2, first=900))
        assert entries.current == 901
        await show(pilot, entries, stretch(total=9, first=500), anew=True)
        assert entries.current == 500


async def test_it_says_so_when_another_entry_is_under_the_cursor_and_not_otherwise() -> None:
    app, entries = stage()
    async with app.run_test(size=(30, 12)) as pilot:
        await show(pilot, entries, stretch())
        await show(pilot, entries, stretch())
        assert len(app.heard(LongList.Highlighted)) == 1
        await pilot.press("j", "enter", "escape")
        await pilot.pause()
        kinds = (LongList.Highlighted, LongList.Opened, LongList.Left)
        assert [len(app.heard(kind)) for kind in kinds] == [2, 1, 1]


async def test_a_click_selects_and_a_second_one_opens() -> None:
    app, entries = stage()
    async with app.run_test(size=(30, 12)) as pilot:
        await show(pilot, entries, stretch(total=3))
        await pilot.click(LongList, offset=(3, 3))
        assert (entries.current, app.heard(LongList.Opened)) == (1, [])
        await pilot.click(LongList, offset=(3, 2))
        await pilot.click(LongList, offset=(3, 11))
        await pilot.pause()
        assert len(app.heard(LongList.Opened)) == 1


async def test_an_empty_one_says_why() -> None:
    app, entries = stage()
    async with app.run_test(size=(40, 12)) as pilot:
        entries.explain("Nobody here.", "n makes one.")
        await show(pilot, entries, Stretch(0, 0, ()))
        await pilot.press("j", "end", "enter")
        assert "Nobody here." in screen(entries)
        assert entries.current is None


async def test_only_what_changed_is_painted_again() -> None:
    app, entries = stage()
    async with app.run_test(size=(30, 12)) as pilot:
        await show(pilot, entries, stretch())
        dirty_lines(entries)
        await show(pilot, entries, stretch())
        assert dirty_lines(entries) == []
        entries.action_cursor_down()
        assert dirty_lines(entries) == [0, 1, 2, 3]


async def test_one_that_is_led_from_elsewhere_looks_as_if_it_had_the_focus() -> None:
    entries = LongList[int](lambda number: number, _lines_of, is_led=True)
    entries.can_focus = False
    app = Stage(entries)
    async with app.run_test(size=(30, 12)) as pilot:
        entries.show(stretch())
        await pilot.pause()
        assert _under_cursor(entries) == ["entry 0", "more of 0"]


@pytest.mark.parametrize("width", [3, 14, 40])
async def test_every_line_fits_whatever_it_says(width: int) -> None:
    texts = [text * 20 for text in HOSTILE]

    def lines_of(text: str, look: EntryLook) -> tuple[EntryLine, ...]:
        return (EntryLine(((text, look.looks.strong),), ((text, look.looks.muted),)),) * 2

    entries = LongList[str](lambda text: text, lines_of)
    app = Stage(entries)
    async with app.run_test(size=(width, 16)) as pilot:
        entries.show(Stretch(0, len(texts), tuple(texts)))
        await pilot.pause()
        lines(entries)
        await pilot.resize_terminal(width + 7, 9)
        await pilot.pause()
        lines(entries)
