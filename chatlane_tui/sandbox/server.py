"""`Sandbox`: the embedded Chatlane as a context manager, a real HTTP server on its own thread and port."""

from __future__ import annotations

import asyncio
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from chatlane_tui.sandbox.access import OTHER_TEAM_TOKEN, READ_ONLY_TOKEN, RateLimit, Tokens
from chatlane_tui.sandbox.customers import Customers
from chatlane_tui.sandbox.faults import FaultPlan
from chatlane_tui.sandbox.journal import Journal
from chatlane_tui.sandbox.switches import Flipped
from chatlane_tui.sandbox.team import Teams
from chatlane_tui.sandbox.world import World

if TYPE_CHECKING:
    from uvicorn.server import ServerState

    from chatlane_tui.sandbox.files import FileHost

_PATIENCE = 60.0
"""Seconds for what takes milliseconds on a machine that has nothing else to do."""
_CUSTOMERS_LOOK_UP = 0.1


class Sandbox:
    """A whole Chatlane; `with Sandbox() as sandbox:` or `start()` and `stop()`. Every public part is thread-safe."""

    def __init__(
        self,
        *,
        conversations: int = 64,
        seed: int = 1,
        port: int = 0,
        host: str = "127.0.0.1",
        token: str = "1|sandbox-token",  # noqa: S107 - public, of the embedded server
        lively: bool = False,
        reply_after: float = 4.0,
        by_themselves: bool = True,
        switches: Iterable[str] | Mapping[str, object] = (),
        rate_limit: int | None = None,
        clock: Callable[[], float] = time.time,
        path: Path | None = None,
    ) -> None:
        """Open nothing before `start`; `rate_limit` is requests a minute, `reply_after` seconds.

        `lively`: customers answer what they are written, and write now and then `by_themselves`.
        """
        self.token = token
        self.read_only_token = READ_ONLY_TOKEN
        self.other_team_token = OTHER_TEAM_TOKEN
        self.flipped = Flipped(switches)
        self.faults = FaultPlan()
        self.requests = Journal()
        self.tokens = Tokens(token)
        self.customers: Customers | None = None
        self.file_host: FileHost | None = None
        """Where files are kept on another origin (`M5-foreign-url`)."""
        self._conversations = conversations
        self._seed = seed
        self._host, self._port = host, port
        self._lively, self._reply_after, self._by_themselves = lively, reply_after, by_themselves
        self._limit = RateLimit(rate_limit, self.flipped, clock)
        self._clock = clock
        self._path = path
        self._folder: Path | None = None
        self._teams: Teams | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._listener: asyncio.Server | None = None
        self._state: ServerState | None = None
        self._factory: Callable[[], asyncio.Protocol] | None = None

    def __enter__(self) -> Self:
        """Start."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop()

    @property
    def base_url(self) -> str:
        """Where the API is, without a trailing slash; known once started."""
        return f"{self.origin}/api/v1"

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"http://{self._host}:{self._port}"

    @property
    def world(self) -> World:
        """The team's data, for whoever plays customer, colleague or vendor."""
        if self._teams is None:
            raise RuntimeError("The sandbox has not started.")
        return self._teams.own

    def start(self) -> None:
        """Plant the data and listen; returns when requests are answered."""
        if self._thread is not None:
            raise RuntimeError("The sandbox has already started.")
        listening = self._bind()
        try:
            self._open(listening)
        except BaseException:
            listening.close()
            self.stop()
            raise

    def stop(self) -> None:
        """Stop listening, drop every connection, join the thread, remove the private database."""
        if self._loop is not None and self._thread is not None:
            asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(_PATIENCE)
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(_PATIENCE)
            self._loop.close()
        self._loop = self._thread = None
        if self._teams is not None:
            self._teams.close()
            self._teams = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def set_online(self, online: bool) -> None:
        """False refuses connections and drops the open ones; True listens again on the same port."""
        if self._loop is None:
            raise RuntimeError("The sandbox has not started.")
        if online and self._listener is None:
            asyncio.run_coroutine_threadsafe(self._listen(self._bind()), self._loop).result(_PATIENCE)
        elif not online:
            asyncio.run_coroutine_threadsafe(self._hang_up(), self._loop).result(_PATIENCE)

    def _bind(self) -> socket.socket:
        # The protocol is named, because asyncio sets TCP_NODELAY only then; without it every answer waits 40 ms.
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind((self._host, self._port))
            listening.listen(128)
        except OSError:
            listening.close()
            raise
        self._port = listening.getsockname()[1]
        return listening

    def _open(self, listening: socket.socket) -> None:
        from uvicorn.config import Config
        from uvicorn.server import ServerState

        from chatlane_tui.sandbox.application import Application
        from chatlane_tui.sandbox.files import FileHost
        from chatlane_tui.sandbox.wire import Wire, protocol_factory

        self._folder = Path(tempfile.mkdtemp(prefix="chatlane-sandbox-"))
        world = World(
            self._path or self._folder / "team.sqlite3",
            conversations=self._conversations,
            seed_number=self._seed,
            flipped=self.flipped,
            clock=self._clock,
        )
        self._teams = Teams(
            self._folder,
            world,
            conversations=self._conversations,
            seed=self._seed,
            flipped=self.flipped,
            clock=self._clock,
        )
        application = Application(self._teams, self.tokens, self._limit, self.flipped)
        application.origin = self.origin
        if self._lively:
            self.customers = Customers(
                world, reply_after=self._reply_after, seed=self._seed, by_themselves=self._by_themselves
            )
        wire = Wire(
            application.asgi,
            self.faults,
            self.requests,
            clock=self._clock,
            keep_trailing_slash="A8-no-trailing-slash" in self.flipped,
        )
        config = Config(
            application.asgi,
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            timeout_keep_alive=60,
        )
        config.load()
        self._state = ServerState()
        self._factory = protocol_factory(wire, config, self._state)
        if "M5-foreign-url" in self.flipped:
            self.file_host = FileHost(self._host, self.faults, self._clock)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="chatlane-sandbox", daemon=True)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._begin(listening, self._teams), self._loop).result(_PATIENCE)

    async def _begin(self, listening: socket.socket, teams: Teams) -> None:
        teams.files_url = self.origin
        if self.file_host is not None:
            await self.file_host.start()
            teams.files_url = self.file_host.origin
        await self._listen(listening)
        if self.customers is not None:
            self._look_up(self.customers)

    def _look_up(self, customers: Customers) -> None:
        """Customers notice time passing, as long as the loop runs."""
        customers.tick()
        asyncio.get_running_loop().call_later(_CUSTOMERS_LOOK_UP, self._look_up, customers)

    async def _listen(self, listening: socket.socket) -> None:
        if self._factory is None:
            raise RuntimeError("The sandbox has not started.")
        self._listener = await asyncio.get_running_loop().create_server(self._factory, sock=listening)

    async def _hang_up(self) -> None:
        if self._listener is not None:
            await self._see_in(self._listener)
            self._listener.close()
            self._listener = None
        if self._state is None:
            return
        for connection in list(self._state.connections):
            transport = getattr(connection, "transport", None)
            if transport is not None:
                transport.abort()
        await asyncio.sleep(0)
        tasks = list(self._state.tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _see_in(self, listener: asyncio.Server) -> None:
        """Accept nobody else, and let who was just accepted become a connection.

        A listener that is closed between the two loses that socket, still open (`asyncio.Server._attach`).
        """
        for listening in listener.sockets:
            asyncio.get_running_loop().remove_reader(listening.fileno())
        await asyncio.sleep(0)  # their transports are made
        await asyncio.sleep(0)  # and their protocols told

    async def _close(self) -> None:
        if self.file_host is not None:
            await self.file_host.stop()
        await self._hang_up()
        await asyncio.sleep(0)
