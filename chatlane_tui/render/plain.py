"""Plain text to blocks: one a line, addresses made links, `>` made bars, WhatsApp's emphasis shown with its markers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from chatlane_tui.render.document import Block, Mark, Run
from chatlane_tui.render.flow import BAR, MOST_BLOCKS, MOST_CHARACTERS, WIDEST_PREFIX, safe
from chatlane_tui.render.links import Links, found_links

_QUOTED = re.compile(r"(?:> ?)+")
_EMPHASIS = (
    (re.compile(r"```[^`]+```"), Mark.CODE),
    (re.compile(r"(?<![\w`])`[^`]+`(?![\w`])"), Mark.CODE),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])[^*]+(?<!\s)\*(?![\w*])"), Mark.BOLD),
    (re.compile(r"(?<![\w_])_(?=[^\s_])[^_]+(?<!\s)_(?![\w_])"), Mark.ITALIC),
    (re.compile(r"(?<![\w~])~(?=[^\s~])[^~]+(?<!\s)~(?![\w~])"), Mark.STRIKE),
)
MOST_SPANS = 2_000
"""Styled stretches of one line; what follows stays plain."""
Span = tuple[int, int, Mark, int | None]


def plain_blocks(text: str, links: Links, *, quotes: bool = True, emphasis: bool = False) -> tuple[list[Block], bool]:
    """Blocks of cleaned `text`, and whether it had to be truncated. At most two empty lines stay in a row."""
    truncated = len(text) > MOST_CHARACTERS or text.count("\n", 0, MOST_CHARACTERS) >= MOST_BLOCKS
    blocks: list[Block] = []
    empty = 0
    for line in text[:MOST_CHARACTERS].strip("\n").split("\n", MOST_BLOCKS)[:MOST_BLOCKS]:
        line = line.rstrip()
        depth, prefix = 0, ""
        if quotes and line[:1] == ">" and (found := _QUOTED.match(line)) is not None:
            depth = found[0].count(">")
            prefix = (BAR * min(depth, WIDEST_PREFIX))[:WIDEST_PREFIX]
            line = line[found.end() :]
        empty = 0 if line else empty + 1
        if empty <= 2:
            prefix = prefix if line else prefix.rstrip()
            blocks.append(Block(tuple(styled(line, links, emphasis=emphasis)), first=prefix, rest=prefix, quote=depth))
    while blocks and not blocks[-1].runs:
        blocks.pop()
    return blocks, truncated


def source_blocks(text: str) -> tuple[list[Block], bool]:
    """The cleaned text as it came, line by line."""
    truncated = len(text) > MOST_CHARACTERS or text.count("\n", 0, MOST_CHARACTERS) >= MOST_BLOCKS
    lines = text[:MOST_CHARACTERS].split("\n", MOST_BLOCKS)[:MOST_BLOCKS]
    return [Block((Run(shown),) if (shown := safe(line)) else (), preformatted=True) for line in lines], truncated


def styled(line: str, links: Links, *, emphasis: bool = False) -> Iterator[Run]:
    """Runs of one line. Every character stays: markers of emphasis are only drawn in its style."""
    if not line:
        return
    spans: list[Span] = []
    for start, end, url in found_links(line):
        if (link := links.index(url)) is not None:
            spans.append((start, end, Mark.LINK, link))
    styles = list(islice(_emphasis(line, [span[:2] for span in spans]), MOST_SPANS)) if emphasis else []
    yield from _swept(line, [*spans, *styles]) if styles else _linked(line, spans)


def _linked(line: str, spans: list[Span]) -> Iterator[Run]:
    """The line with its links, which stand apart from each other."""
    done = 0
    for start, end, mark, link in spans:
        if start > done and (shown := safe(line[done:start])):
            yield Run(shown)
        if shown := safe(line[start:end]):
            yield Run(shown, mark, link)
        done = end
    if shown := safe(line[done:]):
        yield Run(shown)


def _emphasis(line: str, taken: list[tuple[int, int]]) -> Iterator[Span]:
    inside = bytearray(len(line) + 1)
    for start, end in taken:
        inside[start:end] = b"\1" * (end - start)
    for pattern, mark in _EMPHASIS:
        for found in pattern.finditer(line):
            if inside[found.start()] or inside[found.end() - 1]:
                continue
            if mark is Mark.CODE:
                inside[found.start() : found.end()] = b"\1" * (found.end() - found.start())
            yield found.start(), found.end(), mark, None


def _swept(line: str, spans: list[Span]) -> Iterator[Run]:
    """The line cut wherever a span begins or ends; each stretch in the styles of all spans over it."""
    edges: dict[int, list[tuple[Mark, int | None, int]]] = {0: [], len(line): []}
    for start, end, mark, link in spans:
        edges.setdefault(start, []).append((mark, link, 1))
        edges.setdefault(end, []).append((mark, link, -1))
    open_marks: dict[Mark, int] = {}
    current: int | None = None
    for start, end in pairwise(sorted(edges)):
        for mark, link, step in sorted(edges[start], key=lambda edge: edge[2]):
            open_marks[mark] = open_marks.get(mark, 0) + step
            if mark is Mark.LINK:
                current = link if step > 0 else None
        marks = Mark.NONE
        for mark, count in open_marks.items():
            marks |= mark if count else Mark.NONE
        if shown := safe(line[start:end]):
            yield Run(shown, marks, current if Mark.LINK in marks else None)
