"""Files are attached by their public address: the server fetches them, and so can whoever has the link (M6)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit

from chatlane_tui.model.clean import clean_line

MOST: Final = 20
"""Files of one message."""
_LONGEST: Final = 2_000
_HOME_SUFFIXES: Final = (".local", ".localhost", ".internal", ".lan", ".home.arpa")


class FileLink(NamedTuple):
    """A file to attach. `problem`: it cannot be sent so; `remark`: it can, and perhaps should not. Both sentences."""

    url: str
    name: str
    """What the file is called, as far as its address says."""
    problem: str = ""
    remark: str = ""


def links(text: str) -> tuple[str, ...]:
    """The addresses of a text, one a line or with spaces between, each once."""
    return tuple(dict.fromkeys(text.split()))


def looked_at(urls: Iterable[str]) -> tuple[FileLink, ...]:
    """Each address with its name and what is to be said of it."""
    return tuple(_link(url) for url in urls)


def problem(urls: Iterable[str]) -> str:
    """Why these cannot be attached, as a sentence; empty when they can."""
    found = looked_at(urls)
    if len(found) > MOST:
        return f"{len(found)} files are too many for one message: {MOST} at most."
    return next((link.problem for link in found if link.problem), "")


def _link(url: str) -> FileLink:
    shown = clean_line(url, limit=80)
    try:
        parts = urlsplit(url)
        host, port_is_fine = parts.hostname or "", parts.port is None or parts.port > 0
    except ValueError:
        return FileLink(url, shown, problem=f"“{shown}” is no web address.")
    if parts.scheme.lower() not in ("http", "https") or not host or not port_is_fine or not url.isprintable():
        return FileLink(url, shown, problem=f"“{shown}” is no web address: a file is attached by its http(s) link.")
    if len(url) > _LONGEST:
        return FileLink(url, shown, problem=f"The link “{shown}…” is too long to be fetched.")
    name = clean_line(unquote(parts.path.rstrip("/").rpartition("/")[2]), limit=80).strip() or host
    if parts.username or parts.password:
        return FileLink(url, name, remark=f"The link to {name} holds a user name or password.")
    if _is_at_home(host):
        return FileLink(url, name, remark=f"{host} is a private address: the server cannot fetch {name} from there.")
    return FileLink(url, name)


def _is_at_home(host: str) -> bool:
    import ipaddress

    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith(_HOME_SUFFIXES)
