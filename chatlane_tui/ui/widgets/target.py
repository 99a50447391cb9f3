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
    """A conversation, a kind, and the way out. A note has no way out: its type is "note" and it has no channel.

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
        elif self.type == NOTE_TYPE:
            raise ValueError("a reply cannot have the type of a note")
