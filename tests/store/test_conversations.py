"""Conversations: merged by present key, listed in windows, summed up from their messages."""

from __future__ import annotations

import random

import pytest

from chatlane_tui.model import wire
from chatlane_tui.model.feed import InboxChanged, PeopleChanged, ThreadChanged
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.model.outbox import Outgoing
from chatlane_tui.store import contacts, conversations, drafts, inboxes, lists, messages, outbox, threads, triage
from chatlane_tui.store.database import Transaction
from chatlane_tui.store.rows import DraftRow, InboxCounts, InboxRow, InboxWindow, ThreadHead
from tests.store.conftest import Store
from tests.store.told import ADA, MINUTE, NOON, SAM, bare, conversation, message, stamp

ONE = ConversationId(1)


def told(**fields: object) -> wire.Conversation:
    """Conversation 1 with these keys and no others."""
    return wire.Conversation.model_validate({"id": 1, **fields})


async def window(store: Store, *, size: int = 50, view: str = "inbox", **place: int) -> InboxWindow:
    around = ConversationId(place["around"]) if "around" in place else None
    return await store.database.read(
        lambda c: lists.inbox_window(c, size=size, view=view, offset=place.get("offset"), around=around)
    )


async def only_row(store: Store, view: str = "all") -> InboxRow:
    (row,) = (await window(store, view=view)).rows
    return row


async def head(store: Store) -> ThreadHead:
    found = await store.database.read(lambda c: conversations.head(c, ONE))
    assert found is not None
    return found


async def test_a_conversation_is_shown_as_it_was_told(store: Store) -> None:
    item = conversation(1, assignee=SAM, tags=[{"id": 1, "name": "vip"}, "billing"], is_read=False)
    await store.write(conversations.upsert, [item], now=NOON)
    assert {InboxChanged(), ThreadChanged(ONE)} <= store.facts
    assert await only_row(store) == InboxRow(
        id=ONE,
        name="Ada Lovelace",
        subject="Subject 1",
        snippet="",
        channel="",
        at=NOON,
        status="active",
        inbox="Support",
        assignee="Sam",
        unread=True,
        draft=False,
        waiting=0,
        troubled=0,
        starred=False,
        done=False,
        waiting_since=None,
    )
    found = await head(store)
    assert (found.tags, found.inbox_type, found.email, found.participant_id) == (
        ("vip", "billing"),
        "standard",
        "ada@example.com",
        5,
    )
    assert (found.created_at, found.newest, found.fetched_at) == (NOON - 60 * MINUTE, None, None)


async def test_the_same_page_again_is_no_news(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(1), conversation(2)], now=NOON)
    await store.write(conversations.upsert, [conversation(1), conversation(2)], now=NOON + MINUTE)
    assert store.facts == set()


async def test_nothing_is_no_news(store: Store) -> None:
    await store.write(conversations.upsert, [], now=NOON)
    assert store.facts == set()


async def test_only_what_changed_is_told(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(1), conversation(2)], now=NOON)
    await store.write(conversations.upsert, [conversation(1), conversation(2, status="closed")], now=NOON)
    assert store.facts == {InboxChanged(), ThreadChanged(ConversationId(2))}


async def test_a_shape_that_leaves_keys_out_wipes_nothing(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(1, is_read=False, assignee=SAM, tags=["vip"])], now=NOON)
    before = await only_row(store), await head(store)
    await store.write(
        conversations.upsert, [told(subject="Subject 1", status="active", participant={"id": 5})], now=NOON
    )
    assert (await only_row(store), await head(store)) == before
    assert store.facts == set()


async def test_a_null_that_is_told_overwrites(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(1, is_read=False, assignee=SAM, tags=["vip"])], now=NOON)
    nulls = told(subject=None, status=None, is_read=None, inbox=None, participant=None, assignee=None, tags=None)
    await store.write(conversations.upsert, [nulls], now=NOON)
    row, found = await only_row(store), await head(store)
    assert (row.name, row.subject, row.status, row.inbox, row.assignee, row.unread) == ("", "", "", "", "", False)
    assert (found.inbox_id, found.participant_id, found.email, found.tags) == (None, None, "", ())


