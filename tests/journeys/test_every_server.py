"""The same journey on every server that the document allows: each switch of the sandbox flipped, one at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from chatlane_tui.model.ids import ConversationId
from chatlane_tui.sandbox.server import Sandbox
from chatlane_tui.sandbox.switches import SWITCHES
from tests.journeys.inside import Seat, seat

ADA, SOFIA = ConversationId(56), ConversationId(64)
ANSWER = "Dear Ada, it is refunded."
NOTE = "She was told."
TEXT = "Of course, 14h it is."
NEWS = "Thank you so much, that was quick!"


@pytest.mark.no_cover  # the same lines eighty times: tracing them would double the time
@pytest.mark.parametrize("switch", [None, *SWITCHES])
async def test_a_customer_is_answered(switch: str | None, tmp_path: Path) -> None:
    rate_limit = 600 if switch is not None and switch.startswith("A1-") else None
    with Sandbox(switches=[switch] if switch else [], rate_limit=rate_limit) as sandbox:
        async with seat(sandbox, tmp_path, size=(90, 24)) as person:
            await person.until(lambda: ADA in [row.id for row in person.screen.inbox.window.rows])
            await _answer(person, sandbox, switch)
            await _note(person, sandbox)
            sandbox.world.customer_writes(ADA, NEWS)
            await person.until(NEWS[:25])
            await _text(person, sandbox, switch)
        assert _bodies(sandbox) == ([NOTE] if switch == "C2-other-number-space" else [ANSWER, NOTE, TEXT])


async def _answer(person: Seat, sandbox: Sandbox, switch: str | None) -> None:
    await person.until("any news? Rent is due on")
    await person.press("enter")
    await person.until(lambda: person.screen.reading.head and person.screen.reading.head.reply_channel_id)
    await person.press("r")
    await person.until(lambda: _writes(person, "email"))
    await _send(person, ANSWER)
    if switch == "C2-other-number-space":
        await person.until(lambda: "REFUSED" in (text := person.text()) and ANSWER in text)
        return
    await person.until(lambda: ANSWER in _bodies(sandbox))
    [posted] = sandbox.world.posted()
    assert (posted["type"], posted["inbox_channel_id"]) == ("email", 1)


async def _note(person: Seat, sandbox: Sandbox) -> None:
    await person.press("n")
    await person.until("NOTE · internal, the customer")
    await _send(person, NOTE)
    await person.until(lambda: NOTE in _bodies(sandbox))


async def _text(person: Seat, sandbox: Sandbox, switch: str | None) -> None:
    person.screen.reading.open(SOFIA)
    await person.until("Can I move my appointment")
    await person.until(lambda: person.screen.reading.head and person.screen.reading.head.reply_channel_id)
    await person.press("r")
    await person.until(lambda: _writes(person, "sms"))
    await _send(person, TEXT)
    await person.until("sending in")
    await person.press("u")
    await person.until(lambda: person.screen.composer.text == TEXT)
    assert TEXT not in _bodies(sandbox)
    await person.until(lambda: "sending in" not in person.text())
    await _send(person, "")
    await person.until("sending in")
    await person.press("enter")
    await person.until("send now")
    await person.press("s")
    if switch == "C2-other-number-space":
        await person.until("REFUSED")
        return
    await person.until(lambda: TEXT in _bodies(sandbox))
    assert sandbox.world.posted()[-1]["inbox_channel_id"] == 3


def _writes(person: Seat, kind: str) -> bool:
    target = person.screen.target
    return target is not None and target.type == kind


async def _send(person: Seat, words: str) -> None:
    await person.paste(words)
    await person.press("escape")
    await person.until("discard")
    await person.press("s")
    await person.until(lambda: person.screen.target is None)


def _bodies(sandbox: Sandbox) -> list[str]:
    return [message["body"] for message in sandbox.world.posted()]
