"""A document as plain text again: what is copied, piped, paged and exported. Quotes get their `>` back."""

from __future__ import annotations

import re
from itertools import groupby

from chatlane_tui.render.document import Block, Document, Mark
from chatlane_tui.render.flow import BAR

_FENCE = re.compile(r" {0,3}(?:```|~~~)[\w+.#-]{0,40} *\Z")
_FENCED_LINE = re.compile(r"\s*```(.+?)```\s*\Z")


def text_of(document: Document, *, history: bool = True) -> str:
    """All its words, a block a line. Without `history`, a folded stretch is one line that says how long it was."""
    lines: list[str] = []
    for fold, blocks in groupby(document.blocks, key=lambda block: block.fold):
        if fold is None or history:
            lines += map(line_of, blocks)
        else:
            folded = document.folds[fold]
            lines.append(f"[{folded.lines} {'quoted lines' if folded.kind == 'quote' else 'lines of signature'}]")
    if document.notice:
        lines += ["", f"[{document.notice}]"]
    return "\n".join(lines)


def line_of(block: Block) -> str:
    """One block as a line, its bars as `>`."""
    return (block.first.replace(BAR.strip(), ">") + words_of(block)).rstrip()


def words_of(block: Block) -> str:
    """Its words alone."""
    return "".join(run.text for run in block.runs)


def words_of_links(document: Document) -> tuple[str, ...]:
    """For each of its links the words that lead there, joined where there are several; at most 200 characters."""
    found: list[list[str]] = [[] for _ in document.links]
    for block in document.blocks:
        for run in block.runs:
            if run.link is not None and run.text not in found[run.link][-1:]:
                found[run.link].append(run.text)
    return tuple(" ".join(" ".join(words).split())[:200] for words in found)


def code_of(document: Document) -> tuple[str, ...]:
    """Each stretch of code that stands on lines of its own, without the fences around it."""
    if document.format == "source":
        return ()
    reading = _Code()
    for block in document.blocks:
        reading.line(block)
    return reading.ended()


def is_code(block: Block) -> bool:
    """Whether all that is written in it is code; False where nothing is."""
    written = [run for run in block.runs if run.text.strip()]
    return bool(written) and all(Mark.CODE in run.marks for run in written)


class _Code:
    """Reads the lines of a document from top to bottom."""

    def __init__(self) -> None:
        self._found: list[str] = []
        self._lines: list[str] = []
        self._fenced = False

    def line(self, block: Block) -> None:
        text = words_of(block)
        if _FENCE.match(text):
            self._end()
            self._fenced = not self._fenced
        elif self._fenced or (is_code(block) and (block.preformatted or self._lines)):
            self._lines.append(text)
        elif block.preformatted and not block.runs and self._lines:
            self._lines.append("")
        else:
            self._end()
            if is_code(block) and (whole := _FENCED_LINE.match(text)):
                self._found.append(whole[1])

    def ended(self) -> tuple[str, ...]:
        self._end()
        return tuple(self._found)

    def _end(self) -> None:
        text = "\n".join(self._lines).strip("\n")
        self._lines.clear()
        if text.strip():
            self._found.append(text)
