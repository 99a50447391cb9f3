"""Files that came with messages: PDFs and pictures of the size that was told, and the foreign host that keeps them.

With `M5-foreign-url` they are on another origin, which writes down every request: no token may be among its headers.
"""

from __future__ import annotations

import asyncio
import socket
import struct
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from chatlane_tui.sandbox.faults import FaultPlan
from chatlane_tui.sandbox.journal import Journal
from chatlane_tui.sandbox.seed import attachment
from chatlane_tui.sandbox.wire import Wire, protocol_factory

if TYPE_CHECKING:
    from uvicorn.server import ServerState

FILE_PATH = "/files/{message_id:int}/{number:int}/{name}"


async def serve_file(request: Request) -> Response:
    """A file that came with a message."""
    told = attachment(0, request.path_params["name"])
    return Response(content(str(told["name"]), int(str(told["size"]))), media_type=str(told["mime_type"]))


def content(name: str, size: int) -> bytes:
    """What is in a file of that name: what its ending promises, padded to exactly `size` bytes."""
    ending = name.rpartition(".")[2].lower()
    sentence = f"The content of {name}."
    if ending == "pdf":
        return _pdf(sentence, size)
    if ending == "png":
        return _png(size)
    lines = f"{sentence}\n".encode()
    return (lines * (size // len(lines) + 1))[:size]


def _pdf(sentence: str, size: int) -> bytes:
    words = sentence.encode("ascii", "replace").replace(b"\\", b"").replace(b"(", b"").replace(b")", b"")
    stream = b"BT /F1 24 Tf 72 720 Td (" + words + b") Tj ET"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )

    def written(padding: int) -> bytes:
        out, offsets = b"%PDF-1.4\n%" + b"." * padding + b"\n", []
        for number, body in enumerate(objects, start=1):
            offsets.append(len(out))
            out += b"%d 0 obj%s endobj\n" % (number, body)
        table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
        return out + (
            b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%09d\n%%%%EOF\n"
            % (table, len(out))
        )

    return written(max(0, size - len(written(0))))


def _png(size: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes((95, 168, 232)) * 16 for _ in range(16))
    head = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 16, 16, 8, 2, 0, 0, 0))
    tail = chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    spare = size - len(head) - len(tail) - len(chunk(b"tEXt", b"Comment\0"))
    return head + chunk(b"tEXt", b"Comment\0" + b"." * max(0, spare)) + tail


class FileHost:
    """Another origin on another port, with nothing on it but files; its requests are in a journal of their own."""

    def __init__(self, host: str, faults: FaultPlan, clock: Callable[[], float]) -> None:
        self.requests = Journal()
        self.origin = ""
        self._host = host
        self._app = Starlette(routes=[Route(FILE_PATH, serve_file)])
        self._wire = Wire(self._app, faults, self.requests, clock=clock, keep_trailing_slash=True)
        self._state: ServerState | None = None
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Listen on a port that is free."""
        from uvicorn.config import Config
        from uvicorn.server import ServerState

        config = Config(self._app, http="h11", ws="none", lifespan="off", log_config=None, access_log=False)
        config.load()
        self._state = ServerState()
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listening.bind((self._host, 0))
        factory = protocol_factory(self._wire, config, self._state)
        self._server = await asyncio.get_running_loop().create_server(factory, sock=listening)
        self.origin = f"http://{self._host}:{listening.getsockname()[1]}"

    async def stop(self) -> None:
        """Stop listening, and drop every connection."""
        if self._server is None or self._state is None:
            return
        self._server.close()
        for connection in list(self._state.connections):
            transport = getattr(connection, "transport", None)
            if transport is not None:
                transport.abort()
        await asyncio.sleep(0)
        tasks = list(self._state.tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
