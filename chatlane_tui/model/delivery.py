"""What the server's words for a delivery mean (W3). The document names two: an unknown one means nothing yet."""

from __future__ import annotations

UNDER_WAY = frozenset({"sending", "queued", "pending", "processing", "scheduled", "accepted"})
"""Not the last word, folded: looked at until it changes."""

ARRIVED = frozenset({"delivered", "read", "seen", "opened"})
FAILED = frozenset({"failed", "bounced", "undelivered", "rejected", "error"})
FINAL = ARRIVED | FAILED
"""Nothing comes after these; after any other word ("sent", one never seen) something may."""


def failed(word: str | None) -> bool:
    """Whether it says that the message did not reach the customer."""
    return word is not None and word.strip().casefold() in FAILED
