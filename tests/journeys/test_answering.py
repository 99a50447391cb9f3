"""From a start to an answered customer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chatlane_tui.sandbox.server import Sandbox
from tests.journeys.person import Person
from tests.journeys.terminal import Terminal

pytestmark = pytest.mark.no_cover
"""What runs in a terminal is not traced, and reading the screen need not be."""

ADA = 56
SOFIA = 64
REVIEW = "discard"


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """Customers answer a moment after they are answered, and say nothing else."""
    with Sandbox(lively=True, reply_after=1.0, by_themselves=False) as running:
        yield running


def _send(terminal: Terminal) -> None:
    terminal.press("esc").wait_for(REVIEW)
    terminal.press("s")


def test_a_customer_is_read_answered_noted_and_texted(person: Person) -> None:
    with person.start() as terminal:
        terminal.wait_for("Ada Okonkwo")
        terminal.wait_for("any news? Rent is due on Thursday")
        terminal.press("enter", "r").wait_for("Reply · EMAIL to ada.okonkwo@example.com via Support mail")
        terminal.type("Dear Ada, it is refunded.")
        _send(terminal)
        terminal.wait_for(lambda _: person.posted() == [("email", "Dear Ada, it is refunded.", 1)])
        terminal.wait_for(lambda text: person.answer(ADA)[:20] in text)

        terminal.press("n")
        terminal.type("She was told.")
        terminal.press("esc").wait_for("SEND NOTE (internal)")
        terminal.wait_for(REVIEW)
        terminal.press("s")
        terminal.wait_for(lambda _: ("note", "She was told.", None) in person.posted())

        terminal.press("esc")
        terminal.wait_for(lambda text: "j move" in text)
        person.choose(terminal, "Sofía Castellanos")
        terminal.press("enter").wait_for("Can I move my appointment")
        terminal.wait_for("SMS UK")
        terminal.press("r").wait_for("Reply · SMS to +12025550103 via SMS UK")
        terminal.type("Of course, 14h it is.")
        _send(terminal)
        terminal.wait_for("sending in")
        terminal.press("u").wait_for("Recalled")
        terminal.wait_for("Reply · SMS to +12025550103 via SMS UK")
        assert len(person.posted()) == 2
        terminal.wait_gone("sending in")  # facts are told four times a second at most
        _send(terminal)
        terminal.wait_for("sending in")
        terminal.wait_for("j message")  # the composer has let go of the keys
        terminal.press("enter").wait_for("send now")
        terminal.press("s")
        terminal.wait_for(lambda _: ("sms", "Of course, 14h it is.", 3) in person.posted())
        terminal.wait_for(lambda text: person.answer(SOFIA)[:20] in text)
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    assert len(person.posted()) == 3
