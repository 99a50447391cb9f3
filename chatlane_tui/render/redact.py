"""Taking out who somebody is: names that are known, e-mail addresses, phone numbers, the same one always by one word.

Errs on the side of taking out too much. Names that nobody told it stay: it cannot know them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

SHORTEST_NAME: Final = 2
_MAIL: Final = re.compile(
    r"(?<![A-Za-z0-9._+\-\\])[A-Za-z0-9._+\-\\]{1,80}(?:@|%40)[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,8}"
)
_NUMBER: Final = re.compile(r"(?<![\w.,])(?:\+|%2B)?\(?\d(?:[ ().\-/\u2010-\u2015]{0,3}\d){6,16}(?!\w)")
_DATE: Final = re.compile(
    r"\d{4}[-./]\d{1,2}[-./]\d{1,2}(?:[ T]\d{1,2})?\Z|\d{1,2}[-./]\d{1,2}[-./]\d{4}(?: \d{1,2})?\Z"
)
_LETTERS: Final = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")


class Redactor:
    """`names` are the people that are known to take part; each part of a name counts alone too."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._seen: dict[str, dict[str, int]] = {}
        self._whose: dict[str, str] = {}
        for name in (known for known in names if "@" not in known):
            for part in (" ".join(name.split()), *_LETTERS.findall(name)):
                if len(part) >= SHORTEST_NAME:
                    self._whose.setdefault(part.casefold(), name)
        parts = sorted(self._whose, key=len, reverse=True)
        self._names = re.compile("|".join(map(_as_word, parts)), re.IGNORECASE) if parts else None

    def text(self, text: str) -> str:
        """The text without them."""
        text = _MAIL.sub(lambda found: self._word("e-mail", _mail(found[0])), text)
        text = _NUMBER.sub(self._number, text)
        return text if self._names is None else self._names.sub(self._name, text)

    def _number(self, found: re.Match[str]) -> str:
        written = found[0]
        digits = "".join(letter for letter in written if letter.isdigit())
        if _DATE.match(written) or not 7 <= len(digits) <= 17:
            return written
        return self._word("phone", digits)

    def _name(self, found: re.Match[str]) -> str:
        return self._word("name", self._whose.get(found[0].casefold(), found[0]))

    def _word(self, kind: str, what: str) -> str:
        known = self._seen.setdefault(kind, {})
        return f"[{kind} {known.setdefault(what, len(known) + 1)}]"


def _mail(written: str) -> str:
    """An address in one spelling, however Markdown or a URL escapes it."""
    return written.lower().replace("%40", "@").replace("\\", "")


def _as_word(name: str) -> str:
    """The name as a pattern: a whole word, where its script has words that stand apart."""
    written = re.escape(name)
    return rf"(?<!\w){written}(?!\w)" if name[0].lower() != name[0].upper() else written
