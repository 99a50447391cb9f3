"""The read guard: what came since a thread was seen."""

from chatlane_tui.model import wire
from chatlane_tui.model.ids import MessageId
from chatlane_tui.sync.guard import Seen, news


def _message(id_: int, at: str | None) -> wire.Message:
    return wire.Message.model_validate({"id": id_, "created_at": at, "body": "x", "type": "email"})


EARLY, LATE = "2026-11-01T10:00:00Z", "2026-11-01T10:05:00Z"
SEEN = Seen(MessageId(5), 1_793_527_200_000)


def test_what_was_seen_is_no_news() -> None:
    assert SEEN.at == _message(5, EARLY).created_at
    assert news([_message(5, EARLY), _message(4, EARLY)], SEEN, own=()) == ()


def test_a_later_message_is_news() -> None:
    assert [found.id for found in news([_message(6, LATE)], SEEN, own=())] == [6]


def test_of_the_same_second_the_greater_id_is_news() -> None:
    assert [found.id for found in news([_message(6, EARLY), _message(3, EARLY)], SEEN, own=())] == [6]


def test_our_own_words_are_no_news() -> None:
    assert news([_message(6, LATE)], SEEN, own={6}) == ()


def test_without_times_ids_decide() -> None:
    assert [found.id for found in news([_message(6, None), _message(2, None)], SEEN, own=())] == [6]


def test_to_somebody_who_saw_nothing_everything_is_news_in_order() -> None:
    found = news([_message(2, LATE), _message(1, EARLY)], Seen(None, None), own=())
    assert [message.id for message in found] == [1, 2]
