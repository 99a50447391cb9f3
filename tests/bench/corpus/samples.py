"""What is read: a body, what a reader sees of it, and what of a reply is new."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

_WORD = re.compile(r"\w+")

Words = Counter[str]
"""Words in small letters, each as often as it stands there."""


@dataclass(frozen=True)
class Truth:
    """What a mail program shows of a body."""

    visible: Words
    hidden: Words = field(default_factory=Counter)
    """Words that stand in the body and are never seen."""
    alts: Words = field(default_factory=Counter)
    """Words of pictures' alternative texts: rightly shown where there are no pictures, and never missed."""
    links: frozenset[str] = frozenset()
    """Targets of links that a reader could press: http, https, mailto and tel."""


class Sample(NamedTuple):
    """A body; `is_html` is what its sender declared."""

    name: str
    body: str
    is_html: bool
    truth: Truth | None = None
    """None: it has to be found out."""


class Gold(NamedTuple):
    """A reply, and what of it somebody wrote now."""

    name: str
    body: str
    reply: str


def words_of(text: str) -> Words:
    """The words of a text."""
    return Counter(_WORD.findall(text.lower()))


def lines_of(texts: Iterable[str]) -> tuple[str, ...]:
    """Lines that say something, without marks of quotation and differences in white space."""
    lines = (" ".join(text.lstrip("> │|").split()) for text in texts)
    return tuple(line for line in lines if any(letter.isalnum() for letter in line))
