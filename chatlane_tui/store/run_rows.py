"""The frozen rows of focus runs: where one stands, and what became of it. Times are milliseconds since 1970 UTC."""

from __future__ import annotations

from typing import NamedTuple

from chatlane_tui.model.ids import ConversationId


class RunRow(NamedTuple):
    """A focus run that is open, and where its person is."""

    id: int
    name: str
    """Of the view that it goes through."""
    started_at: int
    place: int
    """From 0."""
    total: int
    settled: int
    """How many something was done to."""
    conversation_id: ConversationId | None
    """The one at `place`."""


class RunSummary(NamedTuple):
    """What became of a run's conversations."""

    started_at: int
    answered: int
    noted: int
    snoozed: int
    later: int
    done: int
    untouched: int
