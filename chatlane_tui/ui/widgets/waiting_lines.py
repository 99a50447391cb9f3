"""What the outbox screen says of what waits: to whom and how, its words, where it stands, why and until when."""

from __future__ import annotations

from datetime import tzinfo
from typing import Final, assert_never

from rich.style import Style

from chatlane_tui.model.outbox import OutboxState
from chatlane_tui.store.rows import WaitingRow
from chatlane_tui.ui.ages import MINUTE, age, countdown, day_label, time_of_day
from chatlane_tui.ui.widgets.composer_heading import type_words
from chatlane_tui.ui.widgets.entry_list import EntryLine, EntryLook, Piece
from chatlane_tui.ui.widgets.wrapping import wrapped

MOST_WHY: Final = 3
"""Lines that a reason may take."""

NEEDS_YOU: Final = frozenset({None, OutboxState.BLOCKED, OutboxState.REFUSED, OutboxState.UNCERTAIN})
"""Where a person decides; None: it went out and did not arrive."""


def waiting_lines(row: WaitingRow, look: EntryLook) -> tuple[EntryLine, ...]:
    """Two lines and the reason."""
    looks = look.looks
    troubled = row.state in NEEDS_YOU
    ink = looks.error if troubled else looks.waiting
    stands = where_it_stands(row, now=look.now, zone=look.zone)
    shown_age = age(row.at, now=look.now, zone=look.zone).rjust(6)
    mark = look.glyphs.troubled if troubled else look.glyphs.waiting
    head = EntryLine((*_sign(mark, ink), *whom(row, look)), ((stands, ink), (shown_age, looks.muted)))
    words = EntryLine((_indent(), (row.words or "(no text)", Style.null() if row.words else looks.muted)))
    style = looks.error if troubled else looks.muted
    rows = wrapped(why(row, now=look.now, zone=look.zone), max(8, look.width - 2))
    if len(rows) > MOST_WHY:
        rows = [*rows[: MOST_WHY - 1], f"{rows[MOST_WHY - 1]}{look.glyphs.more}"]
    return head, words, *(EntryLine((_indent(), (line, style))) for line in rows)


def whom(row: WaitingRow, look: EntryLook) -> tuple[Piece, ...]:
    """Whose eyes it is for, and the way there. A note can never be taken for an answer."""
    looks = look.looks
    name = row.name or f"conversation {row.conversation_id}"
    subject = (f"  {row.subject}" if row.subject else "", looks.muted)
    if row.type == "note":
        return (("NOTE (internal)", looks.note + looks.strong), (" on ", looks.muted), (name, looks.strong), subject)
    kind = f"DRAFT on the server ({type_words(row.type)})" if row.is_draft else type_words(row.type)
    via = (f" via {row.channel}" if row.channel else "", looks.muted)
    return ((kind, looks.strong), (" to ", looks.muted), (name, looks.strong), via, subject)


def where_it_stands(row: WaitingRow, *, now: int, zone: tzinfo | None) -> str:
    """In a few words, the same as in the thread."""
    match row.state:
        case None:
            return row.delivery.upper()
        case OutboxState.HELD:
            return f"goes out in {countdown(row.due, now=now)}" if row.due > now else "going out"
        case OutboxState.QUEUED if row.is_behind:
            return "waits its turn"
        case OutboxState.QUEUED:
            return f"tried again {_when(row.due, now=now, zone=zone)}" if row.due > now else "waiting to send"
        case OutboxState.SENDING:
            return "being sent"
        case OutboxState.BLOCKED:
            return "NOT SENT"
        case OutboxState.REFUSED:
            return "REFUSED"
        case OutboxState.UNCERTAIN:
            return "UNCERTAIN"
        case _ as never:
            assert_never(never)


def why(row: WaitingRow, *, now: int, zone: tzinfo | None) -> str:
    """Why it has not gone, and what would have to happen: a sentence."""
    match row.state:
        case None:
            return "It was sent and did not reach the customer. c answers on another channel, x lets it rest."
        case OutboxState.HELD:
            return f"Held until {_clock(row.due, now=now, zone=zone)}, so that you can take it back."
        case OutboxState.QUEUED if row.is_behind:
            return "The one before it in this conversation has to go first."
        case OutboxState.QUEUED:
            return row.problem or "It goes as soon as the server can be reached."
        case OutboxState.SENDING:
            return "Its request is on the way to the server."
        case OutboxState.BLOCKED:
            return f"{row.problem} {news(row)}".strip()
        case OutboxState.REFUSED:
            return row.problem or "The server refused it."
        case OutboxState.UNCERTAIN:
            return row.problem or "It may have been sent."
        case _ as never:
            assert_never(never)


def news(row: WaitingRow) -> str:
    """What came into the conversation since the author of a blocked text saw it; empty where it is not cached."""
    if not row.news:
        return ""
    count = "New" if row.news == 1 else f"The newest of {row.news}"
    words = row.news_words or "a message without text"
    return f'{count}: "{words}"'


def _sign(mark: str, ink: Style) -> tuple[Piece, Piece]:
    return (mark, ink), (" ", Style.null())


def _indent() -> Piece:
    return "  ", Style.null()


def _when(at: int, *, now: int, zone: tzinfo | None) -> str:
    return f"in {countdown(at, now=now)}" if at - now < MINUTE else f"at {_clock(at, now=now, zone=zone)}"


def _clock(at: int, *, now: int, zone: tzinfo | None) -> str:
    time, day = time_of_day(at, zone=zone), day_label(at, now=now, zone=zone)
    return time if day == "Today" else f"{day} {time}"
