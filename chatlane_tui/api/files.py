"""Fetching the files of messages, whose addresses anybody may have made up (M5).

The token goes to the origin of the configured base URL and nowhere else, whatever redirects say. Redirects are followed
at most `MOST_HOPS` times, never from https to http, and no address leads to this machine or its network unless the API
is there itself. What comes is handed on as it comes, and never more than was allowed.
"""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Callable
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Final, NamedTuple
from urllib.parse import urljoin, urlsplit

import httpx

from chatlane_tui.api.errors import from_exception
from chatlane_tui.api.own_loop import OwnLoop
from chatlane_tui.api.transport import name_and_version
from chatlane_tui.errors import ApiError, Missing, NotSent, Refused, Unreadable
from chatlane_tui.model.clean import clean_line

MOST_HOPS: Final = 5
LONGEST_URL: Final = 8_192

NOTHING_SAVED: Final = "Nothing was saved."


class Timing(NamedTuple):
    """Seconds, a phase each; `total` bounds a whole download."""

    connect: float = 10.0
    read: float = 30.0
    total: float = 3_600.0


DEFAULT_TIMING: Final = Timing()


class Head(NamedTuple):
    """What is told of a file before it comes. `size` is bytes, None where nobody said."""

    size: int | None
    mime_type: str


class Files:
    """Downloads, on a thread of their own; certificates are read there when the first one begins."""

    def __init__(self, base_url: str, *, timing: Timing = DEFAULT_TIMING) -> None:
        self._base_url = base_url
        self._origin = origin_of(base_url)
        self._is_here = _is_near(urlsplit(base_url).hostname or "")
        self._timing = timing
        self._over_there = OwnLoop("chatlane-files")
        self._client: httpx.AsyncClient | None = None

    def address(self, url: str) -> str:
        """The whole URL of a file, or `Refused` with the reason why nothing is fetched from there."""
        return self._checked(urljoin(f"{self._base_url}/", url.strip()))

    async def fetch(
        self, url: str, token: str, *, limit: int, heard: Callable[[Head], object], write: Callable[[bytes], object]
    ) -> None:
        """GET it; `heard` is told its head once, then `write` each part, both in another thread. At most `limit` bytes.

        Raises `ApiError`, and whatever `heard` and `write` raise; cancelled, it ends at once.
        """
        address = self.address(url)
        try:
            await self._over_there.run(self._fetch(address, token, limit, heard, write))
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
            raise NotSent(str(from_exception(error, write=False)), hint=NOTHING_SAVED) from error

    async def aclose(self) -> None:
        """End every download, and close the connections."""
        await self._over_there.aclose(self._close)

    async def _fetch(
        self,
        address: str,
        token: str,
        limit: int,
        heard: Callable[[Head], object],
        write: Callable[[bytes], object],
    ) -> None:
        async with asyncio.timeout(self._timing.total):
            client = await self._opened()
            for _ in range(MOST_HOPS + 1):
                request = client.build_request("GET", address, headers=self._headers(address, token))
                response = await client.send(request, stream=True)
                try:
                    if not response.has_redirect_location:
                        await _take(response, limit, heard, write)
                        return
                    address = self._next(address, response.headers["location"])
                finally:
                    await response.aclose()
        raise Unreadable("The address leads from one to the next without end.", hint=NOTHING_SAVED)

    def _headers(self, address: str, token: str) -> dict[str, str]:
        headers = {"Accept": "*/*", "Accept-Encoding": "identity", "User-Agent": name_and_version()}
        if token and origin_of(address) == self._origin:
            # A server that wants a token answers an error then, and not the way to its login page (A2).
            headers |= {"Authorization": f"Bearer {token}", "Accept": "application/json, */*"}
        return headers

    def _next(self, address: str, location: str) -> str:
        following = self._checked(urljoin(address, location))
        if address.startswith("https:") and not following.startswith("https:"):
            raise Refused("The address leads on to one that is not encrypted.", hint=NOTHING_SAVED)
        return following

    def _checked(self, address: str) -> str:
        try:
            parts = urlsplit(address)
            host, _ = parts.hostname, parts.port
        except ValueError as error:
            raise Refused("The address of the file is no address.", hint=NOTHING_SAVED) from error
        if parts.scheme not in ("http", "https") or not host or len(address) > LONGEST_URL:
            raise Refused("The file has no address on the web.", hint=NOTHING_SAVED)
        if parts.username or parts.password:
            raise Refused("The address of the file carries a name or a password.", hint=NOTHING_SAVED)
        if _is_near(host) and not self._is_here:
            raise Refused("The address of the file leads into your own network.", hint=NOTHING_SAVED)
        return address

    async def _opened(self) -> httpx.AsyncClient:
        if self._client is None:
            self._client = httpx.AsyncClient(
                verify=httpx.create_ssl_context(),
                trust_env=not self._is_here,  # no proxy on the way to this machine
                follow_redirects=False,
                timeout=httpx.Timeout(self._timing.read, connect=self._timing.connect, pool=None),
                cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
                limits=httpx.Limits(max_connections=4, max_keepalive_connections=0),
            )
        return self._client

    async def _close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()


async def _take(
    response: httpx.Response, limit: int, heard: Callable[[Head], object], write: Callable[[bytes], object]
) -> None:
    if not response.is_success:
        raise _failed(response.status_code)
    length = response.headers.get("content-length", "")
    size = int(length) if length.isascii() and length.isdigit() and len(length) < 16 else None
    if response.headers.get("content-encoding", "identity") != "identity":
        size = None
    if size is not None and size > limit:
        raise _too_large(limit)
    heard(Head(size, clean_line(response.headers.get("content-type", ""), limit=200)))
    done = 0
    async for part in response.aiter_bytes():
        done += len(part)
        if done > limit:
            raise _too_large(limit)
        write(part)


def _too_large(limit: int) -> Refused:
    return Refused(
        f"The file is larger than {limit // 1_000_000} MB. {NOTHING_SAVED}",
        hint="`size_limit` in [files] sets how much is taken.",
    )


def _failed(status: int) -> ApiError:
    if status in (404, 410):
        return Missing(f"The file is not there, or no longer ({status}).", hint=NOTHING_SAVED, status=status)
    if status in (401, 403):
        problem = f"The server does not hand the file out ({status}): its address may have run out."
        return Refused(problem, hint="^r reads the conversation again.", status=status)
    return NotSent(f"The server failed ({status}).", hint=f"{NOTHING_SAVED} Try again later.", status=status)


def origin_of(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port, with the port that the scheme means."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or {"https": 443, "http": 80}.get(parts.scheme)


def _is_near(host: str) -> bool:
    """Whether it is this machine, or one of its own network, as far as its name says."""
    name = host.rstrip(".").lower()
    try:
        return not ipaddress.ip_address(name.partition("%")[0]).is_global
    except ValueError:
        # Numbers that a resolver takes for an address: 127.1, 0x7f000001, 2130706433.
        last = name.rpartition(".")[2]
        return name == "localhost" or name.endswith(".localhost") or last.isdigit() or last.startswith("0x")
