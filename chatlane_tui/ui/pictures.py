"""Emoji as text, for terminals that have none, or that count their cells as nobody else does."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rich.cells import split_graphemes

_MAYBE = re.compile(
    "[\u20e3\ufe0f\u231a-\u23ff\u25a0-\u27bf\u2934-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)
"""What a grapheme that is a picture holds one of."""
_SELECTORS = "\u200d\ufe0e\ufe0f\u20e3"
_TONES = ("\U0001f3fb", "\U0001f3ff")
_LETTERS = ("\U0001f1e6", "\U0001f1ff")
"""Regional indicators: flags are spelled with them."""


def spelled(text: str) -> str:
    """`text` with its emoji in words: ":thumbs_up_sign:". Signs that are one cell wide for everybody stay."""
    if text.isascii() or not _MAYBE.search(text):
        return text
    return _each(text, in_words=True)


def boxed(text: str) -> str:
    """`text` with something of the same width, that every terminal has, in place of its emoji."""
    if text.isascii() or not _MAYBE.search(text):
        return text
    return _each(text, in_words=False)


@lru_cache(maxsize=2_048)
def _each(text: str, *, in_words: bool) -> str:
    shown: list[str] = []
    for start, end, cells in split_graphemes(text)[0]:
        grapheme = text[start:end]
        if not _is_picture(grapheme, cells):
            shown.append(grapheme)
        elif in_words:
            shown.append("".join(map(_word, grapheme)))
        else:
            shown.append(_box(grapheme, cells))
    return "".join(shown)


def _is_picture(grapheme: str, cells: int) -> bool:
    """One that terminals disagree on: of two cells, joined, or from the planes that old fonts have not."""
    return _MAYBE.search(grapheme) is not None and (cells > 1 or len(grapheme) > 1 or ord(grapheme[0]) > 0xFFFF)


def _word(letter: str) -> str:
    if _LETTERS[0] <= letter <= _LETTERS[1]:
        return chr(ord(letter) - ord(_LETTERS[0]) + ord("A"))
    if letter in _SELECTORS or _TONES[0] <= letter <= _TONES[1]:
        return ""
    if _MAYBE.match(letter):
        return f":{unicodedata.name(letter, 'picture').lower().replace(' ', '_')}:"
    return letter


def _box(grapheme: str, cells: int) -> str:
    letters = "".join(_word(letter) for letter in grapheme if _LETTERS[0] <= letter <= _LETTERS[1] or letter.isascii())
    return letters[:cells].ljust(cells) if letters else "[]"[:cells].ljust(cells)
