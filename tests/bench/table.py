"""Figures and how they are printed: one table, a row a measure, for each size client, floor and their ratio."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version


@dataclass(frozen=True, slots=True)
class Figure:
    """Samples of one measure, in one unit."""

    samples: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle one."""
        return self._at(0.5)

    @property
    def worst(self) -> float:
        """The 99th percentile; the greatest where there are fewer than a hundred."""
        return self._at(0.99)

    def _at(self, share: float) -> float:
        ordered = sorted(self.samples)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    def __str__(self) -> str:
        if len(self.samples) == 1:
            return number(self.median)
        return f"{number(self.median)} / {number(self.worst)}"


def figure(*samples: float | None) -> Figure | None:
    """The figure of those samples that there are; None of none."""
    there = tuple(sample for sample in samples if sample is not None)
    return Figure(there) if there else None


@dataclass(frozen=True, slots=True)
class Row:
    """One measure at one size; `budget` in words."""

    what: str
    unit: str
    client: Figure | None
    floor: Figure | None = None
    budget: str = ""


def number(value: float) -> str:
    """With as many digits as mean something."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def machine() -> str:
    """Which machine the figures are of."""
    cores = os.cpu_count() or 0
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return (
        f"{platform.system()} {platform.machine()}, {cores} cores, load {load}; Python {platform.python_version()}, "
        f"Textual {version('textual')}, SQLite {sqlite3.sqlite_version}; terminal of 120×40"
    )


def table(found: Mapping[int, Sequence[Row]]) -> str:
    """The whole table: a figure is "median / p99", × the ratio of medians, growth the last size to the first."""
    sizes = list(found)
    head = ["", "unit"]
    for size in sizes:
        head += [f"{size:,}", "floor", "×"]
    lines = [[*head, "growth", "budget"]]
    rows = {size: {row.what: row for row in found[size]} for size in sizes}
    for what, first in {row.what: row for size in sizes for row in found[size]}.items():
        cells = [what, first.unit]
        for size in sizes:
            row = rows[size].get(what)
            client, floor = (row.client, row.floor) if row else (None, None)
            ratio = number(client.median / floor.median) if client and floor and floor.median else ""
            cells += ["" if client is None else str(client), "" if floor is None else str(floor), ratio]
        lines.append([*cells, _growth([rows[size].get(what) for size in sizes]), first.budget])
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(_aligned(cells, widths) for cells in lines)


def _growth(rows: Sequence[Row | None]) -> str:
    first, last = rows[0], rows[-1]
    if len(rows) < 2 or not (first and last and first.client and last.client and first.client.median):
        return ""
    return number(last.client.median / first.client.median)


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    last = len(cells) - 1
    return "  ".join(
        cell.ljust(width) if place in (0, 1, last) else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ).rstrip()
