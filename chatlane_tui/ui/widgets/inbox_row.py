"""A conversation as two lines of the list: what stands where, and what gives way when there is little room."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from chatlane_tui.store.rows import InboxRow
from chatlane_tui.ui.theme import Glyphs, Looks
from chatlane_tui.ui.widgets.hit_marks import NO_HITS, Marks
from chatlane_tui.ui.widgets.wait_words import Wait
from chatlane_tui.ui.widgets.wrapping import fitted, told

CHANNELS = {
    "email": "EMAIL",
    "sms": "SMS",
    "whatsapp": "WA",
    "note": "NOTE",
    "phone_call": "CALL",
    "call": "CALL",
    "facebook": "FB",
    "instagram": "IG",
}
"""The words of the channel column; a type of the future (A8) is shown raw, in capitals."""

_ROOMY = 48
"""Cells from which ages stand in a column of their own and all facts are shown."""
_EDGED = 36
"""Cells from which there is a free one before the scrollbar."""
_NAME = 8
"""Cells of the name before anything else gives way."""

Piece = tuple[str, Style]


def channel_word(type_: str) -> str:
    """The word for a message type: "WA" for "whatsapp"; an unknown one raw, in capitals (A8)."""
    return CHANNELS.get(type_, type_.upper())


class RowLook(NamedTuple):
    """All that a row's two lines depend on besides the row itself."""

    width: int
    looks: Looks
    glyphs: Glyphs
    age: str
    waits: Wait
    """How long the customer has waited, in words."""
    selected: bool
    focused: bool
    sleeps: str = ""
    """Until when it is snoozed here, or empty."""
    chosen: bool = False
    """Selected for what comes next."""
    marker: Marks = NO_HITS
    """What is shown as a hit."""


def paint(row: InboxRow, look: RowLook) -> tuple[list[Segment], list[Segment]]:
    """The segments of both lines, each exactly `look.width` cells."""
    return _first(row, look), _second(row, look)


