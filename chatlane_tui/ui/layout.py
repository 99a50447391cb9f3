"""A body laid out in rows of so many cells: wrapped at words and between wide letters, folds shut or open."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len, split_graphemes
from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.strip import Strip

from chatlane_tui.render.document import Block, Document, Fold, Mark, Run
from chatlane_tui.ui.pictures import spelled
from chatlane_tui.ui.text import Part, assembled, cut, harmless

NARROWEST = 4
"""Cells below which rows are laid out as if there were that many."""

_WORDS = re.compile(r"\S++")
_NOT_FIRST = frozenset("、。，．：；！？）」』】》〉”’,.:;!?)]}")

Piece = tuple[str, Mark, int | None]
"""Text, its marks, and the index of its link."""


class RowKind(enum.Enum):
    """What a row is."""

    BODY = enum.auto()
    FOLD = enum.auto()
    """Stands for a folded stretch."""
    NOTICE = enum.auto()


class Row(NamedTuple):
    """One row of a body; `cells` is the width it takes. `fold` is the folded stretch it stands for or is of."""

    segments: tuple[Piece, ...]
    cells: int
    kind: RowKind = RowKind.BODY
    fold: int | None = None


_STRONG = Style(bold=True)
_FAINT = Style(dim=True)
_FAINT_ITALIC = Style(dim=True, italic=True)
_ITALIC = Style(italic=True)
_STRIKE = Style(strike=True)
_UNDERLINE = Style(underline=True)
_REVERSED = Style(reverse=True)


class Palette(NamedTuple):
    """How marks look; styles of several marks add up in this order."""

    heading: Style = _STRONG
    bold: Style = _STRONG
    italic: Style = _ITALIC
    underline: Style = _UNDERLINE
    strike: Style = _STRIKE
    code: Style = _STRONG
    link: Style = _UNDERLINE
    dim: Style = _FAINT
    hit: Style = _REVERSED
    fold: Style = _FAINT
    notice: Style = _FAINT_ITALIC


def lay_out(
    document: Document, width: int, *, unfolded: bool | frozenset[int] = False, emoji_as_text: bool = False
) -> tuple[Row, ...]:
    """The document wrapped to rows of at most `width` cells. `unfolded` is all folds, or those of these indices."""
    width = max(width, NARROWEST)
    rows: list[Row] = []
    folded: int | None = None
    for block in document.blocks:
        if block.fold is not None and not (unfolded if isinstance(unfolded, bool) else block.fold in unfolded):
            if block.fold != folded:
                folded = block.fold
                rows.append(_fold_row(document.folds[folded], folded, width))
            continue
        folded = None
        rows.extend(_rows(block, width, emoji_as_text=emoji_as_text))
    if document.notice:
        notice = Block((Run(document.notice, Mark.DIM),))
        rows.extend(Row(row.segments, row.cells, RowKind.NOTICE) for row in _rows(notice, width))
    return tuple(rows)


def _fold_row(fold: Fold, index: int, width: int) -> Row:
    lines = f"{fold.lines} quoted line" if fold.kind == "quote" else f"signature, {fold.lines} line"
    text = cut(f"⋯ {lines}{'' if fold.lines == 1 else 's'} · h unfolds", width)
    return Row(((text, Mark.DIM, None),), cell_len(text), RowKind.FOLD, index)


def _rows(block: Block, width: int, *, emoji_as_text: bool = False) -> Iterator[Row]:
    first, rest = cut(block.first, width // 2, ""), cut(block.rest, width // 2, "")
    runs = [(spelled(run.text) if emoji_as_text else run.text, run.marks, run.link) for run in block.runs]
    text = "".join(run[0] for run in runs)
    spans: Iterable[tuple[int, int]]
    if cell_len(first) + cell_len(text) <= width:
        spans = [(0, len(text))]
    elif block.preformatted:
        spans = _chopped(text, width - cell_len(first), width - cell_len(rest))
    else:
        spans = _wrapped(text, width - cell_len(first), width - cell_len(rest))
    place, offset = 0, 0
    prefix = first
    for start, end in spans:
        pieces: list[Piece] = [(prefix, Mark.DIM, None)] if prefix else []
        while place < len(runs) and offset < end:
            run, marks, link = runs[place]
            if shown := run[max(0, start - offset) : end - offset]:
                pieces.append((shown, marks, link))
            if offset + len(run) > end:
                break
            offset += len(run)
            place += 1
        yield Row(tuple(pieces), sum(cell_len(piece[0]) for piece in pieces), fold=block.fold)
        prefix = rest


def _wrapped(text: str, first: int, rest: int) -> Iterator[tuple[int, int]]:
    """Start and end of each row, broken greedily: at spaces, between wide letters, inside what is longer than a row."""
    width = first
    start = end = used = 0
    for begin, stop, gap, size in _atoms(text):
        if used + gap + size <= width:
            end, used = stop, used + gap + size
            continue
        if end > start:
            yield start, end
            width = rest
        start, end, used = begin, stop, size
        if size > width:
            for left, right in _chopped(text[begin:stop], width, rest):
                if right < stop - begin:
                    yield begin + left, begin + right
                    width = rest
                else:
                    start = begin + left
            used = cell_len(text[start:stop])
    yield start, end


def _atoms(text: str) -> Iterator[tuple[int, int, int, int]]:
    """What stays together: start, end, cells of the space before it, and its own cells."""
    simple = text.isascii()
    done = 0
    for word in _WORDS.finditer(text):
        begin, end = word.span()
        gap, done = begin - done, end
        size = end - begin if simple else cell_len(word[0])
        if simple or size == end - begin:
            yield begin, end, gap, size
            continue
        held_from, held_to, held = begin, begin, 0
        wide = False
        for left, right, cells in split_graphemes(word[0])[0]:
            first = word[0][left]
            if held and (wide or cells == 2) and first not in _NOT_FIRST:
                yield held_from, held_to, gap, held
                held_from, held, gap = begin + left, 0, 0
            wide = cells == 2 if first not in _NOT_FIRST else wide
            held_to, held = begin + right, held + cells
        yield held_from, held_to, gap, held


def _chopped(text: str, first: int, rest: int) -> Iterator[tuple[int, int]]:
    """Start and end of each row, broken between any two graphemes."""
    if text.isascii():
        yield 0, min(first, len(text))
        for start in range(first, len(text), rest):
            yield start, min(start + rest, len(text))
        return
    width, used, start = first, 0, 0
    for begin, _, size in split_graphemes(text)[0]:
        if used + size > width:
            yield start, begin
            start, used, width = begin, 0, rest
        used += size
    yield start, len(text)


def strip(row: Row, palette: Palette, width: int, base: Style) -> Strip:
    """The row in `palette`'s styles over `base`, padded to `width` cells. Links carry their index as meta "link"."""
    segments = [
        Segment(harmless(text), _style(palette, marks, link, row.kind, base)) for text, marks, link in row.segments
    ]
    if row.cells < width:
        segments.append(Segment(" " * (width - row.cells), base))
    return Strip(segments, max(row.cells, width))


