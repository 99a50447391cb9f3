"""Whose words a message is, and what head and foot say: a word, a sign and a colour for each, never colour alone."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import tzinfo
from typing import Final, NamedTuple, assert_never

from rich.style import Style

from chatlane_tui.model import delivery
from chatlane_tui.model.outbox import TROUBLED, OutboxState
from chatlane_tui.store.rows import Direction, MessageRow
from chatlane_tui.ui.ages import ago, countdown, moment, time_of_day
from chatlane_tui.ui.theme import Glyphs, Looks
from chatlane_tui.ui.widgets.inbox_row import channel_word

HINTS: Final[Mapping[OutboxState, str]] = {
    OutboxState.HELD: "u recalls",
    OutboxState.QUEUED: "",
    OutboxState.SENDING: "",
    OutboxState.BLOCKED: "Enter: send again, edit or discard",
    OutboxState.REFUSED: "Enter: edit, another channel or discard",
    OutboxState.UNCERTAIN: "Enter: it was sent, send again or discard",
}
"""What a person may do in each state; whoever binds other keys hands in other words."""

FAILED_HINT: Final = "Enter: answer on another channel"


class Voice(enum.Enum):
    """Whose words they are, or where they stand on their way."""

    THEIRS = enum.auto()
    OURS = enum.auto()
    NOTE = enum.auto()
    UNKNOWN = enum.auto()
    """The API does not say (M2), and nothing else does."""
    SERVER_DRAFT = enum.auto()
    """Not sent, and not to be changed from here (D1)."""
    ON_ITS_WAY = enum.auto()
    TROUBLED = enum.auto()
    """Refused, blocked or uncertain: a person decides."""


class Shape(NamedTuple):
    """The left edge of every line of a message: so many cells, then the bar. `tint` lies under all of it."""

    indent: int
    bar: str
    ink: Style
    tint: Style


class Words(NamedTuple):
    """A part of a head. Where there is no room, parts with a smaller `weight` go first; 0 stays."""

    text: str
    style: Style
    weight: int = 0


def voice_of(row: MessageRow) -> Voice:
    """How to show a row. A note on its way keeps its word in the head and its tint."""
    if row.state is not None:
        return Voice.TROUBLED if row.state in TROUBLED else Voice.ON_ITS_WAY
    if row.is_server_draft:
        return Voice.SERVER_DRAFT
    match row.direction:
        case Direction.THEIRS:
            return Voice.THEIRS
        case Direction.OURS:
            return Voice.OURS
        case Direction.NOTE:
            return Voice.NOTE
        case Direction.UNKNOWN:
            return Voice.UNKNOWN
        case _:
            assert_never(row.direction)


def is_note(row: MessageRow) -> bool:
    """Whether the customer never sees it, on its way or not."""
    return row.direction is Direction.NOTE or row.type == "note"


def shape_of(row: MessageRow, looks: Looks, glyphs: Glyphs) -> Shape:
    """The left edge and the tint of a row."""
    tint = looks.note_background if is_note(row) else Style.null()
    match voice_of(row):
        case Voice.THEIRS:
            return Shape(0, glyphs.theirs, looks.theirs, tint)
        case Voice.OURS:
            return Shape(2, glyphs.ours, looks.ours, tint)
        case Voice.NOTE:
            return Shape(1, glyphs.note, looks.note, tint)
        case Voice.UNKNOWN:
            return Shape(0, glyphs.unknown, looks.unknown, tint)
        case Voice.SERVER_DRAFT:
            return Shape(2, glyphs.server_draft, looks.draft, tint)
        case Voice.ON_ITS_WAY:
            return Shape(2, glyphs.on_its_way, looks.waiting, tint)
        case Voice.TROUBLED:
            return Shape(2, glyphs.trouble_bar, looks.error, tint)
        case voice:
            assert_never(voice)


def head_of(
    row: MessageRow,
    looks: Looks,
    *,
    now: int,
    zone: tzinfo | None,
    glyphs: Glyphs,
    hints: Mapping[OutboxState, str] = HINTS,
    absolute: bool = False,
) -> list[Words]:
    """What the first line says: who, when (how long ago, or `absolute`), through what, and where it stands."""
    ink = shape_of(row, looks, glyphs).ink
    strong = ink + looks.strong
    when = moment(row.at, zone=zone) if absolute else ago(row.at, now=now, zone=zone)
    time = Words(when, looks.muted, weight=2)
    view = Words("" if row.view == "auto" else f"seen as {view_words(row.view)}", looks.accent, weight=3)
    word = Words(channel_word(row.type), looks.muted, weight=3)
    channel = Words(row.channel, looks.muted, weight=1)
    if is_note(row):
        marked = Words(f"NOTE {glyphs.dot} internal", strong)
        who = Words(_who(row), looks.strong, weight=4)
        parts = [marked, who, time, *_state(row, looks, now, zone, hints, glyphs), view]
        return [part for part in parts if part.text]
    name = Words(_who(row), strong, weight=4)
    parts = [name, time, word, channel]
    match voice_of(row):
        case Voice.SERVER_DRAFT:
            rest = [Words("cannot be changed from here", looks.draft), name, time, word, channel]
            parts = [Words("DRAFT on the server", strong), *rest]
        case Voice.UNKNOWN:
            parts = [name, Words("(direction unknown)", looks.unknown), time, word, channel, *_delivery(row, looks)]
        case Voice.OURS:
            parts += _delivery(row, looks)
        case Voice.ON_ITS_WAY | Voice.TROUBLED:
            draft = Words("as a DRAFT on the server" if row.is_server_draft else "", looks.draft)
            parts += [draft, *_state(row, looks, now, zone, hints, glyphs)]
        case Voice.THEIRS | Voice.NOTE:
            pass
    return [part for part in (*parts, view) if part.text]


def foot_of(row: MessageRow, hints: Mapping[OutboxState, str] = HINTS) -> str:
    """What stands under the body of something that is not sent and why; empty where all is well."""
    match row.state:
        case OutboxState.BLOCKED:
            words = f"NOT SENT: {row.problem}" if row.problem else "NOT SENT"
        case OutboxState.REFUSED:
            words = f"REFUSED: {row.problem}" if row.problem else "REFUSED"
        case OutboxState.UNCERTAIN:
            words = f"UNCERTAIN: it may have been sent. {row.problem}".rstrip()
        case OutboxState.QUEUED:
            return row.problem
        case None if has_failed(row):
            return f"It did not reach the customer. {FAILED_HINT}"
        case _:
            return ""
    hint = hints.get(row.state, "")
    return f"{words} · {hint}" if hint else words


def has_failed(row: MessageRow) -> bool:
    """Whether it is an answer of ours that the server could not deliver (W3)."""
    return row.state is None and row.direction is Direction.OURS and delivery.failed(row.delivery)


def is_counting(row: MessageRow, now: int) -> bool:
    """Whether its head changes every second."""
    return row.state is OutboxState.HELD and row.due is not None and row.due > now


def _who(row: MessageRow) -> str:
    if row.state is not None:
        return "You"
    if row.sender:
        return row.sender
    match row.direction:
        case Direction.THEIRS:
            return "Customer"
        case Direction.OURS | Direction.NOTE:
            return "Team"
        case Direction.UNKNOWN:
            return "Somebody"
        case _:
            assert_never(row.direction)


def _state(
    row: MessageRow, looks: Looks, now: int, zone: tzinfo | None, hints: Mapping[OutboxState, str], glyphs: Glyphs
) -> list[Words]:
    if row.state is None:
        return []
    hint = Words(hints.get(row.state, ""), looks.muted, weight=5)
    match row.state:
        case OutboxState.HELD if is_counting(row, now) and row.due is not None:
            return [Words(f"sending in {countdown(row.due, now=now)}", looks.waiting), hint]
        case OutboxState.HELD | OutboxState.SENDING:
            return [Words(f"sending{glyphs.more}", looks.waiting)]
        case OutboxState.QUEUED:
            waits = row.due is not None and row.due > now
            later = f"not before {time_of_day(row.due or 0, zone=zone)}" if waits else ""
            return [Words("waiting to send", looks.waiting), Words(later, looks.muted, weight=5), hint]
        case OutboxState.BLOCKED:
            return [Words("NOT SENT", looks.error)]
        case OutboxState.REFUSED:
            return [Words("REFUSED", looks.error)]
        case OutboxState.UNCERTAIN:
            return [Words("UNCERTAIN", looks.error)]
        case _:
            assert_never(row.state)


def _delivery(row: MessageRow, looks: Looks) -> list[Words]:
    """The server's word for it, raw (W3); loud where it says that it did not arrive."""
    if delivery.failed(row.delivery):
        return [Words(row.delivery.upper(), looks.error)]
    return [Words(row.delivery, looks.waiting if row.delivery == "sending" else looks.muted)]


def view_words(view: str) -> str:
    """The name of a view of a body in a sentence."""
    return {"html": "HTML", "markdown": "Markdown", "plain": "plain text", "source": "source"}.get(view, view)
