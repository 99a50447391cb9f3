"""Writing in a conversation about a record: the server wants a contact of the record with every text (E1)."""

from __future__ import annotations

from pathlib import Path

from chatlane_tui.model.ids import ConversationId
from chatlane_tui.sandbox.server import Sandbox
from chatlane_tui.ui.screens.finder import Finder
from tests.journeys.inside import Seat
from tests.journeys.test_people import contact, send, synced

RECORDS = "/custom-entity-records"
NOTED = "Customs want the invoice in colour."


def about(sandbox: Sandbox, record_id: int) -> ConversationId:
    """A conversation about that record."""
    rows = reversed(sandbox.world.conversations())
    return ConversationId(next(row["id"] for row in rows if row["record_id"] == record_id))


def nobodys(sandbox: Sandbox, record_id: int) -> ConversationId:
    """The same, of no contact in particular: nothing but the record says whom it is with."""
    sandbox.world.write("UPDATE conversations SET contact_id = NULL WHERE record_id = ?", (record_id,))
    return about(sandbox, record_id)


async def pick_kofi(person: Seat) -> None:
    """Answer the question whom to write to."""
    await person.paste("kofi")
    await person.until(lambda: person.app.screen.list.stretch.total == 1)  # type: ignore[attr-defined]
    await person.press("enter")


async def note(person: Seat, conversation: ConversationId) -> None:
    """Write a note there, and do not send it yet."""
    await person.screen.reading.visit(conversation)
    await person.press("n")
    await person.until("NOTE · internal")
    await person.paste(NOTED)


async def answer_about(person: Seat, sandbox: Sandbox, record_id: int) -> ConversationId:
    """A conversation about a record that is nobody's in particular, opened."""
    sandbox.world.write("UPDATE conversations SET contact_id = NULL WHERE record_id = ?", (record_id,))
    found = about(sandbox, record_id)
    person.session.refresh()
    await person.session.directory.record(record_id)  # type: ignore[arg-type]
    await person.screen.reading.visit(found)
    await person.until(lambda: person.screen.reading.head and person.screen.reading.head.participant_id is None)
    return found


async def refused(person: Seat, why: str) -> None:
    """Send what is written, hear why it was not taken, and go on to change it."""
    await send(person)
    await person.until("REFUSED")
    await person.press("G", "enter")
    await person.until(why)
    await person.press("e")


async def test_whom_a_conversation_about_a_record_is_answered_to_is_chosen_once(tmp_path: Path) -> None:
    async with synced(tmp_path, "V4-no-participant") as (person, sandbox):
        conversation = await answer_about(person, sandbox, 9)
        await person.press("r")
        await person.until("Whom to write to?")
        await pick_kofi(person)
        await person.until("Reply · ")
        await person.paste("It is on its way.")
        await send(person)
        await person.until(lambda: sandbox.world.posted())
        [posted] = sandbox.world.posted()
        assert posted["conversation_id"] == conversation
        assert contact(sandbox, posted["contact_id"])["name"].startswith("Kofi")
        await person.until(lambda: person.screen.target is None)
        await person.press("r")
        await person.until(lambda: person.screen.target is not None)
        assert person.screen.target is not None
        assert person.screen.target.contact_id == posted["contact_id"]


async def test_what_is_typed_right_behind_the_choice_is_text(tmp_path: Path) -> None:
    async with synced(tmp_path, "V4-no-participant") as (person, sandbox):
        await answer_about(person, sandbox, 9)
        await person.press("r")
        await person.until("Whom to write to?")
        await person.paste("kofi")
        await person.burst("enter", *"Hi,Kofi")
        await person.written("Hi,Kofi")
        await person.until("to kofi.mensah@example.org")


async def test_a_contact_that_is_not_of_the_record_leads_to_those_that_are(tmp_path: Path) -> None:
    async with synced(tmp_path) as (person, sandbox):
        conversation = about(sandbox, 9)
        await person.session.directory.record(9)  # type: ignore[arg-type]
        await person.session.people.answer_to(conversation, 1)  # type: ignore[arg-type]
        await person.screen.reading.visit(conversation)
        await person.press("r")
        await person.until(lambda: person.screen.target is not None)
        await person.paste("Dear all")
        await refused(person, "does not belong to this record")
        await person.until("Whom to write to?")
        await person.press("enter")
        await person.until(lambda: person.screen.target is not None and person.screen.target.contact_id != 1)
        await send(person)
        await person.until(lambda: sandbox.world.posted())
        assert sandbox.world.posted()[0]["contact_id"] in sandbox.world.record_contacts(9)


