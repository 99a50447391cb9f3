"""The one way to the server: bytes for a request, or an error of ours. The token goes to its own origin alone."""

from __future__ import annotations

import asyncio
import ipaddress
import json
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib import metadata
from urllib.parse import quote, urlencode, urlsplit

import httpx

from chatlane_tui.api.budget import Budget, Priority, backoff
from chatlane_tui.api.errors import TooLarge, from_exception, from_response
from chatlane_tui.api.own_loop import OwnLoop
from chatlane_tui.errors import ConfigurationError, Limited, NotSent
from chatlane_tui.model.clock import Clock
from chatlane_tui.model.readers import Json

Params = Mapping[str, str | int]

QUICK = 5.0
"""Seconds within which a read must have failed to be tried again here."""

PATIENCE = {Priority.INTERACTIVE: 5.0, Priority.BACKGROUND: 60.0}
"""Seconds that a read waits for a pause the server asked for. A write never waits: the outbox keeps it."""

_WORTH_REPEATING = (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError, httpx.CloseError)
"""A read met by these is repeated at once: mostly a kept connection that the server had closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """Seconds, a phase each; `total` bounds the whole exchange, against a body that drips."""

    connect: float = 10.0
    read: float = 30.0
    write: float = 30.0
    pool: float = 30.0
    total: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """Bytes read of an answer, after decompression: of a success, and of an error (whose rest is ignored)."""

    success: int = 64 * 2**20
    error: int = 2**18


DEFAULT_TIMEOUTS = Timeouts()
DEFAULT_CAPS = Caps()


class Transport:
    """One server, one token. A read that failed quickly is tried again here; a write never is: the outbox decides."""

    def __init__(
        self,
        base_url: str,
        token: str,
        *,
        budget: Budget,
        clock: Clock,
        random: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        timeouts: Timeouts = DEFAULT_TIMEOUTS,
        caps: Caps = DEFAULT_CAPS,
        retries: int = 2,
    ) -> None:
        """ConfigurationError for a base URL that is not https (http on this machine only), or an impossible token."""
        self.base_url = checked_base_url(base_url)
        self._budget, self._clock, self._random, self._sleep = budget, clock, random, sleep
        self._timeouts, self._caps, self._retries = timeouts, caps, retries
        self._headers = {
            "Authorization": f"Bearer {checked_token(token)}",
            "Accept": "application/json",
            "Accept-Encoding": "gzip, deflate",
            "User-Agent": name_and_version(),
        }
        self._opening = asyncio.Lock()
        self._over_there = OwnLoop("chatlane-http")
        self._lines: _Lines | None = None
        self._old: list[_Lines] = []
        self._is_closed = False

    def __repr__(self) -> str:
        return f"Transport({self.base_url!r})"

    async def request(
        self,
        method: str,
        path: str,
        *,
        params: Params | None = None,
        body: Mapping[str, Json] | None = None,
        priority: Priority,
    ) -> bytes:
        """The body of a success. Anything but GET is a write. `path` is relative to the base URL; raises `ApiError`."""
        write = method != "GET"
        attempt = 0
        while True:
            begun = time.monotonic()
            try:
                return await self._turn(method, self._url(path, params), body, priority, write=write)
            except NotSent as error:
                quick = time.monotonic() - begun < QUICK
                if write or attempt >= self._retries or not (quick and _is_worth_repeating(error)):
                    raise
                pause = 0.0  # the budget waits after a Limited
                if error.status is not None and not isinstance(error, Limited):
                    pause = backoff(attempt, random=self._random)
            if pause:
                await self._sleep(pause)
            attempt += 1

    async def _turn(
        self, method: str, url: str, body: Mapping[str, Json] | None, priority: Priority, *, write: bool
    ) -> bytes:
        lines = await self._open()
        patience = 0.0 if write else PATIENCE[priority]
        async with self._budget.turn(priority, patience=patience):
            sending = _Sending(b"" if body is None else json.dumps(body, allow_nan=False).encode())
            headers = dict(self._headers)
            if write:
                headers |= {"Content-Type": "application/json", "Content-Length": str(len(sending.content))}
            client = lines.writes if write else lines.reads
            request = client.build_request(method, url, headers=headers, content=sending.stream() if write else None)
            heard = _Heard()
            if self._is_closed:  # while this waited for its turn
                raise _closed()
            try:
                content = await self._over_there.run(self._exchange(client, request, heard))
            except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, OSError, TooLarge) as error:
                raise from_exception(error, write=write and sending.begun) from error
            finally:
                if heard.status:  # whatever became of the body
                    self._budget.learn(heard.status, heard.headers)
            if httpx.codes.is_success(heard.status):
                return content
            raise from_response(heard.status, heard.headers, content, write=write, now=self._clock())

    async def _exchange(self, client: httpx.AsyncClient, request: httpx.Request, heard: _Heard) -> bytes:
        """The body of the answer; `heard` keeps what came before it."""
        async with asyncio.timeout(self._timeouts.total):
            response = await client.send(request, stream=True)
            heard.status, heard.headers = response.status_code, response.headers
            try:
                if response.is_success:
                    return await _all_of(response, self._caps.success)
                return await _start_of(response, self._caps.error)
            finally:
                await response.aclose()

    def _url(self, path: str, params: Params | None) -> str:
        """On the configured base, whatever a link of the server's said (P3); every parameter encoded (A9)."""
        query = urlencode({name: str(value) for name, value in (params or {}).items()}, quote_via=quote, safe="")
        return f"{self.base_url}/{path}{'?' if query else ''}{query}"

    async def _open(self) -> _Lines:
        """The clients, made in a thread the first time: reading the certificates takes up to 70 ms."""
        async with self._opening:
            if self._is_closed:  # whoever still asks then would leave connections open that nobody closes
                raise _closed()
            while len(self._old) > 1:  # given up two sleeps ago
                await self._over_there.run(self._old.pop(0).aclose())
            if self._lines is None:
                try:
                    self._lines = await asyncio.to_thread(_Lines.made, self.base_url, self._timeouts)
                except (OSError, ValueError, httpx.InvalidURL) as error:
                    raise ConfigurationError(
                        "The certificates or the proxy named in the environment cannot be used.",
                        hint="Check SSL_CERT_FILE, SSL_CERT_DIR, HTTPS_PROXY and ALL_PROXY.",
                    ) from error
            return self._lines

    def hang_up(self) -> None:
        """Use none of the connections that are open now for anything new: the machine slept, and they may be dead.

        What is under way on them goes on; they are closed with the rest.
        """
        if self._lines is not None:
            self._old.append(self._lines)
            self._lines = None

    async def aclose(self) -> None:
        """Close every connection, for good."""
        async with self._opening:
            self._is_closed = True
            if self._lines is not None:
                self._old.append(self._lines)
                self._lines = None
            await self._over_there.aclose(self._close_old)

    async def _close_old(self) -> None:
        while self._old:
            await self._old.pop().aclose()


