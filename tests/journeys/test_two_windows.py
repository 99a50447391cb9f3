"""Two windows of one profile: one of them syncs, both write, both see everything, and either may be killed."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from chatlane_tui.sync.pace import Pace
from chatlane_tui.ui.bridge import INTERVAL
from tests.journeys.person import Person
from tests.journeys.terminal import Terminal

pytestmark = pytest.mark.no_cover
"""What runs in a terminal is not traced, and reading the screen need not be."""

FOLLOWS = "synced by another window"
WIDE = (160, 40)
"""Room for all that the status bar says."""
ANSWER = "Dear Ada, it is refunded."
SLOW_HOLD = "[sync]\npoll_interval = 2\n\n[send]\nundo_email = 600\n"


def open_ada(terminal: Terminal) -> None:
    Person.choose(terminal, "Ada Okonkwo")
    terminal.press("enter").wait_for("any news? Rent is due on Thursday")


def begin_answer(terminal: Terminal) -> None:
    open_ada(terminal)
    terminal.wait_for("Support mail")
    terminal.press("r").wait_for("Reply · EMAIL to ada.okonkwo@example.com via Support mail")


def send(terminal: Terminal, words: str) -> None:
    terminal.type(words)
    terminal.press("esc").wait_for("discard")
    terminal.press("s")


def bodies(person: Person) -> list[str]:
    return [body for _, body, _ in person.posted()]


def test_when_the_window_that_syncs_is_killed_the_other_sends_once(person: Person) -> None:
    with person.start(size=WIDE) as owner:
        owner.wait_for("● online")
        begin_answer(owner)
        with person.start(size=WIDE) as other:
            other.wait_for(FOLLOWS)
            person.sandbox.set_online(False)
            send(owner, ANSWER)
            other.wait_for("1 waiting to send")
            owner.wait_for("waiting to send · not before")
            owner.kill()
            owner.wait_exit()
            person.sandbox.set_online(True)
            other.wait_for(lambda _: bodies(person) == [ANSWER])
            other.wait_for("● online")
            other.wait_gone("1 waiting to send")
            other.press("ctrl+q")
            assert other.wait_exit() == 0
    assert bodies(person) == [ANSWER]


@pytest.mark.parametrize("reached", [True, False], ids=["the server had it", "the server never got it"])
def test_killed_while_sending_the_other_window_looks_and_never_repeats(person: Person, reached: bool) -> None:
    person.sandbox.faults.add("delay", method="POST", seconds=600)
    if not reached:
        person.sandbox.faults.add("drop_before", method="POST")
    with person.start(size=WIDE) as owner:
        owner.wait_for("● online")
        begin_answer(owner)
        with person.start(size=WIDE) as other:
            other.wait_for(FOLLOWS)
            send(owner, ANSWER)
            owner.wait_for(lambda _: not person.sandbox.faults.waiting())
            owner.kill()
            owner.wait_exit()
            person.sandbox.faults.clear()
            other.wait_for("may or may not have been sent")
            if reached:
                other.wait_for("Found on the server")
            else:
                open_ada(other)
                other.wait_for("UNCERTAIN")
    assert len(bodies(person)) == int(reached)


def test_a_hold_ends_with_its_window_even_where_another_one_sends(person: Person) -> None:
    with person.start(size=WIDE, settings=SLOW_HOLD) as owner:
        owner.wait_for("● online")
        with person.start(size=WIDE, settings=SLOW_HOLD) as other:
            other.wait_for(FOLLOWS)
            begin_answer(other)
            send(other, ANSWER)
            other.wait_for("sending in")
            owner.wait_for("1 waiting to send")
            other.kill()
            other.wait_exit()
            owner.press("ctrl+r").wait_for("not sent")
            owner.wait_for("1 draft")
    assert not person.posted()


def test_both_windows_write_and_each_sees_what_the_other_wrote(person: Person) -> None:
    with person.start(size=WIDE) as owner:
        owner.wait_for("● online")
        open_ada(owner)
        with person.start(size=WIDE) as other:
            other.wait_for(FOLLOWS)
            open_ada(other)
            owner.press("n").wait_for("NOTE · internal, the customer")
            send(owner, "From the first window.")
            other.wait_for("From the first window.")
            other.press("n").wait_for("NOTE · internal, the customer")
            send(other, "From the second window.")
            owner.wait_for("From the second window.")
            owner.wait_for(lambda _: len(person.posted()) == 2)

            owner.press("r").wait_for("Reply · EMAIL")
            owner.type("A reply, half")
            other.wait_for("1 draft")
            other.press("n").wait_for("NOTE · internal, the customer")
            other.type("A note, half")
            owner.wait_for("2 drafts")
            other.wait_for("2 drafts")
            owner.wait_for("A reply, half")
            other.wait_for("A note, half")
    assert sorted(bodies(person)) == ["From the first window.", "From the second window."]


def test_both_windows_write_into_one_draft_and_no_word_is_lost(person: Person) -> None:
    with person.start(size=WIDE) as owner:
        owner.wait_for("● online")
        begin_answer(owner)
        with person.start(size=WIDE) as other:
            other.wait_for(FOLLOWS)
            begin_answer(other)
            owner.type("Begun in the first window.")
            other.wait_for("Begun in the first window.")
            other.type(" Second here.")
            owner.type(" First again.")
            for terminal in (owner, other):
                terminal.wait_for(lambda text: "Second here." in text and "First again." in text)
            other.press("esc").wait_for("discard")
            other.press("s")
            other.wait_for(lambda _: len(person.posted()) == 1)
    [body] = bodies(person)
    assert all(words in body for words in ("Begun in the first window.", "Second here.", "First again."))


@pytest.mark.parametrize(("letter", "reviews"), [("s", True), ("x", False)], ids=["sent", "discarded"])
def test_what_the_other_window_sent_or_discarded_is_not_written_on(person: Person, letter: str, reviews: bool) -> None:
    with person.start(size=WIDE) as owner:
        owner.wait_for("● online")
        begin_answer(owner)
        owner.type(ANSWER)
        with person.start(size=WIDE) as other:
            other.wait_for(FOLLOWS)
            begin_answer(other)
            other.wait_for(ANSWER)
            if reviews:
                owner.escape().wait_for("back to typing")
            other.escape().wait_for("back to typing")
            other.press(letter)
            owner.wait_for("Another window sent or discarded what stood here.")
            owner.wait_for("j message")  # the thread has the keys, and the hints say so
            owner.press("n").wait_for("NOTE · internal, the customer")
    assert bodies(person) in ([], [ANSWER])


def test_a_pause_asked_of_one_window_is_said_in_both_and_after_a_restart(person: Person) -> None:
    until_then = format_datetime(datetime.now(UTC) + timedelta(minutes=50), usegmt=True)  # for all the same minute
    until = re.compile(r"limited until ((?:\w+ \d+ \w+ )?\d\d:\d\d)")
    with person.start(size=WIDE) as owner, person.start(size=WIDE) as other:
        owner.wait_for(lambda text: FOLLOWS in text or "● online" in text)
        other.wait_for(lambda text: FOLLOWS in text or "● online" in text)
        person.sandbox.faults.add("status", times=None, status=429, headers={"Retry-After": until_then})
        found = {until.findall(window.wait_for(lambda t: bool(until.search(t))))[0] for window in (owner, other)}
    with person.start(size=WIDE) as again:
        found |= {until.findall(again.wait_for(lambda t: bool(until.search(t))))[0]}
    assert len(found) == 1


def test_what_one_window_writes_is_looked_for_by_the_other_several_times_a_second() -> None:
    assert Pace().elsewhere + INTERVAL * 1000 <= 600
