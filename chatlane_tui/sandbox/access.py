"""Who may do what: tokens of two teams, the read-only one, and how many requests a minute (A1, A6, A7)."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formatdate

from chatlane_tui.sandbox.refusals import RefusedError
from chatlane_tui.sandbox.switches import Flipped

READ_ONLY_TOKEN = "2|sandbox-read-only"  # noqa: S105 - public, of the embedded server
OTHER_TEAM_TOKEN = "3|sandbox-other-team"  # noqa: S105 - public, of the embedded server
_WINDOW = 60.0


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token opens."""

    own_team: bool
    may_write: bool


class Tokens:
    """The tokens that are valid; one can be revoked while the server runs (A7)."""

    def __init__(self, token: str) -> None:
        """`token` may do everything in its own team."""
        self._grants = {
            token: Grant(own_team=True, may_write=True),
            READ_ONLY_TOKEN: Grant(own_team=True, may_write=False),
            OTHER_TEAM_TOKEN: Grant(own_team=False, may_write=True),
        }
        self._revoked: set[str] = set()

    def revoke(self, token: str) -> None:
        """From now on this token is dead."""
        self._revoked.add(token)

    def restore(self, token: str) -> None:
        """The token lives again."""
        self._revoked.discard(token)

    def regrant(self, token: str, grant: Grant | None) -> None:
        """From now on this token opens that; None: it is dead."""
        if grant is None:
            self.revoke(token)
        else:
            self.restore(token)
            self._grants[token] = grant

    def grant(self, authorization: str) -> Grant:
        """What an Authorization header opens, or UNAUTHENTICATED."""
        scheme, _, token = authorization.partition(" ")
        grant = self._grants.get(token.strip())
        if scheme.lower() != "bearer" or grant is None or token.strip() in self._revoked:
            raise RefusedError("UNAUTHENTICATED")
        return grant


@dataclass(frozen=True, slots=True)
class Allowance:
    """Whether a request may pass, with the headers that say so and, if not, the status."""

    passes: bool
    headers: dict[str, str]
    status: int = 200


class RateLimit:
    """So many requests a minute and token, in fixed windows as Laravel counts them."""

    def __init__(self, limit: int | None, flipped: Flipped, clock: Callable[[], float]) -> None:
        """`limit` of None lets everything pass."""
        self.limit = limit
        self._flipped = flipped
        self._clock = clock
        self._lock = threading.Lock()
        self._windows: dict[str, tuple[float, int]] = {}

    def ask(self, authorization: str) -> Allowance:
        """Count one request."""
        if self.limit is None:
            return Allowance(passes=True, headers={})
        now = self._clock()
        with self._lock:
            begun, count = self._windows.get(authorization, (now, 0))
            if now >= begun + _WINDOW or now < begun:
                begun, count = now, 0
            passes = count < self.limit
            count += passes
            self._windows[authorization] = (begun, count)
        headers: dict[str, str] = {}
        if "A1-no-limit-headers" not in self._flipped:
            headers = {"X-RateLimit-Limit": str(self.limit), "X-RateLimit-Remaining": str(self.limit - count)}
        if passes:
            return Allowance(passes=True, headers=headers)
        if "A1-no-retry-after" not in self._flipped:
            wait = max(1, math.ceil(begun + _WINDOW - now))
            dated = "A1-retry-after-date" in self._flipped
            headers["Retry-After"] = formatdate(now + wait, usegmt=True) if dated else str(wait)
        return Allowance(passes=False, headers=headers, status=503 if "A1-limit-503" in self._flipped else 429)
