"""What a word is when it is looked for: folding, words of scripts without spaces, phone numbers in any format. Pure.

The index splits text at whatever is no letter and no digit, and folds case, and accents on Latin letters. What that
does not serve (scripts without spaces, wide letters, vowel signs, accents that Greek and Russian leave out, phone
numbers) is given to it a second time, in forms it can find.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

_UNSPACED = (
    "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\u3005-\u3007\u3040-\u312f"
    "\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua9e0-\ua9ff\uaa60-\uaa7f\uf900-\ufaff\uff66-\uff9f"
    "\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
"""Thai, Lao, Tibetan, Burmese, Khmer, Tai, Han, Kana, Bopomofo: no spaces between words."""
_SIGNS = "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
"""Vowel signs of Hebrew and Arabic, which people leave out as they please."""
_WIDE = "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
_ACCENTED = "\u0386\u0388-\u0390\u03aa-\u03b0\u03ca-\u03ce\u1f00-\u1fff\u0401\u0451"
"""Greek letters with accents, and ё: typed without them as often as with. (й and ї are letters of their own.)"""

PECULIAR = re.compile(f"[{_UNSPACED}{_SIGNS}{_WIDE}{_ACCENTED}]")
"""A letter that the index alone does not serve."""
_ACCENT = re.compile(f"[{_ACCENTED}]")
_RUN = re.compile(f"[{_UNSPACED}]+")
_SIGN = re.compile(f"[{_SIGNS}]+")
_NUMBER = re.compile(r"(?<![\w])[+(]{0,2}\d[\d ()./\u2010-\u2015\xa0-]{4,24}\d(?!\w)")
_NO_DIGIT = re.compile(r"\D+")

FEWEST_DIGITS: Final = 5
"""Digits from which a number may be (the beginning of) a phone number."""
_FEWEST_IN_TEXT: Final = 7
_MOST_DIGITS: Final = 15
_SAME: Final = 8
"""Last digits that make two phone numbers the same, whatever stands before: country, trunk zero, brackets."""
_NUMBERS: Final = 40
"""Numbers of one text that are looked at."""


class Sought(NamedTuple):
    """One word or phrase as the index is asked for it: all of `phrases`, or a number by one of its two ends."""

    phrases: tuple[str, ...]
    """Words with spaces between them that must stand next to each other, each phrase anywhere."""
    begins: bool
    """The last word of the last phrase may be the beginning of a longer one."""
    number: tuple[str, ...] = ()
    """Beginnings of words of which one is there if the text holds this phone number in any format."""


def extra(text: str) -> str:
    """What the index is given besides a text itself: the forms of its peculiar words, and its phone numbers."""
    found = list(_numbers(text))
    if not text.isascii() and PECULIAR.search(text):
        found += (form for word in text.split() if PECULIAR.search(word) for form in _forms(word))
    return " ".join(found)


def sought(text: str, *, whole: bool) -> Sought:
    """How a word, or with `whole` a phrase in quotes, is looked for. No phrases: there is no letter or digit in it."""
    phrases: list[list[str]] = []
    peculiar_before: bool | None = None
    begins = not whole
    words = [word for word in text.split() if any(map(str.isalnum, word))]
    for place, word in enumerate(words):
        is_peculiar = PECULIAR.search(word) is not None
        is_last = place == len(words) - 1
        if is_peculiar:
            forms = list(_forms(word, is_open=is_last))
            if is_last and forms and _RUN.fullmatch(forms[-1]):
                begins = len(forms[-1]) == 1
        else:
            forms = [word]
        if is_peculiar == peculiar_before:
            phrases[-1] += forms
        else:
            phrases.append(forms)
        peculiar_before = is_peculiar
    begins = begins and bool(phrases) and (len(phrases[-1][-1]) > 1 or _RUN.fullmatch(phrases[-1][-1]) is not None)
    return Sought(tuple(" ".join(phrase) for phrase in phrases), begins, number_forms(text))


def number_forms(text: str) -> tuple[str, ...]:
    """The beginnings by which a text is found that holds this phone number; none if it cannot be one."""
    if any(map(str.isalpha, text)):
        return ()
    digits = _NO_DIGIT.sub("", text)
    if not digits.isascii() or not FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS:
        return ()
    return digits, f"r{digits[: -_SAME - 1 : -1]}"


def digits_forms(number: str) -> str:
    """A phone number as the index is given it besides its own writing: its digits, and its digits backwards."""
    digits = _NO_DIGIT.sub("", number)
    return f"{digits} r{digits[::-1]}" if digits.isascii() and FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS else ""


def _numbers(text: str) -> Iterator[str]:
    """Each number twice: its digits, and its digits backwards, so that it is found by its end."""
    for found, _ in zip(_NUMBER.finditer(text), range(_NUMBERS), strict=False):
        if sum(map(str.isdigit, found[0])) >= _FEWEST_IN_TEXT and (forms := digits_forms(found[0])):
            yield forms


def _forms(word: str, *, is_open: bool = False) -> Iterator[str]:
    """A peculiar word as the index can find it: runs of unspaced letters as overlapping pairs, the rest made plain.

    A run ends with its last letter alone, so that a single letter is found by what begins with it; with `is_open` the
    last run does not, since it may go on in the text.
    """
    plain = bare(_SIGN.sub("", unicodedata.normalize("NFKC", word)))
    at = 0
    for run in _RUN.finditer(plain):
        yield from _pieces(plain[at : run.start()])
        at = run.end()
        letters = run[0]
        yield from (letters[place : place + 2] for place in range(len(letters) - 1))
        if len(letters) == 1 or not (is_open and at == len(plain)):
            yield letters[-1]
    yield from _pieces(plain[at:])


def _pieces(text: str) -> Iterator[str]:
    if any(map(str.isalnum, text)):
        yield text


def bare(text: str) -> str:
    """Without the accents that the index does not fold, in composed letters (NFC)."""
    return _ACCENT.sub(lambda found: unicodedata.normalize("NFD", found[0])[0], text)


# Comparing by eye -------------------------------------------------------------------------------


def folded(text: str) -> str:
    """The text without case and accents as the index folds them, letter by letter: every letter stays in its place."""
    return text.lower() if text.isascii() else "".join(map(_folded, text))


def words(text: str) -> tuple[str, ...]:
    """The words of a text as the index splits them, folded. Marks of the text's own script part words there too."""
    return tuple(_WORD.findall(folded(unicodedata.normalize("NFC", text))))


