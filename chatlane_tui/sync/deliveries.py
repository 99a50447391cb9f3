"""When to look at a delivery again: often while it is young, ever less often, until nothing should change (W3)."""

from __future__ import annotations

from collections.abc import Iterable

from chatlane_tui.model.ids import MessageId
from chatlane_tui.sync.pace import Pace


class Deliveries:
    """Remembers when each message was looked at. A new run looks at each once more, at once."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._looked: dict[MessageId, int] = {}
        self.next_due: int | None = None
        """When the next look is due, of the messages that `due` was last asked about; None: none of them waits."""

    def due(
        self, watched: Iterable[tuple[MessageId, int]], now: int, *, most: int | None = None
    ) -> tuple[MessageId, ...]:
        """Of the messages (id, sent at) that may still change, those to look at now: one waits half its age.

        At most `most` of them, in the order given; a sweep of the recent messages tells of the others too.
        """
        found, later = [], []
        kept: dict[MessageId, int] = {}
        for message_id, sent_at in watched:
            looked = self._looked.get(message_id)
            if looked is None or now < looked:  # never in this run, or the clock was set back
                found.append(message_id)
                continue
            kept[message_id] = looked
            again = looked + max(self._pace.watch, (looked - sent_at) // 2)
            if again <= now:
                found.append(message_id)
            else:
                later.append(again)
        self._looked = kept
        self.next_due = min(later, default=None)
        return tuple(found[:most])

    def looked(self, ids: Iterable[MessageId], now: int) -> None:
        """They were looked at."""
        self._looked.update(dict.fromkeys(ids, now))
