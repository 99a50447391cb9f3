"""The plan: what to read next, without I/O."""

from dataclasses import replace

from chatlane_tui.model.ids import ConversationId, MessageId
from chatlane_tui.sync import plan
from chatlane_tui.sync.pace import Pace
from chatlane_tui.sync.plan import DONE, WALKS, Known, next_step
from chatlane_tui.sync.rounds import Recheck, Rounds, Sweep

PACE = Pace()
NOW = 1_800_000_000_000
READ = dict.fromkeys(WALKS, DONE)


def test_the_token_is_proved_first() -> None:
    assert next_step(Known(), NOW, PACE) == plan.ReadInboxes()


def test_open_conversations_are_walked_before_anything_else() -> None:
    assert next_step(Known(inboxes_at=NOW), NOW, PACE) == plan.Walk("conversations:active", None)


def test_a_walk_goes_on_where_it_was_cut() -> None:
    known = Known(inboxes_at=NOW, polled_at=NOW, cursors={**READ, "messages": "page=7"})
    assert next_step(known, NOW, PACE) == plan.Walk("messages", "page=7")


def test_a_poll_that_is_due_goes_before_a_long_walk() -> None:
    known = Known(inboxes_at=NOW, polled_at=NOW - PACE.poll, messages_mark=5, cursors={"conversations:active": DONE})
    assert next_step(known, NOW, PACE) == plan.Poll(5, None)


def test_nothing_is_polled_before_the_open_conversations_are_listed() -> None:
    known = Known(inboxes_at=NOW, cursors={"conversations:active": "page=2"})
    assert next_step(known, NOW, PACE) == plan.Walk("conversations:active", "page=2")


def test_a_poll_begins_an_overlap_before_the_watermark() -> None:
    step = plan.Poll(messages_mark=NOW, conversations_mark=PACE.overlap - 1)
    assert (step.messages_after(PACE), step.conversations_after(PACE)) == (NOW - PACE.overlap, 0)


def test_without_a_watermark_everything_is_asked_for() -> None:
    assert plan.Poll(None, None).messages_after(PACE) is None


def test_touched_conversations_are_read_again_before_deliveries_are_watched() -> None:
    known = Known(
        inboxes_at=NOW,
        polled_at=NOW,
        cursors=READ,
        stale=(ConversationId(4),),
        watched=(MessageId(9),),
        watched_at=None,
    )
    assert next_step(known, NOW, PACE) == plan.ReadConversation(ConversationId(4))


def test_deliveries_are_watched_at_their_own_pace() -> None:
    known = Known(inboxes_at=NOW, polled_at=NOW, cursors=READ, watched=(MessageId(9),), watched_at=NOW - PACE.watch)
    assert next_step(known, NOW, PACE) == plan.Watch((MessageId(9),))


def test_under_a_tight_limit_deliveries_are_watched_less_often() -> None:
    every = PACE.watch_every(10)
    assert every == 30_000
    rounds = Rounds(limit=10, looked_at=NOW)
    watching = Known(inboxes_at=NOW, polled_at=NOW, cursors=READ, watched=(MessageId(9),), rounds=rounds)
    assert next_step(replace(watching, watched_at=NOW - PACE.watch), NOW, PACE) == plan.Rest(NOW + PACE.poll)
    assert next_step(replace(watching, watched_at=NOW - every), NOW, PACE) == plan.Watch((MessageId(9),))


def test_with_nothing_due_it_rests_until_the_next_poll() -> None:
    known = Known(inboxes_at=NOW, polled_at=NOW - 1000, cursors=READ)
    assert next_step(known, NOW, PACE) == plan.Rest(NOW - 1000 + PACE.poll)


def test_with_a_delivery_under_way_it_rests_no_longer_than_to_the_next_look() -> None:
    known = Known(inboxes_at=NOW, polled_at=NOW, cursors=READ, watched=(MessageId(9),), watched_at=NOW)
    assert next_step(known, NOW, PACE) == plan.Rest(NOW + PACE.watch)


def test_a_clock_that_was_set_back_does_not_stop_the_polls() -> None:
    known = Known(inboxes_at=NOW, polled_at=NOW + 3_600_000, cursors=READ)
    assert isinstance(next_step(known, NOW, PACE), plan.Poll)


def test_silent_changes_are_looked_for_after_news_and_before_the_long_walks() -> None:
    rounds = Rounds(ready=frozenset({"conversations:active"}))
    known = Known(inboxes_at=NOW, polled_at=NOW, cursors={**READ, "messages": "page=7"}, rounds=rounds)
    assert next_step(known, NOW, PACE) == Sweep("conversations:active")
    touched = Known(inboxes_at=NOW, polled_at=NOW, cursors=READ, rounds=rounds, stale=(ConversationId(4),))
    assert next_step(touched, NOW, PACE) == plan.ReadConversation(ConversationId(4))


def test_nothing_is_looked_at_before_the_open_conversations_are_listed() -> None:
    known = Known(inboxes_at=NOW, rounds=Rounds(visible={ConversationId(1): 0}))
    assert next_step(known, NOW, PACE) == plan.Walk("conversations:active", None)


def test_it_rests_no_longer_than_to_the_next_look() -> None:
    rounds = Rounds(visible={ConversationId(1): NOW - PACE.visible + 500})
    known = Known(inboxes_at=NOW, polled_at=NOW, cursors=READ, rounds=rounds)
    assert next_step(known, NOW, PACE) == plan.Rest(NOW + 500)
    assert next_step(known, NOW + 500, PACE) == Recheck(ConversationId(1))
