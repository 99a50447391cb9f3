"""The steps of `clean` for text that is not ordinary: their patterns are built when the first such text comes."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from chatlane_tui.model.clean import DROPPED, DROPPED_ASTRAL, is_ordinary

MAX_MARKS = 4
"""Combining marks that stay on one base."""

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
_DROP = re.compile(f"[{DROPPED}]+")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_DROP_ASTRAL = re.compile(f"[{DROPPED_ASTRAL}]+")
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


def scrubbed(text: str) -> str:
    """The text with nothing left in it that a terminal would obey, and nothing invisible that means nothing."""
    text = _NEWLINE.sub("\n", text)
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
    return text if is_ordinary(text) else _meaningful(text)


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
