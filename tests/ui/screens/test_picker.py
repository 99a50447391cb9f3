"""A question that is answered by typing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from chatlane_tui.model.acts import Labelled, Snooze
from chatlane_tui.ui.flows.questions import until_when, which_label
from chatlane_tui.ui.screens.picker import Line, Offers, Picker
from tests.ui.widgets.stage import Stage, painted

NOW = 1_800_000_000_000
HOUR = 3_600_000


@asynccontextmanager
async def asking(
    picker: Picker[Snooze] | Picker[Labelled], size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[Stage, Pilot[None], list[object]]]:
    app = Stage()
    answers: list[object] = []
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await app.push_screen(picker, answers.append)
        await pilot.pause()
        yield app, pilot, answers


def snooze(*, follow_up: bool = False, sleeps: bool = False) -> Picker[Snooze]:
    return until_when("Ada", now=NOW, follow_up=follow_up, sleeps=sleeps)


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (200, 60)])
async def test_enter_takes_the_first_offer(size: tuple[int, int]) -> None:
    async with asking(snooze(), size) as (app, pilot, answers):
        assert "in 3 hours" in painted(app)
        await pilot.press("enter")
        assert answers == [Snooze(NOW + 3 * HOUR)]


async def test_what_is_typed_is_understood_while_it_is_typed() -> None:
    async with asking(snooze()) as (app, pilot, answers):
        await pilot.press(*"2h")
        await pilot.pause()
        assert app.screen.query_one(OptionList).option_count == 1
        await pilot.press("enter")
        assert answers == [Snooze(NOW + 2 * HOUR)]


async def test_what_is_not_understood_is_said_and_not_taken() -> None:
    async with asking(snooze()) as (app, pilot, answers):
        await pilot.press(*"soon", "enter")
        await pilot.pause()
        assert "Not understood" in painted(app)
        assert answers == []
        await pilot.press("escape")
        assert answers == [None]


async def test_arrows_choose_among_the_offers_and_a_snooze_can_be_ended() -> None:
    async with asking(snooze(sleeps=True)) as (_, pilot, answers):
        await pilot.press("down", "up", "enter")
        assert answers == [Snooze(None)]


async def test_a_reminder_is_asked_for_in_days() -> None:
    async with asking(snooze(follow_up=True)) as (app, pilot, answers):
        assert "If nobody answers, remind me: Ada" in painted(app)
        await pilot.press(*"24h", "enter")
        assert answers == [Snooze(NOW + 24 * HOUR, follow_up=True)]


async def test_a_click_takes_an_offer() -> None:
    async with asking(snooze()) as (_, pilot, answers):
        await pilot.click(OptionList, offset=(3, 0))
        assert answers == [Snooze(NOW + 3 * HOUR)]


async def test_labels_that_exist_are_offered_and_those_that_all_have_are_taken_off() -> None:
    async with asking(which_label("Ada", [("vip", 3), ("angry", 1)], {"vip"})) as (app, pilot, answers):
        text = painted(app)
        assert "take it off" in text
        assert "on 1" in text
        await pilot.press("enter")
        assert answers == [Labelled("vip", on=False)]


async def test_a_label_is_found_by_its_letters_before_a_new_one_is_made() -> None:
    async with asking(which_label("Ada", [("vip", 3), ("angry", 1)], set())) as (_, pilot, answers):
        await pilot.press(*"AN", "enter")
        assert answers == [Labelled("angry")]


async def test_a_new_label_is_what_was_typed_cleaned() -> None:
    async with asking(which_label("[/x]", [], set())) as (app, pilot, answers):
        assert "There are no labels yet" in painted(app)
        await pilot.press(*"[b", "space", "enter")
        assert answers == [Labelled("[b")]


async def test_a_line_that_is_too_long_is_cut_and_not_wrapped_under_its_neighbours() -> None:
    lines = [Line(n, f"somebody {n}", "a subject that is much too long for a narrow terminal") for n in range(3)]
    app = Stage()
    async with app.run_test(size=(60, 15), notifications=True, tooltips=True) as pilot:
        await app.push_screen(Picker("Jump to", lambda _: Offers(lines)))
        await pilot.pause()
        shown = [line for line in painted(app).splitlines() if "somebody" in line or "narrow" in line]
        assert [(f"somebody {n}" in line, line.count("…")) for n, line in enumerate(shown)] == [(True, 1)] * 3