async def test_another_participant_brings_nothing_of_the_one_before(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(1)], now=NOON)
    await store.write(conversations.upsert, [told(participant={"id": 6, "name": "Grace"})], now=NOON)
    found = await head(store)
    assert (found.participant_id, found.name, found.email) == (6, "Grace", "")


async def test_a_participant_without_an_id_is_shown_by_name(store: Store) -> None:
    await store.write(conversations.upsert, [told(participant={"name": "John", "email": "john@example.com"})], now=NOON)
    await store.write(conversations.upsert, [told(participant={"email": "john@new.example"})], now=NOON)
    found = await head(store)
    assert (found.participant_id, found.name, found.email) == (None, "John", "john@new.example")
    assert await store.database.read(contacts.contacts) == ()


async def test_without_a_name_the_address_or_the_number_stands_for_it(store: Store) -> None:
    item = conversation(1, participant={"id": 6, "name": None, "email": "", "phone_number": "+441234567890"})
    await store.write(conversations.upsert, [item], now=NOON)
    assert (await only_row(store)).name == "+441234567890"


async def test_a_participant_is_learnt_as_a_contact_and_renamed_everywhere(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(1), conversation(2)], now=NOON)
    assert PeopleChanged() in store.facts
    await store.write(conversations.upsert, [conversation(1, participant={"id": 5, "name": "Ada King"})], now=NOON)
    assert store.facts == {
        InboxChanged(),
        PeopleChanged(),
        ThreadChanged(ONE),
        ThreadChanged(ConversationId(2)),
    }
    assert {row.name for row in (await window(store)).rows} == {"Ada King"}


async def test_an_inbox_that_is_renamed_is_renamed_in_the_list(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(1)], now=NOON)
    await store.write(inboxes.upsert, [wire.Inbox.model_validate({"id": 1, "name": "Help"})])
    assert InboxChanged() in store.facts
    found = await head(store)
    assert (found.inbox, found.inbox_type) == ("Help", "standard")


async def test_nested_messages_are_a_first_glance_at_the_thread(store: Store) -> None:
    nested = {"id": 9, "body": "Hello", "type": "email", "created_at": stamp(NOON)}
    await store.write(conversations.upsert, [conversation(1, messages=[nested]), conversation(2)], now=NOON)
    rows = await store.database.read(lambda c: threads.thread(c, ONE))
    assert [row.key for row in rows] == ["m9"]
    assert (await head(store)).newest == 9


async def test_only_what_was_told_of_itself_is_known(store: Store) -> None:
    await store.write(messages.upsert, [message(1), message(2, conversation=2)], now=NOON)
    await store.write(conversations.upsert, [conversation(2)], now=NOON)
    ids = [ConversationId(n) for n in (1, 2, 3)]
    assert await store.database.read(lambda c: conversations.known(c, ids)) == {2}


async def test_what_is_gone_leaves_every_list_and_comes_back_when_told_again(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(1, is_read=False)], now=NOON)
    await store.write(conversations.mark_gone, ONE, now=NOON)
    assert store.facts == {InboxChanged(), ThreadChanged(ONE)}
    assert [(await window(store, view=view)).total for view in ("inbox", "unread", "all")] == [0, 0, 0]
    await store.write(conversations.mark_gone, ONE, now=NOON)
    assert store.facts == set()
    await store.write(conversations.upsert, [conversation(1, is_read=False)], now=NOON)
    assert [(await window(store, view=view)).total for view in ("inbox", "unread", "all")] == [1, 1, 1]


async def test_a_thread_that_was_read_whole_says_when(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(1)], now=NOON)
    await store.write(conversations.mark_thread_read, ONE, now=NOON + 1)
    assert store.facts == {ThreadChanged(ONE)}
    await store.write(conversations.mark_thread_read, ONE, now=NOON + 2)
    assert store.facts == set()
    assert (await head(store)).fetched_at == NOON + 2
    await store.write(conversations.mark_thread_read, ConversationId(99), now=NOON)
    assert store.facts == set()


async def test_an_unknown_conversation_has_no_head(store: Store) -> None:
    assert await store.database.read(lambda c: conversations.head(c, ConversationId(99))) is None


