"""What an older version of this program stored, brought up to what this one indexes: step by step, beside everything
else, and on from where it was when it is cut."""

from __future__ import annotations

from typing import Final

from chatlane_tui.model.feed import InboxChanged
from chatlane_tui.model.words import extra
from chatlane_tui.store import heads, meta, summary
from chatlane_tui.store.database import Transaction

# Numbered by what is worked out: another number, and all of it is worked out once more.
_HEADS: Final = "indexed heads 2"
_BODIES: Final = "indexed bodies 2"
_DONE: Final = "done"
STEP: Final = 200
"""Conversations or messages of one transaction."""


def step(tx: Transaction, *, size: int = STEP) -> bool:
    """Do a little of it; whether there is more to do."""
    return _heads(tx, size) or _bodies(tx, size)


def _heads(tx: Transaction, size: int) -> bool:
    """Conversations: their heads, and what lists show of them."""
    start = meta.value(tx.connection, _HEADS)
    if start == _DONE:
        return False
    found = tx.connection.execute(
        "SELECT id FROM conversation WHERE id > ? ORDER BY id LIMIT ?", (int(start or -(2**62)), size)
    ).fetchall()
    ids = [id_ for (id_,) in found]
    if summary.refresh(tx.connection, ids):
        tx.changed(InboxChanged())
    heads.refresh(tx.connection, ids)
    meta.put(tx, _HEADS, str(ids[-1]) if ids else _DONE)
    return True


def _bodies(tx: Transaction, size: int) -> bool:
    """Messages: the forms of their words that the index was not given."""
    start = meta.value(tx.connection, _BODIES)
    if start == _DONE:
        return False
    found = tx.connection.execute(
        "SELECT row, coalesce(plain, body), extra FROM message_body WHERE row > ? ORDER BY row LIMIT ?",
        (int(start or -(2**62)), size),
    ).fetchall()
    lacking = [(row, words, before, more) for row, words, before in found if (more := extra(words) or None) != before]
    tx.connection.executemany(
        "INSERT INTO message_fts (message_fts, rowid, text) VALUES ('delete', ?, ?)",
        ((row, _indexed(words, before)) for row, words, before, _ in lacking),
    )
    tx.connection.executemany(
        "UPDATE message_body SET extra = ? WHERE row = ?", ((more, row) for row, _, _, more in lacking)
    )
    tx.connection.executemany(
        "INSERT INTO message_fts (rowid, text) VALUES (?, ?)",
        ((row, _indexed(words, more)) for row, words, _, more in lacking),
    )
    meta.put(tx, _BODIES, str(found[-1][0]) if found else _DONE)
    return True


def _indexed(words: str, more: str | None) -> str:
    return words if more is None else f"{words}\n{more}"
