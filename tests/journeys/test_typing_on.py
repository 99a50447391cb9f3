"""Whatever is done before it, and however fast: a reply is written where a person stands by then, whole.

The keys of each case and the reply behind them arrive at once, as over a line that stood still for a second.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from chatlane_tui.sandbox.server import Sandbox
from chatlane_tui.ui import opening
from tests.journeys.inside import PATIENCE, Seat, seat

STAYS = (
    "e u",
    "enter e u",
    "i i",
    "i i i i",
    "i escape",
    "i g o escape",
    "enter i",
    "enter h h",
    "enter z escape",
    "question_mark escape",
    "question_mark q question_mark q",
    "colon escape",
    "ctrl+p s o f i a escape",
    "ctrl+k a d a escape",
    "slash a d a escape",
    "g o escape",
    "g o question_mark escape escape",
    "c escape",
    "r T e x t escape s",
    "r T e x t escape x",
    "n N o t e escape s",
    "M",
)
MOVES = (
    "e",
    "enter e",
    "enter l",
    "enter z enter",
    "enter J",
    "enter K",
    "enter full_stop",
    "G",
    "g g",
    "2",
    "3 1",
    "S",
    "ctrl+k w h i t enter",
    "slash w h i t enter",
    "F",
    "F J",
    "F e",
    "F e u",
    "F r T e x t escape s",
    "n N o t e escape s J",
    "e r T e x t escape s e",
)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is opened may take its time on a machine that has much to do."""
    monkeypatch.setattr(opening, "PATIENCE", PATIENCE)


async def reply_behind(person: Seat, keys: str) -> bool:
    """Press the keys and write a reply behind them; whether it is to another conversation than the one before."""
    await person.until("3 Waiting 38")
    await person.synced()
    await person.until(lambda: person.screen.inbox.cursor is not None)
    await person.press("j", "j")
    before = person.screen.inbox.cursor
    await person.burst(*keys.split(), "r", *"Hello,world")
    await person.until(lambda: person.screen._pane is not None and person.screen.composer.text == "Hello,world")
    assert person.app.screen is person.screen
    assert person.screen.is_writing
    assert person.screen.target is not None
    assert person.screen.target.conversation_id == person.screen.reading.shown
    return person.screen.reading.shown != before


@pytest.mark.parametrize("keys", STAYS)
async def test_it_is_written_where_it_was_begun(tmp_path: Path, keys: str) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            assert not await reply_behind(person, keys)


@pytest.mark.parametrize("keys", MOVES)
async def test_it_is_written_where_the_keys_lead(tmp_path: Path, keys: str) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            assert await reply_behind(person, keys)


async def test_it_goes_on_where_a_text_was_left(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.until("3 Waiting 38")
            await person.until(lambda: person.screen.inbox.cursor is not None)
            await person.burst("r", *"Text", "escape", "q", "r", *"Hello")
            await person.written("TextHello")  # and not below it, as what another window wrote
