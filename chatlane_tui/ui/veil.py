"""The privacy mask: names, e-mails and phone numbers are hidden in whatever is painted, for showing a screen to others.

It lies over the screen and changes nothing below it: what is sent, copied or saved is as it was. Each hidden letter is
a dot of the same width, so nothing moves. Names are known by what the store knows; a word that is also a name is hidden
too where it is written with a capital.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from rich.cells import get_character_cell_size
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_EMAIL: Final = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}+@[\w-]++(?:\.[\w-]++)*+")
_PHONE: Final = re.compile(r"(?<![\w])(?:\+|00)?\d(?:[ ().\-/]{0,2}\d){6,14}(?![\w])")
_WORD: Final = re.compile(r"[^\W\d_]++(?:['’\-][^\W\d_]++)*+")
_SHORTEST: Final = 2
"""Letters of a part of a name that is hidden where it stands alone."""


class Veil(LineFilter):
    """Told the names there are; one object as long as it lies, since Textual keeps what it filtered by identity."""

    def __init__(self, names: Iterable[str] = (), *, dot: str = "•") -> None:
        super().__init__()
        self._dot = dot
        self._words: set[str] = set()
        self.learn(names)

    def learn(self, names: Iterable[str]) -> None:
        """These are names, each word of them."""
        for name in names:
            self._words.update(word.casefold() for word in _WORD.findall(name) if len(word) >= _SHORTEST)

    def hidden(self, text: str) -> set[int]:
        """The places of the letters in a line that are hidden."""
        found: set[int] = set()
        for pattern in (_EMAIL, _PHONE):
            for match in pattern.finditer(text):
                found.update(range(*match.span()))
        for match in _WORD.finditer(text):
            word = match[0]
            if word.casefold() in self._words and not word.islower():
                found.update(range(*match.span()))
        return found

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - Textual's signature
        """The segments with dots in place of what is hidden; lines that hide nothing stay as they are."""
        text = "".join(segment.text for segment in segments if not segment.control)
        hidden = self.hidden(text)
        if not hidden:
            return segments
        shown: list[Segment] = []
        start = 0
        for segment in segments:
            if segment.control:
                shown.append(segment)
                continue
            end = start + len(segment.text)
            shown.append(Segment(self._dotted(segment.text, start, hidden), segment.style))
            start = end
        return shown

    def _dotted(self, text: str, start: int, hidden: set[int]) -> str:
        return "".join(
            self._dot * get_character_cell_size(letter) if place in hidden and letter != " " else letter
            for place, letter in enumerate(text, start)
        )
