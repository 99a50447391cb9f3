"""What changed, said after it is committed. Facts carry ids, never data: whoever hears one reads the store again."""

from collections.abc import Callable
from typing import NamedTuple

from chatlane_tui.model.ids import ConversationId


class _Plain:
    """A fact without ids: equal to every other of its kind, and to nothing else."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self)

    def __hash__(self) -> int:
        return hash(type(self))

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


class InboxChanged(_Plain):
    """Rows of the inbox list changed, came or went."""

    __slots__ = ()


class ThreadChanged(NamedTuple):
    """Messages, outbox rows or the head of one conversation changed."""

    conversation_id: ConversationId


class ConversationBegan(NamedTuple):
    """A conversation that was begun here has an id of the server's now."""

    local: ConversationId
    conversation_id: ConversationId


class OutboxChanged(_Plain):
    """Something that waits to be sent came, moved or went."""

    __slots__ = ()


class PeopleChanged(_Plain):
    """Contacts, records, inboxes or channels changed."""

    __slots__ = ()


class StatusChanged(_Plain):
    """What the status bar says changed."""

    __slots__ = ()


class OtherProcessWrote(_Plain):
    """Another process committed to the same database: anything may have changed."""

    __slots__ = ()


class Said(NamedTuple):
    """Something a person must be told once, whatever they are looking at: a sentence, loud if it went wrong."""

    sentence: str
    loud: bool = False


Fact = (
    InboxChanged
    | ThreadChanged
    | ConversationBegan
    | OutboxChanged
    | PeopleChanged
    | StatusChanged
    | OtherProcessWrote
    | Said
)
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
