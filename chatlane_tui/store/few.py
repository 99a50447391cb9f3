"""Conversations so few that their texts are read: for a common word, or the beginning of one, the index would put
together the hits of the whole mailbox."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Final

from chatlane_tui.model.query import Word
from chatlane_tui.model.words import folded, holder, sought
from chatlane_tui.store.direction import ids_json

FEW: Final = 400
_MESSAGES: Final = 3_000
_TEXTS: Final = (
    "SELECT m.row, m.conversation_id, t.text FROM json_each(?) AS few CROSS JOIN message AS m "
    "INDEXED BY message_in_thread ON m.conversation_id = few.value CROSS JOIN message_text AS t ON t.row = m.row "
    "ORDER BY few.key LIMIT ?"
)


def rows_holding(connection: sqlite3.Connection, ids: Sequence[int], words: Sequence[Word]) -> list[int] | None:
    """The rows of the messages that hold all the words; None if there are too many to read."""
    texts = connection.execute(_TEXTS, (ids_json(ids), _MESSAGES + 1)).fetchall()
    if len(texts) > _MESSAGES:
        return None
    holds = [holder(sought(word.text, whole=word.whole)) for word in words]
    return [row for row, _, text in texts if (said := folded(text)) and all(one(said) for one in holds)]


def without(connection: sqlite3.Connection, ids: Sequence[int], words: Sequence[Word]) -> tuple[list[int], bool]:
    """Those of which no message holds any of the words, in the order given; and whether all of `ids` were looked at."""
    texts = connection.execute(_TEXTS, (ids_json(ids), _MESSAGES + 1)).fetchall()
    is_all = len(texts) <= _MESSAGES
    looked = ids if is_all else ids[: ids.index(texts[-1][1])]  # of the last one not everything was read
    holding = set(_holding(texts, words))
    return [id_ for id_ in looked if id_ not in holding], is_all


def _holding(texts: Sequence[tuple[int, int, str]], words: Sequence[Word]) -> Iterator[int]:
    holds = [holder(sought(word.text, whole=word.whole)) for word in words]
    held = 0
    for _, id_, text in texts:
        if id_ != held and any(one(folded(text)) for one in holds):
            held = id_
            yield id_
