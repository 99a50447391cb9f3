"""Contacts and records, written once each: what stands on the server after, and what a person is told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from chatlane_tui.desk.editing import Lost, Overtaken, Saved, Twin, flat_contact_page, flat_record_page
from chatlane_tui.desk.session import Session
from chatlane_tui.errors import NotSent, Refused
from chatlane_tui.model.ids import ContactId, ConversationId, EntityId, InboxId, RecordId
from chatlane_tui.model.readers import Json
from chatlane_tui.sandbox.server import Sandbox
from chatlane_tui.store.people_rows import StatusCount
from tests.sync.desk import Desk

ADA, BEN = ContactId(1), ContactId(2)
ORDER = RecordId(1)
NEW: dict[str, Json] = {
    "name": "Nadia New",
    "email": "nadia@example.com",
    "phone_number": "+447700900999",
    "custom_attributes.company": "Acme",
    "custom_attributes.seats": 3,
}


@asynccontextmanager
async def at_work(tmp_path: Path, *switches: str) -> AsyncIterator[tuple[Session, Sandbox]]:
    """A session that is signed in, and its server."""
    with Sandbox(switches=switches) as sandbox:
        desk = Desk.open(sandbox, tmp_path / "desk.db")
        await desk.connect()
        try:
            yield desk.session, sandbox
        finally:
            await desk.close()


def contact(sandbox: Sandbox, contact_id: int) -> dict[str, Any]:
    return next(row for row in sandbox.world.contacts() if row["id"] == contact_id)


def record(sandbox: Sandbox, record_id: int) -> dict[str, Any]:
    return next(row for row in sandbox.world.records() if row["id"] == record_id)


def requests(sandbox: Sandbox, method: str) -> list[dict[str, Any]]:
    return [entry.body for entry in sandbox.requests if entry.method == method]


async def before(session: Session, contact_id: ContactId = ADA) -> dict[str, Json]:
    """A contact as it was read when its form was opened."""
    await session.directory.contact(contact_id)
    page = await session.people.contact(contact_id)
    assert page is not None
    return flat_contact_page(page)


async def test_a_new_contact_is_looked_for_and_made_once(tmp_path: Path) -> None:
    async with at_work(tmp_path) as (session, sandbox):
        outcome = await session.editing.create_contact(NEW)
        assert isinstance(outcome, Saved)
        held = contact(sandbox, outcome.id)
        assert (held["name"], held["email"], held["phone_number"]) == (
            "Nadia New",
            "nadia@example.com",
            "+447700900999",
        )
        assert held["custom_attributes"] == {"company": "Acme", "seats": 3}
        page = await session.people.contact(ContactId(outcome.id))
        assert page is not None
        assert page.name == "Nadia New"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": "A", "email": "ADA.Okonkwo@example.com"}, "email"),
        ({"name": "A", "phone_number": "+447700900101"}, "phone_number"),
    ],
)
async def test_who_has_the_address_already_is_named_and_nobody_is_made(
    tmp_path: Path, values: dict[str, Json], field: str
) -> None:
    async with at_work(tmp_path) as (session, sandbox):
        count = len(sandbox.world.contacts())
        outcome = await session.editing.create_contact(values)
        assert isinstance(outcome, Twin)
        assert (outcome.field, [other.id for other in outcome.others]) == (field, [ADA])
        assert len(sandbox.world.contacts()) == count


@pytest.mark.parametrize("switch", ["A4-duplicate-409", "A4-validation-400"])
@pytest.mark.parametrize(
    ("change", "field"), [("ben.whitaker@example.org", "email"), ("+447700900102", "phone_number")]
)
async def test_an_edit_to_anothers_address_names_the_other(
    tmp_path: Path, switch: str, change: str, field: str
) -> None:
    async with at_work(tmp_path, switch) as (session, sandbox):
        outcome = await session.editing.edit_contact(ADA, before=await before(session), ours={field: change})
        assert isinstance(outcome, Twin)
        assert (outcome.field, [other.id for other in outcome.others]) == (field, [BEN])
        assert contact(sandbox, ADA)["email"] == "ada.okonkwo@example.com"


async def test_an_edit_sends_only_what_changed_and_all_of_the_attributes(tmp_path: Path) -> None:
    async with at_work(tmp_path, "E3-attributes-replaced") as (session, sandbox):
        ours: dict[str, Json] = {"name": "Ada King", "custom_attributes.seats": 4}
        assert await session.editing.edit_contact(ADA, before=await before(session), ours=ours) == Saved(ADA)
        [sent] = requests(sandbox, "PATCH")
        assert sent == {
            "name": "Ada King",
            "custom_attributes": {"company": "Okonkwo & Daughters", "plan": "Business", "seats": 4},
        }
        assert contact(sandbox, ADA)["custom_attributes"] == sent["custom_attributes"]


async def test_a_colleagues_change_stops_an_edit_and_is_kept_when_a_person_goes_on(tmp_path: Path) -> None:
    async with at_work(tmp_path) as (session, sandbox):
        seen = await before(session)
        sandbox.world.write("UPDATE contacts SET name = 'Ada O.', email = 'ada@work.example' WHERE id = 1")
        ours: dict[str, Json] = {"name": "Ada King"}
        outcome = await session.editing.edit_contact(ADA, before=seen, ours=ours)
        assert isinstance(outcome, Overtaken)
        assert [(field.key, field.theirs, field.is_contested) for field in outcome.differing] == [
            ("name", "Ada O.", True),
            ("email", "ada@work.example", False),
        ]
        assert not requests(sandbox, "PATCH")
        assert await session.editing.edit_contact(ADA, before=outcome.now, ours=ours) == Saved(ADA)
        held = contact(sandbox, ADA)
        assert (held["name"], held["email"]) == ("Ada King", "ada@work.example")


async def test_a_create_whose_answer_is_lost_is_found_and_not_made_twice(tmp_path: Path) -> None:
    async with at_work(tmp_path) as (session, sandbox):
        count = len(sandbox.world.contacts())
        sandbox.faults.add("process_then_drop", method="POST", path="/contacts$")
        outcome = await session.editing.create_contact(NEW)
        assert isinstance(outcome, Saved)
        assert outcome.was_found
        assert len(sandbox.world.contacts()) == count + 1


async def test_one_without_an_address_is_found_by_its_name_among_the_new(tmp_path: Path) -> None:
    async with at_work(tmp_path) as (session, sandbox):
        await before(session)
        sandbox.faults.add("process_then_drop", method="POST", path="/contacts$")
        outcome = await session.editing.create_contact({"name": "Only A Name"})
        assert isinstance(outcome, Saved)
        assert contact(sandbox, outcome.id)["name"] == "Only A Name"


async def test_a_create_that_never_arrived_is_said_to_be_uncertain_and_left_to_a_person(tmp_path: Path) -> None:
    async with at_work(tmp_path) as (session, sandbox):
        count = len(sandbox.world.contacts())
        sandbox.faults.add("drop_before", method="POST", path="/contacts$")
        outcome = await session.editing.create_contact(NEW)
        assert isinstance(outcome, Lost)
        assert "does not have it now" in outcome.sentence
        assert len(sandbox.world.contacts()) == count
        assert isinstance(await session.editing.create_contact(NEW, is_sure=True), Saved)


async def test_a_lost_answer_that_cannot_be_looked_up_says_so(tmp_path: Path) -> None:
    async with at_work(tmp_path) as (session, sandbox):
        sandbox.faults.add("drop_before", method="POST", path="/contacts$")
        sandbox.faults.add("status", method="GET", path="/contacts", status=403, times=None)
        outcome = await session.editing.create_contact(NEW, is_sure=True)
        assert isinstance(outcome, Lost)
        assert "could not be looked up" in outcome.sentence


@pytest.mark.parametrize(("fault", "kind"), [("process_then_drop", Saved), ("drop_before", Lost)])
async def test_an_edit_whose_answer_is_lost_is_compared_with_what_stands_there(
    tmp_path: Path, fault: str, kind: type
) -> None:
    async with at_work(tmp_path) as (session, sandbox):
        seen = await before(session)
        sandbox.faults.add(fault, method="PATCH", path="/contacts")
        outcome = await session.editing.edit_contact(ADA, before=seen, ours={"name": "Ada King"})
        assert isinstance(outcome, kind)
        assert (contact(sandbox, ADA)["name"] == "Ada King") is (kind is Saved)


async def test_what_the_server_refuses_names_its_field(tmp_path: Path) -> None:
    async with at_work(tmp_path) as (session, _):
        with pytest.raises(Refused) as refusal:
            await session.editing.edit_contact(ADA, before=await before(session), ours={"email": "nonsense"})
        assert set(refusal.value.fields) == {"email"}


VALUES: dict[str, Json] = {
    "values.name": "ORD-2000",
    "values.status": "paid",
    "values.amount": 12.5,
    "values.gift": True,
    "values.placed_on": None,
}


async def test_a_record_keeps_the_type_of_every_value(tmp_path: Path) -> None:
    async with at_work(tmp_path) as (session, sandbox):
        outcome = await session.editing.create_record(EntityId(1), VALUES)
        assert isinstance(outcome, Saved)
        held = record(sandbox, outcome.id)
        assert held["values"] == {"name": "ORD-2000", "status": "paid", "amount": 12.5, "gift": True, "placed_on": None}
        assert held["external_id"] == "ORD-2000"


async def test_a_record_whose_answer_is_lost_is_found_by_what_it_holds(tmp_path: Path) -> None:
    async with at_work(tmp_path) as (session, sandbox):
        count = len(sandbox.world.records())
        sandbox.faults.add("process_then_drop", method="POST", path="/custom-entity-records$")
        outcome = await session.editing.create_record(EntityId(1), VALUES)
        assert isinstance(outcome, Saved)
        assert outcome.was_found
        assert len(sandbox.world.records()) == count + 1
        sandbox.faults.add("drop_before", method="POST", path="/custom-entity-records$")
        again = await session.editing.create_record(EntityId(1), VALUES | {"external_id": "ORD-2001"})
        assert isinstance(again, Lost)


async def test_what_the_server_took_is_saved_though_this_machine_cannot_store_it(tmp_path: Path) -> None:
    """On a full disk: taken for a failure, it would be sent again."""
    async with at_work(tmp_path) as (session, sandbox):
        count = len(sandbox.world.records())
        await session._database.write(lambda tx: tx.connection.execute("PRAGMA max_page_count = 1"))
        outcome = await session.editing.create_record(EntityId(1), VALUES | {"values.name": "x" * 200_000})
        assert isinstance(outcome, Saved)
        assert outcome.unkept.startswith("The disk is full")
        assert len(sandbox.world.records()) == count + 1


async def test_an_edit_of_a_record_sends_the_changed_values_alone(tmp_path: Path) -> None:
    async with at_work(tmp_path) as (session, sandbox):
        await session.directory.record(ORDER)
        page = await session.people.record(ORDER)
        assert page is not None
        seen = flat_record_page(page)
        ours: dict[str, Json] = {"values.status": "refunded", "values.gift": None}
        sandbox.world.write("UPDATE records SET external_id = 'X' WHERE id = 1")
        outcome = await session.editing.edit_record(ORDER, before=seen, ours=ours)
        assert isinstance(outcome, Overtaken)
        sandbox.faults.add("process_then_drop", method="PATCH", path="/custom-entity-records")
        assert await session.editing.edit_record(ORDER, before=outcome.now, ours=ours) == Saved(ORDER, was_found=True)
        [sent] = requests(sandbox, "PATCH")
        assert sent == {"values": {"status": "refunded", "gift": None}}
        kept = record(sandbox, ORDER)["values"]
        assert (kept["amount"], kept["status"], kept["gift"]) == (189.5, "refunded", None)


async def test_a_value_that_does_not_fit_is_refused_at_its_field(tmp_path: Path) -> None:
    async with at_work(tmp_path) as (session, _):
        with pytest.raises(Refused) as refusal:
            await session.editing.create_record(EntityId(1), VALUES | {"values.amount": "many"})
        assert set(refusal.value.fields) == {"values.amount"}


async def test_without_a_connection_nothing_is_sent_and_that_is_said(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        desk = Desk.open(sandbox, tmp_path / "desk.db")
        with pytest.raises(NotSent, match="no connection"):
            await desk.session.editing.create_contact(NEW)
        await desk.close()


async def test_the_server_is_asked_for_an_exact_address_or_a_number_in_any_format(tmp_path: Path) -> None:
    async with at_work(tmp_path) as (session, _):
        assert [row.id for row in await session.directory.find(email="ada.okonkwo@example.com")] == [ADA]
        assert [row.id for row in await session.directory.find(phone="+44 7700 900101")] == [ADA]
        assert await session.directory.find(email="nobody@example.com", phone="+4799999999") == ()


async def test_an_inbox_is_counted_by_status(tmp_path: Path) -> None:
    async with at_work(tmp_path) as (session, sandbox):
        await session.directory.count(InboxId(1))
        [support] = [row for row in await session.people.inboxes() if row.id == 1]
        held = [row["status"] for row in sandbox.world.conversations() if row["inbox_id"] == 1]
        assert support.counts == tuple(StatusCount(word, held.count(word)) for word in ("active", "pending", "closed"))


@pytest.mark.parametrize("switch", ["P4-no-links-meta", "P4-links-list"])
async def test_a_server_that_says_no_total_is_not_guessed_at(tmp_path: Path, switch: str) -> None:
    async with at_work(tmp_path, switch) as (session, _):
        await session.directory.count(InboxId(1))
        [support] = [row for row in await session.people.inboxes() if row.id == 1]
        assert {count.total for count in support.counts} == {None}


async def test_the_record_of_a_conversation_is_found_by_reading_records(tmp_path: Path) -> None:
    async with at_work(tmp_path) as (session, sandbox):
        about = next(row for row in sandbox.world.conversations() if row["record_id"])
        conversation_id = ConversationId(about["id"])
        for record_id in (about["record_id"] + 1, about["record_id"]):
            item = await session.directory.client.record(RecordId(record_id))
            bare = item.model_copy(update={"contacts": (), "conversations": ()})
            await session._database.write(lambda tx, bare=bare: _keep(tx, bare))  # type: ignore[misc]
        assert await session.directory.look_for_record(conversation_id, subject="")
        assert await session.people.records_of(conversation_id) == (about["record_id"],)
        choices = await session.read.contact_choices(conversation_id)
        assert sorted(choice.id for choice in choices) == sandbox.world.record_contacts(about["record_id"])
        assert await session.directory.look_for_record(conversation_id, subject="")


def _keep(tx: Any, item: Any) -> None:
    from chatlane_tui.store import records

    records.upsert(tx, (item,))


async def test_a_conversation_of_no_cached_record_is_not_found(tmp_path: Path) -> None:
    async with at_work(tmp_path) as (session, _):
        assert not await session.directory.look_for_record(ConversationId(999_999), subject="")
