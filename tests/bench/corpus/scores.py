"""Sums over many bodies: recall, precision, hidden words leaked, links kept, time; and of replies, what was folded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from chatlane_tui.render.body import document
from chatlane_tui.render.document import Document
from chatlane_tui.render.links import link_to
from tests.bench.corpus.contenders import Shown
from tests.bench.corpus.samples import Gold, Truth, lines_of, words_of


@dataclass
class Score:
    """One contender over everything so far; shares are of words, and of links."""

    bodies: int = 0
    failed: list[str] = field(default_factory=list)
    """Bodies over which it raised, or took too long, and what it said."""
    seconds: float = 0.0
    size: int = 0
    worst: tuple[float, str] = (0.0, "")
    """The longest time for one body, and which."""
    poorest: list[tuple[float, str]] = field(default_factory=list)
    """Recall times precision of each body, and its name."""
    _found: int = 0
    _visible: int = 0
    _right: int = 0
    _shown: int = 0
    _leaked: int = 0
    _hidden: int = 0
    _kept: int = 0
    _links: int = 0

    def add(self, name: str, body: str, truth: Truth, shown: Shown) -> None:
        """Count one body."""
        words = words_of(shown.text)
        found = (words & truth.visible).total()
        right = (words & (truth.visible + truth.alts)).total()
        self.bodies += 1
        self.size += len(body)
        self.seconds += shown.seconds
        self.worst = max(self.worst, (shown.seconds, name))
        self._found, self._visible = self._found + found, self._visible + truth.visible.total()
        self._right, self._shown = self._right + right, self._shown + words.total()
        self._leaked += ((words - truth.visible - truth.alts) & truth.hidden).total()
        self._hidden += truth.hidden.total()
        offered = {comparable(link) for link in shown.links}
        wanted = {comparable(link) for link in truth.links} - {""}
        self._kept, self._links = self._kept + len(wanted & offered), self._links + len(wanted)
        quality = found / max(1, truth.visible.total()) * right / max(1, words.total())
        self.poorest.append((quality if truth.visible else 1.0, name))

    def fail(self, name: str, error: Exception) -> None:
        """Count one over which it raised."""
        self.failed.append(f"{name}: {error!r}")

    @property
    def failures(self) -> int:
        """Over how many it raised."""
        return len(self.failed)

    @property
    def recall(self) -> float:
        """Of the words that are seen, the share that is shown."""
        return self._found / max(1, self._visible)

    @property
    def precision(self) -> float:
        """Of the words that are shown, the share that is seen."""
        return self._right / max(1, self._shown)

    @property
    def leaked(self) -> float:
        """Of the words that are hidden, the share that is shown."""
        return self._leaked / max(1, self._hidden)

    @property
    def kept(self) -> float:
        """Of the links that could be pressed, the share that is offered."""
        return self._kept / self._links if self._links else 1.0

    @property
    def pace(self) -> float:
        """Milliseconds for a thousand characters."""
        return self.seconds * 1_000_000 / max(1, self.size)


@dataclass
class Folding:
    """What folding made of replies: `exact` are those of which just the new lines stay in sight.

    Some collections take a signature for part of what is new, some do not: it may stay or go.
    """

    replies: int = 0
    exact: int = 0
    lines: int = 0
    lost: int = 0
    """Lines of the reply that are folded away."""
    missed: list[str] = field(default_factory=list)

    def add(self, gold: Gold) -> None:
        """Count one reply."""
        found = document(gold.body, type="email")
        wanted = _lines(document(gold.reply, type="email", format=found.format), ())
        signatures = [index for index, fold in enumerate(found.folds) if fold.kind == "signature"]
        quotes = [index for index, fold in enumerate(found.folds) if fold.kind == "quote"]
        ways = [_lines(found, folded) for folded in ([*quotes, *signatures], quotes)]
        lost = min(lost_of(wanted, shown) for shown in ways)
        self.replies += 1
        self.lines += len(wanted)
        self.lost += lost
        if wanted in ways:
            self.exact += 1
        else:
            self.missed.append(f"{gold.name} (lost {lost})")


def _lines(found: Document, folded: Sequence[int]) -> tuple[str, ...]:
    return lines_of("".join(run.text for run in block.runs) for block in found.blocks if block.fold not in folded)


def lost_of(wanted: Iterable[str], shown: Iterable[str]) -> int:
    """How many of the lines that are wanted are not among those shown."""
    there = list(shown)
    lost = 0
    for line in wanted:
        if line in there:
            there.remove(line)
        else:
            lost += 1
    return lost


def comparable(url: str) -> str:
    """A target as two programs that mean the same one would write it; empty where it names nothing."""
    link = link_to(url)
    if link is not None:
        return unquote(link.url).rstrip("/").lower()
    try:
        return url.lower() if urlsplit(url).hostname else ""
    except ValueError:
        return ""
