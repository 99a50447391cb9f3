"""The words of a body, for search and for one line in a list. Cheap and linear; `render` shows the body itself."""

from __future__ import annotations

import html
import re

from chatlane_tui.model.clean import clean, clean_line

PLAIN_LIMIT = 65_536
"""Characters of a body's words that are indexed."""

SNIPPET_LIMIT = 200
"""Characters of the one line that a list shows."""

_READ_LIMIT = 400_000
"""Characters of a body that are looked at: enough for 65,536 of words in mail that is mostly markup."""

_LOOKS_LIKE_HTML = re.compile(
    r"</?(?:p|br|div|span|html|body|head|table|tr|td|a|b|i|u|em|strong|ul|ol|li|img|h[1-6]|blockquote|pre|style|font|hr"
    r"|center|section|title|meta|script)\b[^<>]*>|<!doctype\b|<!--",
    re.IGNORECASE,
)
_TAG = re.compile(r"<(?:!--|!|\?|(/?)([a-zA-Z][a-zA-Z0-9]*))[^<>]*>?")
_HIDDEN = frozenset({"style", "script", "head", "title", "template", "noscript"})
_WITHIN_A_LINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "mark", "q", "s"}
    | {"small", "span", "strike", "strong", "sub", "sup", "tt", "u", "wbr"}
)
_SPACES = re.compile("  +")


def words_of(body: str) -> str:
    """The body's words: markup, hidden elements and comments gone, entities decoded, at most `PLAIN_LIMIT` characters.

    A body that is no HTML is returned as it is, cut at that length.
    """
    if "<" not in body or not _LOOKS_LIKE_HTML.search(body, 0, _READ_LIMIT):
        return body[:PLAIN_LIMIT]
    text = html.unescape("".join(_visible(body[:_READ_LIMIT])))
    text = clean(text.replace("\u200b", "").replace("\xa0", " "), limit=PLAIN_LIMIT * 2)
    lines = (line.strip(" ") for line in text.split("\n"))
    return _SPACES.sub(" ", "\n".join(filter(None, lines))).strip()[:PLAIN_LIMIT]


def snippet_of(words: str) -> str:
    """The start of a text as one line."""
    line = " ".join(words.lstrip()[: SNIPPET_LIMIT * 3].split())
    return clean_line(line, limit=SNIPPET_LIMIT).rstrip()


def _visible(body: str) -> list[str]:
    pieces: list[str] = []
    at = 0
    hidden = ""
    while (tag := _TAG.search(body, at)) is not None:
        if not hidden:
            pieces.append(body[at : tag.start()])
        at = tag.end()
        name = (tag[2] or "").lower()
        if hidden:
            if tag[1] and name == hidden:
                hidden = ""
        elif tag[0].startswith("<!--"):
            # An unclosed comment hides the rest, as it does in a browser.
            end = body.find("-->", tag.start() + 4)
            at = len(body) if end < 0 else end + 3
        elif name in _HIDDEN and not tag[1]:
            hidden = name
        elif name not in _WITHIN_A_LINE:
            pieces.append("\n")
    if not hidden:
        pieces.append(body[at:])
    return pieces
