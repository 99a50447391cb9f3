"""One message as lines: its head, its body behind a bar, its files, what became of it. And the lines between."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from chatlane_tui.render.document import Document
from chatlane_tui.store.rows import AttachmentRow
from chatlane_tui.ui.layout import Palette, Row, RowKind, lay_out, strip
from chatlane_tui.ui.theme import Glyphs, Looks
from chatlane_tui.ui.widgets.long_bodies import beginning
from chatlane_tui.ui.widgets.voices import Shape, Words
from chatlane_tui.ui.widgets.wrapping import fitted, told, wrapped

LONGEST = 200
"""Rows of a body shown before a person asks for the rest."""
WIDEST = 110
"""Cells of a body's line, however wide the pane: longer lines are hard to read."""

Finish = Callable[[Sequence[Segment], int], Strip]
"""Makes a strip as the app wants it, from segments and the sum of their widths."""

ACTION = "does"
"""Meta of a line that a click acts on: "rest" or "unfold"."""


class Brush(NamedTuple):
    """What every line is painted with."""

    width: int
    looks: Looks
    glyphs: Glyphs
    finish: Finish

    def text_width(self, shape: Shape) -> int:
        """Cells of a body's line behind the bar; one stays free before the scrollbar."""
        return max(4, min(WIDEST, self.width - shape.indent - 3))


def palette_of(looks: Looks) -> Palette:
    """The marks of a body in this theme."""
    return Palette(
        heading=looks.strong,
        code=looks.code,
        link=looks.link,
        dim=looks.muted,
        hit=looks.hit,
        fold=looks.muted,
        notice=looks.muted,
    )


def rule(brush: Brush, text: str, style: Style) -> Strip:
    """A line between messages that says something: a day, or where the unread ones begin."""
    looks, dash = brush.looks, brush.glyphs.rule
    words = f" {text} "
    room = max(0, brush.width - 2 - cell_len(words))
    return _finished(brush, [(dash * 2, style), (words, style), (dash * room, style)], looks.base)


def blank(brush: Brush) -> Strip:
    """The empty line after a message."""
    return brush.finish([Segment(" " * brush.width, brush.looks.base)], brush.width)


def remark(brush: Brush, text: str) -> Strip:
    """A quiet line between messages: something that happened to the conversation."""
    looks, glyphs = brush.looks, brush.glyphs
    return _finished(brush, [(f"   {glyphs.dot} {told(text, glyphs)}", looks.muted)], looks.base)


def head(brush: Brush, shape: Shape, words: Sequence[Words], *, is_current: bool, is_focused: bool) -> Strip:
    """The first line; the message under the cursor has a different one, by sign and by background."""
    looks, glyphs = brush.looks, brush.glyphs
    base = looks.base + shape.tint
    if is_current:
        base += looks.selected if is_focused else looks.selected_blurred
    parts = _fitting([part._replace(text=told(part.text, glyphs)) for part in words], brush.width - shape.indent - 2, 3)
    here = glyphs.here if is_current else " "
    pieces = [(" " * shape.indent, looks.base), (shape.bar, shape.ink), (here, looks.accent)]
    for place, part in enumerate(parts):
        joint = "" if place == 0 else "  " if place == 1 else f" {glyphs.dot} "
        pieces += [(joint, looks.muted), (part.text, part.style)]
    return _finished(brush, pieces, base)


def body(brush: Brush, shape: Shape, document: Document, *, unfolded: bool, whole: bool) -> tuple[Strip, ...]:
    """The lines of a body; a long one ends with a line that says how much is left out, unless `whole`."""
    width = brush.text_width(shape)
    shown, left_out = (document, 0) if whole else beginning(document, LONGEST, width, unfolded=unfolded)
    rows = lay_out(shown, width, unfolded=unfolded, emoji_as_text=not brush.glyphs.pictures)
    if not whole and len(rows) > LONGEST:
        left_out = max(left_out, len(rows) - LONGEST)
        rows = rows[:LONGEST]
    base = brush.looks.base + shape.tint
    lines = painted(brush, shape, rows)
    if left_out:
        words = f"{brush.glyphs.more} about {left_out} more lines {brush.glyphs.dot} Enter shows the rest"
        style = base + brush.looks.accent + Style.from_meta({ACTION: "rest"})
        lines.append(_barred(brush, shape, Strip([Segment(fitted(words, width, brush.glyphs), style)], width), base))
    return tuple(lines)


