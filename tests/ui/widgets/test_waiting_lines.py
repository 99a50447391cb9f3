"""What an entry of the outbox and of the drafts says: in every state, in words, and never too wide."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import pytest
from rich.cells import cell_len
from rich.style import Style
from textual.color import Color

from chatlane_tui.model.ids import ConversationId
from chatlane_tui.model.outbox import OutboxState
from chatlane_tui.store.rows import DraftLine, WaitingRow
from chatlane_tui.ui.theme import ASCII, DARK, UNICODE, Glyphs, looks
from chatlane_tui.ui.widgets.draft_lines import draft_lines
from chatlane_tui.ui.widgets.entry_list import EntryLine, EntryLook
from chatlane_tui.ui.widgets.waiting_lines import MOST_WHY, waiting_lines
from tests.ui.widgets.made_rows import MINUTE, NOW

H, Q, S = OutboxState.HELD, OutboxState.QUEUED, OutboxState.SENDING
B, R, U = OutboxState.BLOCKED, OutboxState.REFUSED, OutboxState.UNCERTAIN
COLOURS = {**DARK.variables, "foreground": "#d9dfe7", "primary": "#5fa8e8", "error": "#f2727a", "accent": "#f0b35c"}


def look(width: int = 76, *, glyphs: Glyphs = UNICODE) -> EntryLook:
    variables = {**COLOURS, "warning": "#e6c15c", "success": "#7cc58a", "secondary": "#8fa3bf"}
    return EntryLook(width, NOW, UTC, looks(variables, Color.parse("#13161b")), glyphs)


def waiting(state: OutboxState | None, **changes: Any) -> WaitingRow:
    values: dict[str, Any] = {
        "key": "o1" if state is not None else "m1",
        "conversation_id": ConversationId(5),
        "state": state,
        "type": "email",
        "is_draft": False,
        "name": "Ada Lovelace",
        "subject": "Refund",
        "channel": "Support mail",
        "words": "Dear Ada, it is refunded.",
        "at": NOW - 3 * MINUTE,
        "due": NOW,
        "problem": "",
        "delivery": "",
        "is_behind": False,
        "news": 0,
        "news_words": "",
        "newest": None,
    }
    return WaitingRow(**{**values, **changes})


def draft(**changes: Any) -> DraftLine:
    values = (ConversationId(5), "reply", "sms", "Ada Lovelace", "Refund", "SMS UK", "Dear Ada", "", NOW - 3 * MINUTE)
    return DraftLine(*values)._replace(**changes)


def said(found: tuple[EntryLine, ...]) -> str:
    """All of it, left sides and right sides."""
    return "\n".join(
        "".join(text for text, _ in line.left) + "".join(f" | {text.strip()}" for text, _ in line.right)
        for line in found
    )


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (waiting(H, due=NOW + 8_000), ("goes out in 8 s", "Held until 15:00, so that you can take it back.")),
        (waiting(H), ("going out",)),
        (waiting(Q), ("waiting to send", "as soon as the server can be reached")),
        (waiting(Q, due=NOW + 9_000, problem="Offline."), ("tried again in 9 s", "Offline.")),
        (waiting(Q, due=NOW + 90 * MINUTE), ("tried again at 16:30",)),
        (waiting(Q, due=NOW + 24 * 60 * MINUTE), ("tried again at Thu 19 Nov 15:00",)),
        (waiting(Q, is_behind=True), ("waits its turn", "The one before it in this conversation has to go first.")),
        (waiting(S), ("being sent", "Its request is on the way to the server.")),
        (waiting(B, problem="Ada wrote.", news=1, news_words="Wait!"), ("NOT SENT", 'Ada wrote. New: "Wait!"')),
        (waiting(B, problem="Ada wrote.", news=3, news_words="Wait!"), ('Ada wrote. The newest of 3: "Wait!"',)),
        (waiting(B, problem="Ada wrote.", news=1), ('New: "a message without text"',)),
        (waiting(B, problem="Ada wrote."), ("NOT SENT", "Ada wrote.")),
        (waiting(R, problem="No channel."), ("REFUSED", "No channel.")),
        (waiting(R), ("REFUSED", "The server refused it.")),
        (waiting(U, problem="Not found."), ("UNCERTAIN", "Not found.")),
        (waiting(U), ("UNCERTAIN", "It may have been sent.")),
        (waiting(None, delivery="bounced"), ("BOUNCED", "did not reach the customer")),
    ],
)
def test_it_says_where_it_stands_and_why(row: WaitingRow, words: tuple[str, ...]) -> None:
    found = said(waiting_lines(row, look()))
    assert [word for word in words if word not in found] == []
    assert "EMAIL to Ada Lovelace via Support mail  Refund" in found
    assert "Dear Ada, it is refunded." in found
    assert "3m" in found


def test_a_note_is_never_taken_for_an_answer() -> None:
    found = said(waiting_lines(waiting(Q, type="note"), look()))
    assert "NOTE (internal) on Ada Lovelace" in found
    assert " to Ada" not in found
    assert "NOTE (internal) on Ada Lovelace" in said(draft_lines(draft(kind="note", type="note"), look()))


def test_a_draft_for_the_server_is_called_one() -> None:
    assert "DRAFT on the server (EMAIL) to Ada" in said(waiting_lines(waiting(Q, is_draft=True), look()))


def test_what_is_not_known_is_not_invented() -> None:
    row = waiting(Q, name="", subject="", channel="", words="")
    assert said(waiting_lines(row, look())).splitlines()[:2] == [
        "→ EMAIL to conversation 5 | waiting to send | 3m",
        "  (no text)",
    ]
    assert said(draft_lines(draft(name="", subject="", channel="", words="", type=""), look())).splitlines() == [
        "✎ Reply to conversation 5 | 3m",
        "  (no text yet)",
    ]


@pytest.mark.parametrize("state", [None, *OutboxState])
@pytest.mark.parametrize("width", [8, 40, 57, 117])
def test_a_reason_is_wrapped_and_never_endless(state: OutboxState | None, width: int) -> None:
    row = waiting(state, problem="because of this " * 60, is_behind=False)
    first, words, *why = waiting_lines(row, look(width))
    assert first.right
    assert words.left
    assert 1 <= len(why) <= MOST_WHY
    assert all(sum(cell_len(text) for text, _ in line.left) <= max(width, 10) + 1 for line in why)


def test_a_draft_says_why_it_is_here() -> None:
    found = said(draft_lines(draft(notice="It was not sent: the program was closed"), look()))
    assert found.splitlines() == [
        "✎ Reply by SMS to Ada Lovelace via SMS UK  Refund | 3m",
        "  Dear Ada",
        "  It was not sent: the program was closed",
    ]


def test_plain_signs_are_plain() -> None:
    found = [*waiting_lines(waiting(Q), look(glyphs=ASCII)), *draft_lines(draft(), look(glyphs=ASCII))]
    assert said(tuple(found)).isascii()


def test_trouble_has_its_own_sign_and_words() -> None:
    signs = {said(waiting_lines(waiting(state, delivery="failed"), look()))[0] for state in (None, B, R, U)}
    assert signs == {UNICODE.troubled}
    assert {said(waiting_lines(waiting(state), look()))[0] for state in (H, Q, S)} == {UNICODE.waiting}


def test_ordinary_words_take_the_colours_of_their_line() -> None:
    head, words, *_ = waiting_lines(waiting(Q), look())
    assert words.left[1] == ("Dear Ada, it is refunded.", Style.null())
    assert head.right[0][0] == "waiting to send"
