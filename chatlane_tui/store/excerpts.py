"""Rows of a search: in place of the newest words of a conversation, those around the hit."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Final

from chatlane_tui.model.highlight import Marker
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.store import lists
from chatlane_tui.store.direction import ids_json
from chatlane_tui.store.plain import snippet_of
from chatlane_tui.store.rows import InboxRow

_READ: Final = 20_000
"""Characters of a message in which the hit is looked for."""
_BEFORE: Final = 24
"""Characters shown before it, at most."""


def rows(
    connection: sqlite3.Connection, ids: Sequence[ConversationId], hits: Mapping[ConversationId, int], marker: Marker
) -> tuple[InboxRow, ...]:
    """These conversations in order; `hits` are the rows of their messages that hold the words, 0 for the head."""
    found = connection.execute(
        f"SELECT row, substr(coalesce(plain, body), 1, {_READ}) FROM message_body "
        "WHERE row IN (SELECT value FROM json_each(?))",
        (ids_json(hits[id_] for id_ in ids if hits.get(id_)),),
    )
    texts = dict(found.fetchall())
    return tuple(
        row._replace(snippet=excerpt(texts[hits[row.id]], marker)) if hits.get(row.id) in texts else row
        for row in lists.rows(connection, ids)
    )


def excerpt(text: str, marker: Marker) -> str:
    """One line of the text around its first hit; its beginning where there is none."""
    at = marker.first(text)
    if at is None or at <= _BEFORE:
        return snippet_of(text)
    start = at - _BEFORE
    space = text.find(" ", start, at)
    return f"…{snippet_of(text[(start if space < 0 else space + 1) :])}"