async def test_a_server_that_wants_a_contact_nobody_knew_of_leads_to_the_picker(tmp_path: Path) -> None:
    """Where it does not say that an inbox is about records, only the refusal tells."""
    async with synced(tmp_path, "C1-inbox-without-type") as (person, sandbox):
        await person.screen.reading.visit(about(sandbox, 9))
        await person.press("r")
        await person.until(lambda: person.screen.target is not None)
        await person.paste("Dear all")
        await refused(person, "needs a contact to write to")
        await person.until("These belong to the record.")
        await pick_kofi(person)
        await person.until(lambda: person.screen.target is not None and person.screen.target.contact_id is not None)
        await send(person)
        await person.until(lambda: sandbox.world.posted())
        assert sandbox.world.posted()[0]["contact_id"] in sandbox.world.record_contacts(9)


async def test_a_note_on_a_record_goes_with_one_of_its_contacts_and_asks_nobody(tmp_path: Path) -> None:
    async with synced(tmp_path, "V4-no-participant") as (person, sandbox):
        conversation = nobodys(sandbox, 9)
        await note(person, conversation)
        await person.until(lambda: person.screen.target is not None and person.screen.target.contact_id is not None)
        await send(person)
        await person.until(lambda: sandbox.world.posted())
        [posted] = sandbox.world.posted()
        assert (posted["type"], posted["body"]) == ("note", NOTED)
        assert posted["contact_id"] in sandbox.world.record_contacts(9)
        assert await person.session.people.answered_to(conversation) is None


async def test_a_note_whose_record_is_not_found_says_what_is_missing_and_how_to_name_it(tmp_path: Path) -> None:
    async with synced(tmp_path, "V4-no-participant") as (person, sandbox):
        conversation = nobodys(sandbox, 9)
        sandbox.faults.add("status", status=500, method="GET", path=RECORDS, times=None)
        await note(person, conversation)
        await person.press("escape")
        await person.until("c contact")
        await person.press("s")
        await person.until("wants a contact with a note about a record")
        assert sandbox.world.posted() == []
        await person.press("escape")
        await person.until("c contact")
        await person.press("c")
        await person.until("server has the last word.")
        await pick_kofi(person)
        await person.until(lambda: person.screen.target is not None and not person.screen.target.contact_needed)
        await person.until("NOTE · internal")
        await send(person)
        await person.until(lambda: sandbox.world.posted())
        assert contact(sandbox, sandbox.world.posted()[0]["contact_id"])["name"].startswith("Kofi")
        assert await person.session.people.answered_to(conversation) is None


async def test_a_note_that_was_refused_for_want_of_a_contact_is_mended_and_goes(tmp_path: Path) -> None:
    async with synced(tmp_path, "C1-inbox-without-type") as (person, sandbox):
        await note(person, about(sandbox, 9))
        await refused(person, "needs a contact to write to")
        await person.until("These belong to the record.")
        await person.press("enter")
        await person.until(lambda: person.screen.target is not None and person.screen.target.contact_id is not None)
        await send(person)
        await person.until(lambda: sandbox.world.posted())
        assert sandbox.world.posted()[0]["contact_id"] in sandbox.world.record_contacts(9)


async def test_whoever_types_already_is_not_asked_whom_they_write_to_before_they_send(tmp_path: Path) -> None:
    """The record is looked for meanwhile: a question that opened then would take the words."""
    async with synced(tmp_path, "V4-no-participant") as (person, sandbox):
        conversation = nobodys(sandbox, 9)
        sandbox.faults.add("delay", seconds=0.5, method="GET", path=RECORDS)
        await person.screen.reading.visit(conversation)
        await person.press("r")
        await person.until("Reply · ")
        await person.paste("It is")

        async def is_found() -> bool:
            return bool(await person.session.read.contact_choices(conversation))

        await person.until(is_found)
        await person.paste(" on its way.")
        await person.until("It is on its way.")
        assert not isinstance(person.app.screen, Finder)
        await send(person)
        await person.until("needs a contact to write to")
        assert sandbox.world.posted() == []
        await person.press("escape")
        await person.until("c contact")
        await person.press("c")
        await person.until("These belong to the record.")
        await pick_kofi(person)
        await person.until("to kofi")
        await send(person)
        await person.until(lambda: sandbox.world.posted())
        assert sandbox.world.posted()[0]["body"] == "It is on its way."
