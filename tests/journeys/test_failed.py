"""A message that did not arrive: said aloud, marked everywhere, and answered on another channel with the same words."""

from __future__ import annotations

from pathlib import Path

import pytest

from chatlane_tui.sandbox.server import Sandbox
from chatlane_tui.ui.screens.outbox import OutboxScreen
from tests.journeys.inside import Seat, seat

ADA, BEN = "Ada Okonkwo", "Ben Whitaker"
WORDS = "Dear Ada,\n\nit is refunded. 💶"


async def _failed(person: Seat) -> None:
    """An e-mail to Ada that the server could not deliver, her thread on the screen."""
    await person.choose(ADA)
    await person.answer(WORDS)
    await person.until("did not arrive")
    await person.until("FAILED")
    await person.press("G")


async def _choose_sms(person: Seat) -> None:
    await person.until("How should it go out?")
    await person.press("s", "enter")
    await person.until("Reply · SMS")
    await person.until(lambda: person.screen.composer.has_focus_within)


async def test_it_raises_its_voice_and_stays_marked_in_thread_list_status_bar_and_outbox(tmp_path: Path) -> None:
    with Sandbox(switches=("W3-failed",)) as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await _failed(person)
            await person.until("It did not reach the customer. Enter: answer on another channel")
            await person.until("1 needs you · g o shows")
            [row] = [row for row in person.screen.inbox.window.rows if row.id == person.screen.reading.shown]
            assert row.troubled == 1
            await person.press("g", "o")
            await person.until("EMAIL to Ada Okonkwo")
            await person.until("It was sent and did not reach the customer.")


async def test_from_the_thread_it_is_answered_on_another_channel_and_then_it_is_well(tmp_path: Path) -> None:
    with Sandbox(switches=("W3-failed",)) as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await _failed(person)
            await person.press("enter")
            await person.until("answer on another channel, with the same text")
            await person.press("c")
            await _choose_sms(person)
            await person.written(WORDS)
            await person.press("escape", "s")
            await person.until(lambda: not person.screen.target)
            await person.until("1 waiting to send")

            async def one_waits() -> bool:
                counts = await person.session.read.counts()
                return (counts.outbox_troubled, counts.outbox_waiting) == (0, 1)

            await person.until(one_waits)


@pytest.mark.parametrize("key", ["c", "e"])
async def test_from_the_outbox_it_is_answered_on_another_channel(tmp_path: Path, key: str) -> None:
    with Sandbox(switches=("W3-failed",)) as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await _failed(person)
            await person.press("escape", "g", "o")
            await person.until(lambda: isinstance(person.app.screen, OutboxScreen))
            await person.until("It was sent and did not reach the customer.")
            await person.press(key)
            await _choose_sms(person)
            await person.written(WORDS)


async def test_its_text_goes_below_what_is_being_typed_and_only_once(tmp_path: Path) -> None:
    with Sandbox(switches=("W3-failed",)) as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await _failed(person)
            await person.press("r")
            await person.until("Reply · EMAIL")
            await person.paste("PS")
            await person.press("escape", "escape", "tab", "tab")
            for _ in range(2):
                person.screen.thread.focus()
                person.screen.thread.action_last()
                await person.press("enter")
                await person.until("answer on another channel, with the same text")
                await person.press("c")
                await person.until("How should it go out?")
                await person.press("escape")
                await person.until(lambda: person.screen.composer.has_focus_within)
                await person.written(f"PS\n\n{WORDS}")


async def test_a_person_lets_it_rest(tmp_path: Path) -> None:
    with Sandbox(switches=("W3-failed",)) as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await _failed(person)
            await person.press("g", "o")
            await person.until(lambda: isinstance(person.app.screen, OutboxScreen))
            await person.until("It was sent and did not reach the customer.")
            await person.press("x")
            await person.until("Let it rest?")
            await person.press("enter")
            await person.until(lambda: isinstance(person.app.screen, OutboxScreen))
            await person.until("1 needs you")
            await person.press("r")
            await person.until("did not reach the customer: the server says")
            await person.press("x")
            await person.until("Nothing waits to be sent.")
            await person.press("escape")
            await person.until("FAILED")


async def test_in_the_thread_it_is_left_for_now_or_let_rest(tmp_path: Path) -> None:
    with Sandbox(switches=("W3-failed",)) as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await _failed(person)
            await person.press("enter")
            await person.until("leave it for now")
            await person.press("l")
            await person.back()
            await person.until("1 needs you")
            await person.press("enter")
            await person.until("let it rest")
            await person.press("x")
            await person.until("It rests")
            await person.until(lambda: "needs you" not in person.text())
