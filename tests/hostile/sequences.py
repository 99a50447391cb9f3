"""Reads what a program wrote to a terminal, knowing only what Textual itself has to say to one: all else is foreign."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from chatlane_tui.model.clean import FORBIDDEN

# What Textual's Linux driver and compositor write, as a session with the embedded server shows
# (`test_the_client_needs_no_other_sequences`): alternate screen, cursor, mouse, focus, paste, wrapping, synchronised
# output, in-band resizes, the kitty keyboard, its own pointer shape; colours are 24 bit, blinking is never used. The
# client adds a title of a person's own words, and gives the one before back.
_MODES = "7|25|1000|1003|1004|1006|1015|1016|1049|2004|2026|2048"
_SGR_PART = r"(?:[0-4]|7|9|[34]8;2;\d{1,3};\d{1,3};\d{1,3})"
_OWN = re.compile(
    rf"""(?P<sgr>\x1b\[(?:{_SGR_PART}(?:;{_SGR_PART})*)?m)
    |\x1b\[(?P<row>\d{{1,3}});(?P<column>\d{{1,3}})H
    |(?P<mode>\x1b\[\?(?:{_MODES})[hl]|\x1b\[\?(?:2026|2048)\$p)
    |(?P<keyboard>\x1b\[>\d{{1,2}}u|\x1b\[<u)
    |(?P<pointer>\x1b\]22;(?:default|pointer|text|grab|grabbing|ew-resize|ns-resize|not-allowed)\x07)
    |(?P<title>\x1b\]2;(?:\(\d+\)\ )?default\ –\ Chatlane\x07|\x1b\[2[23];2t)
    |(?P<newline>\r\n)""",
    re.VERBOSE,
)
_SUSPECT: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]|" + FORBIDDEN.pattern)
BIDI: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Written:
    """`text` is what was printed, with every sequence of its own as a space; `foreign` is what should not be there."""

    text: str
    foreign: tuple[str, ...]


def read(raw: bytes, *, columns: int, rows: int) -> Written:
    """All that a program wrote to a terminal of that size."""
    foreign: list[str] = []
    try:
        output = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        output = raw.decode("utf-8", errors="replace")
        foreign.append(f"not UTF-8: {raw[error.start : error.start + 20]!r}")

    def own(found: re.Match[str]) -> str:
        if found["row"] and not (1 <= int(found["row"]) <= rows and 1 <= int(found["column"]) <= columns):
            foreign.append(f"cursor to {found[0]!r}")
        return "" if found["sgr"] else " "

    text = _OWN.sub(own, output)
    for found in _SUSPECT.finditer(text):
        start = max(0, found.start() - 30)
        foreign.append(ascii(text[start : found.end() + 30]))
    return Written(text, tuple(foreign))
