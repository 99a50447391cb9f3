"""What becomes of the outbox when a run ends without warning, the machine sleeps, or its clock is set: nothing fires
late, nothing is sent twice (W2)."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from typing import NamedTuple

from chatlane_tui.model.feed import InboxChanged, OutboxChanged, ThreadChanged
from chatlane_tui.model.ids import OutboxId
from chatlane_tui.store import beginnings, outbox
from chatlane_tui.store.database import Transaction
from chatlane_tui.store.direction import ids_json
from chatlane_tui.store.rows import NOT_SENT

LATE = 60_000
"""A hold that ended so many milliseconds ago, without being sent, was interrupted: it is not sent late (W2)."""
_LONGEST_WAIT = 86_400_000
"""Milliseconds beyond which no pause was ever asked for: a row that waits longer waits for a clock that was wrong."""
_A_LOOK = 1_000
"""Milliseconds within which a jump is seen, by a program that is awake."""
_INTERRUPTED = "The program ended, or could not note the outcome, while this was being sent: it may have gone out."
_BEGUN = (
    "The program ended, or could not note the outcome, while this conversation was being made. Nothing was sent yet."
)
_WAS_HELD = f"{NOT_SENT}: the program was closed while it was held."
_SLEPT = f"{NOT_SENT}: the computer slept, or its clock was set, while it was held."


class Recovered(NamedTuple):
    """What a run that ended without warning had left behind, in outbox rows."""

    uncertain: int
    """Were being sent: nobody knows."""
    returned: int
    """Were held: their words are drafts again."""


class _Held(NamedTuple):
    id: OutboxId
    created_at: int
    due: int
    author: str


class Jump(NamedTuple):
    """The clock went on by `by` ms without this machine, or was set by so many."""

    by: int
    before: int
    """What the clock showed when it was last looked at before."""
    noticed: int
    """What it showed when that was seen."""

    def met(self, created_at: int, *, now: int) -> bool:
        """Whether something noted at that time was noted before the jump; `now` may be well after it was seen."""
        middle = (self.before + self.noticed) // 2
        if self.by > 0:
            return created_at <= middle
        return created_at > max(now, middle) or created_at < self.noticed - _A_LOOK


def recover(tx: Transaction, *, now: int, dead: Collection[str] = ()) -> Recovered:
    """After a run that ended without warning: what was being sent is uncertain, what was held is a draft again.

    What was taken out of the queue but had not left goes back into it. Held by a process of `dead`, or of nobody knows
    whom, it is a draft again; else it stays held, as what a person sent since those were looked for, unless its time
    passed long ago. Only for the process that owns the sync of the profile: to any other, a row being sent is being
    sent.
    """
    uncertain = left_behind(tx)
    _tell(tx, "UPDATE outbox SET due = ?1 WHERE state = 'queued' AND due > ?1 + ?2", (now, _LONGEST_WAIT))
    beginnings.forget_old(tx, now=now)
    held = _held(tx.connection)
    gone = {"", *dead}
    returned = _return(tx, (row for row in held if row.author in gone), _WAS_HELD, now)
    late = (row for row in held if row.author not in gone and row.due < now - LATE)
    return Recovered(uncertain, returned + _return(tx, late, _SLEPT, now))


def left_behind(tx: Transaction) -> int:
    """Rows "being sent" that nobody sends any more: queued again if they had not left, else uncertain; how many are.

    For the one process that sends, between two sends: after a crash, or when the database could not take the outcome.
    """
    beginnings.left_behind(tx, problem=_BEGUN)
    _tell(tx, "UPDATE outbox SET state = 'queued' WHERE state = 'sending' AND sent_at IS NULL", ())
    return _tell(tx, "UPDATE outbox SET state = 'uncertain', problem = ? WHERE state = 'sending'", (_INTERRUPTED,))


def holders(connection: sqlite3.Connection) -> frozenset[str]:
    """The processes that hold something."""
    return frozenset(row.author for row in _held(connection) if row.author)


def return_orphans(tx: Transaction, dead: Collection[str], *, now: int) -> int:
    """What was held by processes that are no longer there is a draft again; how many rows were."""
    return _return(tx, (row for row in _held(tx.connection) if row.author in dead), _WAS_HELD, now)


def after_jump(tx: Transaction, jump: Jump, *, now: int) -> int:
    """Each hold lasts as long as promised, whatever the clock did; what was held since it jumped is left alone.

    If that was long, what would have gone out meanwhile is a draft again, since nobody could have taken it back.
    Queued rows wait no longer than they would have. Returns how many rows are drafts again.
    """
    met = [row for row in _held(tx.connection) if jump.met(row.created_at, now=now)]
    returned = _return(tx, (row for row in met if jump.by >= LATE and row.due <= now), _SLEPT, now)
    _tell(
        tx,
        "UPDATE outbox SET due = due + ?1 WHERE (state = 'held' AND id IN (SELECT value FROM json_each(?2))) "
        "OR (state = 'queued' AND ?1 < 0)",
        (jump.by, ids_json(row.id for row in met)),
    )
    return returned


def _held(connection: sqlite3.Connection) -> list[_Held]:
    found = connection.execute("SELECT id, created_at, due, author FROM outbox WHERE state = 'held' ORDER BY id")
    return [_Held(*values) for values in found]


def _return(tx: Transaction, held: Iterable[_Held], notice: str, now: int) -> int:
    return sum(outbox.give_back(tx, row.id, notice=notice, now=now) for row in held)


def _tell(tx: Transaction, update: str, values: tuple[object, ...]) -> int:
    found = tx.connection.execute(f"{update} RETURNING conversation_id", values).fetchall()
    for (conversation_id,) in found:
        tx.changed(OutboxChanged(), InboxChanged(), ThreadChanged(conversation_id))
    return len(found)
