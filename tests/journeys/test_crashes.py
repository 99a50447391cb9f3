"""`kill -9` at every step of an answer: after the restart nothing is lost, and nothing was sent twice."""

from __future__ import annotations

import pytest

from tests.journeys.person import Person
from tests.journeys.terminal import Terminal

pytestmark = pytest.mark.no_cover
"""What runs in a terminal is not traced, and reading the screen need not be."""

SLOW_HOLD = "[sync]\npoll_interval = 2\n\n[send]\nundo_email = 600\n"
ANSWER = "Dear Ada, it is refunded."


def _open_ada(terminal: Terminal) -> None:
    terminal.wait_for("any news? Rent is due on Thursday")
    terminal.press("enter").wait_for("Support mail")
    terminal.press("r").wait_for("Reply · EMAIL to ada.okonkwo@example.com via Support mail")


def _send(terminal: Terminal, words: str) -> None:
    terminal.type(words)
    terminal.press("esc").wait_for("discard")
    terminal.press("s")


def test_killed_while_typing_the_text_is_still_there(person: Person) -> None:
    with person.start() as terminal:
        _open_ada(terminal)
        terminal.type(ANSWER).wait_for("1 draft")
        terminal.wait_for(lambda _: person.drafts() == [ANSWER])
        terminal.kill()
        terminal.wait_exit()
    with person.start() as terminal:
        terminal.wait_for("1 draft")
        _reply_to_ada(terminal)
        terminal.wait_for(ANSWER)
    assert not person.posted()


def _reply_to_ada(terminal: Terminal) -> None:
    """Other customers may have written meanwhile: hers is not the first row for ever."""
    Person.choose(terminal, "Ada Okonkwo")
    terminal.press("enter", "r").wait_for("Reply · EMAIL to ada.okonkwo@example.com")


def test_killed_while_held_it_is_a_draft_that_says_so(person: Person) -> None:
    with person.start(settings=SLOW_HOLD) as terminal:
        _open_ada(terminal)
        _send(terminal, ANSWER)
        terminal.wait_for("sending in")
        terminal.kill()
        terminal.wait_exit()
    with person.start(settings=SLOW_HOLD) as terminal:
        terminal.wait_for("back among the drafts")
        _reply_to_ada(terminal)
        terminal.wait_for(ANSWER)
        terminal.wait_for("was not sent")
    assert not person.posted()


@pytest.mark.parametrize("reached", [True, False], ids=["the server had it", "the server never got it"])
def test_killed_while_sending_it_is_uncertain_and_sent_at_most_once(person: Person, reached: bool) -> None:
    person.sandbox.faults.add("delay", method="POST", seconds=600)
    if not reached:
        person.sandbox.faults.add("drop_before", method="POST")
    with person.start() as terminal:
        _open_ada(terminal)
        _send(terminal, ANSWER)
        terminal.wait_for("sending…")
        terminal.wait_for(lambda _: not person.sandbox.faults.waiting())
        terminal.kill()
        terminal.wait_exit()
    person.sandbox.faults.clear()
    with person.start() as terminal:
        terminal.wait_for("may or may not have been sent")
        Person.choose(terminal, "Ada Okonkwo")
        terminal.press("enter").wait_for(ANSWER)
        if reached:
            terminal.wait_for("Found on the server")
        else:
            terminal.wait_for("UNCERTAIN")
    assert len(person.posted()) == int(reached)


def test_a_lost_answer_is_uncertain_and_the_server_has_one(person: Person) -> None:
    faults = person.sandbox.faults
    faults.add("delay", method="POST", seconds=600)
    faults.add("process_then_drop", method="POST")
    with person.start() as terminal:
        _open_ada(terminal)
        _send(terminal, ANSWER)
        terminal.wait_for(lambda _: not faults.waiting())
        faults.clear()
        faults.add("status", method="GET", times=None, status=503)  # it cannot be looked for yet
        terminal.wait_for("UNCERTAIN")
        faults.clear()
        terminal.wait_for("Found on the server")
        terminal.wait_gone("UNCERTAIN")
    assert [body for _, body, _ in person.posted()] == [ANSWER]


def test_quitting_while_something_is_held_asks(person: Person) -> None:
    with person.start(settings=SLOW_HOLD) as terminal:
        _open_ada(terminal)
        _send(terminal, ANSWER)
        terminal.wait_for("sending in")
        terminal.press("ctrl+q").wait_for("quitting does not send")
        terminal.press("q")
        assert terminal.wait_exit() == 0
    assert not person.posted()


def test_esc_goes_back_as_far_as_the_list_and_q_goes_out(person: Person) -> None:
    with person.start() as terminal:
        terminal.wait_for("any news?")
        terminal.press("enter").wait_for("j message")
        terminal.escape().wait_for("j move")
        terminal.escape().press("?").wait_for("a click does it")
        terminal.escape().wait_for("j move")
        terminal.press("q")
        assert terminal.wait_exit() == 0
