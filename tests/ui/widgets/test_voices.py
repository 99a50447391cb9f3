"""What head and foot of a message say, and that no two kinds look alike without colour."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import pytest
from textual.color import Color

from chatlane_tui.model.outbox import OutboxState
from chatlane_tui.store.rows import Direction, MessageRow
from chatlane_tui.ui.theme import ASCII, DARK, UNICODE, Glyphs, looks
from chatlane_tui.ui.widgets.voices import foot_of, has_failed, head_of, is_counting, shape_of
from tests.ui.widgets.made_rows import NOW, message, outgoing

LOOKS = looks({**DARK.to_color_system().generate(), **DARK.variables}, Color.parse(DARK.background or ""))
NOTE: dict[str, Any] = {"type": "note", "direction": Direction.NOTE, "sender": "Sam"}


def head(row: MessageRow, *, now: int = NOW, glyphs: Glyphs = UNICODE) -> str:
    return " | ".join(part.text for part in head_of(row, LOOKS, now=now, zone=UTC, glyphs=glyphs))


OURS: dict[str, Any] = {"direction": Direction.OURS, "at": NOW}
DRAFT: dict[str, Any] = {**OURS, "is_server_draft": True, "sender": "Sam"}
VIA = "now | EMAIL | Support mail"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (message(1, at=NOW), f"Ada Lovelace | {VIA}"),
        (message(1, at=NOW, sender=""), f"Customer | {VIA}"),
        (message(1, sender="Sam", delivery="sent", **OURS), f"Sam | {VIA} | sent"),
        (message(1, sender="", delivery="Bounced", **OURS), f"Team | {VIA} | BOUNCED"),
        (message(1, at=NOW, direction=Direction.UNKNOWN, sender=""), f"Somebody | (direction unknown) | {VIA}"),
        (message(1, at=NOW, **NOTE), "NOTE · internal | Sam | now"),
        (message(1, **DRAFT), f"DRAFT on the server | cannot be changed from here | Sam | {VIA}"),
        (outgoing(1, OutboxState.HELD, due=NOW + 8_000), f"You | {VIA} | sending in 8 s | u recalls"),
        (outgoing(1, OutboxState.HELD, due=NOW), f"You | {VIA} | sending…"),
        (outgoing(1, OutboxState.SENDING, **DRAFT), f"You | {VIA} | as a DRAFT on the server | sending…"),
        (outgoing(1, OutboxState.QUEUED, due=NOW), f"You | {VIA} | waiting to send"),
        (outgoing(1, OutboxState.QUEUED, due=NOW + 120_000), f"You | {VIA} | waiting to send | not before 15:02"),
        (outgoing(1, OutboxState.REFUSED), f"You | {VIA} | REFUSED"),
        (outgoing(1, OutboxState.BLOCKED), f"You | {VIA} | NOT SENT"),
        (outgoing(1, OutboxState.UNCERTAIN), f"You | {VIA} | UNCERTAIN"),
        (
            outgoing(1, OutboxState.HELD, due=NOW + 3_000, **NOTE),
            "NOTE · internal | You | now | sending in 3 s | u recalls",
        ),
    ],
)
def test_a_head_says_who_when_how_and_where_it_stands(row: MessageRow, said: str) -> None:
    assert head(row) == said


def test_an_unknown_delivery_word_is_shown_raw_and_on_theirs_none_is() -> None:
    assert head(message(1, direction=Direction.OURS, delivery="Teleported")).endswith("| Teleported")
    assert "sent" not in head(message(1, delivery="sent"))


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_no_two_kinds_share_bar_and_word(glyphs: Glyphs) -> None:
    rows = [
        message(1),
        message(1, direction=Direction.OURS),
        message(1, direction=Direction.UNKNOWN),
        message(1, **NOTE),
        message(1, is_server_draft=True),
        *(outgoing(1, state, due=NOW + 1_000) for state in OutboxState),
        outgoing(1, OutboxState.QUEUED, **NOTE),
    ]
    shown = {(shape_of(row, LOOKS, glyphs).bar, head(row, glyphs=glyphs)) for row in rows}
    assert len(shown) == len(rows)


def test_a_note_is_tinted_wherever_it_stands_and_nothing_else_is() -> None:
    notes = [message(1, **NOTE), outgoing(1, OutboxState.REFUSED, **NOTE)]
    others = [message(1), outgoing(1, OutboxState.REFUSED), message(1, is_server_draft=True)]
    assert all(shape_of(row, LOOKS, UNICODE).tint.bgcolor for row in notes)
    assert not any(shape_of(row, LOOKS, UNICODE).tint.bgcolor for row in others)


@pytest.mark.parametrize(
    ("state", "problem", "said"),
    [
        (OutboxState.REFUSED, "Too long.", "REFUSED: Too long. · Enter: edit, another channel or discard"),
        (OutboxState.REFUSED, "", "REFUSED · Enter: edit, another channel or discard"),
        (OutboxState.BLOCKED, "Ada wrote.", "NOT SENT: Ada wrote. · Enter: send again, edit or discard"),
        (OutboxState.BLOCKED, "", "NOT SENT · Enter: send again, edit or discard"),
        (OutboxState.UNCERTAIN, "", "UNCERTAIN: it may have been sent. · Enter: it was sent, send again or discard"),
        (OutboxState.QUEUED, "Offline.", "Offline."),
        (OutboxState.HELD, "", ""),
    ],
)
def test_a_foot_says_what_went_wrong_and_what_to_do(state: OutboxState, problem: str, said: str) -> None:
    assert foot_of(outgoing(1, state, problem=problem)) == said


def test_an_answer_that_did_not_arrive_says_what_may_be_done() -> None:
    failed = message(1, direction=Direction.OURS, delivery="Bounced")
    assert has_failed(failed)
    assert foot_of(failed) == "It did not reach the customer. Enter: answer on another channel"
    assert foot_of(message(1, direction=Direction.THEIRS, delivery="failed")) == ""
    assert foot_of(message(1, direction=Direction.OURS, delivery="sent")) == ""


def test_other_keys_have_other_words() -> None:
    assert foot_of(outgoing(1, OutboxState.REFUSED), {}) == "REFUSED"


def test_only_what_is_held_and_not_yet_due_counts() -> None:
    assert is_counting(outgoing(1, OutboxState.HELD, due=NOW + 1), NOW)
    assert not is_counting(outgoing(1, OutboxState.HELD, due=NOW), NOW)
    assert not is_counting(outgoing(1, OutboxState.QUEUED, due=NOW + 1), NOW)
