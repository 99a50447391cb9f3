r"""What text from outside may contain: every string from the server passes here on entry, before anything else sees it.

`clean` keeps lines, `clean_line` makes one. In this order, each step linear: newline forms become `\n`; whole terminal
sequences go; surrogates become U+FFFD; C1 is read as the cp1252 it nearly always was; controls, fillers, bidi controls,
tags and most variation selectors go; exotic spaces become spaces; joiners and the other selectors stay only where they
mean something; at most four combining marks stay on a base. Both functions are idempotent.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

MAX_MARKS = 4
"""Combining marks that stay on one base."""

_TAB = "    "

_ORDINARY = (
    "\n -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u0590\u05be\u05d0-\u05f4\u060c\u061b\u061e-\u064a\u0660-\u066f"
    "\u0671-\u06d3\u0e01-\u0e30\u0e32-\u0e33\u0e3f-\u0e46\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\u20cf"
    "\u2100-\u27ff\u2900-\u2bff\u2e80-\u2fff\u3001-\u3029\u3030-\u3098\u309b-\u3163\u3165-\ua48f\uac00-\ud7a3"
    "\uf900-\ufaff\uff01-\uff9f\U0001f000-\U0001faff\U00020000-\U0003ffff"
)
"""Characters that no step below ever touches: text of these alone is returned as it is."""

_DROPPED = (
    "\x00-\x08\x0e-\x1f\x7f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufdd0-\ufdef\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
)
"""C0, DEL, soft hyphen, fillers, zero-width spaces, bidi controls and selectors: invisible, or an instruction."""

_DROPPED_ASTRAL = "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
"""Layout controls of three scripts, tags and more selectors."""

FORBIDDEN = re.compile(f"[\t\v\f\r\x80-\x9f\u2028\u2029\ud800-\udfff{_DROPPED}{_DROPPED_ASTRAL}]")
r"""One character that must never reach a terminal. `\n` is not in it: a writer of single cells forbids that too."""

_EMOJI = (
    "\xa9\xae\u203c\u2049\u2122\u2139\u2194-\u2199\u21a9\u21aa\u231a\u231b\u2328\u23cf\u23e9-\u23f3\u23f8-\u23fa\u24c2"
    "\u25aa\u25ab\u25b6\u25c0\u25fb-\u25fe\u2600-\u2604\u260e\u2611\u2614\u2615\u2618\u261d\u2620\u2622\u2623\u2626"
    "\u262a\u262e\u262f\u2638-\u263a\u2640\u2642\u2648-\u2653\u265f\u2660\u2663\u2665\u2666\u2668\u267b\u267e\u267f"
    "\u2692-\u2697\u2699\u269b\u269c\u26a0\u26a1\u26a7\u26aa\u26ab\u26b0\u26b1\u26bd\u26be\u26c4\u26c5\u26c8\u26ce"
    "\u26cf\u26d1\u26d3\u26d4\u26e9\u26ea\u26f0-\u26f5\u26f7-\u26fa\u26fd\u2702\u2705\u2708-\u270d\u270f\u2712\u2714"
    "\u2716\u271d\u2721\u2728\u2733\u2734\u2744\u2747\u274c\u274e\u2753-\u2755\u2757\u2763\u2764\u2795-\u2797\u27a1"
    "\u27b0\u27bf\u2934\u2935\u2b05-\u2b07\u2b1b\u2b1c\u2b50\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
_JOINING = "\u0600-\u0605\u0610-\u061a\u0620-\u065f\u066e-\u06d3\u06d5-\u06dc\u06df-\u08ff\u0900-\u0963\u0970-\u0dff"
_JOINING += "\u1000-\u103f\u1050-\u109f\u1780-\u17d3\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefe"
"""Letters and marks of the Arabic and Indic families."""

_UNUSUAL = re.compile(f"[^{_ORDINARY}]")
_STRING_END = r"(?:\x07|\x1b\\|\x9c)"
_SEQUENCE = re.compile(
    r"(?:\x1b\[[0-?]*+|\x9b[0-?]++)[ -/]*+[@-~]"  # CSI; the eight-bit introducer only with a parameter: it is also ›
    rf"|(?:\x1b[\]PX^_]|[\x90\x9d])[^\n\x07\x1b\x90\x9c-\x9f]*+{_STRING_END}"  # OSC, DCS, APC and their kin
    r"|[\x98\x9e\x9f][^\n\x07\x1b\x98\x9e\x9f]*+(?:\x07|\x1b\\)"  # the rare ones, which are also ˜, ž and Ÿ
    r"|\x1b[ -/]++[0-~]"
)
_CONTROL = re.compile("[\x1b\x80-\x9f\ud800-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_C1 = re.compile("[\x80-\x9f]")
_AS_CP1252 = {chr(byte): bytes((byte,)).decode("cp1252", errors="ignore") for byte in range(0x80, 0xA0)}
_DROP = re.compile(f"[{_DROPPED}]+")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_DROP_ASTRAL = re.compile(f"[{_DROPPED_ASTRAL}]+")
_ASTRAL_MARKS = re.compile(
    "[\U000101fd-\U0001037a\U00010a01-\U00011fff\U00013440-\U00013455\U00016af0-\U00016fe4\U0001bc9d-\U0001e94a]"
)
_SPACE = re.compile("[\u1680\u2000-\u200a\u202f\u205f\u2800\u3000]")
_NEWLINE = re.compile("[\v\f\u2028\u2029]")
_STRAY_SELECTOR = re.compile(f"[\ufe0e\ufe0f](?<![{_EMOJI}].)(?!(?<=[0-9#*]\ufe0f)\u20e3)")
_ZWJ_TO_NOTHING = re.compile(f"\u200d(?![{_EMOJI}])")
_ZWJ_FROM_NOTHING = re.compile(f"\u200d(?<![{_EMOJI}].)(?<![{_EMOJI}]\ufe0f.)")
_ZWNJ = re.compile(f"\u200c(?=([{_JOINING}]?))")
_ZWNJ_FROM_NOTHING = re.compile(f"\u200c(?<![{_JOINING}].)")


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
    if not _UNUSUAL.search(text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", tab).replace("\xa0", " ")
    if _UNUSUAL.search(text):
        text = _scrubbed(_NEWLINE.sub("\n", text))
    if len(text) > limit:  # tabs grew; a cut must not leave a joiner or a selector that has lost its neighbour
        text = text[:limit].rstrip("\u200c\u200d\ufe0e\ufe0f")
    return text


def _scrubbed(text: str) -> str:
    if _CONTROL.search(text):
        text = _SEQUENCE.sub("", text)
        text = _SURROGATE.sub("\ufffd", text)
        text = _C1.sub(lambda found: _AS_CP1252[found[0]], text)
    text = _DROP.sub("", text)
    if text.isascii():
        return text
    if _ASTRAL.search(text):
        text = _DROP_ASTRAL.sub("", text)
    text = _SPACE.sub(" ", text)
    return _meaningful(text) if _UNUSUAL.search(text) else text


def _meaningful(text: str) -> str:
    """The text with selectors and joiners only where they mean something, and no piles of marks."""
    text = _STRAY_SELECTOR.sub("", text)
    # What must follow a joiner is asked before marks are counted, for a joiner that goes may join two runs of marks;
    # what must stand before it is asked afterwards, for that may be a mark that went.
    text = _ZWJ_TO_NOTHING.sub("", text)
    text = _ZWNJ.sub(lambda found: found[0] if found[1].isalpha() else "", text)
    astral = _ASTRAL.search(text) is not None and _ASTRAL_MARKS.search(text) is not None
    # No normal form is asked for before this: on a pile of marks that is not linear.
    text = _pile(astral=astral).sub(lambda found: found[0][:MAX_MARKS], text)
    text = _ZWJ_FROM_NOTHING.sub("", text)
    return _ZWNJ_FROM_NOTHING.sub("", text)


@cache
def _pile(*, astral: bool) -> re.Pattern[str]:
    """A run of too many marks. Built when first needed, in 10 ms, from the marks this Python knows."""
    last = 0x20000 if astral else 0x10000
    marks = (chr(code) for code in range(0x300, last) if unicodedata.category(chr(code)) in ("Mn", "Me"))
    mark = f"[{''.join(marks)}]"
    return re.compile(f"{mark}{mark}{{{MAX_MARKS}}}{mark}*")