def paint_compact(row: InboxRow, look: RowLook) -> tuple[list[Segment]]:
    """The segments of the only line: the name in a column of its own, then subject and snippet."""
    looks, glyphs = look.looks, look.glyphs
    named = min(24, max(_NAME, look.width // 4))
    name = fitted(row.name or "(no name)", named, glyphs)
    name += " " * (named + 1 - cell_len(name))
    marks, facts = _marks(row, look), _facts(row, look, room=look.width // 6)
    right = [*marks, (" " if marks and facts else "", looks.base), *facts]
    if look.width >= _ROOMY:
        right += [(" ", looks.base), (fitted(channel_word(row.channel), 5, glyphs), looks.muted)]
    right += [(" ", looks.base), (look.age.rjust(5), looks.muted)]
    margin = [*_margin(row, look), (name, looks.strong if row.unread else looks.base if row.name else looks.muted)]
    return (_line(margin, _texts(row, looks), right, look),)


def _margin(row: InboxRow, look: RowLook) -> list[Piece]:
    looks, glyphs = look.looks, look.glyphs
    dot = (glyphs.unread, looks.accent) if row.unread else (" ", looks.base)
    return [dot, (glyphs.chosen if look.chosen else " ", looks.accent)]


def _marks(row: InboxRow, look: RowLook) -> list[Piece]:
    looks, glyphs = look.looks, look.glyphs
    signs = (
        (row.draft, glyphs.draft, looks.draft),
        (row.waiting > 0, glyphs.waiting, looks.waiting),
        (row.troubled > 0, glyphs.troubled, looks.error),
        (row.starred, glyphs.star, looks.accent),
    )
    return [(glyph, style) for shown, glyph, style in signs if shown]


def _texts(row: InboxRow, looks: Looks) -> list[Piece]:
    texts: list[Piece] = [(row.subject, looks.strong if row.unread else looks.base)] if row.subject else []
    if row.snippet:
        texts += [("  " if texts else "", looks.base), (row.snippet, looks.muted)]
    return texts or [("(no text)", looks.muted)]


def _first(row: InboxRow, look: RowLook) -> list[Segment]:
    looks, glyphs = look.looks, look.glyphs
    name = (row.name or "(no name)", looks.strong if row.unread else looks.base if row.name else looks.muted)
    marks = _marks(row, look)
    word = channel_word(row.channel)
    roomy = look.width >= _ROOMY
    age: Piece = (look.age.rjust(6 if roomy else 4), looks.muted)
    channel: Piece = (fitted(word, 5, glyphs) if roomy or cell_len(word) > 5 else word.rjust(5), looks.muted)
    right = [*marks, (" ", looks.base), channel, (" ", looks.base), age]
    if look.width - 3 - _cells(right) < _NAME:
        right = [*marks, (" ", looks.base), (look.age, looks.muted)]
    return _line(_margin(row, look), [name], right, look)


def _second(row: InboxRow, look: RowLook) -> list[Segment]:
    room = look.width - 3 if look.width >= _ROOMY else look.width // 2
    return _line([("  ", look.looks.base)], _texts(row, look.looks), _facts(row, look, room=room), look)


def _facts(row: InboxRow, look: RowLook, *, room: int) -> list[Piece]:
    """What stands at the right edge, as far as there is room, the most important outermost."""
    looks = look.looks
    facts: list[Piece] = []
    if row.returned:
        facts.append((row.returned, looks.warning))
    if look.waits.words:
        facts.append((look.waits.words, (looks.muted, looks.warning, looks.error)[look.waits.loudness]))
    if look.sleeps:
        facts.append((f"until {look.sleeps}", looks.waiting))
    if row.done:
        facts.append(("done", looks.ours))
    elif row.status and row.status != "active":
        word = row.status if cell_len(row.status) <= 10 else fitted(row.status, 10, look.glyphs)
        facts.append((word, looks.warning if row.status == "pending" else looks.muted))
    if row.later:
        facts.append(("later", looks.draft))
    if initials := _initials(row.assignee):
        facts.append((initials, looks.theirs))
    facts += [
        (f"#{label if cell_len(label) <= 12 else fitted(label, 12, look.glyphs)}", looks.unknown)
        for label in row.labels
    ]
    right: list[Piece] = []
    for fact in facts:
        longer = [fact, (" ", looks.base), *right] if right else [fact]
        if _cells(longer) <= room:
            right = longer
    return right


def _line(margin: list[Piece], texts: list[Piece], right: list[Piece], look: RowLook) -> list[Segment]:
    """Cursor and margin, texts cut to what is left, one space, and what stands at the right edge."""
    looks, glyphs = look.looks, look.glyphs
    base = looks.base
    cursor = (" ", looks.base)
    if look.chosen:
        base += looks.selected_blurred
    if look.selected:
        base += looks.selected if look.focused else looks.selected_blurred
        cursor = (glyphs.cursor if look.focused else glyphs.cursor_blurred, looks.accent)
    edge = 1 if look.width >= _EDGED else 0
    room = look.width - 1 - _cells(margin) - _cells(right) - bool(right) - edge
    if room < 1:
        right, room, edge = [], max(0, look.width - 1 - _cells(margin)), 0
    pieces = [cursor, *margin]
    for text, style in ((told(text, glyphs), style) for text, style in texts):
        cells = min(cell_len(text), room)
        pieces += _marked(fitted(text, cells, glyphs), style, look)
        room -= cells
    pieces.append((" " * (room + bool(right)), looks.base))
    pieces += [*right, (" " * edge, looks.base)]
    if base.reverse:  # inks would be papers, and each another one: only what is bold stays
        pieces = [(text, looks.strong if style.bold else looks.base) for text, style in pieces]
    segments = [Segment(text, base + _ink_of(style, looks)) for text, style in pieces if text]
    spare = look.width - sum(cell_len(text) for text, _, _ in segments)
    return (
        segments if spare == 0 else [Segment(fitted("".join(part.text for part in segments), look.width, glyphs), base)]
    )


def _marked(text: str, style: Style, look: RowLook) -> list[Piece]:
    """The text in pieces, hits in their own style."""
    pieces: list[Piece] = []
    done = 0
    for start, end in look.marker.spans(text):
        pieces += [(text[done:start], style), (text[start:end], style + look.looks.hit)]
        done = end
    return [*pieces, (text[done:], style)]


def _ink_of(style: Style, looks: Looks) -> Style:
    return Style.null() if style is looks.base else style


def _cells(pieces: list[Piece]) -> int:
    return sum(cell_len(text) for text, _ in pieces)


def _initials(name: str) -> str:
    words = name.split()
    letters = words[0][:1] + words[-1][:1] if len(words) > 1 else name.strip()[:2]
    return letters.upper()
