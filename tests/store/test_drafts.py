"""Drafts: one for each conversation and kind, never dropped behind a person's back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatlane_tui.model.feed import InboxChanged
from chatlane_tui.model.ids import ChannelId, ContactId, ConversationId
from chatlane_tui.model.outbox import Outgoing
from chatlane_tui.store import conversations, drafts, outbox
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


@pytest.mark.parametrize(
    ("base", "theirs", "ours", "kept"),
    [
        ("Hello", "Hello", "Hello Ada", "Hello Ada"),
        ("Hello", "Hello Ada", "Hello!", "Hello Ada!"),
        ("Hello", "Good day", "Hello!", "Good day\n\nHello!"),
        ("Hello", "", "Hello!", "Hello!"),
        ("Hello", "Hello Ada", "", "Hello Ada"),
        ("Hello", "Hello Ada", "Hello Ada, dear", "Hello Ada, dear"),
        ("", "From one", "From two", "From one\n\nFrom two"),
        ("Hello Ada", "Hello Ada", "Hello", "Hello"),
    ],
)
async def test_what_another_window_wrote_since_is_not_overwritten(
    store: Store, base: str, theirs: str, ours: str, kept: str
) -> None:
    plain = DRAFT._replace(cc="", file_urls=(), notice="")
    await store.write(drafts.save, plain._replace(body=theirs))
    assert await store.write(drafts.keep, plain._replace(body=ours), base=base) == kept
    found = await store.database.read(lambda c: drafts.draft(c, ONE, "reply"))
    assert (found.body if found else "") == kept


@given(base=st.text("ab ", max_size=6), theirs=st.text("ab ", max_size=9), ours=st.text("ab ", max_size=9))
def test_no_text_of_either_window_is_lost(base: str, theirs: str, ours: str) -> None:
    kept = drafts.both(base, theirs, ours)
    grown = [text.removeprefix(base) if text.startswith(base) else text for text in (theirs, ours)]
    assert all(text.strip() in kept for text in grown)


async def test_what_was_sent_takes_along_only_the_text_that_its_author_saw(store: Store) -> None:
    await store.write(drafts.save, DRAFT._replace(body="Written in the other window"))
    outgoing = Outgoing(conversation_id=ONE, body="Sent from here", type="email")
    await store.write(outbox.submit, outgoing, now=NOON, due=NOON, base="Seen here")
    found = await store.database.read(lambda c: drafts.draft(c, ONE, "reply"))
    assert found is not None
    await store.write(outbox.submit, outgoing, now=NOON, due=NOON, base=found.body)
    assert await store.database.read(lambda c: drafts.draft(c, ONE, "reply")) is None
