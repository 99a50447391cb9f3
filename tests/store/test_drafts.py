"""Drafts: one for each conversation and kind, never dropped behind a person's back."""

from __future__ import annotations

from chatlane_tui.model.feed import InboxChanged
from chatlane_tui.model.ids import ChannelId, ContactId, ConversationId
from chatlane_tui.store import conversations, drafts
from chatlane_tui.store.rows import DraftRow
from tests.store.conftest import Store
from tests.store.told import NOON, conversation

ONE = ConversationId(1)
DRAFT = DraftRow(
    conversation_id=ONE,
    kind="reply",
    body="Hello Ada,\n\n",
    type="email",
    inbox_channel_id=ChannelId(7),
    contact_id=ContactId(5),
    cc="grace@example.com",
    bcc="",
    file_urls=("https://example.com/a.pdf",),
    notice="was not sent: …",
    updated_at=NOON,
)


async def test_a_draft_comes_back_as_it_was(store: Store) -> None:
    await store.write(drafts.save, DRAFT)
    assert await store.database.read(lambda c: drafts.draft(c, ONE, "reply")) == DRAFT


async def test_reply_and_note_of_a_conversation_are_two_drafts(store: Store) -> None:
    note = DRAFT._replace(kind="note", body="call her", updated_at=NOON + 1)
    await store.write(drafts.save, DRAFT)
    await store.write(drafts.save, note)
    assert await store.database.read(drafts.drafts) == (note, DRAFT)


async def test_the_later_text_stands(store: Store) -> None:
    await store.write(drafts.save, DRAFT)
    await store.write(drafts.save, DRAFT._replace(body="Hello Ada, thank you"))
    assert [draft.body for draft in await store.database.read(drafts.drafts)] == ["Hello Ada, thank you"]


async def test_a_draft_without_text_and_fields_goes(store: Store) -> None:
    await store.write(drafts.save, DRAFT)
    await store.write(drafts.save, DRAFT._replace(body=" \n", cc="", file_urls=()))
    assert await store.database.read(drafts.drafts) == ()


async def test_an_address_alone_is_worth_keeping(store: Store) -> None:
    await store.write(drafts.save, DRAFT._replace(body="", file_urls=()))
    assert await store.database.read(lambda c: drafts.draft(c, ONE, "reply")) is not None


async def test_the_list_hears_when_a_draft_comes_and_goes_but_not_of_every_key(store: Store) -> None:
    await store.write(drafts.save, DRAFT)
    assert store.facts == {InboxChanged()}
    await store.write(drafts.save, DRAFT._replace(body="Hello Ada, t"))
    assert store.facts == set()
    await store.write(drafts.discard, ONE, "reply")
    assert store.facts == {InboxChanged()}
    await store.write(drafts.discard, ONE, "reply")
    assert store.facts == set()


async def test_a_draft_outlives_its_conversation(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(1)], now=NOON)
    await store.write(drafts.save, DRAFT)
    await store.write(conversations.mark_gone, ONE, now=NOON)
    assert await store.database.read(lambda c: drafts.draft(c, ONE, "reply")) == DRAFT


def test_only_notes_are_written_in_the_draft_of_a_note() -> None:
    assert [drafts.kind_of(word) for word in ("note", "email", "sms", "carrier pigeon")] == [
        "note",
        "reply",
        "reply",
        "reply",
    ]


async def test_a_text_that_is_carried_over_goes_below_what_is_typed_and_twice_is_once(store: Store) -> None:
    carried = DRAFT._replace(body="It failed", inbox_channel_id=None, notice="Carried over", updated_at=NOON + 1)
    await store.write(drafts.carry, carried)
    assert await store.database.read(drafts.drafts) == (carried,)
    await store.write(drafts.save, DRAFT)
    for _ in range(2):
        await store.write(drafts.carry, carried)
    [found] = await store.database.read(drafts.drafts)
    assert found.body == f"{DRAFT.body}\n\nIt failed"
    assert (found.notice, found.cc, found.inbox_channel_id) == ("Carried over", DRAFT.cc, DRAFT.inbox_channel_id)
