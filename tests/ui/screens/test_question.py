"""A question that has to be answered."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot

from chatlane_tui.ui.screens.question import Answer, Question
from tests.ui.widgets.stage import Stage, painted

SEND = Answer("send", "s", "send again")
EDIT = Answer("edit", "e", "edit")
KEEP = Answer("keep", "j", "just keep it")


@asynccontextmanager
async def asked(
    question: Question, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[Stage, Pilot[None], list[str | None]]]:
    app = Stage()
    answers: list[str | None] = []
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        app.push_screen(question, answers.append)
        await pilot.pause()
        yield app, pilot, answers


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (["s"], "send"),
        (["e"], "edit"),
        (["j"], "keep"),
        (["enter"], "send"),
        (["down", "enter"], "edit"),
        (["down", "k", "enter"], "send"),
        (["escape"], None),
        (["q", "x", "1", "escape"], None),
    ],
)
async def test_keys_answer(keys: list[str], answer: str | None) -> None:
    async with asked(Question("What now?", (SEND, EDIT, KEEP))) as (_, pilot, answers):
        await pilot.press(*keys)
        await pilot.pause()
        assert answers == [answer]


async def test_j_moves_where_no_answer_has_that_letter() -> None:
    async with asked(Question("What now?", (SEND, EDIT))) as (_, pilot, answers):
        await pilot.press("j", "enter")
        await pilot.pause()
        assert answers == ["edit"]


async def test_the_mouse_answers_too() -> None:
    async with asked(Question("What now?", (SEND, EDIT))) as (_, pilot, answers):
        await pilot.click("OptionList", offset=(3, 1))
        await pilot.pause()
        assert answers == ["edit"]


async def test_a_key_pressed_twice_answers_once() -> None:
    async with asked(Question("What now?", (SEND, EDIT))) as (_, pilot, answers):
        await pilot.press("s", "s")
        await pilot.pause()
        assert answers == ["send"]


async def test_esc_can_mean_an_answer() -> None:
    async with asked(Question("What now?", (SEND,), otherwise="stay")) as (_, pilot, answers):
        await pilot.press("escape")
        await pilot.pause()
        assert answers == ["stay"]


async def test_without_answers_it_only_tells() -> None:
    async with asked(Question("It is on its way right now.")) as (app, pilot, answers):
        assert "It is on its way right now." in painted(app)
        await pilot.press("j", "k", "enter", "escape")
        await pilot.pause()
        assert answers == [None]


async def test_hostile_words_are_shown_as_they_are_and_everything_fits_a_small_screen() -> None:
    hostile = Question("[/x] said [@click=app.quit]no", (Answer("a", "a", "[/y]"),), detail="[b]why[/b]")
    async with asked(hostile, size=(60, 15)) as (app, _, _):
        screen = painted(app)
        for words in ("[/x] said [@click=app.quit]no", " a  [/y]", "[b]why[/b]", "Esc goes back"):
            assert words in screen


async def test_on_a_small_screen_the_sentence_and_all_answers_are_visible_at_once() -> None:
    sentence = "The server may have received it. Sending again may reach the customer twice."
    async with asked(Question(sentence, (SEND, EDIT, KEEP), detail="Sent at 10:02"), size=(60, 15)) as (app, _, _):
        screen = " ".join(painted(app).replace("│", " ").split())
        assert sentence in screen
        assert "just keep it Esc goes back" in screen


@pytest.mark.parametrize(
    "answers",
    [tuple(Answer(str(n), str(n), "words") for n in range(5)), (SEND, Answer("save", "s", "save"))],
)
def test_too_many_answers_or_one_letter_twice_are_a_mistake(answers: tuple[Answer, ...]) -> None:
    with pytest.raises(ValueError, match="answers"):
        Question("What now?", answers)
