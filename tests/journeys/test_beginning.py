"""A conversation that a person begins: written like any other, and followed when the server knows it."""

from __future__ import annotations

from pathlib import Path

from chatlane_tui.model.beginning import NewConversation
from chatlane_tui.model.ids import ContactId, ConversationId, InboxId, is_local
from chatlane_tui.sandbox.server import Sandbox
from chatlane_tui.ui.screens.outbox import OutboxScreen
from tests.journeys.inside import Seat, seat

PARCEL = NewConversation(InboxId(1), ContactId(1), subject="Where your parcel is")
WORDS = "It left the depot this morning."


async def _write(person: Seat) -> ConversationId:
    await person.until("Ada Okonkwo")
    local = await person.session.begin.begin(PARCEL)
    await person.screen.composing.go_on(local, "reply")
    await person.until("Reply · EMAIL to ada.okonkwo@example.com")
    await person.paste(WORDS)
    await person.press("escape")
    await person.until("discard")
    await person.press("s")
    await person.until(lambda: person.screen.target is None)
    return local


async def test_it_is_written_sent_and_followed_to_its_place_on_the_server(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            local = await _write(person)
            await person.until(lambda: sandbox.world.posted())
            [posted] = sandbox.world.posted()
            assert is_local(local)
            await person.until(lambda: person.screen.reading.shown == posted["conversation_id"])
            await person.until(lambda: person.screen.inbox.window.rows[0].subject == PARCEL.subject)
            await person.until("Where your parcel is  Ada Okonkwo")
            await person.until(WORDS)


async def test_it_is_in_the_outbox_while_the_server_is_away_and_asks_when_nobody_knows(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        sandbox.faults.add("status", status=500, method="POST", path="/conversations$")
        async with seat(sandbox, tmp_path) as person:
            await _write(person)
            await person.press("g", "o")
            await person.until(lambda: isinstance(person.app.screen, OutboxScreen))
            await person.until("may have been made")
            await person.press("r")
            await person.until("s  send again")
            assert "it was sent" not in person.text()
            await person.press("s")
            await person.until(lambda: sandbox.world.posted())
        assert [row["subject"] for row in sandbox.world.conversations()].count(PARCEL.subject) == 1
