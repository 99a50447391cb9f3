"""The frozen rows that the screens of contacts, records and inboxes show.

Every `str` here has passed `model.clean`; every time is milliseconds since 1970 UTC.
"""

from __future__ import annotations

from typing import Generic, NamedTuple, TypeVar

from chatlane_tui.model.ids import ContactId, ConversationId, EntityId, InboxId, RecordId
from chatlane_tui.model.readers import Json
from chatlane_tui.store.rows import ChannelRow

R_co = TypeVar("R_co", covariant=True)


class Field(NamedTuple):
    """An attribute of a contact or a value of a record, its type kept."""

    key: str
    value: Json


class Stretch(NamedTuple, Generic[R_co]):
    """Rows of a long list: `rows[0]` stands at position `offset` of `total`. `rank` is where `around` now stands."""

    offset: int
    total: int
    rows: tuple[R_co, ...]
    rank: int | None = None
    more: bool = False
    """More match than are counted."""


class ContactLine(NamedTuple):
    """A contact in a list; empty where nobody said."""

    id: ContactId
    name: str
    email: str
    phone: str
    conversations: int
    """How many of theirs are cached."""

    @property
    def label(self) -> str:
        """Whichever of name, e-mail and phone is known."""
        return self.name or self.email or self.phone or f"contact {self.id}"


class LinkedConversation(NamedTuple):
    """A conversation as a contact or a record lists it."""

    id: ConversationId
    subject: str
    name: str
    status: str
    """Raw (A8)."""
    inbox: str
    at: int
    unread: bool
    done: bool
    """Done here (V3)."""


class RecordLine(NamedTuple):
    """A record in a list."""

    id: RecordId
    entity_id: EntityId | None
    entity: str
    title: str
    """Its name, external id or number, whichever it has."""
    words: str
    """The start of its values as one line."""
    at: int
    """When it was made; 0 where nobody said."""


class ContactPage(NamedTuple):
    """All that is cached of one contact."""

    id: ContactId
    name: str
    email: str
    phone: str
    attributes: tuple[Field, ...]
    created_at: int | None
    updated_at: int | None
    conversations: tuple[LinkedConversation, ...]
    """The newest first, at most `people.MOST_LINKED`."""
    records: tuple[RecordLine, ...]

    @property
    def label(self) -> str:
        """Whichever of name, e-mail and phone is known."""
        return self.name or self.email or self.phone or f"contact {self.id}"


class RecordPage(NamedTuple):
    """All that is cached of one record. Only a single read of it tells its links."""

    id: RecordId
    entity_id: EntityId | None
    entity: str
    external_id: str
    title: str
    values: tuple[Field, ...]
    created_at: int | None
    updated_at: int | None
    contacts: tuple[ContactLine, ...]
    conversations: tuple[LinkedConversation, ...]


class EntityLine(NamedTuple):
    """A custom entity, and how many records of it are cached."""

    id: EntityId
    name: str
    records: int


class StatusCount(NamedTuple):
    """How many conversations of a status the server counts; None: it did not say (P4)."""

    status: str
    total: int | None


class InboxLine(NamedTuple):
    """An inbox, and what is learnt of it."""

    id: InboxId
    name: str
    type: str
    """"standard", or another word for an entity inbox (E1); empty where nobody said."""
    channels: tuple[ChannelRow, ...]
    """Learnt from answers (C1), active ones first."""
    counts: tuple[StatusCount, ...]
    counted_at: int | None
    cached: int
    """Conversations of it in the cache."""

    @property
    def is_entity(self) -> bool:
        """Whether its conversations are about records (E1)."""
        return self.type not in ("", "standard")
