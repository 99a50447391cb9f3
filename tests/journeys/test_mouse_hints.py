"""The mouse on the hint bar: what a hint says is done, on every screen that has one."""

from __future__ import annotations

from pathlib import Path

import pytest

from chatlane_tui.sandbox.server import Sandbox
from chatlane_tui.ui.screens.help import HelpScreen
from tests.journeys.inside import Seat, seat


async def click(person: Seat, hint: str) -> None:
    """Click on those words in the last line."""
    await person.until(lambda: hint in person.text().splitlines()[-1])
    lines = person.text().splitlines()
    await person.pilot.click(offset=(lines[-1].rindex(hint) + 1, len(lines) - 1))


@pytest.mark.parametrize("keys", [(), ("enter",), ("g", "o"), ("g", "d"), ("g", "c"), ("g", "r"), ("g", "i")])
async def test_a_click_on_help_shows_it(tmp_path: Path, keys: tuple[str, ...]) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.synced()
            await person.press(*keys)
            await click(person, "? help")
            await person.until(lambda: isinstance(person.app.screen, HelpScreen))


async def test_a_click_on_a_hint_does_what_its_key_does(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.synced()
            await person.until(lambda: person.screen.inbox.cursor is not None)
            await click(person, "n note")
            await person.until("NOTE · internal, the customer")
            await person.press("tab", "g", "o")
            await person.until("Nothing waits to be sent.")
            await click(person, "Esc back")
            await person.back()
