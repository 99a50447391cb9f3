"""What whoever looks elsewhere is told, and how."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from chatlane_tui.config.settings import NotifySettings
from chatlane_tui.model.ids import ConversationId, MessageId
from chatlane_tui.sandbox.server import Sandbox
from chatlane_tui.store.arrivals import Arrival
from chatlane_tui.ui.flows.notifying import Notifying, words_for
from chatlane_tui.ui.signals import Signals
from tests.journeys.inside import Seat, seat
from tests.ui.widgets.stage import Stage


def arrival(number: int, name: str) -> Arrival:
    return Arrival(MessageId(number), ConversationId(number), name, f"words {number}")


@pytest.mark.parametrize(
    ("names", "preview", "said"),
    [
        (["Ada"], "full", "From Ada: words 0"),
        (["Ada"], "sender", "From Ada"),
        (["Ada"], "none", "New message"),
        (["Ada", "Ben", "Ada"], "full", "3 new messages, from Ada and 1 more"),
        (["Ada", "Ben"], "sender", "2 new messages, from Ben and 1 more"),
        (["Ada", "Ben"], "none", "2 new messages"),
        ([""], "sender", "From (no name)"),
    ],
)
def test_a_notification_says_as_much_as_a_person_wants(names: list[str], preview: str, said: str) -> None:
    assert words_for([arrival(number, name) for number, name in enumerate(names)], preview=preview) == said


class Wire:
    """In place of the way to the terminal: keeps what was sent."""

    is_headless = False

    def __init__(self) -> None:
        self.sent: list[str] = []

    def write(self, data: str) -> None:
        self.sent.append(data)

    def flush(self) -> None:
        """Nothing is held back."""


async def test_what_the_terminal_is_told_ends_where_it_ends() -> None:
    app = Stage()
    async with app.run_test():
        wire, driver = Wire(), app._driver
        app._driver = wire  # type: ignore[assignment]
        hostile = "A\x07\x1b]0;x\x9c;B\u202e"
        signals = Signals(app)
        signals.notification("osc9", hostile, hostile)
        signals.notification("osc777", hostile, hostile)
        app._driver = driver
    nine, seven = wire.sent
    assert nine.startswith("\x1b]9;")
    assert seven.startswith("\x1b]777;notify;")
    for sequence in wire.sent:
        assert not any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in sequence[1:-1])
        assert "\u202e" not in sequence
    assert seven.count(";") == 4


def told(person: Seat, settings: NotifySettings) -> Notifying:
    """Another one with these settings, at the same screen."""
    session = person.session
    session.settings = session.settings._replace(notify=settings)
    return Notifying(person.screen)


async def test_a_burst_is_one_notification_by_the_persons_own_program(tmp_path: Path) -> None:
    note = tmp_path / "told"
    program = f"import json, sys; open({str(note)!r}, 'a').write(json.dumps(sys.argv[1:]) + '\\n')"
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.until(lambda: person.session.status.progress is None and person.screen.reading.rows)
            notifying = told(person, NotifySettings(command=(sys.executable, "-c", program, "-t")))
            await notifying.look()
            first, second = (row.id for row in person.screen.inbox.window.rows[3:5])
            sandbox.world.customer_writes(first, "are you there?")
            sandbox.world.customer_writes(second, "hello?")
            person.session.refresh()
            await person.until(lambda: {row.id for row in person.screen.inbox.window.rows[:2]} == {first, second})
            await notifying.look()
            await notifying.look()
            assert [json.loads(line)[0] for line in note.read_text().splitlines()] == ["-t"]
            title, words = json.loads(note.read_text())[1:]
            assert title == "Chatlane"
            assert words.startswith("2 new messages, from ")


async def test_the_conversation_before_ones_eyes_and_quiet_hours_ring_nothing(tmp_path: Path) -> None:
    note = tmp_path / "told"
    program = (sys.executable, "-c", f"open({str(note)!r}, 'w')")
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.until(lambda: person.session.status.progress is None and person.screen.reading.rows)
            watching = told(person, NotifySettings(command=program))
            asleep = told(person, NotifySettings(command=program, quiet="00:00-00:00"))
            await watching.look()
            await person.press("enter")
            await person.until(lambda: person.screen.reading.is_open)
            shown = person.screen.reading.shown
            assert shown is not None
            sandbox.world.customer_writes(shown, "one more thing")
            person.session.refresh()
            await person.until("one more thing")
            await watching.look()
            other = next(row.id for row in person.screen.inbox.window.rows if row.id != shown)
            sandbox.world.customer_writes(other, "good night")
            person.session.refresh()
            await person.until(lambda: person.screen.inbox.window.rows[0].id == other)
            await asleep.look()
            assert not note.exists()


async def test_a_program_that_cannot_be_run_is_said_once(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.until("Ada Okonkwo")
            notifying = told(person, NotifySettings(command=("/no/such/program",)))
            await notifying.ring("From Ada")
            await person.until("Notifications by command are off")
            assert not notifying.is_on


async def test_the_title_before_is_kept_once_and_only_another_title_is_said() -> None:
    app = Stage()
    async with app.run_test():
        wire, driver = Wire(), app._driver
        app._driver = wire  # type: ignore[assignment]
        signals = Signals(app)
        for title in ("(3) Acme", "(3) Acme", "(4) Ac\x1bme"):
            signals.title(title)
        app._driver = driver
        assert signals.has_title
    assert wire.sent == ["\x1b[22;2t\x1b]2;(3) Acme\x07", "\x1b]2;(4) Acme\x07"]
