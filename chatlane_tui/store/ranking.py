"""The newest hits of a search by how well they fit: frequent words, rare words, short texts, words in the head."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Sequence
from typing import Final

from chatlane_tui.model.highlight import Marker
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.model.query import Query, positive_words
from chatlane_tui.store.direction import ids_json
from chatlane_tui.store.finding import Found

RANKED: Final = 300
"""Conversations that are ranked; weighing all hits of a large mailbox takes half a second."""
_READ: Final = 4_000
"""Characters of a message that are weighed."""
_SATURATION: Final = 1.2
_LENGTH: Final = 0.75
_IN_HEAD: Final = 3
"""Occurrences in a message that one in the head is worth."""

_TEXTS: Final = (
    f"SELECT b.row, substr(coalesce(b.plain, b.body), 1, {_READ}) FROM message_body AS b "
    "WHERE b.row IN (SELECT value FROM json_each(?))"
)
_HEADS: Final = "SELECT rowid, subject || ' ' || who FROM head_fts WHERE rowid IN (SELECT value FROM json_each(?))"


def best_first(connection: sqlite3.Connection, query: Query, found: Found) -> Found:
    """The same conversations, the newest `RANKED` of them by relevance; equals stay the newest first."""
    ids, rows = found.ids[:RANKED], found.rows[:RANKED]
    texts = dict(connection.execute(_TEXTS, (ids_json(rows),)).fetchall())
    heads = dict(connection.execute(_HEADS, (ids_json(ids),)).fetchall())
    scores = _scores(query, ids, [texts.get(row, "") for row in rows], heads)
    order = sorted(range(len(ids)), key=lambda place: -scores[place])
    return Found(
        tuple(ids[place] for place in order) + found.ids[RANKED:],
        tuple(rows[place] for place in order) + found.rows[RANKED:],
        found.is_whole,
    )


def _scores(query: Query, ids: Sequence[ConversationId], texts: Sequence[str], heads: dict[int, str]) -> list[float]:
    scores = [0.0] * len(ids)
    usual = max(1.0, sum(map(len, texts)) / max(1, len(texts)))
    for word in positive_words(query):
        marker = Marker((word,))
        often = [
            marker.count(text) + _IN_HEAD * marker.count(heads.get(id_, ""))
            for id_, text in zip(ids, texts, strict=True)
        ]
        holding = sum(map(bool, often))
        rarity = math.log(1 + (len(ids) - holding + 0.5) / (holding + 0.5))
        for place, times in enumerate(often):
            damping = _SATURATION * (1 - _LENGTH + _LENGTH * len(texts[place]) / usual)
            scores[place] += rarity * times * (_SATURATION + 1) / (times + damping)
    return scores