async def test_marks_of_drafts_and_outbox_show_on_the_row(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(1)], now=NOON)
    await store.write(drafts.save, DraftRow(ONE, "note", "x", "note", None, None, "", "", (), "", NOON))
    await store.write(outbox.submit, Outgoing(conversation_id=ONE, body="Hi", type="sms"), now=NOON, due=NOON)
    row = await only_row(store)
    assert (row.draft, row.waiting, row.troubled) == (True, 1, 0)
    expected = InboxCounts(inbox=1, unread=0, waiting=0, outbox_waiting=1, outbox_troubled=0, drafts=1)
    counts = await store.database.read(lists.counts)
    assert counts._replace(kept=expected.kept) == expected
    assert (counts.kept["inbox"], counts.kept["unassigned"], counts.kept["done"]) == (1, 1, 0)


async def summed_up(store: Store, *batch: wire.Message) -> tuple[InboxRow, ThreadHead]:
    await store.write(conversations.upsert, [conversation(1)], now=NOON)
    await store.write(messages.upsert, batch, now=NOON)
    return await only_row(store), await head(store)


MAIL = {"id": 7, "name": "Mail", "type": "email"}
TEXTS = {"id": 8, "name": "Texts", "type": "sms"}


async def test_the_newest_words_stand_in_the_list_in_one_line(store: Store) -> None:
    row, _ = await summed_up(
        store,
        message(1, at=NOON + 1, body="older"),
        message(2, at=NOON + 2, body="<style>p{}</style><p>I paid&nbsp;twice</p><p>for&#x202e; this</p>"),
        message(3, at=NOON + 3, body="  \n"),
    )
    assert (row.snippet, row.at) == ("I paid twice for this", NOON + 3)


async def test_an_empty_newest_message_shows_the_words_before_it(store: Store) -> None:
    row, _ = await summed_up(store, message(1, at=NOON + 1, body="older"), message(2, at=NOON + 2, body=""))
    assert row.snippet == "older"
    await store.write(messages.upsert, [bare(1, body="edited")], now=NOON)
    assert (await only_row(store)).snippet == "edited"


async def test_a_note_is_shown_but_is_no_channel(store: Store) -> None:
    row, found = await summed_up(
        store,
        message(1, at=NOON + 1, type="whatsapp", sender=ADA),
        message(2, at=NOON + 2, type="note", body="call her", sender=SAM),
    )
    assert (row.snippet, row.channel, found.reply_type, found.newest) == ("call her", "whatsapp", "whatsapp", 2)


async def test_an_answer_goes_the_way_the_customer_wrote_last(store: Store) -> None:
    _, found = await summed_up(
        store,
        message(1, at=NOON + 1, type="email", sender=ADA, channel=MAIL),
        message(2, at=NOON + 2, type="sms", sender=ADA, channel=TEXTS),
        message(3, at=NOON + 3, type="sms", sender=ADA),
        message(4, at=NOON + 4, type="email", sender=SAM, channel=MAIL),
    )
    assert (found.reply_type, found.reply_channel_id, found.last_inbound_at) == ("sms", 8, NOON + 3)


async def test_where_nobody_surely_is_the_customer_the_last_spoken_channel_counts(store: Store) -> None:
    _, found = await summed_up(
        store,
        message(1, at=NOON + 1, type="sms", channel=TEXTS),
        message(2, at=NOON + 2, type="sms"),
        message(3, at=NOON + 3, type="note"),
    )
    assert (found.reply_type, found.reply_channel_id, found.last_inbound_at) == ("sms", 8, None)


async def test_a_customer_waits_since_the_oldest_message_without_an_answer(store: Store) -> None:
    row, _ = await summed_up(
        store,
        message(1, at=NOON + 1, sender=ADA),
        message(2, at=NOON + 2, sender=SAM),
        message(3, at=NOON + 3, sender=ADA),
        message(4, at=NOON + 4, type="note", sender=SAM),
        message(5, at=NOON + 5, sender=ADA),
        message(6, at=NOON + 6, sender=SAM, is_draft=True),
    )
    assert row.waiting_since == NOON + 3
    assert (await store.database.read(lists.counts)).waiting == 1


@pytest.mark.parametrize("last", [SAM, None])
async def test_nobody_waits_where_the_last_word_is_ours_or_unknown(store: Store, last: object) -> None:
    row, _ = await summed_up(store, message(1, at=NOON + 1, sender=ADA), message(2, at=NOON + 2, sender=last))
    assert row.waiting_since is None


