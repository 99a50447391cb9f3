"""Which format a body is in: the channel decides first, then how it begins, then how much of it looks like markup."""

from __future__ import annotations

import re
from itertools import islice

NEVER_HTML = frozenset({"sms", "whatsapp", "facebook", "instagram", "phone_call"})
SAMPLE = 20_000
STRONG = 3

_STARTS = re.compile(
    r"\s*+<(?:!doctype\s|!--|\?xml|(?:html|head|body|meta|title|base|link|style|script|div|p|table|thead|tbody|tr|td|th|"
    r"center|br|hr|h[1-6]|ul|ol|li|dl|blockquote|pre|section|article|header|footer|main|nav|form|figure|address)[\s/>])",
    re.IGNORECASE,
)
"""How a page begins: not with just any word in brackets, for people write <snip> and <rant>."""
_STARTS_INLINE = re.compile(
    r"\s*+<(?:a|abbr|b|big|cite|code|del|em|font|i|img|ins|kbd|label|mark|s|small|span|strike|strong|sub|sup|tt|u)[\s/>]",
    re.IGNORECASE,
)
"""How a line of text begins, into which tags were put."""
_BLOCK_TAG = re.compile(
    r"""(?<!['"`])</?(?:p|div|br|hr|table|tbody|tr|td|th|ul|ol|li|blockquote|h[1-6]|body|html|span|pre|center|font)"""
    r"""(?:\s[^<>]*+)?/?>(?!['"`])""",
    re.IGNORECASE,
)
"""Not in quotes: that is somebody who writes about tags."""
_SPARSE = 25
"""Lines to a tag, from which on a text that begins as text merely quotes some."""
_ANCHOR = re.compile(r"<a\s[^<>]*?href[^<>]*+>", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|p|div)[\s/>]", re.IGNORECASE)
_SIGNALS = (
    (re.compile(r"^ {0,3}(?:```|~~~)", re.MULTILINE), 2, 2),
    (re.compile(r"^#{1,6} \S", re.MULTILINE), 1, 2),
    (re.compile(r"\[[^\[\]\n]{1,200}\]\((?:https?|mailto):[^\s()]{1,500}\)"), 1, 3),
    (re.compile(r"(?<![\w*])\*\*[^\s*][^*\n]{0,200}\*\*(?!\w)"), 1, 2),
    (re.compile(r"^ {0,3}[-*+] \S", re.MULTILINE), 2, 1),
    (re.compile(r"^ {0,3}\d{1,3}[.)] \S", re.MULTILINE), 2, 1),
    (re.compile(r"^ {0,3}\|? ?:?-{3,}:? ?\|", re.MULTILINE), 1, 3),
    (re.compile(r"(?<!`)`[^`\n]{1,80}`(?!`)"), 2, 1),
)


def guessed_format(body: str, *, type: str) -> str:  # noqa: A002 - the API's own word
    """ "html", "markdown" or "plain" for a message of this type."""
    if type in NEVER_HTML:
        return "plain"
    if "<" in body and _looks_like_html(body):
        return "html"
    sample = body[:SAMPLE]
    score = sum(
        weight for signal, least, weight in _SIGNALS if len(list(islice(signal.finditer(sample), least))) >= least
    )
    return "markdown" if score >= STRONG else "plain"


def _looks_like_html(body: str) -> bool:
    if "</" in body and (_STARTS.match(body) or _STARTS_INLINE.match(body)):
        return True
    if _at_least(max(2, body.count("\n") // _SPARSE), _BLOCK_TAG, body):
        return True
    return "</a" in body.lower() and _ANCHOR.search(body) is not None


def _at_least(number: int, pattern: re.Pattern[str], text: str) -> bool:
    return len(list(islice(pattern.finditer(text), number))) == number


def lines_matter(html: str) -> bool:
    """Whether the body is text into which some tags were put (GitHub, Zendesk): its line ends are meant."""
    if _STARTS.match(html):
        return False
    lines = html.strip().count("\n")
    return lines > 0 and sum(1 for _ in _BREAK.finditer(html)) * 2 <= lines + 1
