"""A conversation with somebody new, begun in a real terminal and killed after each step: it goes on, and makes nothing
twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from chatlane_tui.sandbox.server import Sandbox
from tests.journeys.person import AT_ONCE, Person
from tests.journeys.terminal import Terminal

SIZE = (120, 30)
WORDS = "Your parcel left the depot this morning."
STEPS = ("/contacts$", "/conversations$", "/messages$")


@pytest.fixture
def nadia(tmp_path: Path) -> Iterator[Person]:
    """Somebody at a server where nobody writes unless told to, about to write to somebody new."""
    with Sandbox() as sandbox:
        yield Person(sandbox, tmp_path)


@contextmanager
def killed(person: Person, shows: Callable[[str], bool]) -> Iterator[Terminal]:
    """The client, killed as soon as the screen shows that."""
    with person.start(size=SIZE, settings=AT_ONCE) as terminal:
        yield terminal
        terminal.wait_for(shows)
        terminal.kill()
        terminal.wait_exit()


def write(person: Person, terminal: Terminal) -> None:
    """Begin it, and send its first message."""
    person.settle(terminal)
    terminal.press("c").wait_for("in which inbox?")
    terminal.type("support").press("enter").wait_for("with whom?")
    terminal.type("nadia@example.com").press("ctrl+n").wait_for("Somebody new")
    terminal.type("Nadia New").press("ctrl+s").wait_for("with Nadia New")
    terminal.type("Welcome").press("ctrl+s").wait_for("Reply · EMAIL to nadia@example.com")
    terminal.type(WORDS).wait_for(WORDS)
    terminal.escape().wait_for("discard")
    terminal.press("s").wait_gone("discard")


def made(sandbox: Sandbox) -> tuple[int, int, int]:
    """How many of each the server has: the contact, the conversation, the message."""
    people = [row["id"] for row in sandbox.world.contacts() if row["email"] == "nadia@example.com"]
    talks = [row["id"] for row in sandbox.world.conversations() if row["subject"] == "Welcome"]
    posts = [post for post in sandbox.world.posted() if post["body"] == WORDS and post["conversation_id"] in talks]
    assert all(row["contact_id"] in people for row in sandbox.world.conversations() if row["id"] in talks)
    return len(people), len(talks), len(posts)


def asked(sandbox: Sandbox) -> list[str]:
    """Every POST that the server carried out, by the end of its path."""
    return [
        entry.path.rpartition("/")[2] for entry in sandbox.requests if (entry.method, entry.status) == ("POST", 201)
    ]


def test_killed_before_the_answer_to_each_step_it_finds_what_was_made_and_goes_on(nadia: Person) -> None:
    sandbox = nadia.sandbox
    for step in STEPS:
        sandbox.faults.add("slow_body", method="POST", path=step, seconds=600)
    with killed(nadia, lambda _: made(sandbox) == (1, 0, 0)) as terminal:
        write(nadia, terminal)
    with killed(nadia, lambda _: made(sandbox) == (1, 1, 0)):
        pass
    with killed(nadia, lambda _: made(sandbox) == (1, 1, 1)):
        pass
    with nadia.start(size=SIZE, settings=AT_ONCE) as terminal:
        terminal.wait_for("Found on the server")
        terminal.wait_for(lambda text: "Nadia New" in text and "to send" not in text)
    assert made(sandbox) == (1, 1, 1)
    assert asked(sandbox) == ["contacts", "conversations", "messages"]


def test_killed_between_the_steps_it_goes_on_with_the_next_one(nadia: Person) -> None:
    sandbox = nadia.sandbox
    pause = {"Retry-After": "3"}
    sandbox.faults.add("status", status=429, method="POST", path=STEPS[1], headers=pause, times=None)
    with killed(nadia, lambda text: "limited until" in text and made(sandbox) == (1, 0, 0)) as terminal:
        write(nadia, terminal)
    sandbox.faults.clear()
    sandbox.faults.add("delay", method="GET", path=STEPS[2], seconds=600, times=None)
    with killed(nadia, lambda text: "Nadia New" in text and made(sandbox) == (1, 1, 0)):
        pass
    sandbox.faults.clear()
    with nadia.start(size=SIZE, settings=AT_ONCE) as terminal:
        terminal.wait_for(lambda _: made(sandbox) == (1, 1, 1))
        terminal.wait_for(lambda text: "Nadia New" in text and "to send" not in text)
    assert asked(sandbox) == ["contacts", "conversations", "messages"]