@pytest.mark.parametrize(("is_read", "waits"), [(True, False), (False, True)], ids=["thanks", "news"])
async def test_what_a_colleague_closed_waits_for_nobody_unless_there_is_news_in_it(
    store: Store, is_read: bool, waits: bool
) -> None:
    await store.write(conversations.upsert, [conversation(1, at=NOON + 1)], now=NOON)
    await store.write(messages.upsert, [message(1, at=NOON + 1, sender=ADA)], now=NOON)
    assert (await store.database.read(lists.counts)).waiting == 1
    await store.write(conversations.upsert, [conversation(1, at=NOON + 1, status="closed", is_read=is_read)], now=NOON)
    assert (await store.database.read(lists.counts)).waiting == int(waits)


@pytest.mark.parametrize("seed", range(6))
async def test_a_long_thread_is_summed_up_like_a_short_one(store: Store, seed: int) -> None:
    """Against the plain reading of the rules over all its messages, where the newest few settle nothing."""
    rng = random.Random(seed)
    later: list[list[object]] = [[ADA], [SAM], [ADA, SAM, None], [None], [ADA, None], [SAM, None]]
    last_kinds = rng.choice([["note"], ["email", "sms"], ["sms"]])
    batch = []
    for n in range(1, 90):
        early = n < 20
        kind = rng.choice(["email", "sms", "note"] if early else last_kinds)
        sender = rng.choice([ADA, SAM, None] if early else later[seed])
        channel = rng.choice([MAIL, TEXTS, None]) if early else None
        batch.append(message(n, at=NOON + n, type=kind, sender=sender, channel=channel))
    row, found = await summed_up(store, *batch)

    spoken = [item for item in reversed(batch) if item.type != "note"]
    inbound = [item for item in spoken if item.sender and item.sender.name == ADA["name"]]
    reply_type = (inbound or spoken)[0].type
    channels = [item.channel.id for item in inbound or spoken if item.type == reply_type and item.channel]
    unanswered = []
    for item in spoken:
        if item not in inbound:
            break
        unanswered.append(item)
    assert row.channel == spoken[0].type
    assert found.reply_type == reply_type
    assert found.reply_channel_id == (channels[0] if channels else None)
    assert found.last_inbound_at == (inbound[0].created_at if inbound else None)
    assert row.waiting_since == (unanswered[-1].created_at if unanswered else None)


async def test_a_new_message_of_the_customer_is_unread_before_the_list_says_so(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(1, is_read=True)], now=NOON)
    await store.write(messages.upsert, [message(1, at=NOON + MINUTE, sender=ADA, is_read=False)], now=NOON)
    assert (await only_row(store)).unread
    later = conversation(1, at=NOON + MINUTE, is_read=True)
    await store.write(conversations.upsert, [later], now=NOON)
    assert not (await only_row(store)).unread


async def test_old_messages_and_our_own_do_not_make_it_unread(store: Store) -> None:
    row, _ = await summed_up(
        store,
        message(1, at=NOON - MINUTE, sender=ADA, is_read=False),
        message(2, at=NOON + MINUTE, sender=SAM, is_read=False),
    )
    assert not row.unread


