"""Where the words in the composer go: one frozen value, told by the screen and handed back with every message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from chatlane_tui.model.ids import ChannelId, ContactId, ConversationId

Kind = Literal["reply", "note"]
"""A reply goes to the customer; a note stays inside the team."""

NOTE_TYPE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A conversation, a kind, and the way out. A note has none: its type is "note", it has neither channel nor copies.

    A reply of type "note" raises ValueError, so that `type` can be sent as it stands for either kind.
    """

    conversation_id: ConversationId
    kind: Kind
    type: str = ""
    """The API's word ("email", "sms", …; raw if unknown, A8); empty while nobody has chosen."""
    channel_id: ChannelId | None = None
    """None: the server takes its first active channel of the type (C3)."""
    channel: str = ""
    """The channel's name; empty where it is unknown."""
    recipient: str = ""
    """E-mail, phone number or name, whichever the type goes to."""
    name: str = ""
    """The customer's name, where it is known."""
    cc: str = ""
    bcc: str = ""
    """Of an e-mail: addresses as they were written, commas between them (M7)."""
    file_urls: tuple[str, ...] = ()
    """Public links of what is attached (M6)."""
    sender_type: str = ""
    sender_id: int | None = None
    """In whose name it goes: "user", "contact" or "agent" and its id (M9); neither: the owner of the token."""
    inbox: str = ""
    contact_id: ContactId | None = None
    last_inbound_at: int | None = None
    """When the customer last wrote, in milliseconds since 1970 UTC: the 24-hour window counts from it."""
    is_entity: bool = False
    contact_needed: bool = False
    """The server wants a `contact_id` and none is chosen yet (E1)."""

    def __post_init__(self) -> None:
        if self.kind == "note":
            object.__setattr__(self, "type", NOTE_TYPE)
            object.__setattr__(self, "channel_id", None)
            object.__setattr__(self, "channel", "")
            object.__setattr__(self, "cc", "")
            object.__setattr__(self, "bcc", "")
        elif self.type == NOTE_TYPE:
            raise ValueError("a reply cannot have the type of a note")

    @property
    def has_copies(self) -> bool:
        """Whether cc and bcc mean anything: only e-mail has them."""
        return self.type == "email"

    @property
    def has_more(self) -> bool:
        """Whether there is something besides the text that is worth keeping."""
        return bool(self.cc or self.bcc or self.file_urls or self.sender_type)
