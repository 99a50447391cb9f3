"""A conversation begun here is made once, step by step, whatever is cut and wherever."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from chatlane_tui.errors import Refused
from chatlane_tui.model.beginning import BeginningState, NewContact, NewConversation
from chatlane_tui.model.feed import ConversationBegan, Fact
from chatlane_tui.model.ids import ContactId, ConversationId, InboxId, RecordId
from chatlane_tui.model.outbox import OutboxState, Outgoing
from chatlane_tui.sandbox.server import Sandbox
from chatlane_tui.store.rows import DraftRow, OutboxRow
from chatlane_tui.sync.resolve import NOT_MADE
from tests.sync.desk import Desk

SUPPORT, ORDERS = InboxId(1), InboxId(3)
ADA = ContactId(1)
NIA = NewContact("Nia Abara", "nia@example.com")
PARCEL = NewConversation(SUPPORT, ADA, subject="Your parcel", tags=("vip", "parcel"))
FOR_NIA = NewConversation(SUPPORT, new_contact=NIA, subject="Welcome")
BODY = "Dear Ada, it is on its way."


async def _begin(desk: Desk, wanted: NewConversation = PARCEL, **changes: Any) -> ConversationId:
    local = await desk.session.begin.begin(wanted)
    await desk.session.send.submit(Outgoing(local, BODY, "email")._replace(**changes))
    return local


def _made(sandbox: Sandbox, subject: str = "Your parcel") -> list[dict[str, Any]]:
    return [row for row in sandbox.world.conversations() if row["subject"] == subject]


async def _until_uncertain(desk: Desk, *, problem: str) -> OutboxRow:
    found: list[OutboxRow] = []

    async def there() -> bool:
        found[:] = [row for row in await desk.session.read.outbox() if row.problem.startswith(problem)]
        return bool(found)

    await desk.until(there)
    return found[0]


async def test_nothing_is_made_before_something_is_sent(desk: Desk) -> None:
    before = len(desk.sandbox.requests.of("POST", "/conversations"))
    local = await desk.session.begin.begin(PARCEL)
    head = await desk.session.read.head(local)
    assert local < 0
    assert head is not None
    assert (head.name, head.subject, head.inbox, head.reply_type) == ("Ada Okonkwo", "Your parcel", "Support", "email")
    assert len(desk.sandbox.requests.of("POST", "/conversations")) == before


async def test_the_conversation_is_made_without_a_body_and_then_the_message(desk: Desk) -> None:
    await _begin(desk)
    await desk.until_sent()
    [made] = _made(desk.sandbox)
    posts = [seen.body for seen in desk.sandbox.requests.of("POST", "/conversations") if isinstance(seen.body, dict)]
    assert posts[0] == {"inbox_id": 1, "contact_id": 1, "subject": "Your parcel", "tags": ["vip", "parcel"]}
    assert [(row["body"], row["conversation_id"]) for row in desk.sandbox.world.posted()] == [(BODY, made["id"])]


async def test_whoever_still_has_the_local_id_is_led_to_the_servers(desk: Desk) -> None:
    facts: set[Fact] = set()
    desk.session.feed.subscribe(facts.update)
    local = await _begin(desk)
    await desk.until_sent()
    made = ConversationId(_made(desk.sandbox)[0]["id"])
    await desk.session.drafts.save(_draft(local, "And one more thing"))
    kept = await desk.session.drafts.find(made, "reply")
    head = await desk.session.read.head(local)
    assert ConversationBegan(local, made) in facts
    assert kept is not None
    assert head is not None
    assert (head.id, head.name, head.tags) == (made, "Ada Okonkwo", ("vip", "parcel"))
    assert [row.id for row in await desk.session.read.thread(local)] == [
        row.id for row in await desk.session.read.thread(made)
    ]


async def test_what_was_typed_meanwhile_moves_along(desk: Desk) -> None:
    local = await desk.session.begin.begin(PARCEL)
    await desk.session.drafts.save(_draft(local, "Checked with the depot", kind="note"))
    await desk.session.send.submit(Outgoing(local, BODY, "email"))
    await desk.until_sent()
    [line] = await desk.session.read.draft_lines()
    assert (line.conversation_id, line.words) == (_made(desk.sandbox)[0]["id"], "Checked with the depot")


async def test_a_new_contact_is_made_first(desk: Desk) -> None:
    await _begin(desk, FOR_NIA)
    await desk.until_sent()
    [contact] = [row for row in desk.sandbox.world.contacts() if row["email"] == NIA.email]
    [made] = _made(desk.sandbox, "Welcome")
    assert made["contact_id"] == contact["id"]


async def test_a_contact_who_is_there_already_is_not_made_again(desk: Desk) -> None:
    there = desk.sandbox.world.contacts()
    await _begin(desk, NewConversation(SUPPORT, new_contact=NewContact("Ada", "Ada.Okonkwo@example.com"), subject="Hi"))
    await desk.until_sent()
    assert desk.sandbox.world.contacts() == there
    assert _made(desk.sandbox, "Hi")[0]["contact_id"] == ADA


async def test_a_phone_number_of_somebody_else_is_said_and_nothing_goes_to_them(desk: Desk) -> None:
    wanted = NewConversation(SUPPORT, new_contact=NewContact("Nia", "nia@example.com", "07700 900101"), subject="Hi")
    local = await _begin(desk, wanted)
    row = await desk.until_state(OutboxState.REFUSED)
    assert "Another contact has this phone number" in row.problem
    assert not _made(desk.sandbox, "Hi")

    assert await desk.session.begin.change(local, wanted._replace(new_contact=NIA))
    await desk.session.send.send_again(row.id, seen=None, asked=row.standing)
    await desk.until_sent()
    assert len(_made(desk.sandbox, "Hi")) == 1


async def test_a_conversation_about_a_record_is_written_to_its_contact(desk: Desk) -> None:
    record = next(row for row in desk.sandbox.world.records() if row["entity_id"] == 1 and row["contacts"])
    contact = ContactId(record["contacts"][0])
    await _begin(
        desk, NewConversation(ORDERS, contact, record_id=RecordId(record["id"]), subject="Order"), contact_id=contact
    )
    await desk.until_sent()
    assert [row["body"] for row in desk.sandbox.world.posted()] == [BODY]


async def test_its_record_and_whom_one_chose_there_are_known_before_and_after_it_is_made(desk: Desk) -> None:
    record = next(row for row in desk.sandbox.world.records() if row["entity_id"] == 1 and row["contacts"])
    contact = ContactId(record["contacts"][0])
    await desk.session.directory.record(RecordId(record["id"]))
    local = await desk.session.begin.begin(
        NewConversation(ORDERS, contact, record_id=RecordId(record["id"]), subject="Order")
    )
    await desk.session.people.answer_to(local, contact)
    assert (await desk.session.canned.values(local)).record_ids == (record["id"],)

    await desk.session.send.submit(Outgoing(local, BODY, "email", contact_id=contact))
    await desk.until_sent()

    made = ConversationId(_made(desk.sandbox, "Order")[0]["id"])
    assert [await desk.session.people.answered_to(known) for known in (local, made)] == [contact, contact]
    assert (await desk.session.canned.values(local)).record_ids == (record["id"],)


async def test_a_refusal_stands_on_the_message_and_its_text_is_kept(desk: Desk) -> None:
    await _begin(desk, PARCEL._replace(subject="x" * 256))
    row = await desk.until_state(OutboxState.REFUSED)
    assert "subject" in row.problem
    assert row.body == BODY


async def test_without_a_way_to_the_server_it_waits_and_then_goes_once(desk: Desk) -> None:
    desk.sandbox.set_online(False)
    await _begin(desk)
    await desk.until_state(OutboxState.QUEUED)
    desk.sandbox.set_online(True)
    await desk.until_sent()
    assert len(_made(desk.sandbox)) == 1


@pytest.mark.parametrize("fault", ["process_then_drop", "truncate", "garbage"])
@pytest.mark.parametrize("wanted", [PARCEL, FOR_NIA], ids=["known", "new contact"])
async def test_a_lost_answer_is_looked_for_and_nothing_is_made_twice(
    desk: Desk, fault: str, wanted: NewConversation
) -> None:
    desk.sandbox.faults.add(fault, method="POST", path="/conversations$")
    desk.sandbox.faults.add(fault, method="POST", path="/contacts$")
    await _begin(desk, wanted)
    await desk.until_sent()
    assert len(_made(desk.sandbox, wanted.subject)) == 1
    assert len([row for row in desk.sandbox.world.contacts() if row["email"] == NIA.email]) <= 1
    assert desk.posted(BODY) == 1


async def test_what_was_not_made_is_asked_about_and_made_when_a_person_says_so(desk: Desk) -> None:
    desk.sandbox.faults.add("status", method="POST", path="/conversations$", status=500)
    await _begin(desk)
    row = await _until_uncertain(desk, problem=NOT_MADE)
    assert not _made(desk.sandbox)
    assert not await desk.session.send.was_sent(row.id)  # its message surely was not
    assert await desk.session.send.send_again(row.id, seen=None, asked=row.standing)
    await desk.until_sent()
    assert len(_made(desk.sandbox)) == 1


async def test_an_older_conversation_with_the_same_words_is_not_taken_for_it(desk: Desk) -> None:
    await _begin(desk)
    await desk.until_sent()
    desk.sandbox.faults.add("status", method="POST", path="/conversations$", status=500)
    await _begin(desk)
    await _until_uncertain(desk, problem=NOT_MADE)
    assert len(_made(desk.sandbox)) == 1


@pytest.mark.parametrize("state", ["asking", "waiting"])
async def test_a_program_that_ends_meanwhile_goes_on_where_it_was(sandbox: Sandbox, tmp_path: Path, state: str) -> None:
    desk = Desk.open(sandbox, tmp_path / "desk.db")
    await _begin(desk, FOR_NIA)
    await desk.close()
    with closing(sqlite3.connect(tmp_path / "desk.db")) as database, database:
        database.execute("UPDATE outbox SET state = 'sending', due = 0")
        database.execute("UPDATE beginning SET state = ?, asked_at = created_at", (state,))
    again = Desk.open(sandbox, tmp_path / "desk.db")
    await again.connect()
    if state == "asking":
        row = await _until_uncertain(again, problem=NOT_MADE)
        await again.session.send.send_again(row.id, seen=None, asked=row.standing)
    await again.until_sent()
    await again.close()
    assert len(_made(sandbox, "Welcome")) == 1
    assert again.posted(BODY) == 1


async def test_it_can_be_changed_until_it_is_made(desk: Desk) -> None:
    local = await desk.session.begin.begin(PARCEL)
    assert await desk.session.begin.change(local, PARCEL._replace(subject="Your letter"))
    await desk.session.send.submit(Outgoing(local, BODY, "email"))
    await desk.until_sent()
    found = await desk.session.begin.find(local)
    assert found is not None
    assert (found.state, found.wanted.subject) == (BeginningState.BEGUN, "Your letter")
    assert not await desk.session.begin.change(local, PARCEL)


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (NewConversation(SUPPORT), "CONTACT_REQUIRED"),
        (NewConversation(ORDERS, record_id=RecordId(1), new_contact=NIA), "CONTACT_NOT_ASSOCIATED"),
    ],
)
async def test_what_can_never_be_made_is_refused_at_once(desk: Desk, wanted: NewConversation, code: str) -> None:
    with pytest.raises(Refused) as refused:
        await desk.session.begin.begin(wanted)
    assert refused.value.code == code


async def test_what_waits_for_it_is_named_in_the_outbox(desk: Desk) -> None:
    desk.sandbox.set_online(False)
    await _begin(desk, FOR_NIA)
    [row] = await desk.session.read.waiting()
    assert (row.name, row.subject) == ("Nia Abara", "Welcome")


def _draft(conversation_id: ConversationId, body: str, *, kind: str = "reply") -> DraftRow:
    return DraftRow(conversation_id, kind, body, "note" if kind == "note" else "email", None, None, "", "", (), "", 1)
