"""What we answered before to words like these: replies that hold them, and replies to messages that hold them.

Each word is looked up among the newest messages that hold it, never among all: the work is bounded at any size. A word
that many messages hold says little, so the rare ones decide the order.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import log
from typing import Final, NamedTuple, TypeVar

from chatlane_tui.model.ids import ConversationId
from chatlane_tui.model.words import PECULIAR, extra
from chatlane_tui.store.direction import OURS, THEIRS
from chatlane_tui.store.plain import words_of

K = TypeVar("K", int, tuple[int, int])

WORDS: Final = 14
"""Words of a question that are looked up."""
NEWEST: Final = 300
"""Messages looked at for each of them."""
_QUESTION: Final = 0.8
"""What a word in the question weighs beside the same word in the answer itself."""
_CANDIDATES: Final = 60
_LONGEST: Final = 20_000
_WORD: Final = re.compile(r"[^\W_]{3,40}")

_HITS = (
    "SELECT m.row, m.direction, m.conversation_id FROM "
    "(SELECT rowid FROM message_fts WHERE message_fts MATCH ? ORDER BY rowid DESC LIMIT ?) AS f "
    "JOIN message AS m ON m.row = f.rowid WHERE m.conversation_id IS NOT ? AND m.type <> 'note'"
)
_REPLY = (
    f"SELECT row FROM message WHERE conversation_id = ? AND at > (SELECT at FROM message WHERE row = ?) "
    f"AND direction = {OURS} AND server_draft = 0 AND type <> 'note' ORDER BY at, id LIMIT 1"
)
_ANSWER = (
    "SELECT m.conversation_id, m.at, m.type, coalesce(b.plain, b.body), coalesce(nullif(c.participant_name, ''), "
    "nullif(c.participant_email, ''), c.participant_phone, ''), coalesce(c.subject, '') FROM message AS m "
    "JOIN message_body AS b ON b.row = m.row JOIN conversation AS c ON c.id = m.conversation_id "
    f"WHERE m.row = ? AND m.direction = {OURS} AND m.server_draft = 0 AND c.gone_at IS NULL"
)
_ASKED = (
    "SELECT coalesce(b.plain, b.body) FROM message AS m JOIN message_body AS b ON b.row = m.row "
    f"WHERE m.conversation_id = ? AND m.direction = {THEIRS} ORDER BY m.at DESC, m.id DESC LIMIT 2"
)


class PastAnswer(NamedTuple):
    """One of our replies, as plain text."""

    conversation_id: ConversationId
    at: int
    type: str
    text: str
    name: str
    """Whom it went to: name, else e-mail or phone."""
    subject: str


def asked(connection: sqlite3.Connection, conversation_id: ConversationId) -> str:
    """What the customer wrote last: their newest two messages."""
    found = connection.execute(_ASKED, (conversation_id,)).fetchall()
    return "\n".join(words_of(body[:_LONGEST]) for (body,) in found)


def past_answers(
    connection: sqlite3.Connection, words: str, *, besides: ConversationId | None = None, limit: int = 20
) -> tuple[PastAnswer, ...]:
    """Our replies that fit these words best, the best first, equal texts once; none of the conversation `besides`."""
    scores: dict[int, float] = defaultdict(float)
    asks: dict[tuple[int, int], float] = defaultdict(float)
    for term in _terms(words):
        hits = connection.execute(_HITS, (term, NEWEST, besides)).fetchall()
        weight = log(1 + NEWEST / max(1, len(hits)))
        for row, direction, conversation_id in hits:
            if direction == OURS:
                scores[row] += weight
            elif direction == THEIRS:
                asks[conversation_id, row] += weight * _QUESTION
    for (conversation_id, row), weight in _best(asks):
        reply = connection.execute(_REPLY, (conversation_id, row)).fetchone()
        if reply is not None:
            scores[reply[0]] = max(scores[reply[0]], weight) + min(scores[reply[0]], weight) / 2
    return _read(connection, (row for row, _ in _best(scores)), limit=limit)


def _best(scores: Mapping[K, float]) -> list[tuple[K, float]]:
    """The highest scores first; of equal ones, the later row."""
    return sorted(scores.items(), key=lambda found: (found[1], found[0]), reverse=True)[:_CANDIDATES]


def _read(connection: sqlite3.Connection, rows: Iterable[int], *, limit: int) -> tuple[PastAnswer, ...]:
    found: dict[str, PastAnswer] = {}
    for row in rows:
        answer = connection.execute(_ANSWER, (row,)).fetchone()
        if answer is None:
            continue
        conversation_id, at, kind, body, name, subject = answer
        text = _own_words(words_of(body[:_LONGEST]))
        if text:
            found.setdefault(
                " ".join(text.casefold().split()), PastAnswer(conversation_id, at, kind, text, name, subject)
            )
        if len(found) == limit:
            break
    return tuple(found.values())


def _own_words(text: str) -> str:
    """A reply without the signature and the quoted history below it."""
    lines = text.split("\n")
    end = next((n for n, line in enumerate(lines) if n and (line.rstrip() == "--" or line.startswith(">"))), len(lines))
    if end < len(lines) and lines[end].startswith(">") and lines[end - 1].rstrip().endswith(":"):
        end -= 1
    return "\n".join(lines[:end]).strip()


def _terms(words: str) -> list[str]:
    """The longest words, as FTS5 reads them; the end of a long one may differ ("refunded", "refund").

    Of peculiar ones the forms that the index was given (`model.words`): in Japanese pairs of letters.
    """
    said = words[:_LONGEST]
    spaced = (word.lower() for word in _WORD.findall(said) if PECULIAR.search(word) is None)
    found = dict.fromkeys((*spaced, *(form for form in extra(said).split() if len(form) > 1 and form.isalpha())))
    chosen = sorted(found, key=len, reverse=True)[:WORDS]
    return [f'"{word[:-2]}"*' if len(word) > 7 else f'"{word}"' for word in chosen]
