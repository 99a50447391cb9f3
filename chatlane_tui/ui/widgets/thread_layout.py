"""The messages of one conversation as lines: how high each is, as far as is known, and its strips, made when asked for.

Knows nothing of scrolling. Heights are estimates until a body is here and was laid out once for the present width.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Final, NamedTuple

from textual.strip import Strip

from chatlane_tui.model.outbox import OutboxState
from chatlane_tui.render.document import Document
from chatlane_tui.store.rows import Direction, MessageRow
from chatlane_tui.ui.ages import day_label, day_span
from chatlane_tui.ui.widgets import message_block as block
from chatlane_tui.ui.widgets.change_words import change_words
from chatlane_tui.ui.widgets.heights import Heights
from chatlane_tui.ui.widgets.hit_body import hit_body
from chatlane_tui.ui.widgets.hit_marks import NO_HITS, Marks
from chatlane_tui.ui.widgets.message_block import Brush
from chatlane_tui.ui.widgets.voices import HINTS, Words, foot_of, has_failed, head_of, shape_of

BODIES: Final = 256
"""Bodies kept as strips, at most."""
LINES: Final = 5_000
"""Lines of those, at most."""
DOCUMENTS: Final = 512
"""Documents kept, at most; those that went are asked for again when they come into view."""


class _Kept(NamedTuple):
    row: MessageRow
    lines: tuple[Strip, ...]
    unfolded: bool = False
    whole: bool = False
    hits: tuple[int, ...] = ()

    def serves(self, row: MessageRow) -> bool:
        """Whether it was painted from an equal row."""
        return self.row is row or self.row == row


class _Head(NamedTuple):
    row: MessageRow
    words: tuple[Words, ...]
    is_current: bool
    is_focused: bool
    strip: Strip


@dataclass(slots=True)
class Folds:
    """What a person opened: everything, or single messages; and the long ones shown whole."""

    everything: bool = False
    unfolded: set[str] = field(default_factory=set)
    whole: set[str] = field(default_factory=set)


class ThreadLayout:
    """Rows and documents in, heights and strips out."""

    def __init__(self, *, zone: tzinfo | None = None, hints: Mapping[OutboxState, str] = HINTS) -> None:
        self.rows: tuple[MessageRow, ...] = ()
        self.index: dict[str, int] = {}
        self.heights = Heights()
        self.folds = Folds()
        self.unread_from: str | None = None
        self.absolute = False
        """Whether heads say the moment, and not how long ago it was."""
        self._marks: Marks = NO_HITS
        self._zone = zone
        self._hints = hints
        self._brush: Brush | None = None
        self._new_day: list[bool] = []
        self._exact: list[bool] = []
        self._documents: OrderedDict[str, tuple[int, Document]] = OrderedDict()
        self._bodies: OrderedDict[str, _Kept] = OrderedDict()
        self._tails: OrderedDict[str, _Kept] = OrderedDict()
        self._body_lines = 0
        self._heads: dict[str, _Head] = {}
        self._rules: dict[tuple[str, bool], Strip] = {}

    def clear(self) -> None:
        """Another conversation: nothing of this one is of use."""
        self.rows, self.index, self.unread_from = (), {}, None
        self.folds = Folds()
        self._new_day, self._exact = [], []
        self._documents.clear()
        self.heights = Heights()
        self._forget_strips()

    def paint_with(self, brush: Brush) -> None:
        """Another width or other colours: heights are estimates again."""
        self._brush = brush
        self._forget_strips()
        self._exact = [False] * len(self.rows)
        self._estimate({})

    def tell(self, rows: Sequence[MessageRow]) -> None:
        """The rows of the conversation as they are now; what is known of those that did not change stays known."""
        known = {
            row.key: (row, new_day, self.heights[index])
            for index, (row, new_day, exact) in enumerate(zip(self.rows, self._new_day, self._exact, strict=True))
            if exact
        }
        self.rows = tuple(rows)
        self.index = {row.key: index for index, row in enumerate(self.rows)}
        self._new_day = self._days()
        self._estimate(known)

    def supply(self, documents: Mapping[str, Document]) -> None:
        """Bodies that were asked for."""
        for key, document in documents.items():
            index = self.index.get(key)
            if index is not None:
                self._documents[key] = (self.rows[index].version, document)
                self._documents.move_to_end(key)
                self._drop_body(key)
                self._exact[index] = False
        while len(self._documents) > DOCUMENTS:
            self._documents.popitem(last=False)

    def lacks(self, index: int) -> bool:
        """Whether the body of that message is not here in its present version."""
        return self.document(index) is None

    def document(self, index: int) -> Document | None:
        """The body of that message in its present version, if it is here."""
        row = self.rows[index]
        version, document = self._documents.get(row.key, (row.version + 1, None))
        return document if version == row.version else None

    def measure(self, index: int) -> bool:
        """Make the height of a block exact; whether it changed. Without its body it stays an estimate."""
        if self._exact[index]:
            return False
        body = self._body(index)
        self._exact[index] = not self.lacks(index)
        below = 1 + _change_rows(self.rows[index])
        return self.heights.put(index, self.above(index) + 1 + len(body) + len(self._tail(index)) + below)

    def mark(self, marks: Marks) -> bool:
        """Show other words as hits; whether they are others."""
        if marks == self._marks:
            return False
        self._marks = marks
        self._bodies.clear()
        self._body_lines = 0
        self.loosen()
        return True

    def hit_lines(self, index: int) -> tuple[int, ...]:
        """The lines of a block on which hits begin, as far as its body is here."""
        self._body(index)
        start = self.above(index) + 1
        return tuple(start + line for line in self._bodies[self.rows[index].key].hits)

    def loosen(self, key: str | None = None) -> None:
        """Heights may be others after folding: of one message, or of all."""
        for index in range(len(self.rows)) if key is None else (self.index[key],):
            self._exact[index] = False

    def above(self, index: int) -> int:
        """Lines of a block before its head: a day, the unread line."""
        return self._new_day[index] + (self.rows[index].key == self.unread_from)

    def text_column(self, index: int) -> int:
        """The first cell of a message's words, behind its bar."""
        brush = self._present_brush
        return shape_of(self.rows[index], brush.looks, brush.glyphs).indent + 2

    def lines(self, index: int, *, now: int, current: str | None, focused: bool) -> list[Strip]:
        """All lines of a block that was measured; heads count down and days have names, hence `now`."""
        row = self.rows[index]
        strips: list[Strip] = []
        if self._new_day[index]:
            strips.append(self._rule(day_label(row.at, now=now, zone=self._zone)))
        if row.key == self.unread_from:
            unread = sum(row.direction in (Direction.THEIRS, Direction.UNKNOWN) for row in self.rows[index:])
            strips.append(self._rule(f"{unread} unread", loud=True))
        is_current = row.key == current
        strips.append(self._head(row, now, is_current=is_current, is_focused=focused and is_current))
        strips += self._body(index)
        strips += self._tail(index)
        strips.append(self._rule(""))
        strips += self._changes(row)
        return strips

    @property
    def _present_brush(self) -> Brush:
        if self._brush is None:
            raise LookupError("nothing was said yet about width and colours")
        return self._brush

    def _days(self) -> list[bool]:
        begins, start, end = list[bool](), 0, 0
        for row in self.rows:
            is_new = not start <= row.at < end
            if is_new:
                start, end = day_span(row.at, zone=self._zone)
            begins.append(is_new)
        return begins

    def _estimate(self, known: Mapping[str, tuple[MessageRow, bool, int]]) -> None:
        brush = self._brush
        width = max(4, min(block.WIDEST, brush.width - 4)) if brush is not None else 76
        heights, exact = list[int](), list[bool]()
        for row, new_day in zip(self.rows, self._new_day, strict=True):
            kept = known.get(row.key)
            is_known = kept is not None and kept[1] == new_day and (kept[0] is row or kept[0] == row)
            exact.append(is_known)
            heights.append(
                kept[2]
                if is_known and kept is not None
                else 2 + new_day + _body_rows(row, width) + _tail_rows(row, width) + _change_rows(row)
            )
        if self.unread_from is not None and self.unread_from in self.index:
            index = self.index[self.unread_from]
            heights[index] += not exact[index]
        self.heights, self._exact = Heights(heights), exact

    def _body(self, index: int) -> tuple[Strip, ...]:
        row, brush = self.rows[index], self._present_brush
        unfolded = self.folds.everything or row.key in self.folds.unfolded
        whole = row.key in self.folds.whole
        kept = self._bodies.get(row.key)
        if kept is not None and (kept.unfolded, kept.whole) == (unfolded, whole) and kept.serves(row):
            self._bodies.move_to_end(row.key)
            return kept.lines
        shape, document = shape_of(row, brush.looks, brush.glyphs), self.document(index)
        hits: tuple[int, ...] = ()
        if document is None:
            lines = block.waiting(brush, shape, _body_rows(row, brush.text_width(shape)))
        elif found := hit_body(brush, shape, document, self._marks, unfolded=unfolded):
            lines, hits = found
        else:
            lines = block.body(brush, shape, document, unfolded=unfolded, whole=whole)
            if not lines and not row.attachments:
                lines = block.said(brush, shape, "(no text)", brush.looks.muted)
        self._drop_body(row.key)
        self._bodies[row.key] = _Kept(row, lines, unfolded, whole, hits)
        self._body_lines += len(lines)
        while len(self._bodies) > 1 and (len(self._bodies) > BODIES or self._body_lines > LINES):
            self._body_lines -= len(self._bodies.popitem(last=False)[1].lines)
        return lines

    def _drop_body(self, key: str) -> None:
        kept = self._bodies.pop(key, None)
        if kept is not None:
            self._body_lines -= len(kept.lines)

    def _tail(self, index: int) -> tuple[Strip, ...]:
        """Files, and why it is not sent."""
        row, brush = self.rows[index], self._present_brush
        foot = foot_of(row, self._hints)
        if not row.attachments and not foot:
            return ()
        kept = self._tails.get(row.key)
        if kept is not None and kept.serves(row):
            return kept.lines
        shape = shape_of(row, brush.looks, brush.glyphs)
        lines = block.files(brush, shape, row.attachments)
        if foot:
            lines += block.said(brush, shape, foot, brush.looks.error if has_failed(row) else shape.ink)
        self._tails[row.key] = _Kept(row, lines)
        if len(self._tails) > BODIES:
            self._tails.popitem(last=False)
        return lines

    def _changes(self, row: MessageRow) -> list[Strip]:
        """What changed after this message and before the next, a line each, and an empty one."""
        brush = self._present_brush
        words = (change_words(change, beside=row.at, zone=self._zone, glyphs=brush.glyphs) for change in row.changes)
        lines = [block.remark(brush, line) for line in words]
        return [*lines, self._rule("")] if lines else []

    def _head(self, row: MessageRow, now: int, *, is_current: bool, is_focused: bool) -> Strip:
        brush = self._present_brush
        words = head_of(
            row,
            brush.looks,
            now=now,
            zone=self._zone,
            glyphs=brush.glyphs,
            hints=self._hints,
            absolute=self.absolute,
        )
        kept = self._heads.get(row.key)
        if (
            kept is not None
            and (kept.is_current, kept.is_focused) == (is_current, is_focused)
            and kept.words == tuple(words)
            and kept.row.state == row.state
        ):
            return kept.strip
        shape = shape_of(row, brush.looks, brush.glyphs)
        strip = block.head(brush, shape, words, is_current=is_current, is_focused=is_focused)
        if len(self._heads) > BODIES:
            self._heads.clear()
        self._heads[row.key] = _Head(row, tuple(words), is_current, is_focused, strip)
        return strip

    def _rule(self, words: str, *, loud: bool = False) -> Strip:
        """A line between messages; an empty one without words."""
        strip = self._rules.get((words, loud))
        if strip is None:
            brush = self._present_brush
            style = brush.looks.accent if loud else brush.looks.muted
            strip = self._rules[words, loud] = block.rule(brush, words, style) if words else block.blank(brush)
        return strip

    def _forget_strips(self) -> None:
        self._bodies.clear()
        self._tails.clear()
        self._heads.clear()
        self._rules.clear()
        self._body_lines = 0


def _body_rows(row: MessageRow, width: int) -> int:
    """About how many lines a body takes that is not here yet."""
    return min(row.newlines + 1 + row.size // width, block.LONGEST + 1)


def _change_rows(row: MessageRow) -> int:
    return len(row.changes) + 1 if row.changes else 0


def _tail_rows(row: MessageRow, width: int) -> int:
    return len(row.attachments) + (1 + len(row.problem) // width if row.state is not None and row.problem else 0)
