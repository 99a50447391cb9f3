"""Mail in a folder that anybody points at: `.eml` and files without a suffix, `.html`, `.txt`; and replies whose new
lines are known.

The second are pairs as two public collections keep them: `emails/NAME.txt` with `trimmed/NAME.txt`, and `NAME.eml` with
`NAME_reply_text` (in folders called `standard_replies` and `html_replies` one reply is the same in every mail).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from pathlib import Path

from tests.bench.corpus.samples import Gold, Sample

LARGEST = 20_000_000
"""Bytes of a file that is read."""
_HEAD = re.compile(rb"(?:From [^\n]*\n)?(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*){3,}\r?\n")
_NO_MAIL = frozenset({".html", ".htm", ".py", ".rb", ".md", ".json", ".yml", ".js", ".ts", ".csv", ".map", ".svg"})
_USUAL_REPLY = "Hello"
_USUAL_HTML_REPLY = "Hi. I am fine.\n\nThanks,\nAlex"


def samples(folder: Path) -> Iterator[Sample]:
    """Every body under that folder: both of a mail that has its text twice."""
    for path in _files(folder):
        name, data = str(path.relative_to(folder)), path.read_bytes()
        if path.suffix.lower() in (".html", ".htm"):
            yield Sample(name, decoded(data, "utf-8"), is_html=True)
        elif path.suffix.lower() not in _NO_MAIL and _HEAD.match(data):
            for kind in ("html", "plain"):
                if (body := body_of(message_from_bytes(data), kind)) is not None:
                    yield Sample(name, body, is_html=kind == "html")
        elif path.suffix.lower() == ".txt" and path.parent.name not in ("trimmed", "elided"):
            yield Sample(name, decoded(data, "utf-8"), is_html=False)


def gold(folder: Path) -> Iterator[Gold]:
    """Every reply under that folder of which it is known what is new."""
    for path in _files(folder):
        name = str(path.relative_to(folder))
        if path.parent.name == "emails" and (trimmed := path.parent.parent / "trimmed" / path.name).is_file():
            yield Gold(name, decoded(path.read_bytes(), "utf-8"), _text(trimmed))
        elif path.suffix == ".eml":
            said = path.with_name(f"{path.stem}_reply_text")
            body = body_of(message_from_bytes(path.read_bytes()), "plain")
            if body is not None and said.is_file():
                yield Gold(name, body, _text(said))
            elif body is not None and path.parent.name == "standard_replies":
                yield Gold(name, body, _USUAL_REPLY)
        elif path.suffix == ".html" and path.parent.name == "html_replies":
            yield Gold(name, decoded(path.read_bytes(), "utf-8"), _USUAL_HTML_REPLY)


def body_of(mail: Message, kind: str) -> str | None:
    """The first text of that kind which is no attachment."""
    for part in mail.walk():
        if part.get_content_type() == f"text/{kind}" and not part.get_filename():
            data = part.get_payload(decode=True)
            if isinstance(data, bytes) and data.strip():
                return decoded(data, str(part.get_content_charset() or "utf-8"))
    return None


def decoded(data: bytes, charset: str) -> str:
    """Text in that character set, else in the one that everything is in."""
    for tried in (charset, "utf-8"):
        try:
            return data.decode(tried).replace("\r\n", "\n")
        except (LookupError, ValueError):
            continue
    return data.decode("cp1252", errors="replace").replace("\r\n", "\n")


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden and 0 < path.stat().st_size < LARGEST:
            yield path


def _text(path: Path) -> str:
    return decoded(path.read_bytes(), "utf-8")