async def mailbox(store: Store, count: int) -> dict[str, list[int]]:
    """`count` conversations in every state a list knows; per view the ids in the order of the list."""
    rng = random.Random(count)
    items = [
        conversation(
            id_,
            at=NOON + rng.randrange(count // 2) * 19 * MINUTE,
            is_read=rng.random() < 0.7,
            is_archived=rng.random() < 0.1,
        )
        for id_ in range(1, count + 1)
    ]
    done, snoozed, gone = (frozenset(rng.sample(range(1, count + 1), count // 10)) for _ in range(3))

    def fill(tx: Transaction) -> None:
        conversations.upsert(tx, items, now=NOON)
        for id_ in done:
            triage.set_done(tx, ConversationId(id_), now=NOON)
        for id_ in snoozed:
            triage.set_snooze(tx, ConversationId(id_), NOON + MINUTE)
        for id_ in gone:
            conversations.mark_gone(tx, ConversationId(id_), now=NOON)

    await store.database.write(fill)
    ordered = sorted(items, key=lambda item: (item.last_message_at or 0, item.id), reverse=True)
    whole = [item for item in ordered if item.id not in gone]
    inbox = [item for item in whole if not item.is_archived and item.id not in done | snoozed]
    unread = [item for item in inbox if not item.is_read]
    return {view: [item.id for item in found] for view, found in (("all", whole), ("inbox", inbox), ("unread", unread))}


@pytest.mark.parametrize("view", ["inbox", "unread", "all"])
async def test_windows_of_a_view_are_stretches_of_one_order(store: Store, view: str) -> None:
    expected = (await mailbox(store, 2_000))[view]
    assert expected
    total = len(expected)
    for offset in (0, 1, 50, total // 2, total - 64, total - 10, total + 500):
        found = await window(store, size=64, view=view, offset=offset)
        start = max(0, min(offset, total - 64))
        assert (found.offset, found.total, found.rank) == (start, total, None)
        assert [row.id for row in found.rows] == expected[start : start + 64]


@pytest.mark.parametrize("view", ["inbox", "unread", "all"])
async def test_a_window_around_a_conversation_knows_where_it_stands(store: Store, view: str) -> None:
    expected = (await mailbox(store, 1_000))[view]
    total = len(expected)
    for rank in (0, 3, total // 3, total // 2, total // 2 + 1, total - 2, total - 1):
        found = await window(store, size=30, view=view, around=expected[rank])
        start = max(0, min(rank - 15, total - 30))
        assert (found.offset, found.total, found.rank) == (start, total, rank)
        assert [row.id for row in found.rows] == expected[start : start + 30]


async def test_around_what_has_left_the_view_the_offset_counts(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(n, at=NOON + n) for n in range(1, 11)], now=NOON)
    await store.write(triage.set_done, ConversationId(5), now=NOON)
    found = await window(store, size=3, offset=4, around=5)
    assert (found.offset, found.rank, [row.id for row in found.rows]) == (4, None, [6, 4, 3])
    found = await window(store, size=3, around=5)
    assert (found.offset, found.rank) == (0, None)


async def test_a_window_larger_than_the_list_is_the_list(store: Store) -> None:
    assert await window(store) == InboxWindow(0, 0, (), None)
    await store.write(conversations.upsert, [conversation(1), conversation(2)], now=NOON)
    found = await window(store, offset=1)
    assert (found.offset, found.total, [row.id for row in found.rows]) == (0, 2, [2, 1])


async def test_beside_a_conversation_stand_its_neighbours(store: Store) -> None:
    expected = (await mailbox(store, 300))["inbox"]

    async def beside(id_: int, step: int) -> int | None:
        return await store.database.read(lambda c: lists.beside(c, ConversationId(id_), step))

    assert [await beside(id_, 1) for id_ in expected] == [*expected[1:], None]
    assert [await beside(id_, -1) for id_ in expected] == [None, *expected[:-1]]
    assert await beside(expected[0], 3) == expected[3]
    assert await beside(9_999, 1) is None


async def test_beside_what_was_just_done_stands_the_next_one(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(n, at=NOON + n) for n in range(1, 4)], now=NOON)
    await store.write(triage.set_done, ConversationId(2), now=NOON)
    assert await store.database.read(lambda c: lists.beside(c, ConversationId(2), 1)) == 1
    assert await store.database.read(lambda c: lists.beside(c, ConversationId(2), -1)) == 3


async def test_the_kept_counts_are_those_a_count_would_give(store: Store) -> None:
    await mailbox(store, 400)
    await store.write(messages.upsert, [message(n, conversation=n, sender=ADA) for n in range(1, 200, 3)], now=NOON)
    await store.write(conversations.upsert, [conversation(n, is_archived=n % 2) for n in range(1, 90)], now=NOON)
    await store.write(triage.wake, now=NOON + MINUTE)
    kept = await store.sql("SELECT day, whole, inbox, unread, waiting FROM list_day WHERE whole > 0 ORDER BY day")
    counted = (
        "SELECT sort_at / 86400000, sum(in_all), sum(in_inbox), sum(in_unread), sum(in_waiting) "
        "FROM conversation WHERE in_all = 1 GROUP BY 1 ORDER BY 1"
    )
    assert kept == await store.sql(counted)
    assert 0 not in kept[0]
