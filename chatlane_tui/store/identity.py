"""Who is typing: the API has no `/me`, so it is set in the configuration or learnt from our own first message (A6)."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, NamedTuple

from chatlane_tui.model.feed import InboxChanged
from chatlane_tui.store import meta
from chatlane_tui.store.database import Transaction
from chatlane_tui.store.direction import folded

if TYPE_CHECKING:
    from chatlane_tui.model import wire

_LEARNT = "me"
_SET = "me set"


class Identity(NamedTuple):
    """As far as it is known; an e-mail says more than a name. `id` is that of a user, learnt, never configured."""

    name: str = ""
    email: str = ""
    id: int | None = None

    def is_meant(self, id_: int | None, name: str | None, email: str | None) -> bool:
        """Whether an assignee is this person: by id, else by e-mail, else by name."""
        if self.id is not None and id_ is not None:
            return self.id == id_
        if self.email and email:
            return folded(self.email) == folded(email)
        return bool(self.name) and folded(self.name) == folded(name)

    def is_somebody_else(self, id_: int | None, name: str | None, email: str | None) -> bool:
        """Whether a sender is surely another one: something can be compared, and nothing of it is the same."""
        pairs = ((self.id, id_), (folded(self.email), folded(email)), (folded(self.name), folded(name)))
        known = [(ours, theirs) for ours, theirs in pairs if ours and theirs]
        return bool(known) and all(ours != theirs for ours, theirs in known)


def learnt(connection: sqlite3.Connection) -> Identity:
    """In whose name the server sends what we post, as its answers said; empty before the first."""
    found = meta.value(connection, _LEARNT)
    return Identity() if found is None else Identity(*json.loads(found))


def me(connection: sqlite3.Connection) -> Identity:
    """What is set, else what was learnt; empty if neither."""
    for key in (_SET, _LEARNT):
        found = meta.value(connection, key)
        if found is not None:
            return Identity(*json.loads(found))
    return Identity()


def set_to(tx: Transaction, *, name: str, email: str) -> None:
    """The configuration says who it is; both empty: it does not say."""
    said = json.dumps((name, email)) if name or email else None
    if meta.value(tx.connection, _SET) != said:
        before = me(tx.connection)
        meta.put(tx, _SET, said)
        _follow(tx, before)


def learn(tx: Transaction, sender: wire.Person | None) -> None:
    """The sender of a message that we posted: that is who we are, to the server."""
    if sender is None or not (sender.name or sender.email):
        return
    said = json.dumps((sender.name or "", sender.email or "", sender.id))
    if meta.value(tx.connection, _LEARNT) != said:
        before = me(tx.connection)
        meta.put(tx, _LEARNT, said)
        _follow(tx, before)


def _follow(tx: Transaction, before: Identity) -> None:
    """What is assigned to who we were or are is looked at again."""
    from chatlane_tui.store import summary

    after = me(tx.connection)
    assigned = tx.connection.execute(
        "SELECT id, assignee_id, assignee_name, assignee_email FROM conversation "
        "WHERE assignee_id IS NOT NULL OR assignee_name IS NOT NULL OR assignee_email IS NOT NULL"
    )
    moved = [id_ for id_, *who in assigned if before.is_meant(*who) != after.is_meant(*who)]
    if moved and summary.refresh(tx.connection, moved):
        tx.changed(InboxChanged())
