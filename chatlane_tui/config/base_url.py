"""Which server is talked to: one spelling of a base URL, and the rule that a token travels encrypted (A8, P3)."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

from chatlane_tui.errors import ConfigurationError

DEFAULT_BASE_URL = "https://chatlane.io/api/v1"
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+")


def normalised(text: str) -> str:
    """One spelling: lower case, no default port, no slash at the end. `ConfigurationError` says what is wrong."""
    url = text.strip()
    if not url or not url.isascii() or not url.isprintable() or " " in url:
        raise ConfigurationError("the base URL is empty or holds characters that a URL cannot")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise ConfigurationError(f"`{url}` is not a URL ({error})") from error
    if parts.scheme not in ("https", "http") or not _HOST.fullmatch(host):
        raise ConfigurationError(f"`{url}` is not a URL like {DEFAULT_BASE_URL}")
    if "@" in parts.netloc:
        raise ConfigurationError("the base URL must not hold a name or a password")
    if "?" in url or "#" in url:
        raise ConfigurationError(f"`{url}` must end with its path, without `?` and `#`")
    if parts.scheme == "http" and not _is_loopback(host):
        raise ConfigurationError(f"`{url}` must begin with https://: plain http is for this machine alone")
    named = f"[{host}]" if ":" in host else host
    if port is not None and port != {"https": 443, "http": 80}[parts.scheme]:
        named = f"{named}:{port}"
    return urlunsplit((parts.scheme, named, parts.path.rstrip("/"), "", ""))


def _is_loopback(host: str) -> bool:
    from ipaddress import ip_address

    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