@lru_cache(maxsize=1_024)
def _style(palette: Palette, marks: Mark, link: int | None, kind: RowKind, base: Style) -> Style:
    style = base
    for mark in (
        Mark.HEADING,
        Mark.BOLD,
        Mark.ITALIC,
        Mark.UNDERLINE,
        Mark.STRIKE,
        Mark.CODE,
        Mark.LINK,
        Mark.DIM,
        Mark.HIT,
    ):
        if mark in marks and mark.name:
            style += getattr(palette, mark.name.lower())
    match kind:
        case RowKind.FOLD:
            style += palette.fold
        case RowKind.NOTICE:
            style += palette.notice
        case RowKind.BODY:
            pass
    return style if link is None else style + Style.from_meta({"link": link})


def content(document: Document, width: int) -> Content:
    """A document as content in rows of at most `width` cells, everything unfolded: for a look at it, not for lists."""
    parts: list[Part] = []
    for row in lay_out(document, width, unfolded=True):
        parts += ["\n"] if parts else []
        parts += [(text, _words(marks)) for text, marks, _ in row.segments]
    return assembled(*parts)


def _words(marks: Mark) -> str:
    """Marks as a style in words."""
    named = {
        Mark.HEADING: "bold", Mark.BOLD: "bold", Mark.ITALIC: "italic", Mark.UNDERLINE: "underline",
        Mark.STRIKE: "strike", Mark.CODE: "bold", Mark.LINK: "underline", Mark.DIM: "dim",
    }  # fmt: skip
    return " ".join(dict.fromkeys(words for mark, words in named.items() if mark in marks))
