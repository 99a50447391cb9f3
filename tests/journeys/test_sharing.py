"""Before others see or touch the screen: the privacy mask, read-only; and what the window itself is told."""

from __future__ import annotations

import re
from pathlib import Path

from chatlane_tui.model.outbox import OutboxState
from chatlane_tui.sandbox.server import Sandbox
from tests.journeys.inside import seat
from tests.journeys.person import QUICK, Person


async def test_the_mask_hides_who_customers_are_until_it_is_taken_off(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.until("any news? Rent")
            await person.synced()
            await person.press("M")
            await person.until("names hidden")
            hidden = person.text()
            assert not any(name in hidden for name in ("Ada", "Okonkwo", "Ben Whitaker", "Sam Porter", "Mei"))
            assert "any news? Rent" in hidden
            await person.press("enter", "r")
            await person.until("Reply · EMAIL")
            assert re.search(r"@\w|Ada|Okonkwo", person.text()) is None
            person.app.action_mask()
            await person.until("Ada Okonkwo")


async def test_read_only_starts_nothing_and_lets_nothing_out_that_waits(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.until("any news? Rent")
            await person.synced()
            chat = next(row for row in person.screen.inbox.window.rows if row.channel == "whatsapp")
            await person.choose(chat.name)
            await person.answer("On its way.")
            person.app.action_read_only()
            await person.until("READ-ONLY")
            await person.press("r")
            await person.until("nothing is written to the server")
            assert person.screen.target is None
            await person.press("g", "o")
            await person.until("Outbox")
            await person.until("WHATSAPP to")
            [held] = await person.session.read.waiting()
            await person.press("s")
            [still] = await person.session.read.waiting()
            assert (still.state, still.due) == (OutboxState.HELD, held.due)
            assert sandbox.world.posted() == []
            await person.press("escape")
            person.app.action_read_only()
            await person.until(lambda: "READ-ONLY" not in person.text())
            await person.press("e", "u")
            await person.until("Undone here")


async def test_read_only_begins_no_form_and_no_conversation(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.until("any news? Rent")
            await person.synced()
            inbox = person.app.screen
            person.app.action_read_only()
            await person.until("READ-ONLY")
            assert "r reply" not in person.text()
            await person.press("c")
            await person.until("palette allows it again")
            assert person.app.screen is inbox
            await person.press("g", "c")
            await person.until(lambda: person.app.screen is not inbox)
            contacts = person.app.screen
            await person.until("Enter open")
            assert "n new" not in person.text()
            await person.press("n")
            await person.press("e")
            await person.until("palette allows it again")
            assert person.app.screen is contacts


def test_the_window_counts_what_is_unread_and_gets_its_title_back(person: Person) -> None:
    settings = f'{QUICK}\n[notify]\nterminal = "osc9"\nbell = true\npreview = "full"\n'
    with person.start("--read-only", settings=settings) as terminal:
        terminal.wait_for("any news? Rent")
        terminal.wait_for("READ-ONLY")
        terminal.wait_for(lambda _: b"\x1b]2;(" in terminal.raw)
        terminal.wait_for("online")

        def rings(_: str) -> bool:
            person.sandbox.world.customer_writes(3, "still there?")
            return b"\x1b]9;" in terminal.raw

        terminal.wait_for(rings)
        assert b"\x1b[22;2t" in terminal.raw
        assert b"\x1b]9;Chatlane: " in terminal.raw
        terminal.press("ctrl+q")
        terminal.wait_exit()
        assert b"\x1b[23;2t" in terminal.raw
        assert person.posted() == []
