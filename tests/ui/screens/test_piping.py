"""Which command a message goes to, and what the command says."""

from __future__ import annotations

import asyncio

import pytest

from chatlane_tui.desk.commands import Ran
from chatlane_tui.errors import ConfigurationError
from chatlane_tui.ui.screens.output import MOST_LINES, OutputScreen, ended, shown
from chatlane_tui.ui.screens.pipe import Piped, PipePrompt
from tests.ui.widgets.stage import Stage, painted


@pytest.mark.parametrize(
    ("keys", "wanted"),
    [
        (["w", "c", "enter"], Piped("wc", whole_thread=False)),
        (["ctrl+t", "w", "enter"], Piped("w", whole_thread=True)),
        (["ctrl+t", "ctrl+t", "enter"], Piped("tr a b", whole_thread=False)),
        (["x", "escape"], None),
    ],
)
async def test_a_command_is_typed_for_the_message_or_the_thread(keys: list[str], wanted: Piped | None) -> None:
    app, answers = Stage(), list[Piped | None]()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(PipePrompt("tr a b", uses_shell=False), answers.append)
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()
        assert answers == [wanted]


async def test_it_says_whether_a_shell_runs_it_and_what_it_gets() -> None:
    app = Stage()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(PipePrompt("", uses_shell=True))
        await pilot.press("ctrl+t")
        await pilot.pause()
        assert "Your shell runs it." in painted(app)
        assert "the whole thread, as plain text" in painted(app).replace("\n", " ")


async def test_the_output_is_text_whatever_is_in_it() -> None:
    async def run() -> Ran:
        return Ran(3, "[bold]x[/] [/oops]\nlast", "warning: [red]y")

    app = Stage()
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await app.push_screen(OutputScreen("a [command", run))
        await pilot.pause()
        seen = painted(app)
        for words in ("a [command", "[bold]x[/] [/oops]", "last", "warning: [red]y", "It failed with exit code 3."):
            assert words in seen
        await pilot.press("y")
        await pilot.pause()
        assert app.clipboard == "[bold]x[/] [/oops]\nlast"
        await pilot.press("j", "G", "g", "escape")
        await pilot.pause()
        assert not isinstance(app.screen, OutputScreen)


async def test_a_command_that_cannot_be_run_is_said() -> None:
    async def run() -> Ran:
        raise ConfigurationError("nope cannot be run: No such file.")

    app = Stage()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(OutputScreen("nope", run))
        await pilot.pause()
        assert "nope cannot be run: No such file. Nothing was run." in painted(app)


async def test_leaving_ends_what_still_runs() -> None:
    was_ended = asyncio.Event()

    async def run() -> Ran:
        try:
            await asyncio.Event().wait()
        finally:
            was_ended.set()
        raise AssertionError

    app = Stage()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(OutputScreen("sleep", run))
        await pilot.pause()
        assert "Running… Esc ends it." in painted(app)
        await pilot.press("y", "escape")
        await asyncio.wait_for(was_ended.wait(), 10)


@pytest.mark.parametrize(
    ("ran", "words"),
    [
        (Ran(0, "x", ""), "Done."),
        (Ran(0, "", ""), "Done; it printed nothing."),
        (Ran(-9, "", ""), "It was killed."),
        (Ran(None, "", "", "It did not end within 3 s and was ended."), "It did not end within 3 s and was ended."),
    ],
)
def test_how_it_ended_is_a_sentence(ran: Ran, words: str) -> None:
    assert ended(ran) == words


def test_only_so_much_is_shown_and_the_cut_is_said() -> None:
    assert shown("a\nb\n\n") == "a\nb"
    lines = shown("x\n" * (MOST_LINES + 5)).split("\n")
    assert (len(lines), lines[-1]) == (MOST_LINES + 1, "… there is more; y copies all of it")
    assert shown("y" * 200_000).endswith("y copies all of it")
