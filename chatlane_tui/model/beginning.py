"""A conversation that a person begins here, before the server knows of it (W4), without I/O.

WAITING ─ask─► ASKING ─2xx────────► WAITING (the contact is there) or BEGUN (the conversation is)
   ▲              ├──NotSent──────► WAITING
   │              ├──Refused──────► REFUSED    the server said no, and why
   └─a person─────┴──MaybeSent────► UNCERTAIN  it may have been made; found again by reading, never made twice (W1)
"""

from __future__ import annotations

import enum
from typing import NamedTuple

from chatlane_tui.model.ids import ContactId, ConversationId, InboxId, RecordId


class BeginningState(enum.StrEnum):
    """Where the making of a conversation stands. BEGUN: the server has it, and it has an id of the server's."""

    WAITING = "waiting"
    ASKING = "asking"
    UNCERTAIN = "uncertain"
    REFUSED = "refused"
    BEGUN = "begun"


class NewContact(NamedTuple):
    """Somebody the team does not know yet. With neither e-mail nor phone nobody can be found again (W1)."""

    name: str
    email: str = ""
    phone: str = ""


class NewConversation(NamedTuple):
    """What a person wants to begin: with a known contact, a new one, or about a record (an entity inbox, E1)."""

    inbox_id: InboxId
    contact_id: ContactId | None = None
    """Whom the first message goes to; beside a record one of its contacts."""
    new_contact: NewContact | None = None
    record_id: RecordId | None = None
    subject: str = ""
    status: str = ""
    """Empty: as the server decides."""
    tags: tuple[str, ...] = ()


class Beginning(NamedTuple):
    """A begun conversation as it is kept. `local` is negative: no id of the server's is."""

    local: ConversationId
    wanted: NewConversation
    state: BeginningState
    asked_at: int | None
    """When the request that is under way or uncertain left (ms)."""
    problem: str
    code: str
    conversation_id: ConversationId | None
    """The server's id, once it is known."""

    @property
    def lacks_contact(self) -> bool:
        """The contact has to be made before the conversation can be."""
        return self.wanted.contact_id is None and self.wanted.new_contact is not None
