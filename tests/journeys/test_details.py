"""From one contact, record or conversation to another, and what is said when the server cannot be asked."""

from __future__ import annotations

from pathlib import Path

from chatlane_tui.model.ids import ContactId, ConversationId, RecordId
from chatlane_tui.ui.flows.cards import Cards, Subject
from chatlane_tui.ui.screens.contacts import ContactsScreen
from chatlane_tui.ui.screens.directory import DirectoryScreen
from chatlane_tui.ui.screens.form import FormScreen
from chatlane_tui.ui.screens.records import RecordsScreen
from chatlane_tui.ui.widgets.long_list import LongList
from tests.journeys.inside import Seat
from tests.journeys.test_people import fill, go, look_up, synced


def cards(person: Seat) -> Cards:
    screen = person.app.screen
    if isinstance(screen, DirectoryScreen):
        return screen.cards
    assert person.screen.detailing is not None
    return person.screen.detailing.cards


async def to(person: Seat, what: str) -> None:
    """Go down the details to the first entry of a kind."""
    details = cards(person)._details
    await person.until(lambda: any(entry.what == what for entry in details.entries))
    details.action_first()
    while details.current is not None and details.current.what != what:
        details.action_cursor_down()


async def test_one_goes_from_contact_to_record_to_contact_and_back(tmp_path: Path) -> None:
    async with synced(tmp_path) as (person, _):
        await person.session.directory.record(RecordId(9))
        await look_up(person, "kofi mensah")
        await to(person, "record")
        await person.press("enter")
        await person.until("Contacts  2")
        await to(person, "contact")
        await person.press("j", "enter")
        await person.until("amara.nwosu@example.com")
        assert cards(person).depth == 2
        await person.press("escape")
        await person.until("Contacts  2")
        await person.press("escape", "escape")
        await person.until(lambda: not person.app.screen.details.has_focus)  # type: ignore[attr-defined]


async def test_a_record_is_edited_from_its_details_and_from_its_list(tmp_path: Path) -> None:
    async with synced(tmp_path) as (person, sandbox):
        await go(person, "g", "r", to=RecordsScreen)
        await person.press("slash")
        await person.paste("ORD-1042")
        await person.until("1 found")
        await person.press("enter")
        await go(person, "e", to=FormScreen)
        await fill(person, "values.status", "shipped")
        await person.press("ctrl+s")
        await person.until("Saved.")
        await person.press("tab")
        await go(person, "enter", to=FormScreen)
        await fill(person, "values.gift", "yes")
        await person.press("ctrl+s")
        await person.until(lambda: sandbox.world.records()[0]["values"]["gift"] is True)
        assert sandbox.world.records()[0]["values"]["status"] == "shipped"
        assert [entry.body for entry in sandbox.requests if entry.method == "PATCH"] == [
            {"values": {"status": "shipped"}},
            {"values": {"gift": True}},
        ]


async def test_a_new_record_asks_of_which_entity_where_none_is_shown(tmp_path: Path) -> None:
    async with synced(tmp_path) as (person, _):
        await go(person, "g", "r", to=RecordsScreen)
        await person.until("13 cached")
        await person.press("n")
        await person.until("Of which entity?")
        await person.paste("ship")
        await person.until(lambda: person.app.screen.list.stretch.total == 1)  # type: ignore[attr-defined]
        await person.press("enter")
        await person.until("New record: Shipments")


async def test_what_cannot_be_read_again_says_so_above_what_is_cached(tmp_path: Path) -> None:
    async with synced(tmp_path) as (person, sandbox):
        await look_up(person, "okonkwo")
        sandbox.world.write("DELETE FROM contacts WHERE id = 1")
        await person.press("ctrl+r")
        await person.until("no longer on the server", "Okonkwo & Daughters")
        await person.press("escape", "escape", "escape")
        sandbox.faults.add("status", status=500, method="GET", path="/contacts/2$", times=None)
        await look_up(person, "ben whitaker")
        await person.until("As it was cached.")


