"""What was taken off the screen is let go of."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import pytest
from textual.command import CommandPalette
from textual.widget import Widget

from chatlane_tui.sandbox.server import Sandbox
from tests.journeys.inside import Seat, seat


async def _open_and_close(person: Seat) -> list[weakref.ref[object]]:
    """The palette; what its widgets had painted is returned."""
    await person.press("ctrl+p")
    await person.until("Internal note")
    palette = person.app.screen
    assert isinstance(palette, CommandPalette)
    painted: list[weakref.ref[object]] = [weakref.ref(widget._styles_cache) for widget in palette.walk_children(Widget)]
    await person.press("escape")
    await person.until(lambda: person.app.screen is person.screen)
    return painted


async def test_what_a_closed_palette_had_painted_is_gone(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.until("Ada Okonkwo")
            painted = await _open_and_close(person)
            assert len(painted) > 5

            def gone() -> bool:
                gc.collect()
                return not [one for one in painted if one() is not None]

            await person.until(gone)


@pytest.mark.parametrize("keys", ["go", "gd", "gi", "gc", "gr"])
async def test_a_screen_that_was_left_hears_of_no_theme_any_more(tmp_path: Path, keys: str) -> None:
    """Whoever listened was kept for ever, and all that it had painted."""
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.until("Ada Okonkwo")
            before = set(person.app.theme_changed_signal._subscriptions)
            await person.press(*keys)
            await person.until(lambda: person.app.screen is not person.screen and person.app.screen.focused)
            assert set(person.app.theme_changed_signal._subscriptions) > before
            await person.press("escape")
            await person.until(lambda: person.app.screen is person.screen)
            await person.until(lambda: set(person.app.theme_changed_signal._subscriptions) == before)
