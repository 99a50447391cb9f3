"""A conversation begun from the keyboard: inbox, whom or which record, what about, and the first message."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from chatlane_tui.model.outbox import OutboxState
from chatlane_tui.sandbox.server import Sandbox
from chatlane_tui.ui.screens.finder import Finder
from chatlane_tui.ui.screens.form import FormScreen
from chatlane_tui.ui.widgets.form_row import FormRow
from tests.journeys.inside import Seat, seat
from tests.journeys.test_people import fill, send, synced

WORDS = "Your parcel left the depot this morning."


async def take(person: Seat, question: str, words: str) -> None:
    """Answer a question with the only line that those words leave."""
    await person.until(question)
    await person.paste(words)
    await person.until(lambda: finder(person).list.stretch.total == 1)
    await person.press("enter")


def finder(person: Seat) -> Finder[Any]:
    found = person.app.screen
    assert isinstance(found, Finder)
    return found


async def about(person: Seat, subject: str, *, tags: str = "", status: str = "") -> None:
    """Say what it is about, and go on to the message."""
    await person.until(lambda: isinstance(person.app.screen, FormScreen))
    await fill(person, "subject", subject)
    await fill(person, "tags", tags)
    await fill(person, "status", status)
    await person.press("ctrl+s")
    await person.until(lambda: person.screen.target is not None)


async def write(person: Seat) -> None:
    await person.paste(WORDS)
    await send(person)
    await person.until(lambda: person.screen.target is None)


def made(sandbox: Sandbox, subject: str) -> list[dict[str, Any]]:
    return [row for row in sandbox.world.conversations() if row["subject"] == subject]


async def test_with_a_known_contact_who_has_an_open_one_it_is_offered_first(tmp_path: Path) -> None:
    async with synced(tmp_path) as (person, sandbox):
        await person.press("c")
        await take(person, "in which inbox?", "support")
        await take(person, "with whom?", "07700 900101")
        await person.until("There is an open conversation with Ada Okonkwo.")
        await person.press("n")
        await about(person, "Where your parcel is", tags="parcel, vip,, parcel", status="pending")
        await write(person)
        await person.until(lambda: sandbox.world.posted())
        [new] = made(sandbox, "Where your parcel is")
        assert (new["contact_id"], new["inbox_id"], new["status"]) == (1, 1, "pending")
        [asked] = [entry.body for entry in sandbox.requests if entry.path.endswith("/conversations") and entry.body]
        assert asked["tags"] == ["parcel", "vip"]
        assert "body" not in asked
        assert sandbox.world.posted()[0]["body"] == WORDS


async def test_the_open_one_can_be_gone_on_with_instead(tmp_path: Path) -> None:
    async with synced(tmp_path) as (person, sandbox):
        count = len(sandbox.world.conversations())
        await person.press("c")
        await take(person, "in which inbox?", "support")
        await take(person, "with whom?", "ada oko")
        await person.until("There is an open conversation")
        await person.press("o")
        await person.until("any news? Rent is due")
        assert person.screen.reading.is_open
        assert len(sandbox.world.conversations()) == count


async def test_what_was_typed_into_its_steps_stands_there_when_it_is_begun_again(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await _to_the_subject(person)
            await fill(person, "subject", "Typed before the line broke")
            await person.until(lambda: person.app.screen.query_one(FormRow).text == "Typed before the line broke")
            form = person.app.screen
            assert isinstance(form, FormScreen)
            await form.put_away()
        async with seat(sandbox, tmp_path) as person:
            await _to_the_subject(person)
            await person.until("Typed before the line broke")
            await person.press("ctrl+s")
            await person.until(lambda: person.screen.target is not None)
            await write(person)
            await person.until(lambda: sandbox.world.posted())
            assert len(made(sandbox, "Typed before the line broke")) == 1
            await _to_the_subject(person)
            assert "Typed before" not in "\n".join(row.text for row in person.app.screen.query(FormRow))


async def _to_the_subject(person: Seat) -> None:
    await person.synced()
    if person.screen.reading.is_open:
        await person.press("escape")
        await person.until(lambda: person.screen.inbox.has_focus)
    await person.press("c")
    await take(person, "in which inbox?", "support")
    await take(person, "with whom?", "07700 900101")
    await person.until("Ada Okonkwo.")
    await person.press("n")
    await person.until(lambda: isinstance(person.app.screen, FormScreen))


async def test_esc_goes_back_a_step_and_at_last_out(tmp_path: Path) -> None:
    async with synced(tmp_path) as (person, sandbox):
        await person.press("c")
        await take(person, "in which inbox?", "support")
        await take(person, "with whom?", "ruth")
        await person.until(lambda: isinstance(person.app.screen, FormScreen) or "open conversation" in person.text())
        if "open conversation" in person.text():
            await person.press("n")
        await person.until(lambda: isinstance(person.app.screen, FormScreen))
        await person.press("escape")
        await person.until("with whom?")
        await person.press("escape")
        await person.until("in which inbox?")
        await person.press("escape")
        await person.until(lambda: person.app.screen is person.screen)
        assert not [entry for entry in sandbox.requests if entry.method == "POST"]


async def _begin_with_somebody_new(person: Seat) -> None:
    await person.press("c")
    await take(person, "in which inbox?", "support")
    await person.until("with whom?")
    await person.paste("nadia@example.com")
    await person.until("Nobody cached matches.")
    await person.press("ctrl+r")
    await person.until("The server has nobody")
    await person.press("ctrl+n")
    await person.until("Somebody new")
    await fill(person, "name", "Nadia New")
    await fill(person, "email", "")
    await person.press("ctrl+s")
    await person.until("An e-mail address or a phone number is needed")
    await fill(person, "email", "nadia@example.com")
    await person.press("ctrl+s")
    await person.until("with Nadia New")
    await about(person, "Welcome")


def hold_back(sandbox: Sandbox, path: str) -> None:
    """The server takes no such request, and asks for a moment each time."""
    sandbox.faults.add("status", status=429, method="POST", path=path, times=None, headers={"Retry-After": "2"})


async def test_with_somebody_new_cut_after_each_step_it_goes_on_and_makes_each_once(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.synced()
            hold_back(sandbox, "")
            await _begin_with_somebody_new(person)
            await write(person)
        for path, step in (("/contacts", "/conversations$"), ("/conversations", "/messages$")):
            sandbox.faults.clear()
            hold_back(sandbox, step)
            async with seat(sandbox, tmp_path) as person:
                await person.until(lambda path=path: _asked(sandbox, path))  # type: ignore[misc]
                await _waits_for_the_next_step(person)
        sandbox.faults.clear()
        async with seat(sandbox, tmp_path) as person:
            await person.until(lambda: sandbox.world.posted())
            await person.until(lambda: "Nadia New" in person.text())
        people = [row for row in sandbox.world.contacts() if row["email"] == "nadia@example.com"]
        assert ([row["name"] for row in people], len(made(sandbox, "Welcome"))) == (["Nadia New"], 1)
        [posted] = sandbox.world.posted()
        assert posted["body"] == WORDS


async def _waits_for_the_next_step(person: Seat) -> None:
    """It was refused and is back in the queue: cut now, nothing is in flight that would be uncertain."""

    async def waits() -> bool:
        rows = await person.session.read.outbox()
        return [(row.state, row.attempts > 0) for row in rows] == [(OutboxState.QUEUED, True)]

    await person.until(waits)


def _asked(sandbox: Sandbox, path: str) -> bool:
    return any(
        entry.method == "POST" and entry.path.endswith(path) and entry.status in (200, 201)
        for entry in sandbox.requests
    )


async def test_about_a_record_it_goes_to_one_of_its_contacts(tmp_path: Path) -> None:
    async with synced(tmp_path) as (person, sandbox):
        await person.press("c")
        await take(person, "in which inbox?", "shipments")
        await take(person, "about which record?", "anchor pallet")
        await take(person, "to whom?", "kofi")
        if "open conversation" in person.text():
            await person.press("n")
        await about(person, "Papers for the pallet")
        await person.until("kofi.mensah@example.org")
        await write(person)
        await person.until(lambda: sandbox.world.posted())
        [new] = made(sandbox, "Papers for the pallet")
        assert new["record_id"] == 9
        [posted] = sandbox.world.posted()
        assert posted["contact_id"] in sandbox.world.record_contacts(9)


async def test_from_the_contacts_it_is_with_the_one_under_the_cursor(tmp_path: Path) -> None:
    async with synced(tmp_path) as (person, _):
        await person.press("g", "c")
        await person.until("40 cached")
        await person.press("slash")
        await person.paste("gus")
        await person.until("1 found")
        await person.press("enter", "c")
        await person.until("With Gus.")
        await take(person, "in which inbox?", "social")
        await person.until(lambda: "with Gus" in person.text())
