"""Where the words that were looked for stand in a text, as a person reads it: what is shown as a hit. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from chatlane_tui.model.query import Query, Word, positive_words
from chatlane_tui.model.words import APART, ENDS, PECULIAR, STARTS, bare, folded, lenient, number_forms, words

_WITHIN_A_NUMBER: Final = r"[ ()./\u2010-\u2015\xa0-]{0,3}"
_SAME: Final = 8
_NOTHING: Final = re.compile(r"(?!)")


class Marker:
    """Finds some words in texts, as the index does, letter by letter. Equal markers find the same."""

    def __init__(self, sought: Iterable[Word] = ()) -> None:
        self.words = tuple(sought)
        found = [pattern for word in self.words for pattern in _patterns(word)]
        self._pattern = re.compile("|".join(found)) if found else _NOTHING

    @classmethod
    def of(cls, query: Query) -> Marker:
        """What the query says must be there."""
        return cls(positive_words(query))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Marker) and other.words == self.words

    def __hash__(self) -> int:
        return hash(self.words)

    def __bool__(self) -> bool:
        return self._pattern is not _NOTHING

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Start and end of each hit, in order, none within another."""
        if not self:
            return []
        return [found.span() for found in self._pattern.finditer(folded(text)) if found[0]]

    def first(self, text: str) -> int | None:
        """Where the first hit starts."""
        found = self._pattern.search(folded(text))
        return None if found is None else found.start()

    def count(self, text: str) -> int:
        """How many hits there are."""
        return len(self.spans(text))


def _patterns(word: Word) -> Iterable[str]:
    pieces = []
    typed = bare(word.text).split()
    for piece in typed:
        if PECULIAR.search(piece):
            pieces.append(re.escape(folded(unicodedata.normalize("NFKC", piece))))
        elif parts := words(piece):
            pieces.append(STARTS + APART.join(map(lenient, parts)))
    if pieces:
        last = typed[-1]
        is_open = PECULIAR.search(last) is not None or (not word.whole and len(last) > 1)
        yield APART.join(pieces) + ("" if is_open else ENDS)
    if number_forms(word.text):
        digits = "".join(filter(str.isdigit, word.text))
        yield _WITHIN_A_NUMBER.join(digits[-_SAME:])
