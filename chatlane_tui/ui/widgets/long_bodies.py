"""The beginning of a body that is too long to lay out whole: cut before it is wrapped, so that opening stays cheap."""

from __future__ import annotations

from itertools import islice

from chatlane_tui.render.document import Block, Document, Run


def beginning(document: Document, rows: int, width: int, *, unfolded: bool) -> tuple[Document, int]:
    """As much as surely fills `rows` rows of `width` cells, and about how many rows are left out (0: it is whole)."""
    used = 0
    for index, block in enumerate(document.blocks):
        needs = 0 if block.fold is not None and not unfolded else _rows(block, width)
        if used + needs > rows:
            left_out = used + needs - rows
            rest = islice(document.blocks, index + 1, None)
            left_out += sum(_rows(other, width) for other in rest if other.fold is None or unfolded)
            kept = (*document.blocks[:index], _start(block, (rows - used + 1) * width))
            return document._replace(blocks=kept, notice=""), left_out
        used += needs
    return document, 0


def _rows(block: Block, width: int) -> int:
    return 1 + sum(len(run.text) for run in block.runs) // width


def _start(block: Block, letters: int) -> Block:
    runs: list[Run] = []
    for run in block.runs:
        if letters <= 0:
            break
        runs.append(run if len(run.text) <= letters else run._replace(text=run.text[:letters]))
        letters -= len(run.text)
    return block._replace(runs=tuple(runs))
