"""Links: where they really lead, and where they hide in plain text. Only http, https, mailto and tel are kept."""

from __future__ import annotations

import re
from urllib.parse import unquote

from chatlane_tui.model.clean import clean_line
from chatlane_tui.render.document import Link

MOST_LINKS = 2_000
LONGEST_URL = 8_192
LONGEST_HOST = 1_000

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_AUTHORITY_END = re.compile(r"[/?#\\]")
_HOST = re.compile(r"[a-z0-9.\-_~!$&'()*+,;=]+\Z|\[[0-9a-f:.]+\]\Z")
"""What a browser goes to, once it is ASCII."""
_PORT = re.compile(r":[0-9]*\Z")
_FOUND = re.compile(
    r"https?://[^\s<>\"]+"
    r"|(?<![\w@./\-])www\.[^\s<>\"]+"
    r"|(?:mailto:)?(?<![A-Za-z0-9._%+\-])[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,8}",
    re.IGNORECASE | re.ASCII,
)
_CLOSERS = {")": "(", "]": "[", "}": "{", "»": "«", "”": "“", "’": "‘"}


def link_to(url: str) -> Link | None:
    """Where `url` leads, read as a browser reads it; None if it is nothing that may be opened."""
    if len(url) > LONGEST_URL:
        return None
    if not (url.isascii() and url.isprintable()) or " " in url:
        url = "".join(clean_line(url, limit=LONGEST_URL).split())
    if url[:4].lower() == "www.":
        url = "http://" + url
    if (scheme := _SCHEME.match(url)) is None:
        return None
    rest = url[scheme.end() :]
    match scheme[1].lower():
        case "http" | "https" as name:
            return _web_link(name, rest)
        case "mailto" | "tel" as name if rest:
            return Link(url=f"{name}:{rest}", host="", suspicious=not rest.isascii())
        case _:
            return None


def _web_link(scheme: str, rest: str) -> Link | None:
    rest = rest.lstrip("/\\")
    end = found.start() if (found := _AUTHORITY_END.search(rest)) else len(rest)
    authority, path = rest[:end], rest[end:]
    user, _, host = authority.rpartition("@")
    port = found[0] if (found := _PORT.search(host)) and not host.endswith("]") else ""
    host = host.removesuffix(port)
    host = (clean_line(unquote(host)) if "%" in host else host).lower().rstrip(".")
    if not host or len(host) > LONGEST_HOST:
        return None
    real = host if host.isascii() else _punycode(host).lower().rstrip(".")
    if not _HOST.match(real):
        return None
    disguised = real.startswith("xn--") or ".xn--" in real
    url = f"{scheme}://{user + '@' if user else ''}{real}{port}{path.replace(chr(92), '/')}"
    return Link(url=url, host=real, suspicious=disguised or bool(user) or not host.isascii())


def _punycode(host: str) -> str:
    import idna

    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        labels = (label if label.isascii() else "xn--" + label.encode("punycode").decode() for label in host.split("."))
        return ".".join(labels)


class Links:
    """The links of one document as they are met, each URL once."""

    def __init__(self) -> None:
        self._known: dict[str, int | None] = {}
        self._links: list[Link] = []

    def index(self, url: str) -> int | None:
        """The place of `url` in the document's links; None if it may not be opened, or there are too many."""
        if url not in self._known:
            link = link_to(url) if len(self._links) < MOST_LINKS else None
            self._known[url] = None if link is None else self._place(link)
        return self._known[url]

    def _place(self, link: Link) -> int:
        if (place := self._known.get(link.url)) is not None:
            return place
        self._links.append(link)
        self._known[link.url] = len(self._links) - 1
        return len(self._links) - 1

    def all(self) -> tuple[Link, ...]:
        """Every link so far, in the order of the text."""
        return tuple(self._links)


def found_links(text: str) -> list[tuple[int, int, str]]:
    """Start, end and URL of each web or mail address written in `text`, without the punctuation around it."""
    if "@" not in text and "://" not in text and "www." not in text.lower():
        return []
    spans = []
    for match in _FOUND.finditer(text):
        start, end = match.start(), _without_punctuation(text, match.start(), match.end())
        written = text[start:end]
        if "://" not in written and written[:4].lower() != "www." and written[:7].lower() != "mailto:":
            written = "mailto:" + written
        spans.append((start, end, written))
    return spans


def _without_punctuation(text: str, start: int, end: int) -> int:
    if text[end - 1].isalnum():
        return end
    balance = {
        closer: text.count(closer, start, end) - text.count(opener, start, end) for closer, opener in _CLOSERS.items()
    }
    while end > start:
        last = text[end - 1]
        if last in _CLOSERS and balance[last] > 0:
            balance[last] -= 1
        elif last not in ".,;:!?'*_~…":
            break
        end -= 1
    return end


def as_read(host: str) -> str:
    """A host as it wants to be read, where it is written in punycode; else empty."""
    if "xn--" not in host:
        return ""
    import idna

    labels = []
    for label in host.split("."):
        try:
            labels.append(idna.decode(label) if label.startswith("xn--") else label)
        except (idna.IDNAError, UnicodeError):
            labels.append(_unpunycoded(label))
    return clean_line(".".join(labels))


def _unpunycoded(label: str) -> str:
    try:
        return label.removeprefix("xn--").encode("ascii").decode("punycode")
    except UnicodeError:
        return label