def begins_with(text: str, sought_words: tuple[str, ...], *, whole: bool) -> bool:
    """Whether these words stand next to each other in the text, the last one begun unless `whole`."""
    if not sought_words:
        return False
    there, size = words(text), len(sought_words)
    *first, last = sought_words
    for place in range(len(there) - size + 1):
        found = there[place : place + size]
        if list(found[:-1]) == first and (found[-1] == last or (not whole and found[-1].startswith(last))):
            return True
    return False


def holder(sought: Sought) -> Callable[[str], bool]:
    """Whether a folded text holds it, as the index would say: the text with its `extra`, word by word."""
    last = len(sought.phrases) - 1
    phrases = [
        re.compile(_pattern(phrase, begins=sought.begins and place == last))
        for place, phrase in enumerate(sought.phrases)
    ]
    numbers = [re.compile(f"{STARTS}{number}") for number in sought.number]

    def holds(text: str) -> bool:
        said = bool(phrases) and all(phrase.search(text) for phrase in phrases)
        return said or any(number.search(text) for number in numbers)

    return holds


def lenient(word: str) -> str:
    """A pattern for a folded word whose letters may carry accents of their own."""
    return word if word.isascii() and word.isdigit() else "".join(re.escape(letter) + _MARKS for letter in word)


def _pattern(phrase: str, *, begins: bool) -> str:
    return STARTS + APART.join(map(lenient, words(phrase))) + ("" if begins else ENDS)


_MARKS: Final = "[\u0300-\u036f]*"
APART: Final = r"[\W_]+"
STARTS: Final = r"(?<![^\W_])"
ENDS: Final = r"(?![^\W_])"
_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=8_192)
def _folded(letter: str) -> str:
    if letter.isascii():
        return letter.lower()
    parts = unicodedata.normalize("NFD", letter)
    base = parts[0].lower().replace("ς", "σ")
    if len(base) == 1 and (base.isascii() or _ACCENT.match(letter)) and all(map(unicodedata.combining, parts[1:])):
        return base
    return "σ" if letter == "ς" else letter.lower()[:1]
