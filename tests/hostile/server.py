"""A real server on a loopback socket that answers every endpoint of API v1, each string of each answer an attack."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import parse_qs, quote, urlsplit

from tests.hostile.corpus import TITLE, encoded
from tests.hostile.shapes import (
    COUNT,
    Rotating,
    Shape,
    channel,
    contact,
    conversation,
    inbox,
    message,
    messages,
    page,
    record,
    refusal,
)

TOKEN: Final = "271|hostile-token-that-must-stay-secret"
REFUSED, REFUSED_IN_WORDS, FAILED = "refuse me", "refuse me in words", "fail me"
"""Bodies of a message that decide what becomes of it; any other is taken, through another channel than was asked."""
_BASE = "/api/v1/"
_RESOURCE = re.compile(r"(conversations|messages|contacts|custom-entity-records|inboxes)(?:/(\d+)(/messages)?)?")


class HostileServer:
    """`asked` are the paths it was asked for, `posted` the messages it got. Used as a context."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.posted: list[Shape] = []
        self.refuses_reads = False
        """Refuse every GET, in words of its own."""
        self._interrupted: set[int] = set()
        self._added: dict[int, list[Shape]] = {}
        self._ids = iter(range(900_000, 10**6))
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    @property
    def base_url(self) -> str:
        """Where a client finds it."""
        return f"http://127.0.0.1:{self._http.server_port}{_BASE}"

    def interrupt(self, number: int) -> None:
        """The customer of conversation `number` writes again as soon as somebody asks what is new in it."""
        self._interrupted.add(number)

    def _write_in(self, number: int) -> None:
        say = Rotating(number)
        news = {**message(say, number, 0, "newest"), "id": next(self._ids), "created_at": "2026-01-27T09:00:00Z"}
        self._added.setdefault(number, []).append({**news, "type": "email"})

    # what it answers

    def read(self, resource: str, id_: int | None, query: dict[str, list[str]]) -> tuple[int, Shape]:
        """Answer a GET: a list, or a single thing."""
        self.asked.append(resource if id_ is None else f"{resource}/{{id}}")
        if self.refuses_reads:
            return 400, refusal(Rotating(0), known=False)
        if id_ is not None:
            return 200, {"data": self._single(resource, id_)}
        if "cursor" in query:
            return 200, page(Rotating(1), self._rows(resource, query, COUNT // 2, COUNT))
        rows = self._rows(resource, query, 0, COUNT // 2)
        # The rest stands behind a link whose cursor is an attack as well.
        following = f"https://evil.example/?cursor={quote(f'{chr(27)}]0;{TITLE}{chr(7)}')}&page=x"
        return 200, page(Rotating(0), rows, following=following)

    def write(self, resource: str, id_: int | None, sent: Shape) -> tuple[int, Shape]:
        """Answer a POST, PUT or PATCH."""
        self.asked.append(f"write {resource}" if id_ is None else f"write {resource}/{{id}}")
        if resource != "messages" or id_ is None:
            return 201, {"data": self._single(resource, id_ or 1)}
        say = Rotating(id_ - 1)
        self.posted.append(sent)
        match sent["body"]:
            case text if text == REFUSED:
                return 422, refusal(say)
            case text if text == REFUSED_IN_WORDS:
                return 400, refusal(say, known=False)
            case text if text == FAILED:
                return 500, refusal(say, known=False)
            case _:
                taken = message(say, id_ - 1, 0, "note")
                named = {**channel(say, id_ - 1), "id": 77_777}
                return 201, {"data": {**taken, **sent, "id": next(self._ids), "channel": named}}

    def _single(self, resource: str, id_: int) -> Shape:
        number = (id_ - 1) % COUNT
        say = Rotating(number)
        match resource:
            case "conversations":
                return conversation(say, number, messages=messages(say, number))
            case "messages":
                number = (id_ // 10) % COUNT
                return next((m for m in self._thread_of(number) if m["id"] == id_), messages(say, number)[-1])
            case "contacts":
                return contact(say, number)
            case "inboxes":
                return inbox(say, number)
            case _:
                return record(say, number)

    def _rows(self, resource: str, query: dict[str, list[str]], first: int, last: int) -> list[Shape]:
        wanted = query.get("conversation_id")
        if resource == "messages" and wanted:
            if "created_after" in query and int(wanted[0]) - 1 in self._interrupted:
                self._interrupted.discard(int(wanted[0]) - 1)
                self._write_in(int(wanted[0]) - 1)
            return self._thread_of(int(wanted[0]) - 1) if first == 0 else []
        if resource == "messages":
            return [row for number in range(first, last) for row in self._thread_of(number)]
        made: dict[str, Callable[[Any, int], Shape]] = {
            "conversations": conversation,
            "contacts": contact,
            "inboxes": inbox,
            "custom-entity-records": record,
        }
        return [made[resource](Rotating(number), number) for number in range(first, last)]

    def _thread_of(self, number: int) -> list[Shape]:
        return [*messages(Rotating(number), number), *self._added.get(number, [])]


def _handler(server: HostileServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            found, query = self._found()
            if found is None:
                self._answer(404, refusal(Rotating(3), known=False))
            else:
                self._answer(*server.read(found[1], int(found[2]) if found[2] else None, query))

        def do_POST(self) -> None:
            found, _ = self._found()
            sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if found is None:
                self._answer(404, refusal(Rotating(3), known=False))
            elif found[3]:
                self._answer(*server.write("messages", int(found[2]), sent))
            else:
                self._answer(*server.write(found[1], int(found[2]) if found[2] else None, sent))

        do_PUT = do_PATCH = do_POST  # noqa: N815 - the base class's words

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's word
            """Nothing: the terminal is the client's."""

        def _found(self) -> tuple[re.Match[str] | None, dict[str, list[str]]]:
            parts = urlsplit(self.path)
            path = parts.path.removeprefix(_BASE)
            if self.headers["Authorization"] != f"Bearer {TOKEN}":
                return None, {}
            return _RESOURCE.fullmatch(path), parse_qs(parts.query)

        def _answer(self, status: int, payload: Shape) -> None:
            content = encoded(payload)
            # No header may hold ESC, and none would get through an HTTP client; C1 controls do.
            self.send_response(status, f"\x9d0;{TITLE}\x9c\x9b5;31m")
            for name in ("Content-Type", "X-RateLimit-Limit", "X-RateLimit-Remaining", "Retry-After", "Link", "Date"):
                self.send_header(name, f"\x9d0;{TITLE}\x9c \x9b5;31m {name}")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    return Handler
