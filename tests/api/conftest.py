"""A real sandbox on a socket, clients on it, and time that passes only when somebody sleeps."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import pytest

from chatlane_tui.api.client import Client
from chatlane_tui.sandbox.server import Sandbox


class Time:
    """A clock in ms, and a sleep that moves it at once and remembers for how long."""

    def __init__(self, now: int = 1_770_000_000_000) -> None:
        self.now = now
        self.slept: list[float] = []

    def __call__(self) -> int:
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Let the time pass, and everybody else go first."""
        self.slept.append(seconds)
        for _ in range(5):
            await asyncio.sleep(0)
        self.now += round(seconds * 1000)


@pytest.fixture
def passing() -> Time:
    return Time()


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(conversations=24) as running:
        yield running


MakeClient = Callable[..., Client]


@pytest.fixture
async def make_client(sandbox: Sandbox, passing: Time) -> AsyncIterator[MakeClient]:
    """Makes clients on the sandbox, and closes them."""
    made: list[Client] = []

    def make(base_url: str = "", token: str = "", **more: Any) -> Client:
        settings = {"clock": passing, "sleep": passing.sleep, "random": lambda: 0.5, **more}
        client = Client(base_url or sandbox.base_url, token or sandbox.token, **settings)
        made.append(client)
        return client

    yield make
    for client in made:
        await client.aclose()


@pytest.fixture
def client(make_client: MakeClient) -> Client:
    return make_client()


Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@contextlib.asynccontextmanager
async def listening(handle: Handler) -> AsyncIterator[int]:
    """A server on this machine that treats each connection so; yields its port, and leaves no connection behind."""
    conversations: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        conversations.add(task)
        with contextlib.suppress(ConnectionError):
            await handle(reader, writer)
            writer.close()
            await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    server.close()
    await asyncio.gather(*conversations)


class Stranger:
    """Another origin: it answers nothing and remembers every byte that reaches it."""

    def __init__(self) -> None:
        self.heard = b""
        self.calls = 0
        self.port = 0

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def hear(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.calls += 1
        self.heard += await reader.read(65_536)


@pytest.fixture
async def stranger() -> AsyncIterator[Stranger]:
    other = Stranger()
    async with listening(other.hear) as port:
        other.port = port
        yield other
