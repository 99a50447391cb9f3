"""Canned replies as files hold them: Markdown with a small head (`---`, then `key: value` lines, then `---`).

Keys: `name`, `types`, `inboxes` (lists with commas), `shortcut`. Without a head the file's name is the name.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from chatlane_tui.config.shape import MESSAGE_TYPES
from chatlane_tui.model import template
from chatlane_tui.model.clean import clean, clean_line

_KEYS: Final = ("name", "types", "inboxes", "shortcut")
_FENCE: Final = "---"
_SHORTCUT: Final = re.compile(r"[\w.+-]{1,24}")


class CannedReply(NamedTuple):
    """A text that is written often. Empty `types` or `inboxes`: all of them."""

    name: str
    body: str
    pieces: tuple[template.Piece, ...]
    types: tuple[str, ...] = ()
    inboxes: tuple[str, ...] = ()
    shortcut: str = ""
    file: str = ""

    def fits(self, type: str, inbox: str) -> bool:  # noqa: A002 - the API's word
        """Whether it is meant for this type of message ("note" for a note) in this inbox."""
        here = {name.casefold() for name in self.inboxes}
        return (not self.types or type in self.types) and (not here or inbox.casefold() in here)


class FileMistake(NamedTuple):
    """What is wrong with a file: its name, the line (from 1; 0: the file as a whole) and a sentence."""

    file: str
    line: int
    sentence: str

    @property
    def words(self) -> str:
        """As it is shown: "refund.md:3: unknown key …"."""
        return f"{self.file}:{self.line}: {self.sentence}" if self.line else f"{self.file}: {self.sentence}"


class Read(NamedTuple):
    """What a file gave: a reply, or mistakes and none."""

    reply: CannedReply | None
    mistakes: tuple[FileMistake, ...]


def read(file: str, text: str) -> Read:
    """One file's reply; `file` is its name without folders. With any mistake there is none: half a reply misleads."""
    lines = clean(text).split("\n")
    values: dict[str, str] = {}
    said: list[FileMistake] = []
    start = 0
    if lines[0].strip() == _FENCE:
        end = next((n for n, line in enumerate(lines[1:], start=1) if line.strip() == _FENCE), None)
        if end is None:
            return Read(None, (FileMistake(file, 1, "the head that begins here has no closing `---`"),))
        start = end + 1
        for number, line in enumerate(lines[1:end], start=2):
            if line.strip() and not line.lstrip().startswith("#"):
                said += (FileMistake(file, number, problem) for problem in _take(values, line))
    body = "\n".join(lines[start:]).strip("\n")
    first = start + 1 + next((n for n, line in enumerate(lines[start:]) if line), 0)
    if not body.strip():
        said.append(FileMistake(file, len(lines), "there is no text"))
    said += (FileMistake(file, problem.line, problem.sentence) for problem in template.problems(body, first_line=first))
    if said:
        return Read(None, tuple(said))
    name = values.get("name") or file.removesuffix(".md").replace("-", " ").replace("_", " ")
    reply = CannedReply(
        name=clean_line(name, limit=120),
        body=body,
        pieces=template.parse(body),
        types=_list(values.get("types", "")),
        inboxes=_list(values.get("inboxes", "")),
        shortcut=values.get("shortcut", ""),
        file=file,
    )
    return Read(reply, ())


def doubled(replies: tuple[CannedReply, ...]) -> tuple[FileMistake, ...]:
    """Shortcuts that two files claim: the first in order keeps it."""
    owners: dict[str, str] = {}
    claims = ((reply, owners.setdefault(reply.shortcut.casefold(), reply.file)) for reply in replies if reply.shortcut)
    return tuple(
        FileMistake(reply.file, 0, f"the shortcut `{reply.shortcut}` is that of {owner} already")
        for reply, owner in claims
        if owner != reply.file
    )


def _take(values: dict[str, str], line: str) -> list[str]:
    key, colon, value = line.partition(":")
    key, value = key.strip().casefold(), value.strip().strip("\"'")
    if not colon:
        return ["this is no `key: value`"]
    if key not in _KEYS:
        from difflib import get_close_matches

        near = get_close_matches(key, _KEYS, n=1)
        return [f"unknown key `{key}`" + (f"; did you mean `{near[0]}`?" if near else "")]
    if not value:
        return [f"`{key}` has no value"]
    values[key] = value
    if key == "types":
        return [_unknown_type(word) for word in _list(value) if word not in MESSAGE_TYPES]
    if key == "shortcut" and not _SHORTCUT.fullmatch(value):
        return ["a shortcut is one word of at most 24 letters and digits"]
    return []


def _unknown_type(word: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word, MESSAGE_TYPES, n=1)
    return f"unknown message type `{word}`" + (f"; did you mean `{near[0]}`?" if near else "")


def _list(value: str) -> tuple[str, ...]:
    words = (word.strip().strip("\"'") for word in value.strip().removeprefix("[").removesuffix("]").split(","))
    return tuple(word for word in words if word)
