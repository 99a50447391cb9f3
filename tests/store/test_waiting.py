"""What the outbox screen and the list of drafts read: with whom it is for, in the order in which it matters."""

from __future__ import annotations

from chatlane_tui.model.ids import ChannelId, ConversationId, MessageId
from chatlane_tui.model.outbox import OutboxState, Outgoing
from chatlane_tui.store import conversations, drafts, messages, outbox, waiting
from chatlane_tui.store.database import Transaction
from chatlane_tui.store.rows import DraftRow
from tests.store.conftest import Store
from tests.store.told import ADA, MINUTE, NOON, conversation, message

ONE, TWO = ConversationId(1), ConversationId(2)
H, Q, S, B = OutboxState.HELD, OutboxState.QUEUED, OutboxState.SENDING, OutboxState.BLOCKED
CHANNEL = {"id": 7, "name": "Support mail", "type": "email", "is_active": True}
HELLO = Outgoing(
    conversation_id=ONE, body="<p>Hello&nbsp;Ada,</p>\n\n" + "x" * 900, type="email", inbox_channel_id=ChannelId(7)
)


def put(tx: Transaction, outgoing: Outgoing, *path: OutboxState, now: int = NOON) -> None:
    row = outbox.submit(tx, outgoing, now=now, due=now + MINUTE)
    for old, new in zip((H, *path), path, strict=False):
        outbox.move(tx, row, old, new, problem="because" if new is path[-1] and new is B else "")


async def test_it_says_with_whom_how_and_what_in_one_line(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(1)], now=NOON)
    await store.write(messages.upsert, [message(3, channel=CHANNEL)], now=NOON)
    await store.write(put, HELLO)
    [row] = await store.database.read(waiting.waiting)
    assert (row.name, row.subject, row.channel, row.state, row.due) == (
        "Ada Lovelace",
        "Subject 1",
        "Support mail",
        H,
        NOON + MINUTE,
    )
    assert row.words.startswith("Hello Ada, xxx")
    assert len(row.words) <= 200
    assert (row.outbox_id, row.message_id) == (1, None)


async def test_a_conversation_that_is_not_cached_hides_nothing(store: Store) -> None:
    await store.write(put, HELLO)
    draft = DraftRow(TWO, "note", "aside", "note", None, None, "", "", (), "", NOON)
    await store.write(drafts.save, draft)
    [row] = await store.database.read(waiting.waiting)
    [line] = await store.database.read(waiting.drafts)
    assert (row.name, row.newest) == ("", None)
    assert (line.name, line.words) == ("", "aside")


async def test_what_needs_a_person_comes_before_what_goes_by_itself(store: Store) -> None:
    await store.write(put, HELLO._replace(body="first"))
    await store.write(put, HELLO._replace(body="second", conversation_id=TWO), Q, S, B)
    found = await store.database.read(waiting.waiting)
    assert [row.words for row in found] == ["second", "first"]


async def test_what_did_not_arrive_is_among_them(store: Store) -> None:
    def sent(tx: Transaction) -> None:
        row = outbox.submit(tx, HELLO._replace(body="Lost"), now=NOON, due=NOON)
        outbox.move(tx, row, H, Q)
        outbox.move(tx, row, Q, S)
        outbox.delivered(tx, row, message(9, body="Lost", delivery_status="failed"), now=NOON)

    await store.write(sent)
    [row] = await store.database.read(waiting.waiting)
    assert (row.key, row.state, row.delivery, row.words) == ("m9", None, "failed", "Lost")
    assert (row.outbox_id, row.message_id) == (None, MessageId(9))


async def test_only_those_of_one_kind_wait_for_each_other(store: Store) -> None:
    await store.write(put, HELLO, Q)
    await store.write(put, HELLO._replace(type="note"), Q)
    await store.write(put, HELLO._replace(type="sms"), Q)
    found = await store.database.read(waiting.waiting)
    assert [(row.type, row.is_behind) for row in found] == [("email", False), ("note", False), ("sms", True)]


async def test_a_blocked_one_shows_what_came_since_it_was_written(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(1)], now=NOON)
    old = [message(1, sender=ADA), message(2, at=NOON + 1, sender=ADA)]
    await store.write(messages.upsert, old, now=NOON)
    await store.write(put, HELLO._replace(seen=MessageId(2)), Q, S, B)
    [row] = await store.database.read(waiting.waiting)
    assert (row.news, row.news_words) == (0, "")
    new = [message(3, at=NOON + 2, sender=ADA, body="Wait"), message(4, at=NOON + 3, sender=ADA, body="<b>Solved</b>")]
    await store.write(messages.upsert, new, now=NOON)
    [row] = await store.database.read(waiting.waiting)
    assert (row.news, row.news_words, row.newest) == (2, "Solved", MessageId(4))


async def test_what_nobody_had_seen_is_all_news(store: Store) -> None:
    await store.write(messages.upsert, [message(1, sender=ADA, body="Hello?")], now=NOON)
    await store.write(put, HELLO, Q, S, B)
    [row] = await store.database.read(waiting.waiting)
    assert (row.news, row.news_words) == (1, "Hello?")


async def test_drafts_are_listed_the_last_touched_first(store: Store) -> None:
    await store.write(conversations.upsert, [conversation(1)], now=NOON)
    reply = DraftRow(ONE, "reply", "Hello\nAda", "sms", None, None, "", "", (), "It was not sent.", NOON)
    await store.write(drafts.save, reply)
    await store.write(drafts.save, reply._replace(kind="note", type="note", notice="", updated_at=NOON + 1))
    found = await store.database.read(waiting.drafts)
    assert [(line.kind, line.words, line.notice, line.at) for line in found] == [
        ("note", "Hello Ada", "", NOON + 1),
        ("reply", "Hello Ada", "It was not sent.", NOON),
    ]
