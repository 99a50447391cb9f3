"""The plan of what goes wrong on the wire, and when: faults for chosen requests, or seeded at random for long runs."""

from __future__ import annotations

import random
import re
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

FaultKind = Literal[
    "delay", "status", "drop_before", "process_then_drop", "truncate", "garbage", "slow_body", "redirect"
]
KINDS: tuple[str, ...] = get_args(FaultKind)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong.

    `delay` waits `seconds` before processing, or until the plan is cleared; `status` answers `status` with `body` and
    `headers`, unprocessed; `drop_before` drops the connection unprocessed; `process_then_drop` processes, then drops;
    `truncate` sends half of the answer's body; `garbage` processes and answers `body` (unreadable by default);
    `slow_body` spreads the body over `seconds`; `redirect` answers 302 to `location`, unprocessed.
    """

    kind: str
    status: int = 503
    seconds: float = 1.0
    body: bytes | None = None
    location: str = "https://elsewhere.example/login"
    headers: Mapping[str, str] = field(default_factory=dict)
    over: Future[None] = field(default_factory=Future, compare=False)
    """Of a fault that was taken: done once the plan is cleared."""


@dataclass(slots=True)
class _Rule:
    fault: Fault
    method: str | None
    path: re.Pattern[str] | None
    left: int | None

    def takes(self, method: str, path: str) -> bool:
        if self.left == 0 or (self.method is not None and self.method != method):
            return False
        return self.path is None or self.path.search(path) is not None


class FaultPlan:
    """Faults to come; safe to change while requests are served."""

    def __init__(self) -> None:
        """Nothing goes wrong."""
        self._lock = threading.Lock()
        self._rules: list[_Rule] = []
        self._delays: list[Fault] = []
        self._dice: random.Random | None = None
        self._probability = 0.0
        self._kinds: tuple[str, ...] = ()

    def add(
        self,
        kind: str,
        *,
        method: str | None = None,
        path: str | None = None,
        times: int | None = 1,
        status: int = 503,
        seconds: float = 1.0,
        body: bytes | str | None = None,
        location: str = "https://elsewhere.example/login",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Let it happen to the next `times` requests (None: to all) of this method whose path the regex is found in."""
        _check(kind)
        raw = body.encode() if isinstance(body, str) else body
        fault = Fault(kind, status=status, seconds=seconds, body=raw, location=location, headers=dict(headers or {}))
        pattern = re.compile(path) if path is not None else None
        with self._lock:
            self._rules.append(_Rule(fault, method.upper() if method else None, pattern, times))

    def random(self, probability: float, kinds: Sequence[str], seed: int) -> None:
        """Let one of `kinds` happen to every request with this probability, the same for the same seed; 0 ends it."""
        for kind in kinds:
            _check(kind)
        with self._lock:
            self._dice = random.Random(seed) if probability > 0 else None  # noqa: S311 - a soak, not a secret
            self._probability = probability
            self._kinds = tuple(kinds)

    def clear(self) -> None:
        """Nothing more goes wrong, and what is being delayed goes on."""
        with self._lock:
            self._rules.clear()
            self._dice = None
            delays, self._delays = self._delays, []
        for fault in delays:
            with suppress(InvalidStateError):  # its request went away meanwhile
                fault.over.set_result(None)

    def waiting(self) -> bool:
        """Whether a fault that was added has not struck yet, as often as it was told to."""
        with self._lock:
            return bool(self._rules)

    def take(self, method: str, path: str) -> list[Fault]:
        """The faults of this request, used up by asking: any delays, then at most one of another kind."""
        taken: list[Fault] = []
        with self._lock:
            for rule in self._rules:
                if taken and taken[-1].kind != "delay":
                    break
                if rule.takes(method, path):
                    taken.append(replace(rule.fault, over=Future()))
                    if rule.left is not None:
                        rule.left -= 1
            self._rules = [rule for rule in self._rules if rule.left != 0]
            if not taken and self._dice is not None and self._dice.random() < self._probability:
                taken.append(Fault(self._dice.choice(self._kinds), seconds=0.2))
            self._delays = [fault for fault in self._delays if not fault.over.done()]
            self._delays += [fault for fault in taken if fault.kind == "delay"]
        return taken


def _check(kind: str) -> None:
    if kind not in KINDS:
        raise ValueError(f"There is no fault {kind!r}; there are {', '.join(KINDS)}.")
