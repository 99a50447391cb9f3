r"""What text from outside may contain: every string from the server passes here on entry, before anything else sees it.

`clean` keeps lines, `clean_line` makes one. In this order, each step linear: newline forms become `\n`; whole terminal
sequences go; surrogates become U+FFFD; C1 is read as the cp1252 it nearly always was; controls, fillers, bidi controls,
tags and most variation selectors go; exotic spaces become spaces; joiners and the other selectors stay only where they
mean something; at most four combining marks stay on a base. Both functions are idempotent.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache

_TAB = "    "
_SHORT = 200
"""Characters of a text that is looked at letter by letter."""

_ORDINARY = (
    "\n -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u0590\u05be\u05d0-\u05f4\u060c\u061b\u061e-\u064a\u0660-\u066f"
    "\u0671-\u06d3\u0e01-\u0e30\u0e32-\u0e33\u0e3f-\u0e46\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\u20cf"
    "\u2100-\u27ff\u2900-\u2bff\u2e80-\u2fff\u3001-\u3029\u3030-\u3098\u309b-\u3163\u3165-\ua48f\uac00-\ud7a3"
    "\uf900-\ufaff\uff01-\uff9f\U0001f000-\U0001faff\U00020000-\U0003ffff"
)
"""Characters that no step below ever touches: text of these alone is returned as it is."""

DROPPED = (
    "\x00-\x08\x0e-\x1f\x7f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufdd0-\ufdef\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
)
"""C0, DEL, soft hyphen, fillers, zero-width spaces, bidi controls and selectors: invisible, or an instruction."""

DROPPED_ASTRAL = "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
"""Layout controls of three scripts, tags and more selectors."""

FORBIDDEN = re.compile(f"[\t\v\f\r\x80-\x9f\u2028\u2029\ud800-\udfff{DROPPED}{DROPPED_ASTRAL}]")
r"""One character that must never reach a terminal. `\n` is not in it: a writer of single cells forbids that too."""

_met = set[str]()
"""Ordinary characters of short texts so far."""
_MOST_MET = 8_000


@cache
def _unusual() -> re.Pattern[str]:
    return re.compile(f"[^{_ORDINARY}]")


@cache
def _ranges() -> tuple[list[str], list[str]]:
    """The first and the last characters of `_ORDINARY`."""
    pairs = [found[0] for found in re.finditer("(?s).-.|.", _ORDINARY)]
    return [pair[0] for pair in pairs], [pair[-1] for pair in pairs]


def is_ordinary(text: str) -> bool:
    """Whether no step changes any of it.

    A short text needs no pattern: that one takes 2 ms to build, and the first paint shows short texts alone.
    """
    if len(text) > _SHORT:
        return not _unusual().search(text)
    if _met.issuperset(text):
        return True
    new = set(text) - _met
    if not all(map(_is_in_range, new)):
        return False
    if len(_met) < _MOST_MET:
        _met.update(new)
    return True


def _is_in_range(letter: str) -> bool:
    first, last = _ranges()
    at = bisect_right(first, letter) - 1
    return at >= 0 and letter <= last[at]


def clean(text: str, *, limit: int = 1_000_000) -> str:
    r"""The text with nothing in it that a terminal would obey, in lines parted by `\n`; at most `limit` characters."""
    return _cleaned(text, limit, _TAB)


def clean_line(text: str, *, limit: int = 1_000) -> str:
    """As `clean`, but one line: each newline and each tab becomes a space."""
    if text.isascii() and text.isprintable() and len(text) <= limit:  # nearly every line, at a tenth of the cost
        return text
    return _cleaned(text, limit, " ").replace("\n", " ")


def _cleaned(text: str, limit: int, tab: str) -> str:
    if len(text) > limit:
        text = text[:limit]
    if is_ordinary(text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", tab).replace("\xa0", " ")
    if not is_ordinary(text):
        from chatlane_tui.model.scrub import scrubbed  # most text is ordinary, and these patterns are dear to build

        text = scrubbed(text)
    if len(text) > limit:  # tabs grew; a cut must not leave a joiner or a selector that has lost its neighbour
        text = text[:limit].rstrip("\u200c\u200d\ufe0e\ufe0f")
    return text
