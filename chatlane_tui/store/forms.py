"""Forms that were begun: what stands in them is kept at every pause, as it was typed, until saved or discarded."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from chatlane_tui.store.database import Transaction


class FormEntry(NamedTuple):
    """One field: its key, what it is called, what stands in it, and the kind that is meant (`model.fields.Kind`)."""

    key: str
    label: str
    text: str
    kind: str
    was: str
    """What stood in it when it was changed, to be compared with what stands there when it is taken up again."""


class FormDraft(NamedTuple):
    """What stood in a form, and when (ms)."""

    entries: tuple[FormEntry, ...]
    updated_at: int


def save(tx: Transaction, kind: str, subject: int, entries: Sequence[FormEntry], *, now: int) -> None:
    """Keep it, in place of what was kept before. `subject` is the id of what is edited, 0 for something new."""
    tx.connection.execute(
        "INSERT OR REPLACE INTO form (kind, subject, entries, updated_at) VALUES (?, ?, ?, ?)",
        (kind, subject, json.dumps(entries, ensure_ascii=False), now),
    )


def find(connection: sqlite3.Connection, kind: str, subject: int) -> FormDraft | None:
    """What was typed there and neither saved nor discarded."""
    found = connection.execute(
        "SELECT entries, updated_at FROM form WHERE kind = ? AND subject = ?", (kind, subject)
    ).fetchone()
    return None if found is None else FormDraft(tuple(FormEntry(*entry) for entry in json.loads(found[0])), found[1])


def forget(tx: Transaction, kind: str, subject: int) -> None:
    """It was saved on the server, or thrown away by a person."""
    tx.connection.execute("DELETE FROM form WHERE kind = ? AND subject = ?", (kind, subject))
