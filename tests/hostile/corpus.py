"""Strings that attack a terminal, the markup of Textual, or whoever lays them out; each carries a word that must show.

A field holds a word, then the payload: where it is cut off at the right, the word is still seen.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Final

STOLEN: Final = "cHduZWQtY2xpcGJvYXJk"
"""What the attacks on the clipboard would put there."""
TITLE: Final = "pwned-title"
"""What the attacks on the title would put there."""
BAD_BYTES: Final = "\uf8ff"
"""Stands for bytes that are not UTF-8, and leaves as those: see `encoded`."""


@dataclass(frozen=True, slots=True)
class Attack:
    """One payload, and what it is after."""

    name: str
    payload: str

    def said(self, word: str) -> str:
        """The string that a field holds: `word` is what a person must see of it."""
        return f"{word} {self.payload}"


ATTACKS: Final[tuple[Attack, ...]] = (
    Attack("osc-0-title", f"\x1b]0;{TITLE}\x07after"),
    Attack("osc-2-title", f"\x1b]2;{TITLE}\x1b\\after"),
    Attack("osc-52-clipboard", f"\x1b]52;c;{STOLEN}\x07after"),
    Attack("osc-52-unterminated", f"before\x1b]52;c;{STOLEN}"),
    Attack("osc-8-link", "\x1b]8;;http://evil.example/\x1b\\click\x1b]8;;\x1b\\"),
    Attack("osc-22-pointer", "\x1b]22;crosshair\x07after"),
    Attack("osc-1337-iterm", "\x1b]1337;File=name=eA==:eA==\x07after"),
    Attack("dcs-sixel", "\x1bPq#0;2;0;0;0#0~~@@vv\x1b\\after"),
    Attack("dcs-request", "\x1bP$qm\x1b\\after\x1bP+q544e\x1b\\"),
    Attack("apc-kitty", "\x1b_Gf=24,s=1,v=1;AAAA\x1b\\after\x1b^pm\x1b\\\x1bXsos\x1b\\"),
    Attack("csi-clear", "\x1b[2J\x1b[3J\x1b[777;777Hafter"),
    Attack("csi-scroll", "\x1b[5;10r\x1b[99S\x1b[99T\x1b[6n\x1b[cafter"),
    Attack("csi-modes", "\x1b[?1337h\x1b[?1049l\x1b[?25h\x1b[5;31mafter\x1b[21t"),
    Attack("csi-unterminated", "before\x1b[5;31"),
    Attack("esc-alone", "before\x1bc\x1b7\x1b8\x1b#8\x1b(0after\x1b"),
    Attack("c1-raw", f"\x9d0;{TITLE}\x9cone\x9b5;31mtwo\x90q\x9cthree\x9f\x9e\x98\x85\x84four"),
    Attack("c1-lone", "before\x9b5n\x8f\x8e\x80after"),
    Attack("bidi-override", "abc\u202egnp.exe\u202c\u202dtail\u202a\u202b"),
    Attack("bidi-isolate", "\u2066\u2067\u2068inside\u2069\u200e\u200f\u061cafter"),
    Attack("c0-controls", "be\x07ep ba\b\b\bck\x00\x7f\x0e\x0f\x05\x11\x13after"),
    Attack("newlines", "one\vtwo\fthree\rfour\r\nfive\u2028six\u2029seven\u0085eight"),
    Attack("surrogates", "half \ud800 other \udc1b pair \udc9b after"),
    Attack("entities", f"&#27;]52;c;{STOLEN}&#7; &#x1b;[2J &#x9b;5;31m &#x202e;evil &#155;5m &#8238;end"),
    Attack("entities-twice", f"&amp;#27;]0;{TITLE}&amp;#7; &amp;#x202e; &Tab;&NewLine;&ZeroWidthSpace;end"),
    Attack("escaped-words", "\\x1b[2J \\u001b]0;x\\u0007 ^[[5m %1b%5d \\033[5m"),
    Attack("markup-unbalanced", "[/nope] [/] [b] after"),
    Attack("markup-action", "[@click=app.quit]press[/] [@click=app.bell()]x"),
    Attack("markup-colours", "[red]red[/red] [on #00ff00]x[/] [link=http://evil.example]y[/link] [$error]z"),
    Attack("markup-nested", "[" * 40 + "x" + "]" * 40 + "\\[a\\\\[b] [\\]"),
    Attack("markup-html", "<script>alert(1)</script><b>bold <i>nested</b> <!-- c --> <a href='javascript:x'>j</a>"),
    Attack("marks-flood", "e" + "\u0301\u0489\u20dd" * 400 + "after"),
    Attack("joiner-flood", "👩" + "\u200d👩" * 200 + "\u200d" * 50 + "after"),
    Attack("long-line", "x" * 20_000),
    Attack("zero-width", "\u200b\u200c\u200d\u2060\ufeff\u180e\u00ad\U000e0041\ufe0f\u3164in\u034fvisible"),
    Attack("tabs", "\t\t\tone\ttwo\t\t"),
    Attack("formats", "%s %n %(x)s {} {0.__class__} {x!r} ${HOME} $(id) `id`"),
    Attack("not-utf-8", f"before{BAD_BYTES}after"),
    Attack("tmux-passthrough", f"\x1bPtmux;\x1b\x1b]52;c;{STOLEN}\x07\x1b\x1b]0;{TITLE}\x07\x1b\\after"),
    Attack("screen-title", f"\x1bk{TITLE}\x1b\\after"),
    Attack("osc-9-notice", f"\x1b]9;{TITLE}\x07one\x1b]777;notify;{TITLE};x\x1b\\after"),
    Attack("osc-11-colour", "\x1b]11;#ff0000\x07one\x1b]4;1;#00ff00\x1b\\two\x1b]104\x07after"),
    Attack("picture-width", "\U0001f3f4\U000e0067\U000e007f 🏳️\u200d🌈 1\ufe0f\u20e3 ﷽ ｆｕｌｌ が か\u3099"),
)

_DEADLY = (
    "osc-0-title osc-2-title osc-52-clipboard osc-52-unterminated osc-8-link osc-22-pointer osc-1337-iterm dcs-sixel "
    "tmux-passthrough screen-title osc-9-notice osc-11-colour "
    "dcs-request apc-kitty csi-clear csi-scroll csi-modes csi-unterminated esc-alone c1-raw c1-lone bidi-override "
    "bidi-isolate c0-controls newlines zero-width tabs"
)
DEADLY: Final = frozenset(_DEADLY.split())
"""Attacks that need nobody's help: written to a terminal as they are, they work."""

_WORD = re.compile(r"\b([a-z]+)(\d\d)v\b", re.IGNORECASE)


def word(field: str, attack: int) -> str:
    """What a person must see of attack number `attack` in this field: "subject07v"."""
    return f"{field}{attack:02d}v"


def words_in(text: str) -> set[tuple[str, int]]:
    """Which (field, attack) can be read in a text; types of message are shown in capitals."""
    return {(found[1].lower(), int(found[2])) for found in _WORD.finditer(text)}


def encoded(payload: object) -> bytes:
    """JSON as the attacker writes it: lone surrogates as escapes, bytes that are no UTF-8 where `BAD_BYTES` stood."""
    return json.dumps(payload).encode().replace(json.dumps(BAD_BYTES)[1:-1].encode(), b"\x9b\xff\xc3")
