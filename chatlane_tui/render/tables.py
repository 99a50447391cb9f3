"""Tables on a terminal: a grid where flat data fits, else rows joined on one line, else cells below each other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from chatlane_tui.render.document import Block, Mark, Run
from chatlane_tui.render.flow import Flow

WIDEST_GRID = 72
WIDEST_JOINED = 120
MOST_COLUMNS = 12

_GAP = "  "
_FIGURE = re.compile(r"[-+(]?[^\w\s]{0,3} ?[\d][\d.,' ]*\)?(?: ?(?:%|[A-Z]{3}|[^\w\s]{1,2}))?\Z")


@dataclass(slots=True)
class Cell:
    """The finished blocks of one cell."""

    blocks: list[Block]
    heading: bool = False

    @property
    def line(self) -> tuple[Run, ...] | None:
        """Its runs if it is one plain line, () if it is empty, else None."""
        if not self.blocks:
            return ()
        block = self.blocks[0]
        return block.runs if len(self.blocks) == 1 and not (block.first or block.preformatted or block.quote) else None


@dataclass(slots=True)
class Table:
    """The cells of a table that holds no other table, row by row."""

    rows: list[list[Cell]] = field(default_factory=list)

    def row(self) -> None:
        """Begin a row."""
        self.rows.append([])

    def add(self, cell: Cell) -> None:
        """Put a cell at the end of the present row."""
        if not self.rows:
            self.row()
        self.rows[-1].append(cell)


def put_table(table: Table, flow: Flow) -> None:
    """Emit the table in the first way that suits it."""
    flow.room.blocks += sum(len(cell.blocks) for row in table.rows for cell in row)
    rows = [row for row in table.rows if any(cell.blocks for cell in row)]
    if grid := _grid(rows):
        flow.extend(grid)
        return
    for row in rows:
        lines = [cell.line for cell in row]
        filled = [line for line in lines if line]
        if None not in lines and len(filled) > 1 and sum(map(_width, filled)) <= WIDEST_JOINED:
            flow.extend([Block(_between(filled))])
            continue
        for cell in row:
            flow.extend(cell.blocks)
            flow.paragraph(0)


def cells(text: str) -> int:
    """Cells that `text` takes, near enough for lining up columns."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _width(line: Sequence[Run]) -> int:
    return sum(cells(run.text) for run in line)


def _between(lines: Sequence[tuple[Run, ...]]) -> tuple[Run, ...]:
    runs = list(lines[0])
    for line in lines[1:]:
        runs.append(Run(" · ", Mark.DIM))
        runs.extend(line)
    return tuple(runs)


def _grid(rows: list[list[Cell]]) -> list[Block]:
    lines: list[list[tuple[Run, ...]]] = []
    for row in rows:
        line = [cell.line for cell in row]
        if None in line or len(line) > MOST_COLUMNS:
            return []
        lines.append([runs or () for runs in line])
    columns = max((len(line) for line in lines), default=0)
    used = [place for place in range(columns) if any(len(line) > place and line[place] for line in lines)]
    if len(used) < 2 or sum(1 for line in lines if sum(map(bool, line)) > 1) < 2:
        return []
    widths = {place: max(_width(line[place]) for line in lines if len(line) > place) for place in used}
    if sum(widths.values()) + len(_GAP) * (len(used) - 1) > WIDEST_GRID:
        return []
    right = {place for place in used[1:] if _is_figures(rows, lines, place)}
    return [_grid_row(row, line, widths, right) for row, line in zip(rows, lines, strict=True)]


def _is_figures(rows: list[list[Cell]], lines: list[list[tuple[Run, ...]]], place: int) -> bool:
    texts = [
        "".join(run.text for run in line[place])
        for row, line in zip(rows, lines, strict=True)
        if len(line) > place and line[place] and not row[place].heading
    ]
    return bool(texts) and all(len(text) <= 24 and _FIGURE.match(text) for text in texts)


def _grid_row(row: list[Cell], line: list[tuple[Run, ...]], widths: dict[int, int], right: set[int]) -> Block:
    runs: list[Run] = []
    owed = 0
    for place, width in widths.items():
        cell = line[place] if len(line) > place else ()
        missing = width - _width(cell)
        before = owed + (missing if place in right else 0)
        if cell:
            if before:
                runs.append(Run(" " * before))
            bold = Mark.BOLD if row[place].heading else Mark.NONE
            runs.extend(run._replace(marks=run.marks | bold) for run in cell)
            owed = len(_GAP) + (0 if place in right else missing)
        else:
            owed += len(_GAP) + width
    return Block(tuple(runs), preformatted=True)
