"""The neutral document that HTML, Markdown and plain text all become: blocks of runs, links by index."""

from __future__ import annotations

import enum
from typing import NamedTuple


class Mark(enum.Flag):
    """How a run looks; the screen decides what that means in colours."""

    NONE = 0
    BOLD = enum.auto()
    ITALIC = enum.auto()
    UNDERLINE = enum.auto()
    STRIKE = enum.auto()
    CODE = enum.auto()
    HEADING = enum.auto()
    DIM = enum.auto()
    """Of lesser weight: markers, alt texts, notices."""
    LINK = enum.auto()
    HIT = enum.auto()
    """Looked for."""


class Run(NamedTuple):
    """A stretch of text in one style. Never holds a newline, a tab or a control character."""

    text: str
    marks: Mark = Mark.NONE
    link: int | None = None
    """Index into `Document.links`."""


class Block(NamedTuple):
    """One paragraph or line: `first` prefixes its first row, `rest` the rows it wraps to (list bullets, quote bars)."""

    runs: tuple[Run, ...]
    first: str = ""
    rest: str = ""
    preformatted: bool = False
    """Rows are cut, not wrapped at words; runs of spaces count."""
    quote: int = 0
    """Depth of quotation."""
    fold: int | None = None
    """Index into `Document.folds` if the block belongs to a stretch that folds."""


class Link(NamedTuple):
    """Where a run leads. `url` is cleaned, and only http, https, mailto and tel are ever opened."""

    url: str
    host: str
    """The host a browser would go to, punycode where it is not ASCII; empty for mailto and tel."""
    suspicious: bool = False
    """The host is not ASCII, or mixes scripts."""


class Fold(NamedTuple):
    """A stretch of quoted history or a signature that starts folded; nothing is ever deleted."""

    kind: str
    """"quote" or "signature"."""
    lines: int


class Document(NamedTuple):
    """A body, ready to be wrapped to any width."""

    blocks: tuple[Block, ...]
    links: tuple[Link, ...] = ()
    folds: tuple[Fold, ...] = ()
    format: str = "plain"
    """What it was taken for: "html", "markdown", "plain" or "source"."""
    notice: str = ""
    """Said below the body: truncated, hidden words, …"""
