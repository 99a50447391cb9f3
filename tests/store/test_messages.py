"""Messages: merged by present key, indexed, never lost, read as a thread."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatlane_tui.model import wire
from chatlane_tui.model.feed import Feed, InboxChanged, PeopleChanged, ThreadChanged
from chatlane_tui.model.ids import ChannelId, ConversationId, MessageId
from chatlane_tui.model.outbox import OutboxState, Outgoing
from chatlane_tui.store import conversations, inboxes, lists, messages, outbox, threads, triage
from chatlane_tui.store.database import Database
from chatlane_tui.store.rows import AttachmentRow, Direction, MessageRow
from tests.store.conftest import Store
from tests.store.told import ADA, MINUTE, NOON, SAM, bare, conversation, message, stamp

ONE, TWO = ConversationId(1), ConversationId(2)
CHANNEL = {"id": 7, "name": "Support mail", "type": "email", "is_active": True}


async def thread(store: Store, conversation_id: ConversationId = ONE) -> tuple[MessageRow, ...]:
    return await store.database.read(lambda c: threads.thread(c, conversation_id))


async def text(store: Store, key: str) -> threads.Body | None:
    return (await store.database.read(lambda c: threads.bodies(c, ONE, [key]))).get(key)


async def indexed(store: Store, word: str) -> list[int]:
    found = await store.sql(
        "SELECT m.id FROM message_fts JOIN message AS m ON m.row = message_fts.rowid WHERE message_fts MATCH ?", word
    )
    return [int(str(id_)) for (id_,) in found]


async def check_index(store: Store) -> None:
    """FTS5 compares its index with the table it indexes, and raises where they differ."""
    await store.database.write(
        lambda tx: tx.connection.execute("INSERT INTO message_fts (message_fts, rank) VALUES ('integrity-check', 1)")
    )


async def test_a_batch_says_what_it_brought(store: Store) -> None:
    batch = [message(1, at=NOON), message(2, at=NOON + MINUTE, conversation=2), message(3, at=NOON - MINUTE)]
    touched = await store.write(messages.upsert, batch, now=NOON)
    assert touched == messages.Touched(
        changed=frozenset({ONE, TWO}), new=frozenset(map(MessageId, (1, 2, 3))), newest_at=NOON + MINUTE
    )
    assert store.facts == {InboxChanged(), ThreadChanged(ONE), ThreadChanged(TWO)}


async def test_what_is_known_already_is_no_news_but_still_moves_the_watermark(store: Store) -> None:
    await store.write(messages.upsert, [message(1), message(2)], now=NOON)
    touched = await store.write(messages.upsert, [message(1), message(2)], now=NOON + MINUTE)
    assert touched == messages.Touched(changed=frozenset(), new=frozenset(), newest_at=NOON)
    assert store.facts == set()


async def test_nothing_brings_nothing(store: Store) -> None:
    touched = await store.write(messages.upsert, [], now=NOON)
    assert touched == messages.Touched(changed=frozenset(), new=frozenset(), newest_at=None)


async def test_a_shape_that_leaves_keys_out_wipes_nothing(store: Store) -> None:
    files = [{"name": "a.pdf", "url": "https://example.com/a.pdf", "size": 12, "mime_type": "application/pdf"}]
    whole = message(1, sender=SAM, channel=CHANNEL, attachments=files, delivery_status="sent")
    await store.write(messages.upsert, [whole], now=NOON)
    before = await thread(store)
    touched = await store.write(messages.upsert, [bare(1, body="Text 1")], now=NOON)
    assert touched.changed == frozenset()
    assert await thread(store) == before
    assert before[0].attachments == (AttachmentRow("a.pdf", "https://example.com/a.pdf", 12, "application/pdf"),)
    assert (before[0].sender, before[0].channel, before[0].delivery) == ("Sam", "Support mail", "sent")


async def test_a_null_that_is_told_overwrites(store: Store) -> None:
    whole = message(
        1, sender=SAM, channel=CHANNEL, attachments=[{"url": "https://e.example/a"}], delivery_status="sent"
    )
    await store.write(messages.upsert, [whole], now=NOON)
    nulls = bare(1, sender=None, channel=None, attachments=None, delivery_status=None, body=None, type=None)
    await store.write(messages.upsert, [nulls], now=NOON)
    (row,) = await thread(store)
    assert (row.sender, row.channel, row.attachments, row.delivery, row.size, row.type) == ("", "", (), "", 0, "")


async def test_a_sender_is_merged_with_itself_and_replaced_by_another(store: Store) -> None:
    await store.write(messages.upsert, [message(1, sender=SAM)], now=NOON)
    await store.write(messages.upsert, [bare(1, sender={"id": 5, "email": "sam@new.example"})], now=NOON)
    assert (await thread(store))[0].sender == "Sam"
    await store.write(messages.upsert, [bare(1, sender={"id": 6, "email": "kim@acme.example"})], now=NOON)
    assert (await thread(store))[0].sender == "kim@acme.example"


_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "body": st.sampled_from(["", "plain words", "<p>marked <b>up</b></p>", None]),
    "type": st.sampled_from(["email", "sms", "note", "telegram", None]),
    "delivery_status": st.sampled_from(["sending", "sent", None]),
    "is_read": st.sampled_from([True, False, None]),
    "is_draft": st.sampled_from([True, False, None]),
    "external_message_id": st.sampled_from(["x", None]),
    "created_at": st.sampled_from([stamp(NOON), stamp(NOON + MINUTE), None]),
    "updated_at": st.sampled_from([stamp(NOON), None]),
}
_SHAPES = st.lists(st.fixed_dictionaries({}, optional=_VALUES), min_size=1, max_size=6)


@settings(max_examples=40)
@given(shapes=_SHAPES, together=st.booleans())
def test_of_each_key_the_value_told_last_stands(
    tmp_path_factory: pytest.TempPathFactory, shapes: list[dict[str, Any]], together: bool
) -> None:
    """However the shapes are cut into transactions, and the index always holds the words of the body (M1)."""
    database = Database.open(tmp_path_factory.mktemp("merge") / "store.db", feed=Feed())
    told = [wire.Message.model_validate({"id": 1, **shape}) for shape in shapes]

    def upsert(batch: list[wire.Message]) -> None:
        database.write_soon(lambda tx: messages.upsert(tx, batch, now=7, conversation_id=ONE)).result()

    for batch in [told] if together else [[item] for item in told]:
        upsert(batch)
    columns = ", ".join(f"m.{key}" for key in _VALUES if key != "body")
    found = database.read_soon(
        lambda c: c.execute(f"SELECT b.body, {columns} FROM message AS m JOIN message_body AS b USING (row)").fetchall()
    ).result()
    database.write_soon(
        lambda tx: tx.connection.execute("INSERT INTO message_fts (message_fts, rank) VALUES ('integrity-check', 1)")
    ).result()
    database.close()
    last: dict[str, Any] = {}
    for item in told:
        last |= {key: getattr(item, key) for key in item.model_fields_set if key in _VALUES}
    expected = {key: last.get(key) for key in _VALUES}
    expected |= {key: expected[key] or "" for key in ("body", "type")}
    assert found == [tuple(expected.values())]


async def test_a_message_of_an_unknown_conversation_is_kept_and_shown(store: Store) -> None:
    await store.write(messages.upsert, [message(1, body="Hello there")], now=NOON)
    window = await store.database.read(lambda c: lists.inbox_window(c, size=10))
    assert [(row.id, row.subject, row.snippet, row.at) for row in window.rows] == [
        (ONE, "Subject 1", "Hello there", NOON)
    ]
    assert await store.database.read(lambda c: conversations.known(c, [ONE])) == frozenset()


async def test_a_message_that_names_no_conversation_lands_where_it_was_asked_for(store: Store) -> None:
    await store.write(messages.upsert, [message(1, conversation=None)], now=NOON, conversation_id=TWO)
    await store.write(messages.upsert, [message(2, conversation=1)], now=NOON, conversation_id=TWO)
    assert [row.key for row in await thread(store, TWO)] == ["m1"]
    assert [row.key for row in await thread(store, ONE)] == ["m2"]


async def test_a_message_of_no_conversation_is_kept_until_it_has_one(store: Store) -> None:
    touched = await store.write(messages.upsert, [message(1, conversation=None)], now=NOON)
    assert touched.changed == frozenset()
    await store.write(messages.upsert, [bare(1, conversation={"id": 1})], now=NOON)
    assert [row.key for row in await thread(store)] == ["m1"]


async def test_a_message_that_moved_leaves_the_old_thread(store: Store) -> None:
    await store.write(messages.upsert, [message(1, body="Hello")], now=NOON)
    touched = await store.write(messages.upsert, [message(1, body="Hello", conversation=2)], now=NOON)
    assert touched.changed == frozenset({ONE, TWO})
    window = await store.database.read(lambda c: lists.inbox_window(c, size=10))
    assert {row.id: row.snippet for row in window.rows} == {ONE: "", TWO: "Hello"}


async def test_subject_and_status_follow_what_messages_tell_of_them(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(1)], now=NOON)
    told = {"id": 1, "subject": None, "status": "closed"}
    await store.write(messages.upsert, [message(1)], now=NOON)
    await store.write(messages.upsert, [bare(1, conversation=told)], now=NOON)
    assert store.facts == {InboxChanged(), ThreadChanged(ONE)}
    head = await store.database.read(lambda c: conversations.head(c, ONE))
    assert head is not None
    assert (head.subject, head.status) == ("", "closed")


async def test_a_body_that_changed_is_found_by_its_new_words_only(store: Store) -> None:
    await store.write(messages.upsert, [message(1, body="<p>apples and pears</p>")], now=NOON)
    before = await text(store, "m1")
    await store.write(messages.upsert, [bare(1, body="only plums")], now=NOON)
    assert (await indexed(store, "apples"), await indexed(store, "plums")) == ([], [1])
    after = await text(store, "m1")
    assert before is not None
    assert after is not None
    assert (before.text, after.text, after.version - before.version) == ("<p>apples and pears</p>", "only plums", 1)
    await check_index(store)


async def test_a_time_that_becomes_known_moves_the_message(store: Store) -> None:
    await store.write(messages.upsert, [message(1, at=None, body="first"), message(2, at=NOON)], now=NOON + MINUTE)
    assert [(row.key, row.at) for row in await thread(store)] == [("m1", NOON), ("m2", NOON)]
    await store.write(messages.upsert, [bare(1, created_at=stamp(NOON - MINUTE))], now=NOON)
    assert [(row.key, row.at) for row in await thread(store)] == [("m1", NOON - MINUTE), ("m2", NOON)]
    assert await indexed(store, "first") == [1]
    await check_index(store)


async def test_messages_of_one_millisecond_and_equal_low_bits_do_not_collide(store: Store) -> None:
    ids = [5 + n * 0x100000 for n in range(4)]
    await store.write(messages.upsert, [message(id_, body="same") for id_ in ids[:2]], now=NOON)
    await store.write(messages.upsert, [message(id_, body="same") for id_ in ids[2:]], now=NOON)
    await store.write(messages.upsert, [message(6, body="same")], now=NOON)
    assert sorted(await indexed(store, "same")) == [5, 6, *ids[1:]]
    assert [row.id for row in await thread(store)] == [5, 6, *ids[1:]]


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
async def test_an_outlandish_time_is_stored_all_the_same(store: Store, moment: str) -> None:
    await store.write(messages.upsert, [message(1, at=None, created_at=moment), message(2)], now=NOON)
    assert {row.key for row in await thread(store)} == {"m1", "m2"}


async def test_a_page_that_repeats_an_id_is_merged_in_order(store: Store) -> None:
    touched = await store.write(messages.upsert, [message(1, body="a"), message(1, body="b")], now=NOON)
    assert touched.new == frozenset({1})
    found = await text(store, "m1")
    assert found is not None
    assert found.text == "b"
    await check_index(store)


async def test_channels_are_learnt_with_the_inbox_of_their_conversation(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(1)], now=NOON)
    await store.write(messages.upsert, [message(1, channel=CHANNEL)], now=NOON + 5)
    assert PeopleChanged() in store.facts
    (channel,) = await store.database.read(lambda c: inboxes.channels(c, None))
    assert (channel.id, channel.inbox_id, channel.name, channel.is_active, channel.seen_at) == (
        7,
        1,
        "Support mail",
        True,
        NOON + 5,
    )
    await store.write(messages.upsert, [message(1, channel=CHANNEL)], now=NOON + 9)
    assert store.facts == set()


async def test_a_thread_reads_oldest_first_then_what_waits(store: Store) -> None:
    batch = [message(3, at=NOON), message(2, at=NOON), message(1, at=NOON + 1)]
    await store.write(messages.upsert, batch, now=NOON)
    outgoing = Outgoing(
        conversation_id=ONE,
        body="two\nlines",
        type="sms",
        inbox_channel_id=ChannelId(7),
        file_urls=("https://example.com/files/a.pdf",),
    )
    await store.write(inboxes.learn_channels, [(wire.Channel.model_validate(CHANNEL), None)], now=NOON)
    first = await store.write(outbox.submit, outgoing, now=NOON - MINUTE, due=NOON)
    note = await store.write(outbox.submit, outgoing._replace(type="note", file_urls=()), now=NOON, due=NOON)
    rows = await thread(store)
    assert [row.key for row in rows] == ["m2", "m3", "m1", f"o{first}", f"o{note}"]
    assert rows[3] == MessageRow(
        key=f"o{first}",
        id=None,
        outbox_id=first,
        type="sms",
        at=NOON - MINUTE,
        sender="",
        direction=Direction.OURS,
        channel="Support mail",
        delivery="",
        is_server_draft=False,
        attachments=(AttachmentRow("a.pdf", "https://example.com/files/a.pdf", None, ""),),
        size=9,
        newlines=1,
        version=1,
        state=OutboxState.HELD,
        due=NOON,
        problem="",
    )
    assert rows[4].direction is Direction.NOTE


async def test_bodies_are_read_by_key_and_from_their_own_thread_alone(store: Store) -> None:
    await store.write(messages.upsert, [message(1), message(2), message(3, conversation=2)], now=NOON)
    id_ = await store.write(outbox.submit, Outgoing(conversation_id=ONE, body="Hi", type="sms"), now=NOON, due=NOON)
    keys = ["m2", "m3", "m99", f"o{id_}", "x1", "m", "mx"]
    found = await store.database.read(lambda c: threads.bodies(c, ONE, keys))
    assert found == {
        "m2": threads.Body("m2", "email", "Text 2", 1),
        f"o{id_}": threads.Body(f"o{id_}", "sms", "Hi", 1),
    }


async def test_directions_follow_the_participant_once_it_is_known(store: Store) -> None:
    batch = [message(1, sender=ADA), message(2, sender=SAM), message(3), message(4, type="note", sender=SAM)]
    await store.write(messages.upsert, batch, now=NOON)
    unknown, note = Direction.UNKNOWN, Direction.NOTE
    assert [row.direction for row in await thread(store)] == [unknown, unknown, unknown, note]
    await store.write(conversations.upsert, [conversation(1)], now=NOON)
    expected = [Direction.THEIRS, Direction.OURS, unknown, note]
    assert [row.direction for row in await thread(store)] == expected
    await store.write(conversations.upsert, [conversation(1, participant=None)], now=NOON)
    assert [row.direction for row in await thread(store)] == [unknown, unknown, unknown, note]


async def test_equal_ids_make_nobody_the_customer(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(1, participant=ADA)], now=NOON)
    await store.write(messages.upsert, [message(1, sender=SAM)], now=NOON)
    assert ADA["id"] == SAM["id"]
    assert [row.direction for row in await thread(store)] == [Direction.OURS]


async def test_what_the_server_calls_a_draft_is_shown_as_one_until_it_is_none(store: Store) -> None:
    await store.write(messages.upsert, [message(1, is_draft=True)], now=NOON)
    assert (await thread(store))[0].is_server_draft
    await store.write(messages.upsert, [bare(1, is_draft=False)], now=NOON)
    assert not (await thread(store))[0].is_server_draft


async def test_our_own_recent_messages_are_watched_until_a_last_word(store: Store) -> None:
    async def sent(id_: int, status: str | None, *, now: int = NOON, is_draft: bool = False) -> None:
        def deliver(tx: Any) -> None:
            outgoing = Outgoing(conversation_id=ONE, body="Hi", type="sms", is_draft=is_draft)
            row = outbox.submit(tx, outgoing, now=now, due=now)
            outbox.move(tx, row, OutboxState.HELD, OutboxState.QUEUED)
            outbox.move(tx, row, OutboxState.QUEUED, OutboxState.SENDING)
            outbox.delivered(tx, row, message(id_, delivery_status=status), now=now)

        await store.database.write(deliver)

    await sent(1, "Sending")
    await sent(2, "sent")
    await sent(3, None)
    await sent(4, "queued", now=NOON + 1)
    await sent(5, "sending", is_draft=True)
    await sent(6, "sending", now=NOON - 25 * 60 * MINUTE)
    await store.write(messages.upsert, [message(7, delivery_status="sending")], now=NOON)
    await sent(8, "Delivered")
    await sent(9, "bounced")
    await sent(10, "handed_to_carrier", now=NOON - 59 * MINUTE)
    await sent(11, "sent", now=NOON - 61 * MINUTE)
    await sent(12, "pending", now=NOON - 61 * MINUTE)
    watched = await store.database.read(lambda c: messages.watch_list(c, now=NOON + 2))
    ages = [(id_, (NOON - at) // MINUTE) for id_, at in watched]
    assert ages == [(4, -1), (2, 0), (1, 0), (10, 59), (12, 61)]


async def test_single_answers_about_a_thread(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(1)], now=NOON)
    batch = [message(1, sender=ADA, channel=CHANNEL), message(2, at=NOON + 1, sender=SAM)]
    await store.write(messages.upsert, batch, now=NOON)
    assert await store.database.read(lambda c: messages.said_at(c, MessageId(2))) == NOON + 1
    assert await store.database.read(lambda c: messages.said_at(c, MessageId(9))) is None
    assert await store.database.read(lambda c: messages.inbound_ids(c, ONE)) == {1}
    assert await store.database.read(lambda c: messages.without_channel(c, ONE)) is None
    await store.write(messages.upsert, [message(3, at=NOON + 2, sender=ADA)], now=NOON)
    assert await store.database.read(lambda c: messages.without_channel(c, ONE)) == 3


async def test_a_shuffled_history_ends_as_the_same_thread_and_index(store: Store) -> None:
    batch = [message(n, at=NOON + n * 7, body=f"word{n} common") for n in range(1, 120)]
    random.Random(4).shuffle(batch)
    for start in range(0, len(batch), 25):
        await store.write(messages.upsert, batch[start : start + 25], now=NOON)
    assert [row.id for row in await thread(store)] == list(range(1, 120))
    assert len(await indexed(store, "common")) == 119
    await check_index(store)


async def first_unread(store: Store) -> str | None:
    return await store.database.read(lambda c: threads.first_unread(c, ONE))


async def test_what_is_unread_begins_with_the_oldest_flagged_message_since_our_answer(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(1, is_read=False)], now=NOON)
    said = [
        message(1, sender=ADA, is_read=False),
        message(2, at=NOON + 1, sender=SAM, is_read=True),
        message(3, at=NOON + 2, sender=ADA, is_read=True),
        message(4, at=NOON + 3, sender=ADA, is_read=False),
        message(5, at=NOON + 4, type="note", sender=SAM, is_read=True),
        message(6, at=NOON + 5, sender=ADA, is_read=False),
    ]
    await store.write(messages.upsert, said, now=NOON)
    assert await first_unread(store) == "m4"


async def test_where_no_message_is_flagged_all_that_they_wrote_since_our_answer_is_unread(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(1, is_read=False)], now=NOON)
    said = [
        message(2, sender=SAM, is_read=True),
        message(3, at=NOON + 1, sender=ADA, is_read=True),
        message(4, at=NOON + 2, sender=ADA, is_read=True),
    ]
    await store.write(messages.upsert, said, now=NOON)
    assert await first_unread(store) == "m3"


async def test_what_was_read_here_is_unread_only_from_what_came_after(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(1, is_read=False)], now=NOON)
    await store.write(messages.upsert, [message(1, sender=ADA)], now=NOON)
    await store.write(triage.set_read, ONE, True, now=NOON)
    assert await first_unread(store) is None
    await store.write(messages.upsert, [message(2, at=NOON + 1, sender=ADA)], now=NOON)
    assert await first_unread(store) == "m2"


async def test_a_conversation_that_is_read_or_unknown_has_nothing_unread(store: Store) -> None:
    assert await first_unread(store) is None
    await store.write(conversations.upsert, [conversation(1)], now=NOON)
    await store.write(messages.upsert, [message(1, sender=ADA, is_read=True)], now=NOON)
    assert await first_unread(store) is None
