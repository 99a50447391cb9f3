"""Which texts fit what is typed: letters in their order in a title, whole beginnings of words in a body."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from textual.fuzzy import FuzzySearch

_SHORTCUT, _TITLE, _BODY = 1_000.0, 10.0, 1.0


class Findable(NamedTuple):
    """What is searched of one text, folded once: see `findable`."""

    title: str
    shortcut: str
    words: str


def findable(title: str, body: str, shortcut: str = "") -> Findable:
    """A text as it is searched; of a body the first 20,000 characters count."""
    return Findable(folded(title), folded(shortcut), f" {' '.join(folded(body[:20_000]).split())}")


def folded(text: str) -> str:
    """Without case and accents."""
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(letter)
    )


def ranked(query: str, texts: Sequence[Findable], *, search: FuzzySearch) -> list[int]:
    """Indices of the texts that fit, the best first; all of them in their order for an empty query."""
    wanted = folded(query).strip()
    if not wanted:
        return list(range(len(texts)))
    scored = [(_score(wanted, text, search), -place) for place, text in enumerate(texts)]
    return [-place for score, place in sorted(scored, reverse=True) if score > 0]


def _score(wanted: str, text: Findable, search: FuzzySearch) -> float:
    if text.shortcut == wanted:
        return _SHORTCUT
    score = _TITLE * search.match(wanted, text.title)[0] if _in_order(wanted, text.title) else 0.0
    if all(f" {word}" in text.words for word in wanted.split()):
        score += _BODY
    return score + (_TITLE if text.shortcut.startswith(wanted) else 0.0)


def _in_order(wanted: str, title: str) -> bool:
    letters = iter(title)
    return all(letter in letters for letter in wanted)
