"""Contacts, records, inboxes and the details of a conversation, from the keyboard, against what the server holds."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from chatlane_tui.model.ids import ConversationId
from chatlane_tui.sandbox.server import Sandbox
from chatlane_tui.ui.screens.contacts import ContactsScreen
from chatlane_tui.ui.screens.form import FormScreen
from chatlane_tui.ui.screens.inboxes import InboxesScreen
from chatlane_tui.ui.screens.records import RecordsScreen
from tests.journeys.inside import Seat, seat

ADA_MAIL = "ada.okonkwo@example.com"


@asynccontextmanager
async def synced(
    tmp_path: Path, *switches: str, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[Seat, Sandbox]]:
    """Somebody whose first sync is done."""
    with Sandbox(switches=switches) as sandbox:
        async with seat(sandbox, tmp_path, size=size) as person:
            await person.synced()
            yield person, sandbox


async def go(person: Seat, *keys: str, to: type) -> None:
    await person.press(*keys)
    await person.until(lambda: isinstance(person.app.screen, to))


async def look_up(person: Seat, words: str) -> None:
    """The contact that those words find, opened."""
    await go(person, "g", "c", to=ContactsScreen)
    await person.press("slash")
    await person.paste(words)
    await person.until("1 found")
    await person.press("enter", "enter")
    await person.until("Conversations")


async def fill(person: Seat, key: str, words: str) -> None:
    """Put other words into a field of the form."""
    form = person.app.screen
    assert isinstance(form, FormScreen)
    row = next(row for row in form._rows if row.field.key == key)
    row.input.focus()
    row.input.value = ""
    await person.paste(words)


async def send(person: Seat) -> None:
    """By the review line."""
    await person.press("escape")
    await person.until("discard")
    await person.press("s")


def contact(sandbox: Sandbox, contact_id: int) -> dict[str, Any]:
    return next(row for row in sandbox.world.contacts() if row["id"] == contact_id)


async def test_a_contact_is_found_seen_whole_and_edited(tmp_path: Path) -> None:
    async with synced(tmp_path) as (person, sandbox):
        await look_up(person, "okonkwo ada")
        for words in (ADA_MAIL, "07700 900101", "Okonkwo & Daughters", "Charged twice for order", "Records"):
            assert words in person.text()
        await go(person, "e", to=FormScreen)
        await fill(person, "name", "Ada King")
        await person.press("ctrl+s")
        await person.until("Saved.")
        await person.until(lambda: isinstance(person.app.screen, ContactsScreen))
        await person.until("Ada King  ")
        assert contact(sandbox, 1)["name"] == "Ada King"
        [sent] = [entry.body for entry in sandbox.requests if entry.method == "PATCH"]
        assert sent == {"name": "Ada King"}


async def test_esc_behind_save_asks_nothing_about_what_is_saved(tmp_path: Path) -> None:
    async with synced(tmp_path) as (person, sandbox):
        await look_up(person, "okonkwo ada")
        await go(person, "e", to=FormScreen)
        sandbox.faults.add("delay", seconds=0.5, method="PATCH", path="/contacts/")
        await person.burst(*" King", "ctrl+s", "escape")
        await person.until(lambda: isinstance(person.app.screen, ContactsScreen))
        assert contact(sandbox, 1)["name"] == "Ada Okonkwo King"


async def test_from_a_contact_one_goes_to_their_conversation(tmp_path: Path) -> None:
    async with synced(tmp_path) as (person, _):
        await look_up(person, "okonkwo")
        while (detail := person.app.screen.details.current) is None or detail.what != "conversation":  # type: ignore[attr-defined]
            await person.press("j")
        await person.press("enter")
        await person.until(lambda: person.screen.reading.is_open)
        await person.until("any news? Rent is due")


async def test_a_colleagues_change_is_shown_beside_ones_own(tmp_path: Path) -> None:
    async with synced(tmp_path) as (person, sandbox):
        await look_up(person, "okonkwo")
        await go(person, "e", to=FormScreen)
        sandbox.world.write("UPDATE contacts SET name = 'Ada O.', email = 'ada@work.example' WHERE id = 1")
        await fill(person, "name", "Ada King")
        await person.press("ctrl+s")
        await person.until("A colleague changed this", "Name: was Ada Okonkwo, theirs Ada O.; yours Ada King")
        assert contact(sandbox, 1)["name"] == "Ada O."
        await person.press("t")
        await person.until("Taken over from a colleague's change.")
        await fill(person, "name", "Ada King")
        await person.press("ctrl+s")
        await person.until("Saved.")
        held = contact(sandbox, 1)
        assert (held["name"], held["email"]) == ("Ada King", "ada@work.example")


async def test_a_new_contact_with_an_address_that_is_taken_leads_to_who_has_it(tmp_path: Path) -> None:
    async with synced(tmp_path) as (person, sandbox):
        count = len(sandbox.world.contacts())
        await go(person, "g", "c", to=ContactsScreen)
        await go(person, "n", to=FormScreen)
        await fill(person, "name", "Somebody")
        await fill(person, "email", ADA_MAIL)
        await person.press("ctrl+s")
        await person.until("Ada Okonkwo has this e-mail address.")
        await person.press("o")
        await person.until("Okonkwo & Daughters")
        assert len(sandbox.world.contacts()) == count
        await go(person, "escape", "n", to=FormScreen)
        await person.until("Taken up again", ADA_MAIL)


async def test_a_contact_whose_answer_was_lost_is_not_made_twice(tmp_path: Path) -> None:
    async with synced(tmp_path) as (person, sandbox):
        await go(person, "g", "c", to=ContactsScreen)
        await go(person, "n", to=FormScreen)
        await fill(person, "name", "Nadia New")
        await fill(person, "email", "nadia@example.com")
        sandbox.faults.add("drop_before", method="POST", path="/contacts$")
        await person.press("ctrl+s")
        await person.until("perhaps it was saved, perhaps not")
        await person.press("e")
        await person.until(lambda: isinstance(person.app.screen, FormScreen))
        await person.press("ctrl+s")
        await person.until("nadia@example.com")
        await person.until(lambda: [row["name"] for row in sandbox.world.contacts()].count("Nadia New") == 1)


async def test_what_was_typed_into_a_form_is_there_when_the_program_starts_again(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.synced()
            await go(person, "g", "c", to=ContactsScreen)
            await go(person, "n", to=FormScreen)
            await fill(person, "name", "Half a na")
            await person.press("ctrl+q")
            await person.until(lambda: person.app.session is None)
        async with seat(sandbox, tmp_path) as person:
            await go(person, "g", "c", to=ContactsScreen)
            await go(person, "n", to=FormScreen)
            await person.until("Half a na")
            await person.press("escape")
            await person.until("not saved yet")
            await person.press("x")
            await go(person, "n", to=FormScreen)
            assert "Half a na" not in person.text()


async def test_who_is_not_cached_is_asked_of_the_server(tmp_path: Path) -> None:
    async with synced(tmp_path) as (person, sandbox):
        await person.until(lambda: len(sandbox.world.contacts()) == 40)
        sandbox.world.write(
            "INSERT INTO contacts (name, email, created_at, updated_at) VALUES ('Hidden', 'hid@example.com', 1, 1)"
        )
        await go(person, "g", "c", to=ContactsScreen)
        await person.press("slash")
        await person.paste("hid@example.com")
        await person.until("Nobody cached matches")
        await person.press("enter", "ctrl+r")
        await person.until("The server has Hidden.")
        await person.until("1 found")


def define(sandbox: Sandbox, attribute: dict[str, str]) -> None:
    """Somebody adds an attribute to the orders."""
    row = sandbox.world.row("SELECT attributes FROM entities WHERE id = 1")
    assert row is not None
    more = json.dumps([*json.loads(row["attributes"]), attribute])
    sandbox.world.write("UPDATE entities SET attributes = ? WHERE id = 1", (more,))


async def test_a_record_of_every_kind_of_value_is_made_and_edited(tmp_path: Path) -> None:
    async with synced(tmp_path) as (person, sandbox):
        await go(person, "g", "r", to=RecordsScreen)
        await person.until("13 cached")
        await person.press("enter")
        await person.until("external id")
        await person.press("escape", "f")
        await person.until("Orders · 8 cached")
        await person.press("enter")
        await person.until(lambda: person.session.people)
        await go(person, "escape", "n", to=FormScreen)
        await fill(person, "values.name", "ORD-3000")
        await fill(person, "values.status", "sold")
        await fill(person, "values.amount", "much")
        await fill(person, "values.gift", "yes")
        await person.press("ctrl+s")
        await person.until("That is no number", "It has to be one of the words below.")
        await fill(person, "values.status", "paid")
        await fill(person, "values.amount", "99.5")
        await person.press("ctrl+n")
        await person.until("What is the new field called?")
        await person.paste("colour")
        await person.press("enter")
        await person.paste("7")
        await person.press("ctrl+s")
        await person.until("The attribute colour is not defined")
        await person.press("ctrl+t", "ctrl+t", "ctrl+t")
        await fill(person, "values.colour", "")
        define(sandbox, {"slug": "colour", "type": "number"})
        await fill(person, "values.colour", "7")
        await person.press("ctrl+s")
        await person.until("Saved.")
        made = sandbox.world.records()[-1]
        assert made["values"] == {"name": "ORD-3000", "status": "paid", "amount": 99.5, "gift": True, "colour": 7}
        await person.until("ORD-3000")


async def test_the_inboxes_say_what_they_are_and_what_is_in_them(tmp_path: Path) -> None:
    async with synced(tmp_path) as (person, _):
        await go(person, "g", "i", to=InboxesScreen)
        await person.until("24 active   4 pending   15 closed", "about records")
        await person.until("Support mail")
        await person.press("j", "j", "j", "ctrl+r")
        await person.until("channels in its newest messages")
        await person.until("INSTAGRAM ")
        await person.press("g", "g", "enter")
        await person.until("· Careers")
        assert [row.inbox for row in person.screen.inbox.window.rows] == ["Careers"]


@pytest.mark.parametrize("size", [(60, 20), (100, 30), (140, 30)])
async def test_the_details_stand_beside_the_thread_or_over_it(tmp_path: Path, size: tuple[int, int]) -> None:
    async with synced(tmp_path, size=size) as (person, _):
        await person.choose("Ada Okonkwo")
        await person.press("i")
        beside = size[0] >= 130
        await person.until(
            lambda: "Okonkwo & Daughters" in (text := person.text()) and ("any news? Rent" in text) is beside
        )
        if beside:
            await person.press("tab")
        await person.until(lambda: person.screen.is_in_details)
        await person.press("escape")
        await person.until("any news? Rent")
        await person.until(lambda: "Okonkwo & Daughters" not in person.text())
        assert person.screen.is_reading


async def test_the_details_of_a_conversation_about_a_record_are_the_records(tmp_path: Path) -> None:
    async with synced(tmp_path, size=(140, 34)) as (person, sandbox):
        about = next(row for row in reversed(sandbox.world.conversations()) if row["record_id"] == 9)
        await person.screen.reading.visit(ConversationId(about["id"]))
        await person.press("i")
        await person.until("Blue Anchor")
        for words in ("TRK-88231", "214.5", "Amara Nwosu", "Kofi"):
            await person.until(words)