async def test_in_the_panel_one_edits_refreshes_and_goes_to_another_conversation(tmp_path: Path) -> None:
    async with synced(tmp_path, size=(140, 36)) as (person, sandbox):
        await person.choose("Ada Okonkwo")
        await person.press("i", "tab")
        await person.until("Okonkwo & Daughters")
        sandbox.world.write('UPDATE contacts SET custom_attributes = \'{"plan": "Gold"}\' WHERE id = 1')
        await person.press("ctrl+r")
        await person.until("Gold")
        await go(person, "e", to=FormScreen)
        await fill(person, "custom_attributes.plan", "Platinum")
        await person.press("ctrl+s")
        await person.until("Saved.")
        await person.until("Platinum")
        await to(person, "conversation")
        await person.press("j", "enter")
        await person.until(lambda: (head := person.screen.reading.head) and head.subject.startswith("Re: Your order"))
        assert person.screen.is_detailed
        await person.press("i")
        await person.until(lambda: not person.screen.is_detailed)


async def test_an_answer_is_begun_over_the_details_and_they_give_way(tmp_path: Path) -> None:
    async with synced(tmp_path, size=(100, 30)) as (person, _):
        await person.choose("Ada Okonkwo")
        await person.press("i")
        await person.until("Okonkwo & Daughters")
        await person.press("r")
        await person.until("Reply · EMAIL")
        assert not person.screen.is_detailed


async def test_a_conversation_with_the_contact_of_the_panel_is_begun_there(tmp_path: Path) -> None:
    async with synced(tmp_path, size=(140, 30)) as (person, _):
        await person.choose("Ada Okonkwo")
        await person.press("i", "tab")
        await person.until("Okonkwo & Daughters")
        await person.press("c")
        await person.until("With Ada Okonkwo.")


async def test_whom_one_writes_to_is_changed_without_writing(tmp_path: Path) -> None:
    async with synced(tmp_path) as (person, sandbox):
        await person.choose("Ada Okonkwo")
        await person.press("g", "t")
        await person.until("goes to its customer")
        about = next(row for row in reversed(sandbox.world.conversations()) if row["record_id"] == 9)
        await person.screen.reading.visit(ConversationId(about["id"]))
        await person.press("g", "t")
        await person.until("Whom to write to?")
        await person.paste("kofi")
        await person.until(lambda: person.app.screen.list.stretch.total == 1)  # type: ignore[attr-defined]
        await person.press("enter")
        await person.until("Answers here go to Kofi Mensah now.")
        kofi = next(row for row in sandbox.world.contacts() if row["name"] == "Kofi Mensah")
        assert await person.session.people.answered_to(ConversationId(about["id"])) == ContactId(kofi["id"])


async def test_where_the_record_is_not_found_every_contact_can_be_chosen(tmp_path: Path) -> None:
    async with synced(tmp_path) as (person, sandbox):
        sandbox.faults.add("status", status=500, method="GET", path="/custom-entity-records", times=None)
        about = next(row for row in reversed(sandbox.world.conversations()) if row["record_id"] == 9)
        await person.screen.reading.visit(ConversationId(about["id"]))
        await person.press("g", "t")
        await person.until("server has the last word.", "Ada Okonkwo")


async def test_the_contacts_start_on_the_one_that_is_meant(tmp_path: Path) -> None:
    async with synced(tmp_path, size=(80, 24)) as (person, _):
        person.app.push_screen(ContactsScreen(person.session, glyphs=person.screen.glyphs, contact_id=ContactId(2)))
        await person.until("ben.whitaker@example.org")
        assert person.app.screen.details.has_focus  # type: ignore[attr-defined]


async def test_what_the_list_hears_late_does_not_take_the_place_of_what_was_made(tmp_path: Path) -> None:
    async with synced(tmp_path) as (person, _):
        await go(person, "g", "c", to=ContactsScreen)
        await person.until("40 cached")
        screen = person.app.screen
        assert isinstance(screen, ContactsScreen)
        screen.cards.show(Subject("contact", 2))
        screen.show_details()
        screen.post_message(LongList.Highlighted())
        await person.press("c")
        await person.until("With Ben Whitaker.")
