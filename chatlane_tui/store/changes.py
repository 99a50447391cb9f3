"""What changed on the server and when it was seen: written in the transaction of the merge that saw it, and bounded."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from chatlane_tui.store.database import Transaction
from chatlane_tui.store.rows import ChangeRow

KEPT_OF_ONE = 40
"""Changes kept of one conversation."""
KEPT = 20_000
"""Changes kept at all: the log of a mailbox costs a few megabytes, however long it runs."""

FAILED = frozenset({"failed", "undelivered", "bounced", "rejected", "error"})
"""Delivery statuses that mean it did not arrive, folded."""


class Change(NamedTuple):
    """One thing that changed; `was` and `now` as `ChangeRow` has them."""

    conversation_id: int
    kind: str
    was: str
    now: str


def between(conversation_id: int, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterable[Change]:
    """How a known conversation changed, from its columns. What nobody had told before is no change."""
    yield from worded(conversation_id, (before["subject"], after["subject"]), (before["status"], after["status"]))
    for key, kind in (("is_starred", "starred"), ("is_archived", "archived")):
        if before[key] is not None and after[key] is not None and before[key] != after[key]:
            yield Change(conversation_id, kind, str(int(before[key])), str(int(after[key])))
    was, now = _assignee(before), _assignee(after)
    if before["assignee_id"] != after["assignee_id"] or (after["assignee_id"] is None and was != now):
        yield Change(conversation_id, "assignee", was, now)


def worded(
    conversation_id: int, subject: tuple[str | None, str | None], status: tuple[str | None, str | None]
) -> Iterable[Change]:
    """How the words of a known conversation changed, each as (before, after)."""
    if None not in status and status[0] != status[1]:
        yield Change(conversation_id, "status", status[0] or "", status[1] or "")
    if subject[0] != subject[1]:
        yield Change(conversation_id, "subject", subject[0] or "", subject[1] or "")


def failed(conversation_id: int | None, before: str | None, after: str | None) -> Iterable[Change]:
    """That the delivery of a message, known before, has failed now (W3)."""
    if conversation_id is not None and has_failed(after) and not has_failed(before):
        yield Change(conversation_id, "delivery", before or "", after or "")


def has_failed(status: str | None) -> bool:
    """Whether a delivery status says that the message did not arrive."""
    return (status or "").casefold() in FAILED


def note(tx: Transaction, found: Iterable[Change], *, now: int) -> None:
    """Write them down as seen `now`, and forget the oldest. The caller says that their threads changed."""
    changes = list(found)
    if not changes:
        return
    tx.connection.executemany(
        "INSERT INTO change (conversation_id, at, kind, was, now) VALUES (?, ?, ?, ?, ?)",
        ((change.conversation_id, now, *change[1:]) for change in changes),
    )
    tx.connection.executemany(
        "DELETE FROM change WHERE conversation_id = ?1 AND id <= "
        "(SELECT id FROM change WHERE conversation_id = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)",
        {(change.conversation_id, KEPT_OF_ONE) for change in changes},
    )
    tx.connection.execute("DELETE FROM change WHERE id <= (SELECT max(id) FROM change) - ?", (KEPT,))


def of(connection: sqlite3.Connection, conversation_id: int) -> list[ChangeRow]:
    """What changed in that conversation, in the order in which it was seen."""
    found = connection.execute(
        "SELECT at, kind, was, now FROM change WHERE conversation_id = ? ORDER BY at, id", (conversation_id,)
    )
    return [ChangeRow(*row) for row in found]


def _assignee(values: Mapping[str, Any]) -> str:
    named = values["assignee_name"] or values["assignee_email"]
    return named or ("" if values["assignee_id"] is None else f"user {values['assignee_id']}")
