"""Canned replies from real files, with what a real cache knows."""

from __future__ import annotations

import json
import shlex
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from chatlane_tui.config.settings import Me, Settings, load
from chatlane_tui.desk.canned import LARGEST, Canned
from chatlane_tui.desk.curl import as_curl
from chatlane_tui.model import wire
from chatlane_tui.model.feed import Feed
from chatlane_tui.model.ids import ChannelId, ConversationId
from chatlane_tui.model.outbox import OutboxState, Outgoing
from chatlane_tui.store import contacts, conversations, outbox, records
from chatlane_tui.store.database import Database, Transaction
from tests.store.told import NOON, conversation

SEVEN = ConversationId(7)
RECORD = {
    "id": 3, "custom_entity_id": 1, "external_id": "EXT-1", "values": {"Status": "pending", "amount": 99.5},
    "custom_entity": {"id": 1, "name": "Orders", "slug": "orders"}, "conversations": [{"id": 7}],
}  # fmt: skip
ADA = {
    "id": 5, "name": "Ada Lovelace", "email": "ada@example.com", "phone_number": "+441632960001",
    "custom_attributes": {"Plan": "Business", "seats": 4, "evil": "{{agent.email}}"},
}  # fmt: skip


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load({"XDG_CONFIG_HOME": str(tmp_path / "config"), "XDG_STATE_HOME": str(tmp_path / "state")})


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database.open(tmp_path / "store.db", feed=Feed())

    def tell(tx: Transaction) -> None:
        conversations.upsert(tx, (conversation(7),), now=NOON)
        contacts.upsert(tx, (wire.Contact.model_validate(ADA),))
        records.upsert(tx, (wire.Record.model_validate(RECORD),))

    await opened.write(tell)
    yield opened
    opened.close()


def written(canned: Canned, **files: str | bytes) -> None:
    canned.folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (canned.folder / f"{name}.md").write_bytes(text if isinstance(text, bytes) else text.encode())


async def test_every_good_file_is_there_and_every_bad_one_is_named(database: Database, settings: Settings) -> None:
    canned = Canned(database, settings=settings)
    written(canned, good="Thanks!", also="---\nname: Also\n---\nHi", bad="---\nnaem: x\n---\nHi", raw=b"a\n\xff")
    written(canned, long="x" * (LARGEST + 1))
    (canned.folder / "notes.txt").write_text("not one of them")
    (canned.folder / "folder.md").mkdir()
    library = await canned.library()
    assert [reply.name for reply in library.replies] == ["Also", "good"]
    assert [mistake.words.split(": ")[0] for mistake in library.mistakes] == [
        "bad.md:2",
        "folder.md",
        "long.md",
        "raw.md:2",
    ]


async def test_without_a_folder_there_is_nothing_and_nothing_wrong(database: Database, settings: Settings) -> None:
    assert await Canned(database, settings=settings).library() == ((), ())


async def test_variables_stand_for_what_is_cached(database: Database, settings: Settings) -> None:
    canned = Canned(database, settings=settings._replace(me=Me("Sam Porter", "sam@acme.example")))
    named, contact_id, record_ids = await canned.values(SEVEN)
    wanted = {
        "contact.first_name": "Ada", "contact.last_name": "Lovelace", "contact.phone": "+441632960001",
        "contact.custom.plan": "Business", "contact.custom.seats": "4", "conversation.subject": "Subject 7",
        "record.orders.status": "pending", "record.orders.amount": "99.5", "record.orders.external_id": "EXT-1",
        "inbox.name": "Support", "agent.first_name": "Sam", "agent.email": "sam@acme.example",
    }  # fmt: skip
    assert {name: named.get(name) for name in wanted} == wanted
    assert (contact_id, record_ids) == (5, (3,))


async def test_of_a_conversation_that_is_not_cached_nothing_is_known(database: Database, settings: Settings) -> None:
    assert await Canned(database, settings=settings).values(ConversationId(99)) == ({}, None, ())


async def test_a_signature_is_filled_and_says_nothing_that_nobody_knows(database: Database, settings: Settings) -> None:
    signatures = {"default": "Best wishes\n{{agent.name}}", "sms": "{{inbox.name}} team", "note": "-s"}
    canned = Canned(database, settings=settings._replace(signatures=signatures))
    head = await database.read(lambda c: conversations.head(c, SEVEN))
    assert head is not None
    assert await canned.signature(head, "sms") == "Support team"
    assert await canned.signature(head, "email") == "Best wishes"
    assert await canned.signature(head, "note") == "-s"


@pytest.mark.parametrize(("sender_type", "name"), [("", "Sam"), ("agent", None)])
async def test_who_we_are_is_learnt_from_what_went_in_our_own_name(
    database: Database, settings: Settings, sender_type: str, name: str | None
) -> None:
    sent = wire.Message.model_validate(
        {"id": 70, "type": "email", "body": "x", "sender": {"id": 1, "name": "Sam", "email": "sam@acme.example"}}
    )
    outgoing = Outgoing(SEVEN, "x", "email", sender_type=sender_type, sender_id=4 if sender_type else None)

    def post(tx: Transaction) -> None:
        outbox_id = outbox.submit(tx, outgoing, now=NOON, due=NOON)
        outbox.release_due(tx, now=NOON)
        outbox.move(tx, outbox_id, OutboxState.QUEUED, OutboxState.SENDING)
        outbox.delivered(tx, outbox_id, sent, now=NOON)

    await database.write(post)
    values = await Canned(database, settings=settings).values(SEVEN)
    assert values.named.get("agent.name") == name


def test_a_request_is_a_command_that_holds_no_token_and_quotes_everything() -> None:
    body = "It's “here” $HOME `id`\n"
    outgoing = Outgoing(
        SEVEN, body, "email", inbox_channel_id=ChannelId(3), cc="a@example.com", file_urls=("https://e.org/a",),
        sender_type="contact", sender_id=4,
    )  # fmt: skip
    words = shlex.split(as_curl("https://chatlane.io/api/v1", outgoing).replace("\\\n", " "))
    assert words[:4] == ["curl", "-X", "POST", "https://chatlane.io/api/v1/conversations/7/messages"]
    assert "Authorization: Bearer $CHATLANE_API_TOKEN" in words
    assert json.loads(words[-1]) == {
        "body": body, "type": "email", "is_draft": False, "inbox_channel_id": 3, "cc": "a@example.com",
        "file_urls": ["https://e.org/a"], "sender_type": "contact", "sender_id": 4,
    }  # fmt: skip
