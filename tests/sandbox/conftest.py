"""A sandbox on a real socket, with a clock that stands still until a test moves it."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest

from chatlane_tui.sandbox.server import Sandbox

START = 1_770_000_000.0
_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # never used; loading certificates would cost more than the test


class Clock:
    """A clock moved by hand."""

    def __init__(self, now: float = START) -> None:
        """Stand at `now`."""
        self.now = now

    def __call__(self) -> float:
        """The time."""
        return self.now

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds


class Api:
    """A sandbox with a plain HTTP client that follows nothing and hides nothing."""

    def __init__(self, sandbox: Sandbox, clock: Clock) -> None:
        """Talk to a started sandbox."""
        self.sandbox = sandbox
        self.clock = clock
        self.http = httpx.Client(
            base_url=sandbox.base_url, headers=headers(sandbox.token), timeout=60, verify=_TLS, trust_env=False
        )

    def get(self, path: str, **query: object) -> httpx.Response:
        """GET with a query."""
        return self.http.get(path, params={name: str(value) for name, value in query.items()})

    def data(self, path: str, **query: object) -> Any:
        """The `data` of a GET that succeeds."""
        answer = self.get(path, **query)
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    def post(self, path: str, body: object) -> httpx.Response:
        """POST JSON."""
        return self.http.post(path, json=body)

    def message(self, conversation_id: int, **fields: object) -> httpx.Response:
        """POST a message, an e-mail unless said otherwise."""
        return self.post(f"/conversations/{conversation_id}/messages", {"body": "Hello", "type": "email", **fields})

    def conversation(self, **match: object) -> int:
        """The id of the newest conversation whose row has these values, in the world's own words."""
        return next(
            int(row["id"])
            for row in reversed(self.sandbox.world.conversations())
            if all(row[name] == value for name, value in match.items())
        )


def headers(token: str) -> dict[str, str]:
    """What a client of this API sends."""
    return {"Authorization": f"Bearer {token}", "Accept": "application/json"}


OpenApi = Callable[..., Api]


@pytest.fixture
def open_api() -> Iterator[OpenApi]:
    """Opens sandboxes with any options; all are stopped afterwards."""
    with ExitStack() as stack:

        def opened(**options: Any) -> Api:
            clock = options.setdefault("clock", Clock())
            api = Api(stack.enter_context(Sandbox(**options)), clock)
            stack.callback(api.http.close)
            return api

        yield opened


@pytest.fixture
def api(open_api: OpenApi) -> Api:
    """The default sandbox."""
    return open_api()
