"""How often and how far sync goes: one frozen value, so that tests run the same engine at another pace."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """All times are milliseconds."""

    poll: int = 15_000
    """From the end of one poll to the start of the next."""
    overlap: int = 120_000
    """How far before the watermark a poll begins (S3)."""
    asked: int = 2_000
    """The least from one refresh that a person asks for to the next: a key that is held down asks thirty a second."""
    inboxes: int = 600_000
    """How often the list of inboxes is read again."""
    watch: int = 3_000
    """How often the delivery of what we sent is looked at while it is still under way (W3)."""
    thread: int = 60_000
    """How often the whole open thread is read again: its silent changes show in no poll (S1)."""
    elsewhere: int = 350
    """How often another process's commits are looked for, and whether the clock goes as it should."""
    takeover: int = 1_000
    """How often a process that does not own the sync tries to."""
    look: tuple[int, ...] = (3_000, 10_000, 30_000, 120_000)
    """When, after an uncertain send, the thread is read back to see whether it went out (W1)."""
    slack: int = 300_000
    """How far the server's clock and ours may differ when a message read back is matched with ours."""
    retry_base: int = 1_000
    retry_cap: int = 20_000
    """Backoff after a failure doubles from base to cap, with jitter (A1)."""
    pages: int = 200
    """Most pages of a long walk read in one step: the requests in flight at its end are made again."""
    ahead: int = 6
    """Requests of a long walk in flight at once: all that the budget leaves to the background."""
    together: int = 6
    """Most pages of a long walk in one transaction, for whatever a person writes waits for its end."""

    unhurried: int = 6_000
    """From one look for silent changes to the next (S1), while nobody said what the rate limit is."""
    soonest: int = 2_000
    """The least between two such looks, however generous the limit."""
    share: float = 0.2
    """How much of a known rate limit those looks may use, and as much again the looks at deliveries."""
    visible: int = 60_000
    """How old what the server said of a conversation on the screen may become before it is looked at."""
    open: int = 120_000
    """From the end of one sweep of the open conversations and of the recent messages to the start of the next."""
    closed: int = 1_800_000
    """The same for everything else: all conversations, all messages, contacts, records."""
    recent: int = 86_400_000
    """How far back "recent" reaches: deliveries that fail do so within a day, mostly."""

    def look_every(self, limit: int | None) -> int:
        """Milliseconds between two looks for silent changes; `limit` is requests a minute, None if unknown (A1)."""
        return self.unhurried if limit is None else max(self.soonest, self._apart(limit))

    def watch_every(self, limit: int | None) -> int:
        """Milliseconds from one round of looks at deliveries to the next."""
        return self.watch if limit is None else max(self.watch, self._apart(limit))

    def watched_at_once(self, limit: int | None) -> int | None:
        """How many deliveries one round looks at, so that what waits to be sent goes first; None: all that are due."""
        return None if limit is None else max(1, self.watch_every(limit) // self._apart(limit))

    def _apart(self, limit: int) -> int:
        return max(1, int(60_000 / (max(1, limit) * self.share)))

    def backoff(self, failures: int, jitter: float) -> int:
        """Milliseconds to wait after the `failures`-th failure in a row; `jitter` in [0, 1) spreads many clients."""
        whole = min(self.retry_cap, self.retry_base * 2 ** min(failures - 1, 16))
        return int(whole * (0.5 + jitter / 2))
