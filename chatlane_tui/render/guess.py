"""Which format a body is in: the channel decides first, then how it begins, then how much of it looks like markup."""

from __future__ import annotations

import re
from itertools import islice

NEVER_HTML = frozenset({"sms", "whatsapp", "facebook", "instagram", "phone_call"})
SAMPLE = 20_000
STRONG = 3

_STARTS = re.compile(r"\s*+<(?:!doctype\s|!--|\?xml|[a-z][a-z0-9]*[\s/>])", re.IGNORECASE)
_BLOCK_TAG = re.compile(
    r"</?(?:p|div|br|hr|table|tbody|tr|td|th|ul|ol|li|blockquote|h[1-6]|body|html|span|pre|center|font)(?:\s[^<>]*+)?/?>",
    re.IGNORECASE,
)
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
    if _STARTS.match(body) and "</" in body:
        return True
    return _at_least(2, _BLOCK_TAG, body) or ("</a" in body.lower() and _ANCHOR.search(body) is not None)


def _at_least(number: int, pattern: re.Pattern[str], text: str) -> bool:
    return len(list(islice(pattern.finditer(text), number))) == number


def lines_matter(html: str) -> bool:
    """Whether the body is text into which some tags were put (GitHub, Zendesk): its line ends are meant."""
    if _STARTS.match(html):
        return False
    lines = html.strip().count("\n")
    return lines > 0 and sum(1 for _ in _BREAK.finditer(html)) * 2 <= lines + 1
