"""A document as Markdown that means the same: emphasis, links, quotes, code; what only looks like a mark is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from typing import Final

from chatlane_tui.render.document import Block, Document, Mark, Run
from chatlane_tui.render.flow import BAR
from chatlane_tui.render.words import is_code, words_of

_MARKS: Final = re.compile(r"([\\`*_\[\]<>~|])")
_AT_THE_START: Final = re.compile(r"\A(?:(\d{1,9})(?=[.)])|[#+=-])")
_TICKS: Final = re.compile(r"`+")
_AROUND: Final = ((Mark.BOLD | Mark.HEADING, "**"), (Mark.ITALIC, "*"), (Mark.STRIKE, "~~"))


def markdown_of(document: Document) -> str:
    """All of it, folded or not; lines stay lines."""
    if document.format == "source":
        return _fenced(map(words_of, document.blocks))
    parts: list[str] = []
    for stands_apart, blocks in groupby(document.blocks, key=lambda block: is_code(block) or block.preformatted):
        if stands_apart:
            parts += ["", _fenced(map(words_of, blocks)), ""]
        else:
            parts += [_line(block, document) for block in blocks]
    if document.notice:
        parts += ["", f"*{_escaped(document.notice)}*"]
    return "\n".join(_tidy(parts)).strip("\n")


def _tidy(parts: list[str]) -> Iterator[str]:
    """One empty line in a row, and no line break before it."""
    for part, following in pairwise([*parts, ""]):
        if part or following:
            yield part if following else part.rstrip()


def _line(block: Block, document: Document) -> str:
    prefix = block.first.replace(BAR.strip(), ">").replace("•", "-")
    text = "".join(_run(run, document) for run in block.runs)
    if not text:
        return prefix.rstrip()
    return f"{prefix}{text if prefix.strip() else _AT_THE_START.sub(_kept, text, count=1)}  "


def _kept(found: re.Match[str]) -> str:
    """What would begin a heading, a list or a rule, as itself."""
    return f"{found[1]}\\" if found[1] else f"\\{found[0]}"


def _run(run: Run, document: Document) -> str:
    inner = run.text.strip(" ")
    if not inner:
        return run.text
    before, after = run.text[: len(run.text) - len(run.text.lstrip(" "))], run.text[len(run.text.rstrip(" ")) :]
    if Mark.CODE in run.marks:
        shown = _code(inner)
    else:
        shown = _escaped(inner)
        for marks, sign in _AROUND:
            if run.marks & marks:
                shown = f"{sign}{shown}{sign}"
    if run.link is not None and inner not in _names(document.links[run.link].url):
        shown = f"[{shown}](<{document.links[run.link].url.replace('<', '%3C').replace('>', '%3E')}>)"
    return f"{before}{shown}{after}"


def _names(url: str) -> tuple[str, ...]:
    """What is an address by itself, and needs no link to be one."""
    return url, url.removeprefix("mailto:")


def _code(text: str) -> str:
    ticks = "`" * (1 + max((len(found) for found in _TICKS.findall(text)), default=0))
    gap = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{gap}{text}{gap}{ticks}"


def _fenced(lines: Iterable[str]) -> str:
    text = "\n".join(lines)
    fence = "`" * max(3, 1 + max((len(found) for found in _TICKS.findall(text)), default=0))
    return f"{fence}\n{text}\n{fence}"


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\1", text).replace("&", "&amp;")
