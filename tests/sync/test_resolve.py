"""What became of an uncertain send: matched by type, words, time and sender."""

import pytest

from chatlane_tui.model import wire
from chatlane_tui.model.ids import ConversationId, OutboxId
from chatlane_tui.model.outbox import OutboxState
from chatlane_tui.store.identity import Identity
from chatlane_tui.store.rows import OutboxRow
from chatlane_tui.sync.resolve import matching, spoken

AT = 1_793_527_200_000
ROW = OutboxRow(
    id=OutboxId(1),
    conversation_id=ConversationId(1),
    state=OutboxState.UNCERTAIN,
    body="Hello Ada,\n\nyour refund is on its way.",
    type="email",
    is_draft=False,
    inbox_channel_id=None,
    contact_id=None,
    cc="",
    bcc="",
    file_urls=(),
    seen=None,
    created_at=AT,
    due=AT,
    attempts=1,
    problem="",
    code="",
    sent_at=AT,
)


def _message(body: str, *, id_: int = 7, kind: str = "email", at: str = "2026-11-01T10:00:00Z") -> wire.Message:
    return wire.Message.model_validate({"id": id_, "body": body, "type": kind, "created_at": at})


@pytest.mark.parametrize(
    "body",
    [ROW.body, "<p>Hello Ada,</p><p>your refund is on&nbsp;its way.</p>", "Hello Ada, your refund is on its way.\r\n"],
)
def test_the_same_words_are_found_whatever_the_server_made_of_their_form(body: str) -> None:
    found = matching([_message(body)], ROW, taken=(), since=AT)
    assert found is not None
    assert found.id == 7


@pytest.mark.parametrize(
    "message",
    [
        _message("Hello Ada, your refund is late."),
        _message(ROW.body, kind="sms"),
        _message(ROW.body, at="2026-11-01T09:00:00Z"),
    ],
    ids=["other words", "other type", "too old"],
)
def test_what_differs_is_not_ours(message: wire.Message) -> None:
    assert matching([message], ROW, taken=(), since=AT) is None


def test_a_message_known_as_ours_or_theirs_is_no_second_proof() -> None:
    assert matching([_message(ROW.body)], ROW, taken={7}, since=AT) is None


@pytest.mark.parametrize(
    ("sender", "is_ours"),
    [
        ({"id": 7, "name": "Mei Tanaka", "email": "mei@example.com"}, False),
        ({"name": "Mei Tanaka"}, False),
        ({"id": 3, "name": "Sam Porter", "email": "sam@example.com"}, True),
        ({"id": 9, "email": "SAM@example.com"}, True),
        ({"id": 3}, True),
        (None, True),
    ],
)
def test_the_same_words_of_a_colleague_are_no_proof(sender: dict[str, object] | None, is_ours: bool) -> None:
    message = wire.Message.model_validate(
        {**_message(ROW.body).model_dump(include={"id", "body", "type"}), "sender": sender}
    )
    found = matching([message], ROW, taken=(), since=AT, by=Identity("Sam Porter", "sam@example.com", 3))
    assert (found is not None) is is_ours


def test_the_earliest_of_two_is_taken() -> None:
    late = _message(ROW.body, id_=3, at="2026-11-01T10:09:00Z")
    found = matching([late, _message(ROW.body, id_=8)], ROW, taken=(), since=AT)
    assert found is not None
    assert found.id == 8


def test_a_body_of_signs_alone_is_compared_by_its_signs() -> None:
    assert matching([_message("👍")], ROW._replace(body="🎉"), taken=(), since=AT) is None


def test_unclosed_tags_are_words() -> None:
    assert spoken("a < b") == "a<b"
