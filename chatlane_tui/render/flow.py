"""The one emitter: text, styles and structure of any markup go in, blocks of runs come out, within the caps."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from chatlane_tui.model.clean import clean
from chatlane_tui.render.document import Block, Mark, Run
from chatlane_tui.render.links import Links, found_links

MOST_CHARACTERS = 400_000
MOST_BLOCKS = 6_000
WIDEST_PREFIX = 24
BAR = "│ "
SEAT = "\u25cc"
"""The dotted circle: what a combining mark sits on when its letter is missing (Unicode, chapter 2.11)."""


class FullError(Exception):
    """The document has reached a cap; what was emitted so far stands."""


@dataclass(slots=True)
class Room:
    """What a document may still hold; shared by the flows of its table cells."""

    characters: int = MOST_CHARACTERS
    blocks: int = MOST_BLOCKS


@dataclass(slots=True)
class _Container:
    first: str
    rest: str
    quote: int
    used: bool = False


def safe(text: str) -> str:
    """`text` cleaned once more, as after the decoding of entities, free of line ends; its first mark has a seat."""
    if text.isascii() and text.isprintable():
        return text
    return _seated(clean(text).replace("\n", " "))


def _seated(text: str) -> str:
    """A mark with no letter before it would sit on whatever cell is painted there: it gets Unicode's dotted circle."""
    return SEAT + text if text and unicodedata.category(text[0])[0] == "M" else text


class Flow:
    """Builds blocks. White space collapses as in HTML; gaps between paragraphs become one empty block."""

    def __init__(self, links: Links, room: Room) -> None:
        self.links = links
        self.room = room
        self.blocks: list[Block] = []
        self._line: list[tuple[str, Mark, int | None]] = []
        self._space = False
        self._gap = 0
        self._containers: list[_Container] = []

    @property
    def touched(self) -> int:
        """Grows whenever something visible is written."""
        return len(self.blocks) + len(self._line)

    def write(self, text: str, marks: Mark = Mark.NONE, link: int | None = None) -> None:
        """Append text, white space collapsed."""
        if text.isascii():
            words = safe(" ".join(text.split()))
        else:
            text = clean(text)
            words = _seated(" ".join(text.split()))
        if not words:
            self._space = self._space or bool(text)
            return
        if self._line and (self._space or text[0].isspace()):
            _, before, target = self._line[-1]
            if before is marks and target == link:
                words = " " + words
            else:
                self._piece(" ", Mark.NONE, None)
        self._space = text[-1].isspace()
        self._piece(words, marks, link)

    def write_linked(self, text: str, marks: Mark = Mark.NONE) -> None:
        """Append text in which written addresses become links."""
        done = 0
        for start, end, url in found_links(text):
            self.write(text[done:start], marks)
            link = self.links.index(url)
            self.write(text[start:end], marks | (Mark.LINK if link is not None else Mark.NONE), link)
            done = end
        self.write(text[done:], marks)

    def write_lines(self, text: str, marks: Mark = Mark.NONE, link: int | None = None) -> None:
        """Append preformatted text: spaces count, and each line end ends a block."""
        for number, line in enumerate(text.split("\n")):
            if number:
                self.end_line(keep_empty=True, preformatted=True)
            if line:
                self._piece(safe(line.expandtabs(4)), marks, link)

    def _piece(self, text: str, marks: Mark, link: int | None) -> None:
        if not text:
            return
        if self.room.characters <= 0:
            raise FullError
        text = text[: self.room.characters]
        self.room.characters -= len(text)
        self._line.append((text, marks, link))

    def line_break(self) -> None:
        """A `<br>`: ends the line, or leaves a gap where the line is empty."""
        if self._line:
            self.end_line()
        else:
            self._gap = 1
        self._space = False

    def paragraph(self, gap: int, *, preformatted: bool = False) -> None:
        """End the line; before whatever comes next there will be at least `gap` empty rows (0 or 1)."""
        self.end_line(preformatted=preformatted)
        self._gap = max(self._gap, gap)

    def end_line(self, *, keep_empty: bool = False, preformatted: bool = False) -> None:
        """Turn what was written since the last line end into a block."""
        self._space = False
        if not self._line and not keep_empty:
            return
        runs = tuple(_joined(self._line)) if self._line else ()
        self._line = []
        first, rest, quote = self._prefixes() if self._containers else ("", "", 0)
        self._emit(Block(runs, first=first, rest=rest, preformatted=preformatted, quote=quote))

    def _emit(self, block: Block) -> None:
        self.room.blocks -= 1
        if self.room.blocks < 0:
            raise FullError
        if self._gap and self.blocks:
            quote = min(block.quote, self.blocks[-1].quote)
            bar = (BAR * quote)[:WIDEST_PREFIX].rstrip()
            self.room.blocks -= 1
            self.blocks.append(Block((), first=bar, rest=bar, quote=quote))
        self._gap = 0
        self.blocks.append(block)

    def extend(self, blocks: Iterable[Block]) -> None:
        """Put finished blocks (of a table cell, say) into the present containers."""
        self.end_line()
        for block in blocks:
            if not block.runs and not block.preformatted:
                self._gap = 1
                continue
            first, rest, quote = self._prefixes()
            self._emit(block._replace(first=first + block.first, rest=rest + block.rest, quote=quote + block.quote))

    def open(self, first: str, rest: str, *, quote: int = 0) -> None:
        """Enter a container whose first row starts with `first`, the others with `rest`."""
        if sum(len(container.rest) for container in self._containers[:WIDEST_PREFIX]) + len(rest) > WIDEST_PREFIX:
            first = rest = ""
        self._containers.append(_Container(first, rest, quote))

    def close(self) -> None:
        """Leave the innermost container."""
        self.end_line()
        self._containers.pop()

    def _prefixes(self) -> tuple[str, str, int]:
        first = "".join(container.rest if container.used else container.first for container in self._containers)
        rest = "".join(container.rest for container in self._containers)
        for container in self._containers:
            container.used = True
        return first, rest, sum(container.quote for container in self._containers)

    def finish(self) -> list[Block]:
        """Every block, the last line included; without empty ones at the edges."""
        self.end_line()
        while self.blocks and not self.blocks[-1].runs:
            self.blocks.pop()
        return self.blocks


def _joined(pieces: list[tuple[str, Mark, int | None]]) -> Iterable[Run]:
    text, marks, link = pieces[0]
    for more, other_marks, other_link in pieces[1:]:
        if other_marks is marks and other_link == link:
            text += more
        else:
            yield Run(text, marks, link)
            text, marks, link = more, other_marks, other_link
    yield Run(text, marks, link)