@dataclass(slots=True)
class _Heard:
    """The head of an answer; a status of 0: none came."""

    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Lines:
    """Two clients: a write never goes out on a kept connection, where closed and lost cannot be told apart (W1)."""

    reads: httpx.AsyncClient
    writes: httpx.AsyncClient

    @classmethod
    def made(cls, base_url: str, timeouts: Timeouts) -> _Lines:
        # Proxies of the environment are honoured, but never on the way to this machine: that way is not encrypted.
        local = base_url.startswith("http://")
        trust = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if local else httpx.create_ssl_context()
        phases = httpx.Timeout(connect=timeouts.connect, read=timeouts.read, write=timeouts.write, pool=timeouts.pool)

        def client(kept: int) -> httpx.AsyncClient:
            return httpx.AsyncClient(
                verify=trust,
                trust_env=not local,
                follow_redirects=False,
                timeout=phases,
                cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
                limits=httpx.Limits(max_connections=16, max_keepalive_connections=kept, keepalive_expiry=30.0),
            )

        return cls(reads=client(16), writes=client(0))

    async def aclose(self) -> None:
        await self.reads.aclose()
        await self.writes.aclose()


class _Sending:
    """A request's body that knows whether any of it was asked for: before that, the server cannot have acted (W1)."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.begun = False

    async def stream(self) -> AsyncIterator[bytes]:
        self.begun = True
        yield self.content


async def _all_of(response: httpx.Response, cap: int) -> bytes:
    chunks, size = [], 0
    async for chunk in response.aiter_bytes():
        size += len(chunk)
        if size > cap:
            raise TooLarge
        chunks.append(chunk)
    return b"".join(chunks)


async def _start_of(response: httpx.Response, cap: int) -> bytes:
    """As much of an error's body as came: the status has already said what matters."""
    content = b""
    try:
        async for chunk in response.aiter_bytes():
            content += chunk
            if len(content) > cap:
                break
    except (httpx.HTTPError, OSError):
        return b""
    return content[:cap]


def _closed() -> NotSent:
    return NotSent("The connections to the server are closed.", hint="Nothing was sent.")


def _is_worth_repeating(error: NotSent) -> bool:
    return error.status is not None or isinstance(error.__cause__, _WORTH_REPEATING)


def name_and_version() -> str:
    """How this program names itself to servers."""
    try:
        return f"chatlane-tui/{metadata.version('chatlane-tui')}"
    except metadata.PackageNotFoundError:
        return "chatlane-tui/source"


def checked_base_url(base_url: str) -> str:
    """The base URL without a trailing slash (A8). https, or http where the host is this machine."""
    try:
        parts = urlsplit(base_url.strip())
        host, port, odd = parts.hostname, parts.port, parts.username or parts.password or parts.query or parts.fragment
    except ValueError as error:
        raise ConfigurationError("The base URL is not a URL.", hint="It looks like https://host/api/v1.") from error
    if not host or odd or parts.scheme not in ("http", "https") or port == 0:
        raise ConfigurationError("The base URL is not usable.", hint="It looks like https://host/api/v1.")
    if parts.scheme == "http" and not _is_this_machine(host):
        raise ConfigurationError(
            "The base URL is not encrypted, and the token would be readable on the way.", hint="Use https://."
        )
    return f"{parts.scheme}://{parts.netloc}{parts.path}".rstrip("/")


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def checked_token(token: str) -> str:
    """The token without surrounding blanks; ConfigurationError where it cannot be one. Never says what it was."""
    token = token.strip()
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise ConfigurationError(
            "There is no usable API token." if token else "There is no API token.",
            hint="Create one in Chatlane under Settings → API Tokens.",
        )
    return token
