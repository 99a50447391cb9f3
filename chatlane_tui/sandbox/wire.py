"""Between the socket and the application: reads the request, lets faults happen, answers, keeps the journal."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from uvicorn.protocols.http.h11_impl import H11Protocol

from chatlane_tui.sandbox.faults import Fault, FaultPlan
from chatlane_tui.sandbox.journal import Journal, Seen

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send
    from uvicorn.config import Config
    from uvicorn.server import ServerState

_GARBAGE = b'{"data": [{"id": 1, \xff\xfe\x00<html'
_SLICES = 20
_log = logging.getLogger("chatlane_tui.sandbox")
_silent = logging.getLogger("chatlane_tui.sandbox.protocol")
_silent.setLevel(logging.CRITICAL + 1)


@dataclass(slots=True)
class Answer:
    """What the application said, whole."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


class Wire:
    """One for the whole server."""

    def __init__(
        self,
        app: ASGIApp,
        faults: FaultPlan,
        journal: Journal,
        *,
        clock: Callable[[], float],
        keep_trailing_slash: bool,
    ) -> None:
        """`keep_trailing_slash` lets a path with one go astray (A8)."""
        self._app = app
        self._faults = faults
        self._journal = journal
        self._clock = clock
        self._keep_trailing_slash = keep_trailing_slash

    async def serve(self, transport: asyncio.Transport, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        with suppress(asyncio.CancelledError):  # the server goes away, with the connection
            await self._serve(transport, scope, receive, send)

    async def _serve(self, transport: asyncio.Transport, scope: Scope, receive: Receive, send: Send) -> None:
        body = await _read(receive)
        if body is None:
            return
        at = self._clock()
        fault: Fault | None = None
        for fault in self._faults.take(scope["method"], scope["path"]):
            if fault.kind == "delay":
                with suppress(TimeoutError):
                    await asyncio.wait_for(asyncio.wrap_future(fault.over), fault.seconds)
        answer = None if fault and fault.kind == "drop_before" else await self._answer(scope, body, fault)
        dropped = answer is None or (fault is not None and fault.kind == "process_then_drop")
        self._journal.append(_seen(scope, body, None if dropped or answer is None else answer.status, at))
        if dropped or answer is None:
            transport.abort()
            await _gone(receive)
            return
        for part, more in _parts(answer, fault):
            if part is None:
                await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
                continue
            await send({"type": "http.response.body", "body": part, "more_body": more})
            if fault and fault.kind == "slow_body" and more:
                await asyncio.sleep(fault.seconds / _SLICES)

    async def _answer(self, scope: Scope, body: bytes, fault: Fault | None) -> Answer:
        match fault:
            case Fault(kind="status"):
                headers = [(name.lower().encode(), value.encode()) for name, value in fault.headers.items()]
                return _sized(fault.status, headers, fault.body or b"")
            case Fault(kind="redirect"):
                return _sized(302, [(b"location", fault.location.encode())], b"")
            case Fault(kind="garbage"):
                processed = await self._process(scope, body)
                return _sized(processed.status, [(b"content-type", b"application/json")], fault.body or _GARBAGE)
            case _:
                return await self._process(scope, body)

    async def _process(self, scope: Scope, body: bytes) -> Answer:
        answer = Answer(500, [], b"")
        path = scope["path"] if self._keep_trailing_slash else scope["path"].rstrip("/")

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                answer.status, answer.headers = message["status"], list(message["headers"])
            else:
                answer.body += message.get("body", b"")

        try:
            await self._app({**scope, "path": path}, receive, send)
        except Exception:  # noqa: BLE001 - whatever it is, the client gets a 500
            _log.exception("The sandbox failed on %s %s", scope["method"], scope["path"])
            return _sized(500, [(b"content-type", b"application/json")], b'{"message": "Server Error"}')
        return answer


def _parts(answer: Answer, fault: Fault | None) -> Iterator[tuple[bytes | None, bool]]:
    """Head (None), then slices of the body with whether more comes; a truncated one ends while more should come."""
    yield None, True
    body = answer.body
    if fault and fault.kind == "truncate":
        yield body[: len(body) // 2], True
    elif fault and fault.kind == "slow_body" and body:
        size = -(-len(body) // _SLICES)
        for start in range(0, len(body), size):
            yield body[start : start + size], start + size < len(body)
    else:
        yield body, False


def _sized(status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> Answer:
    return Answer(status, [*headers, (b"content-length", str(len(body)).encode())], body)


async def _read(receive: Receive) -> bytes | None:
    """The whole body, or None when the client went away while sending it."""
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += bytes(message.get("body", b""))
        if not message.get("more_body", False):
            return body


async def _gone(receive: Receive) -> None:
    """Wait until the connection is closed, so that nothing writes into it."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _seen(scope: Scope, body: bytes, status: int | None, at: float) -> Seen:
    parsed: Any = body
    if body:
        with suppress(ValueError, RecursionError):
            parsed = json.loads(body)
    return Seen(
        method=scope["method"],
        path=scope["path"],
        query=dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)),
        headers={name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]},
        body=parsed,
        status=status,
        at=at,
    )


def protocol_factory(wire: Wire, config: Config, state: ServerState) -> Callable[[], asyncio.Protocol]:
    """Makes a uvicorn protocol a connection, whose application knows the connection so that a fault can drop it."""

    class Connection(H11Protocol):
        """One connection."""

        def __init__(self) -> None:
            super().__init__(config, state, {})
            self.access_log = False
            self.logger = _silent
            self.app = self._serve

        async def _serve(self, scope: Any, receive: Any, send: Any) -> None:
            await wire.serve(self.transport, scope, receive, send)

    return Connection
