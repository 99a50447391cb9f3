"""`python -m tests.bench.typing --seed 1`: what a person types slowly and what arrives at once has to come to the same.

Random keys, the same twice: each when the one before it is done, and all of them at once, as over a line that stood
still for a second. Afterwards the same has the focus, the same is written, done, drafted and sent. Prints the sequences
for which that is not so, which belong into `tests/journeys/test_typing_on.py` or `test_typing_ahead.py`.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from textual.command import CommandPalette

from chatlane_tui.sandbox.server import Sandbox
from chatlane_tui.ui import opening
from tests.bench.table import machine
from tests.journeys.inside import PATIENCE, Seat, seat

STEPS: Final = (
    *"jkJKGeEsUltzwuxvhyALicfFSI123rrrnn",
    *("enter", "escape", "escape", "tab", "space", "up", "down", "f2", "f3", "full_stop", "slash", "question_mark"),
    *("left_square_bracket", "right_square_bracket", "g g", "g o", "g d", "g c", "g r", "g i", "g t"),
    *("ctrl+k", "ctrl+f", "ctrl+p", "ctrl+s", "ctrl+o", "ctrl+n", "ctrl+t", "ctrl+z"),
    *("escape s", "escape s", "escape x", "escape c", "escape n", "T e x t", "H e l l o", "w h i t", "a d a"),
)
"""What is drawn from; each is keys that follow each other."""
BUSY: Final = frozenset({"composing", "triaging", "beside", "finding-line", "finding-held", "form", "leave", "panel"})
"""What works for a key."""
LOOK: Final = 0.03
STILL: Final = 1.2
"""Seconds without a change after which nothing comes any more: longer than the pause after which a text is kept."""

State = dict[str, object]


async def _state(person: Seat, sandbox: Sandbox) -> State:
    app, screen = person.app, person.screen
    composer = screen.composer if screen.target is not None else None
    drafts = await person.session.drafts.all()
    rows = await person.session.read.outbox()
    return {
        "screens": [type(each).__name__ for each in app.screen_stack],
        "focus": type(app.focused).__name__,
        "line": getattr(app.focused, "value", None),
        "writes": composer and screen.target and (screen.target.conversation_id, screen.target.type, composer.text),
        "cursor": screen.inbox.cursor,
        "is open": screen.reading.is_open,
        "rows": [(row.id, row.done, row.starred, row.later) for row in screen.inbox.window.rows],
        "drafts": sorted((draft.conversation_id, draft.kind, draft.body) for draft in drafts),
        "outbox": sorted((row.conversation_id, row.type, row.body, row.state.value) for row in rows),
        "sent": sorted((message["type"], message["body"]) for message in sandbox.world.posted()),
    }


async def _settled(person: Seat, sandbox: Sandbox) -> State:
    """How things stand when nothing changes any more."""
    clock = asyncio.get_running_loop().time
    state, since = await _state(person, sandbox), clock()
    while clock() - since < STILL:
        await asyncio.sleep(LOOK)
        now = await _state(person, sandbox)
        if now != state or len(person.app.in_turn):
            state, since = now, clock()
    return state


async def _typed(keys: Sequence[str], *, at_once: bool) -> State:
    with tempfile.TemporaryDirectory(prefix="chatlane-typing-") as home, Sandbox() as sandbox:
        async with seat(sandbox, Path(home)) as person:
            await person.until("3 Waiting 38")
            await person.synced()
            await person.until(lambda: person.screen.inbox.cursor is not None)
            await person.press("j", "j")
            await _settled(person, sandbox)
            for some in (keys,) if at_once else [(key,) for key in keys]:
                await person.burst(*some)
                await person.until(lambda: not len(person.app.in_turn) and not _works(person))
                await asyncio.sleep(LOOK)
            state = await _settled(person, sandbox)
            if isinstance(person.app.screen, CommandPalette):  # it still looks for commands when the app has ended
                await person.press("escape", "escape")
            return state


def _works(person: Seat) -> bool:
    """Whether something is done for a key, and no question waits for an answer meanwhile."""
    return person.app.screen is person.screen and any(worker.group in BUSY for worker in person.app.workers)


async def _compare(steps: Sequence[str]) -> bool:
    keys = " ".join(steps).split()
    slowly, at_once = await _typed(keys, at_once=False), await _typed(keys, at_once=True)
    for what in slowly:
        if slowly[what] != at_once[what]:
            print(f"{' '.join(keys)}\n    {what}: {slowly[what]} slowly, {at_once[what]} at once", flush=True)
    return slowly == at_once


async def _run(seed: int, sequences: int, longest: int) -> int:
    dice, same = random.Random(seed), 0
    for _ in range(sequences):
        same += await _compare([dice.choice(STEPS) for _ in range(dice.randint(2, longest))])
    print(f"{same} of {sequences} came to the same")
    return int(same < sequences)


def main(arguments: Sequence[str] | None = None) -> int:
    """0 if all of them came to the same."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.typing", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sequences", type=int, default=40)
    parser.add_argument("--longest", type=int, default=10, metavar="STEPS")
    options = parser.parse_args(arguments)
    setattr(opening, "PATIENCE", PATIENCE)  # noqa: B010 - it is final for everybody else; a busy machine is no reason to go on
    print(f"{machine()}; seed {options.seed}", flush=True)
    return asyncio.run(_run(options.seed, options.sequences, options.longest))


if __name__ == "__main__":
    raise SystemExit(main())
