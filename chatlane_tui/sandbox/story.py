"""Reads the hand-written conversations of `stories/*.txt`.

A header line, then messages that say who, how long ago and on which channel.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

_SECONDS = {"m": 60, "h": 3600, "d": 86400, "w": 604_800}
_MARK = re.compile(r"^(-->|<--|---) (\d+)([mhdw])(?: (.*))?$")


@dataclass(frozen=True, slots=True)
class Line:
    """One message: `who` is `them` or a colleague's key; `ago` is in seconds before the start."""

    who: str
    ago: int
    type: str
    body: str
    files: tuple[str, ...]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Story:
    """One conversation as written by hand; `flags` are bare words such as `unread`, `settings` are `key=value`."""

    person: str
    inbox: str
    subject: str | None
    flags: frozenset[str]
    settings: dict[str, str]
    lines: tuple[Line, ...]

    @property
    def last_ago(self) -> int:
        """Seconds before the start at which the newest message was written."""
        return min(line.ago for line in self.lines)


@cache
def stories() -> tuple[Story, ...]:
    """Every hand-written conversation, the one with the newest message first."""
    folder = resources.files("chatlane_tui.sandbox") / "stories"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".txt"))
    found = [story for name in names for story in _read((folder / name).read_text(encoding="utf-8"))]
    return tuple(sorted(found, key=lambda story: story.last_ago))


def _read(text: str) -> list[Story]:
    return [_story(part) for part in re.split(r"^=== ", text, flags=re.MULTILINE)[1:]]


def _story(text: str) -> Story:
    header, _, rest = text.partition("\n")
    person, inbox, subject, *words = (part.strip() for part in header.split(" | "))
    options = " ".join(words).split()
    settings = dict(option.split("=", 1) for option in options if "=" in option)
    return Story(
        person=person,
        inbox=inbox,
        subject=None if subject == "-" else subject,
        flags=frozenset(option for option in options if "=" not in option),
        settings=settings,
        lines=tuple(_lines(rest)),
    )


def _lines(text: str) -> list[Line]:
    marks: list[tuple[re.Match[str], list[str]]] = []
    for row in text.splitlines():
        if match := _MARK.match(row):
            marks.append((match, []))
        else:
            marks[-1][1].append(row)
    lines: list[Line] = []
    for match, body in marks:
        latest = lines[-1].ago - 60 if lines else None
        lines.append(_line(match, "\n".join(body).strip("\n"), latest))
    return lines


def _line(mark: re.Match[str], body: str, latest: int | None) -> Line:
    """One message; ages in hours and more are made less round, and always after the message before (`latest`)."""
    arrow, count, unit, rest = mark.groups()
    ago = int(count) * _SECONDS[unit]
    if unit != "m":
        ago -= len(body) * 53 % (_SECONDS[unit] // 3)
    if latest is not None:
        ago = min(ago, latest)
    words = (rest or "").split()
    files = tuple(word[1:] for word in words if word.startswith("+"))
    plain = [word for word in words if not word.startswith("+")]
    who = "them" if arrow == "-->" else plain.pop(0)
    kind = "note" if arrow == "---" else plain.pop(0)
    return Line(who, ago, kind, body, files, frozenset(plain))
