"""The log of every request the server saw, for tests that ask what was sent and with which headers."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, overload


@dataclass(frozen=True, slots=True)
class Seen:
    """One request: `body` is parsed JSON, else bytes; `status` is None when the connection was dropped."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Any
    status: int | None
    at: float


class Journal(Sequence[Seen]):
    """Requests in the order they were answered; reading gives a copy, so it is safe while the server runs."""

    def __init__(self) -> None:
        """Empty."""
        self._changed = threading.Condition()
        self._seen: list[Seen] = []

    def append(self, seen: Seen) -> None:
        """Add one."""
        with self._changed:
            self._seen.append(seen)
            self._changed.notify_all()

    def clear(self) -> None:
        """Forget all."""
        with self._changed:
            self._seen.clear()

    def of(self, method: str, path: str = "") -> list[Seen]:
        """Those of a method whose path ends so."""
        return [seen for seen in self if seen.method == method and seen.path.endswith(path)]

    def wait_for(self, count: int, *, timeout: float) -> bool:
        """Wait until `count` requests were answered; whether they were within `timeout` seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self._seen) >= count, timeout)

    def __len__(self) -> int:
        """How many."""
        with self._changed:
            return len(self._seen)

    @overload
    def __getitem__(self, index: int) -> Seen: ...
    @overload
    def __getitem__(self, index: slice) -> list[Seen]: ...
    def __getitem__(self, index: int | slice) -> Seen | list[Seen]:
        """One, or some."""
        with self._changed:
            return self._seen[index]

    def __iter__(self) -> Iterator[Seen]:
        """Over a copy."""
        with self._changed:
            return iter(list(self._seen))
