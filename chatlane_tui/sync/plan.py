"""What to read from the server next: a pure function of what is known and of the time. The engine carries it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chatlane_tui.model.ids import ConversationId, MessageId
from chatlane_tui.sync import rounds
from chatlane_tui.sync.pace import Pace
from chatlane_tui.sync.rounds import Recheck, Rounds, Sweep

DONE = "done"
"""The cursor of a walk that has reached its end."""

WALKS = ("conversations:active", "conversations:pending", "conversations", "messages", "contacts", "records")
"""The first sync, in order: open conversations first; contacts and records last, since nobody waits for them."""


@dataclass(frozen=True, slots=True)
class ReadInboxes:
    """Read the inboxes: the cheapest proof that the token works (A6)."""


@dataclass(frozen=True, slots=True)
class Poll:
    """Ask for what was created since the watermarks (S2). None: there is no watermark yet."""

    messages_mark: int | None
    conversations_mark: int | None

    def messages_after(self, pace: Pace) -> int | None:
        """Where the question about messages begins: the watermark less the overlap (S3)."""
        return _before(self.messages_mark, pace)

    def conversations_after(self, pace: Pace) -> int | None:
        """Where the question about conversations begins."""
        return _before(self.conversations_mark, pace)


@dataclass(frozen=True, slots=True)
class ReadConversation:
    """Read one conversation that a new message touched (S2)."""

    id: ConversationId


@dataclass(frozen=True, slots=True)
class Watch:
    """Look at messages whose delivery is still under way (W3)."""

    ids: tuple[MessageId, ...]


@dataclass(frozen=True, slots=True)
class Walk:
    """Go on with one walk of the first sync from `start` (None: from the beginning)."""

    name: str
    start: str | None


@dataclass(frozen=True, slots=True)
class Rest:
    """Nothing is due before `until`."""

    until: int


Step = ReadInboxes | Poll | ReadConversation | Watch | Recheck | Sweep | Walk | Rest


@dataclass(frozen=True, slots=True)
class Known:
    """What the plan depends on. Times are when something last succeeded; None: never in this run."""

    inboxes_at: int | None = None
    polled_at: int | None = None
    watched_at: int | None = None
    messages_mark: int | None = None
    """Greatest `created_at` of a message that the server has shown in a finished poll (S3)."""
    conversations_mark: int | None = None
    cursors: Mapping[str, str] = field(default_factory=dict)
    """Where each walk stands."""
    stale: tuple[ConversationId, ...] = ()
    watched: tuple[MessageId, ...] = ()
    rounds: Rounds = field(default_factory=Rounds)
    """What is known of the rolling reconcile."""

    @property
    def complete(self) -> bool:
        """Whether the first sync has come to its end."""
        return all(self.cursors.get(name) == DONE for name in WALKS)

    @property
    def listed(self) -> bool:
        """Whether every open conversation has been seen once: until then polling has nothing to stand on."""
        return self.cursors.get("conversations:active") == DONE


def next_step(known: Known, now: int, pace: Pace) -> Step:
    """The most urgent step: is the token alive, what is new, what it touched, what we sent; then, within its share of
    the rate, what may have changed silently (S1); then the long walks."""
    if known.inboxes_at is None or now - known.inboxes_at >= pace.inboxes:
        return ReadInboxes()
    if known.listed and _due(known.polled_at, pace.poll, now):
        return Poll(known.messages_mark, known.conversations_mark)
    if known.stale:
        return ReadConversation(known.stale[0])
    if known.watched and _due(known.watched_at, pace.watch_every(known.rounds.limit), now):
        return Watch(known.watched)
    again = rounds.next_look(known.rounds, now, pace) if known.listed else None
    if again is not None:
        return again
    for name in WALKS:
        cursor = known.cursors.get(name)
        if cursor != DONE:
            return Walk(name, cursor)
    due = [
        known.inboxes_at + pace.inboxes,
        (known.polled_at or now) + pace.poll,
        rounds.next_due(known.rounds, now, pace),
    ]
    if known.watched:
        due.append((known.watched_at or now) + pace.watch_every(known.rounds.limit))
    return Rest(min(due))


def _due(last: int | None, interval: int, now: int) -> bool:
    return last is None or now - last >= interval or now < last


def _before(mark: int | None, pace: Pace) -> int | None:
    return None if mark is None else max(0, mark - pace.overlap)
