"""Each of the fourteen error codes in a real terminal: what a person is told, what they do next, and that it helps."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from chatlane_tui.sandbox.access import Grant
from chatlane_tui.sandbox.refusals import STATUS
from tests.journeys.person import Person, at_work, is_empty
from tests.journeys.terminal import Terminal

pytestmark = pytest.mark.no_cover
"""What runs in a terminal is not traced, and reading the screen need not be."""

PALLET = "Pallet TRK-88231 held at customs"
CHANNELS = "How should it go out?"


class Desk(Person):
    """Somebody whose messages are refused."""

    def write_to(self, terminal: Terminal, letters: str, heading: str, words: str) -> None:
        """An answer to that conversation in the composer, on the channel that the customer used last."""
        self.jump(terminal, letters, heading)
        terminal.press("r").wait_for("Reply · ")
        terminal.wait_for(" (#")
        terminal.type(words).wait_for(words[-20:])

    @staticmethod
    def refused(terminal: Terminal, said: str, *, letter: str = "s", answers: str = "Enter: edit") -> None:
        """Hand it over; be told that it was refused, and why; ask what may be done about it."""
        terminal.escape().wait_for("back to typing")
        terminal.press(letter).wait_for("REFUSED")
        terminal.wait_for(said)
        terminal.wait_for(answers)
        terminal.wait_for("j message")
        terminal.press("enter").wait_for("Esc goes back")

    @staticmethod
    def take_back(terminal: Terminal) -> None:
        """Edit it: the text is in the composer again."""
        terminal.press("e").wait_gone("Esc goes back")
        terminal.wait_for("Esc review")
        terminal.wait_for("Recalled: it was refused and was not sent.")

    @staticmethod
    def choose_type(terminal: Terminal, letter: str, sends: str) -> None:
        """Answer on another channel, with the same text."""
        terminal.press("enter").wait_for(CHANNELS)
        terminal.press(letter, "enter").wait_for(sends)

    @staticmethod
    def choose_kofi(terminal: Terminal) -> None:
        """Edit it, to another contact of the record."""
        terminal.press("e").wait_for("Whom to write to?")
        terminal.type("kofi").press("enter").wait_gone("Whom to write to?")
        terminal.wait_for("SEND EMAIL to kofi.mensah@example.org")

    def break_next(self, code: str) -> None:
        """What this client never asks for, some server may refuse all the same."""
        body = f'{{"error": "No", "code": "{code}", "details": {{}}}}'
        self.sandbox.faults.add("status", method="POST", path="messages", status=STATUS[code], body=body)


def too_long(desk: Desk, terminal: Terminal) -> None:
    desk.write_to(terminal, "sofia", "Sofía Castellanos", "x" * 170)
    desk.refused(terminal, "The message is too long for its channel.")
    desk.take_back(terminal)
    terminal.send(b"\x7f" * 20)
    terminal.wait_for("150 characters, 1 SMS")
    assert desk.send(terminal) == ("sms", "x" * 150, 3)


def channel_is_off(desk: Desk, terminal: Terminal) -> None:
    desk.write_to(terminal, "sofia", "Sofía Castellanos", "At 14h then.")
    desk.sandbox.world.write("UPDATE channels SET is_active = 0 WHERE id = 3")
    desk.refused(terminal, "The channel is not active or does not fit the type of message.")
    desk.choose_type(terminal, "p", "SEND PHONE CALL")
    assert desk.send(terminal)[:2] == ("phone_call", "At 14h then.")


def no_channel_at_all(desk: Desk, terminal: Terminal) -> None:
    desk.write_to(terminal, "kai", "Kai Nakamura", "In blue it is.")
    terminal.press("ctrl+t").wait_for(CHANNELS)
    terminal.press("down", "enter").wait_gone(CHANNELS)
    terminal.wait_gone("(#8)")
    desk.sandbox.world.write("UPDATE channels SET is_active = 0 WHERE type = 'instagram'")
    desk.refused(terminal, "This inbox has no active channel of that type.")
    desk.choose_type(terminal, "f", "SEND FACEBOOK")
    assert desk.send(terminal)[:2] == ("facebook", "In blue it is.")


def no_address(desk: Desk, terminal: Terminal) -> None:
    desk.write_to(terminal, "ada", "Ada Okonkwo", "It is refunded.")
    desk.sandbox.world.write("UPDATE contacts SET email = NULL WHERE id = 1")
    desk.refused(terminal, "The contact has no e-mail address.")
    desk.choose_type(terminal, "p", "SEND PHONE CALL to +447700900101")
    assert desk.send(terminal)[:2] == ("phone_call", "It is refunded.")


def contact_of_another(desk: Desk, terminal: Terminal) -> None:
    desk.write_to(terminal, "pallet", PALLET, "It has arrived.")
    desk.sandbox.world.write("DELETE FROM record_contacts WHERE record_id = 9 AND contact_id = 17")
    desk.refused(terminal, "The contact does not belong to this record.")
    desk.choose_kofi(terminal)
    assert desk.send(terminal)[:2] == ("email", "It has arrived.")


def contact_wanted(desk: Desk, terminal: Terminal) -> None:
    desk.write_to(terminal, "pallet", PALLET, "Sign it, please.")
    desk.break_next("CONTACT_REQUIRED")
    desk.refused(terminal, "A conversation about a record needs a contact to write to.")
    desk.choose_kofi(terminal)
    assert desk.send(terminal)[:2] == ("email", "Sign it, please.")


def no_draft_of_that(desk: Desk, terminal: Terminal) -> None:
    desk.write_to(terminal, "ben", "Ben Whitaker", "At the back door.")
    desk.break_next("NOTE_CANNOT_BE_DRAFT")
    desk.refused(terminal, "The server keeps no drafts of notes.", letter="d")
    desk.take_back(terminal)
    assert desk.send(terminal)[:2] == ("whatsapp", "At the back door.")


def gone(desk: Desk, terminal: Terminal) -> None:
    desk.write_to(terminal, "chairs", "Two chairs", "The leg is on its way.")
    [chairs] = desk.sandbox.world.rows("SELECT id FROM conversations WHERE subject LIKE 'Two chairs%'")
    desk.sandbox.world.delete_conversation(chairs["id"])
    desk.refused(terminal, "This conversation is no longer on the server. Your text is kept here.")
    desk.take_back(terminal)
    terminal.wait_for("│ The leg is on its way.")
    assert desk.drafts() == ["The leg is on its way."]


MESSAGES: dict[str, Callable[[Desk, Terminal], None]] = {
    "MESSAGE_TOO_LONG": too_long,
    "INVALID_CHANNEL": channel_is_off,
    "NO_CHANNEL_FOUND": no_channel_at_all,
    "NO_EMAIL_ADDRESS": no_address,
    "CONTACT_NOT_ASSOCIATED": contact_of_another,
    "CONTACT_REQUIRED": contact_wanted,
    "NOTE_CANNOT_BE_DRAFT": no_draft_of_that,
    "NOT_FOUND": gone,
}
DATA = ("DUPLICATE_EMAIL", "DUPLICATE_PHONE", "VALIDATION_ERROR")
TOKENS = {
    "UNAUTHENTICATED": (None, "The server does not accept the API token."),
    "UNAUTHORIZED": (Grant(own_team=True, may_write=False), "The API token may not do this."),
    "TEAM_ACCESS_DENIED": (Grant(own_team=False, may_write=True), "The API token belongs to another team."),
}


def test_every_code_is_met_here() -> None:
    assert {*MESSAGES, *DATA, *TOKENS} == set(STATUS)


def test_a_refused_message_is_mended_and_sent(tmp_path: Path) -> None:
    with at_work(tmp_path, "C1-inbox-has-channels", "M8-short-sms") as (person, terminal):
        desk = Desk(person.sandbox, person.home)
        for meet in MESSAGES.values():
            meet(desk, terminal)
        assert len(desk.posted()) == len(MESSAGES) - 1


def test_refused_data_stand_at_their_field_until_they_are_right(tmp_path: Path) -> None:
    with at_work(tmp_path) as (person, terminal):
        terminal.press("g", "c").wait_for("40 cached")
        terminal.type("/whitaker").wait_for("1 found")
        terminal.press("enter").wait_for("e edit")
        terminal.press("e").wait_for("Edit contact 2")
        terminal.press("down", "ctrl+u").wait_for(is_empty("E-mail"))
        terminal.type("ADA.okonkwo@example.com").press("ctrl+s")
        terminal.wait_for("Ada Okonkwo has this e-mail address.")
        assert answers(person) == [422]
        terminal.press("e").wait_gone("open that contact instead")
        terminal.press("ctrl+u").wait_for(is_empty("E-mail"))
        terminal.type("ben@example.com").press("enter", "ctrl+u").wait_for(is_empty("Phone"))
        terminal.type("07700 900101").press("ctrl+s")
        terminal.wait_for("Ada Okonkwo has this phone number.")
        assert answers(person) == [422, 422]
        terminal.press("e").wait_gone("open that contact instead")
        terminal.press("ctrl+u").wait_for(is_empty("Phone"))
        terminal.press("up", "up", "ctrl+u").wait_for(is_empty("Name"))
        terminal.type("N" * 256).press("ctrl+s")
        terminal.wait_for("The name field must not be greater than 255 characters.")
        assert answers(person) == [422, 422, 422]
        terminal.press("ctrl+u").wait_for(is_empty("Name"))
        terminal.type("Ben W.").press("ctrl+s").wait_for("Saved.")
        [ben] = [row for row in person.sandbox.world.contacts() if row["id"] == 2]
        assert (ben["name"], ben["email"]) == ("Ben W.", "ben@example.com")


def answers(person: Person) -> list[int | None]:
    """The status of each answer to a change of a contact."""
    return [seen.status for seen in person.sandbox.requests if seen.method == "PATCH"]


@pytest.mark.parametrize("code", TOKENS)
def test_what_a_token_may_not_send_waits_until_it_may(tmp_path: Path, code: str) -> None:
    grant, said = TOKENS[code]
    with at_work(tmp_path) as (person, terminal):
        desk, tokens = Desk(person.sandbox, person.home), person.sandbox.tokens
        desk.write_to(terminal, "ada", "Ada Okonkwo", "It is refunded.")
        tokens.regrant(desk.sandbox.token, grant)
        terminal.escape().wait_for("back to typing")
        terminal.press("s").wait_for("waiting to send")
        terminal.wait_for(said)
        assert desk.posted() == []
        tokens.regrant(desk.sandbox.token, Grant(own_team=True, may_write=True))
        terminal.press("ctrl+r").wait_for(lambda _: [body for _, body, _ in desk.posted()] == ["It is refunded."])