def painted(brush: Brush, shape: Shape, rows: Sequence[Row]) -> list[Strip]:
    """Rows of a body behind the bar."""
    width, base, palette = brush.text_width(shape), brush.looks.base + shape.tint, palette_of(brush.looks)
    return [_barred(brush, shape, strip(row, palette, width, base + _does(row)), base) for row in rows]


def said(brush: Brush, shape: Shape, text: str, style: Style) -> tuple[Strip, ...]:
    """A sentence of ours behind the bar, wrapped."""
    width = brush.text_width(shape)
    base = brush.looks.base + shape.tint
    return tuple(
        _barred(brush, shape, Strip([Segment(fitted(row, width, brush.glyphs), base + style)], width), base)
        for row in wrapped(told(text, brush.glyphs), width)
    )


def waiting(brush: Brush, shape: Shape, lines: int) -> tuple[Strip, ...]:
    """A body that is not here yet, in about as many lines as it will have."""
    first, rest = said(brush, shape, brush.glyphs.more, brush.looks.muted), said(brush, shape, "", brush.looks.muted)
    return (*first, *(rest * (lines - 1)))


def files(brush: Brush, shape: Shape, attachments: Sequence[AttachmentRow]) -> tuple[Strip, ...]:
    """One line a file: its name, size and type."""
    lines: list[Strip] = []
    width = brush.text_width(shape)
    base = brush.looks.base + shape.tint
    for file in attachments:
        facts = [fact for fact in (size_words(file.size), file.mime_type) if fact]
        aside = f"  {f' {brush.glyphs.dot} '.join(facts)}"
        room = max(8, width - cell_len(aside) - cell_len(brush.glyphs.file) - 1)
        name = told(file.name or "(no name)", brush.glyphs)
        segments = [
            Segment(f"{brush.glyphs.file} ", base + brush.looks.accent),
            Segment(fitted(name, min(cell_len(name), room), brush.glyphs), base),
            Segment(aside, base + brush.looks.muted),
        ]
        lines.append(_barred(brush, shape, Strip(segments).adjust_cell_length(width, base), base))
    return tuple(lines)


def size_words(size: int | None) -> str:
    """Bytes as people read them: "3 B", "12 KB", "1.4 MB"; empty where nobody said."""
    if size is None:
        return ""
    if size < 1_000:
        return f"{size} B"
    if size < 1_000_000:
        return f"{size / 1_000:.0f} KB"
    return f"{size / 1_000_000:.1f} MB"


def _does(row: Row) -> Style:
    return Style.from_meta({ACTION: "unfold"}) if row.kind is RowKind.FOLD else Style.null()


def _barred(brush: Brush, shape: Shape, inner: Strip, base: Style) -> Strip:
    edge = [Segment(" " * shape.indent, brush.looks.base)] if shape.indent else []
    used = shape.indent + 2 + inner.cell_length
    segments = [*edge, Segment(shape.bar, base + shape.ink), Segment(" ", base), *inner]
    if used < brush.width:
        segments.append(Segment(" " * (brush.width - used), base))
    elif used > brush.width:
        return brush.finish(list(Strip(segments, used).crop(0, brush.width)), brush.width)
    return brush.finish(segments, brush.width)


def _fitting(words: Sequence[Words], room: int, joint: int) -> list[Words]:
    """The parts that fit, the lightest left out first."""
    parts = list(words)
    while sum(cell_len(part.text) + joint for part in parts) - joint > room:
        lightest = min((part.weight for part in parts if part.weight), default=0)
        if not lightest or len(parts) == 1:
            break
        parts = [part for part in parts if part.weight != lightest]
    return parts


def _finished(brush: Brush, pieces: Sequence[tuple[str, Style]], base: Style) -> Strip:
    """The pieces on `base`, cut and padded to the width."""
    segments, room = [], brush.width
    for text, style in pieces:
        cells = min(cell_len(text), room)
        if cells:
            segments.append(Segment(fitted(text, cells, brush.glyphs), base + style))
            room -= cells
    if room:
        segments.append(Segment(" " * room, base))
    return brush.finish(segments, brush.width)
