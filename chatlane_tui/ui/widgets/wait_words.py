"""How long a customer has waited, as a row says it: against a target where there is one, and with what doubt."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from chatlane_tui.store.rows import InboxRow
from chatlane_tui.ui.ages import lapse


class Promise(Protocol):
    """When an answer is due (`model.targets.Due`)."""

    @property
    def at(self) -> int: ...
    @property
    def is_soon(self) -> bool: ...
    @property
    def is_overdue(self) -> bool: ...


class Promises(Protocol):
    """Says when who waits in an inbox is to be answered (`model.targets.Targets`)."""

    def due(self, inbox: str, since: int, *, now: int) -> Promise | None:
        """None where there is no target."""


class Wait(NamedTuple):
    """Words for the row; how loud they are: 0 quiet, 1 a warning, 2 an alarm."""

    words: str = ""
    loudness: int = 0


def wait_of(row: InboxRow, targets: Promises | None, *, now: int, late: int) -> Wait:
    """What to say; without a target, who has waited `late` milliseconds stands out."""
    since = row.unsure_since if row.waiting_since is None else row.waiting_since
    if since is None or row.done:
        return Wait()
    doubt = "?" if row.waiting_since is None else ""
    promise = None if targets is None else targets.due(row.inbox, since, now=now)
    if promise is not None and promise.is_overdue:
        return Wait(f"overdue{doubt} {lapse(now - promise.at)}", 2)
    if promise is not None and promise.is_soon:
        return Wait(f"due{doubt} in {lapse(promise.at - now)}", 1)
    return Wait(f"wait{doubt} {lapse(now - since)}", int(promise is None and not doubt and now - since >= late))
