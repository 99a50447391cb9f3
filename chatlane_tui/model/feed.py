"""What changed, said after it is committed. Facts carry ids, never data: whoever hears one reads the store again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chatlane_tui.model.ids import ConversationId


@dataclass(frozen=True, slots=True)
class InboxChanged:
    """Rows of the inbox list changed, came or went."""


@dataclass(frozen=True, slots=True)
class ThreadChanged:
    """Messages, outbox rows or the head of one conversation changed."""

    conversation_id: ConversationId


@dataclass(frozen=True, slots=True)
class OutboxChanged:
    """Something that waits to be sent came, moved or went."""


@dataclass(frozen=True, slots=True)
class PeopleChanged:
    """Contacts, records, inboxes or channels changed."""


@dataclass(frozen=True, slots=True)
class StatusChanged:
    """What the status bar says changed."""


@dataclass(frozen=True, slots=True)
class OtherProcessWrote:
    """Another process committed to the same database: anything may have changed."""


@dataclass(frozen=True, slots=True)
class Said:
    """Something a person must be told once, whatever they are looking at: a sentence, loud if it went wrong."""

    sentence: str
    loud: bool = False


Fact = InboxChanged | ThreadChanged | OutboxChanged | PeopleChanged | StatusChanged | OtherProcessWrote | Said
Listener = Callable[[frozenset[Fact]], None]


class Feed:
    """Subscribers hear sets of facts. `publish` is called on the event loop's thread only, after the commit."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with each published set of facts until the returned function is called."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return unsubscribe

    def publish(self, facts: frozenset[Fact]) -> None:
        """Tell every subscriber; an empty set is no news."""
        if facts:
            for listener in tuple(self._listeners):
                listener(facts)
