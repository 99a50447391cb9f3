"""Keys that come faster than a screen is gone: the first one closes it, and what lies below it stays."""

from __future__ import annotations

import pytest
from textual import events
from textual.pilot import Pilot

from chatlane_tui.ui.screens.ask_line import AskLine
from chatlane_tui.ui.screens.channel_picker import ChannelPicker, Choice
from chatlane_tui.ui.screens.closing import Modal
from chatlane_tui.ui.screens.question import Answer, Question
from tests.ui.widgets.stage import Stage

MAIL, SMS = Choice(type="email"), Choice(type="sms")
ANSWERS = (Answer("send", "s", "send"), Answer("edit", "e", "edit"))


async def burst(app: Stage, pilot: Pilot[None], *keys: str) -> None:
    """Press keys before any of them is done with."""
    for key in keys:
        app.post_message(events.Key(key, key if len(key) == 1 else None))
    while len(app.in_turn):
        await pilot.pause()
    await pilot.pause()


@pytest.mark.parametrize("keys", [("enter", "escape"), ("escape", "escape"), ("enter", "enter", "enter")])
async def test_a_line_that_is_closed_closes_nothing_else(keys: tuple[str, ...]) -> None:
    app = Stage()
    answers: list[str | None] = []
    async with app.run_test() as pilot:
        below = Question("Still there?", ANSWERS)
        app.push_screen(below)
        line = AskLine("Which?")
        app.push_screen(line, answers.append)
        await pilot.pause()
        for key in keys:
            line.post_message(events.Key(key, None))
        await pilot.pause()
        assert (app.screen, answers) == (below, [None])


@pytest.mark.parametrize("last", ["escape", "s"])
async def test_what_ends_below_a_question_closes_when_that_is_answered(last: str) -> None:
    app = Stage()
    ended: list[str | None] = []
    answers: list[object] = []
    async with app.run_test() as pilot:
        bottom, below = app.screen, AskLine("Which?")
        app.push_screen(below, ended.append)
        app.push_screen(Question("Sure?", ANSWERS), answers.append)
        await pilot.pause()
        below.dismiss("saved")
        below.dismiss("too late")
        await pilot.pause()
        assert (isinstance(app.screen, Question), ended, answers) == (True, [], [])
        await burst(app, pilot, last)
        while app.screen is not bottom:
            await pilot.pause()
        assert (ended, answers) == (["saved"], [None if last == "escape" else "send"])


async def test_a_line_is_edited_in_the_order_of_its_keys() -> None:
    app = Stage()
    answers: list[str | None] = []
    async with app.run_test() as pilot:
        app.push_screen(AskLine("Which?"), answers.append)
        await pilot.pause()
        await burst(app, pilot, *"no", "ctrl+u", *"reb", "backspace", *"d", "enter")
        assert answers == ["red"]


@pytest.mark.parametrize(
    ("question", "keys", "first"),
    [
        (Question("What now?", ANSWERS), ("enter", "escape"), "send"),
        (Question("What now?", ANSWERS), ("down", "enter", "s"), "edit"),
        (Question("What now?", ANSWERS), ("e", "s", "s"), "edit"),
        (Question("What now?", ANSWERS), ("escape", "s", "enter"), None),
        (ChannelPicker(MAIL, (), ("email", "sms"), now=0), ("enter", "escape", "enter"), MAIL),
        (ChannelPicker(MAIL, (), ("email", "sms"), now=0), ("s", "enter", "e", "enter"), SMS),
        (ChannelPicker(MAIL, (), ("email", "sms"), now=0), ("down", "k", "j", "enter", "escape"), SMS),
    ],
)
async def test_what_is_typed_first_is_the_answer(question: Modal[object], keys: tuple[str, ...], first: object) -> None:
    app = Stage()
    answers: list[object] = []
    async with app.run_test() as pilot:
        app.push_screen(question, answers.append)
        await pilot.pause()
        await burst(app, pilot, *keys)
        assert answers == [first]
        assert len(app.screen_stack) == 1


async def test_what_was_pressed_before_it_stood_is_done_when_it_stands() -> None:
    app = Stage()
    answers: list[object] = []
    async with app.run_test() as pilot:
        question = Question("What now?", ANSWERS)
        app.push_screen(question, answers.append)
        assert all(question.takes(events.Key(key, None)) for key in ("down", "enter", "escape"))
        assert answers == []
        await pilot.pause()
        assert answers == ["edit"]
