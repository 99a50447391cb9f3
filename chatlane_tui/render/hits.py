"""A document with the words marked that were looked for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from chatlane_tui.render.document import Block, Document, Mark, Run

Spans = Callable[[str], Sequence[tuple[int, int]]]
"""Start and end of each hit in a text, in order, none within another."""


class Marked(NamedTuple):
    """The same document; `folds` are those with a hit in them, `any` whether there is one at all."""

    document: Document
    folds: frozenset[int]
    any: bool


def marked(document: Document, spans: Spans) -> Marked:
    """Mark the hits of each block, across the borders of its runs."""
    blocks: list[Block] = []
    folds: set[int] = set()
    found = False
    for block in document.blocks:
        here = spans("".join(run.text for run in block.runs))
        if here:
            found = True
            if block.fold is not None:
                folds.add(block.fold)
            block = block._replace(runs=tuple(_split(block.runs, here)))
        blocks.append(block)
    return Marked(document._replace(blocks=tuple(blocks)) if found else document, frozenset(folds), found)


def _split(runs: Sequence[Run], spans: Sequence[tuple[int, int]]) -> Iterator[Run]:
    edges = sorted({edge for span in spans for edge in span})
    offset, hits = 0, 0
    for run in runs:
        end = offset + len(run.text)
        cuts = [offset, *edges[bisect_right(edges, offset) : bisect_left(edges, end)], end]
        for start, stop in pairwise(cuts):
            while hits < len(spans) and spans[hits][1] <= start:
                hits += 1
            is_hit = hits < len(spans) and spans[hits][0] <= start
            if stop > start:
                text = run.text[start - offset : stop - offset]
                yield run._replace(text=text, marks=run.marks | Mark.HIT if is_hit else run.marks)
        offset = end
