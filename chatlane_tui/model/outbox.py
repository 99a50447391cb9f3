"""The states of something being sent and the legal moves between them (*Send* in the architecture), without I/O.

draft ─submit─► HELD ─due─► QUEUED ─take─► SENDING ─2xx──────► (message stored, row gone)
  ▲               │            ▲              ├──NotSent────► QUEUED, not before …
  └──recall───────┘            │              ├──guard──────► BLOCKED    the thread changed since it was read
                               │              ├──Refused────► REFUSED    the server said no, and why
                               └──a person────┴──MaybeSent──► UNCERTAIN  it may have gone out; never repeated
"""

import enum
from typing import NamedTuple

from chatlane_tui.model.ids import ChannelId, ContactId, ConversationId, MessageId


class OutboxState(enum.StrEnum):
    """Where something being sent stands. What was sent has no row: it is a message."""

    HELD = "held"
    QUEUED = "queued"
    SENDING = "sending"
    BLOCKED = "blocked"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"


WAITING = frozenset({OutboxState.HELD, OutboxState.QUEUED, OutboxState.SENDING})
"""States that move on by themselves."""

TROUBLED = frozenset({OutboxState.BLOCKED, OutboxState.REFUSED, OutboxState.UNCERTAIN})
"""States in which a person decides what happens next."""

MOVES: dict[OutboxState, frozenset[OutboxState]] = {
    OutboxState.HELD: frozenset({OutboxState.QUEUED}),
    OutboxState.QUEUED: frozenset({OutboxState.SENDING}),
    OutboxState.SENDING: frozenset(
        {OutboxState.QUEUED, OutboxState.BLOCKED, OutboxState.REFUSED, OutboxState.UNCERTAIN}
    ),
    OutboxState.BLOCKED: frozenset({OutboxState.QUEUED}),
    OutboxState.REFUSED: frozenset({OutboxState.QUEUED}),
    OutboxState.UNCERTAIN: frozenset({OutboxState.QUEUED}),
}
"""The legal moves. Leaving the outbox (sent, recalled, discarded) deletes the row and is legal as `may_leave` says."""

RECALLABLE = frozenset({OutboxState.HELD, OutboxState.QUEUED, OutboxState.BLOCKED, OutboxState.REFUSED})
"""States from which the text can be taken back with certainty that the server never accepted it."""


def may_move(old: OutboxState, new: OutboxState) -> bool:
    """Whether the outbox may go from `old` to `new`."""
    return new in MOVES[old]


class Standing(NamedTuple):
    """Where something stood when a person was asked about it: what was sent again since stands elsewhere."""

    state: OutboxState | None
    due: int | None
    """Not before which time its last try was made: every decision to send it again gives it another."""


class Outgoing(NamedTuple):
    """What a person decided to send. `seen` is the newest message they had before them when they did."""

    conversation_id: ConversationId
    body: str
    type: str
    is_draft: bool = False
    inbox_channel_id: ChannelId | None = None
    contact_id: ContactId | None = None
    cc: str = ""
    bcc: str = ""
    file_urls: tuple[str, ...] = ()
    seen: MessageId | None = None
    sender_type: str = ""
    """With `sender_id`: in whose name (M9); neither is the owner of the token."""
    sender_id: int | None = None
