"""The frozen rows a screen shows. Equal rows paint equal cells, so a refresh that changes nothing repaints nothing.

Every `str` here has passed `model.clean`; every time is milliseconds since 1970 UTC. The annotations are no strings:
a `NamedTuple` would compile each, and the first paint waits for these.
"""

import enum
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from chatlane_tui.model.ids import ChannelId, ContactId, ConversationId, InboxId, MessageId, OutboxId
from chatlane_tui.model.outbox import OutboxState, Standing

NOT_SENT = "It was not sent"
"""How the notice of a draft begins that a person had sent off and that did not go."""


class Direction(enum.StrEnum):
    """Whose words a message holds. The API does not say, so "unknown" is an honest third value (M2)."""

    THEIRS = "theirs"
    OURS = "ours"
    NOTE = "note"
    UNKNOWN = "unknown"


class InboxRow(NamedTuple):
    """One conversation as the list shows it."""

    id: ConversationId
    name: str
    """The participant's name, else e-mail or phone, else empty."""
    subject: str
    snippet: str
    """The start of the newest message as one line of plain text, at most 200 characters."""
    channel: str
    """Type of the newest message that is not a note ("email", "sms", …; raw if unknown), or empty."""
    at: int
    """Last activity; the list is ordered by it, newest first, then by id."""
    status: str
    """As the server said, raw: "active", "pending", "closed", or a word of the future (A8)."""
    inbox: str
    assignee: str
    unread: bool
    draft: bool
    waiting: int
    """How many outbox rows of it move on by themselves."""
    troubled: int
    """How many outbox rows of it wait for a person, and how many answers did not arrive."""
    starred: bool
    """Starred here (V3)."""
    done: bool
    """Done here (V3)."""
    waiting_since: int | None
    """When the customer's oldest unanswered message came; None if the last word is ours or it is unknown."""
    unsure_since: int | None = None
    """Since when they may wait, where it is unknown whose the last word is (M2)."""
    snoozed_until: int | None = None
    """Out of the inbox here until then (V3)."""
    later: bool = False
    """To be answered later, as somebody here said."""
    returned: str = ""
    """Why it came back by itself: "back" from a snooze, "no answer" within the time of a reminder; else empty."""
    labels: tuple[str, ...] = ()
    """Given here, in order of the alphabet."""


class InboxWindow(NamedTuple):
    """A stretch of the list: `rows[0]` stands at position `offset` of `total`. `rank` is where `around` now stands."""

    offset: int
    total: int
    rows: tuple[InboxRow, ...]
    rank: int | None = None


class InboxCounts(NamedTuple):
    """The numbers of the header and the status bar: conversations first, then outbox rows and drafts."""

    inbox: int
    unread: int
    waiting: int
    """Conversations of the inbox whose last word is the customer's."""
    outbox_waiting: int
    outbox_troubled: int
    """What waits for a person: outbox rows, and answers that did not arrive."""
    drafts: int
    kept: Mapping[str, int] = MappingProxyType({})
    """Conversations of each list that stands ready, by its name (`places`)."""


class FirstSight(NamedTuple):
    """What the first paint shows."""

    window: InboxWindow
    counts: InboxCounts


class AttachmentRow(NamedTuple):
    """A file that came with a message (M5). `size` is bytes, None where nobody said."""

    name: str
    url: str
    size: int | None
    mime_type: str


class ChangeRow(NamedTuple):
    """Something of a conversation that changed on the server, and when that was seen here."""

    at: int
    """When it was seen, by our clock: nobody says when it happened (S1)."""
    kind: str
    """"status", "assignee", "subject", "starred", "archived", or "delivery"."""
    was: str
    """The raw word before; "" for none; "0" or "1" for what is or is not."""
    now: str


class MessageRow(NamedTuple):
    """One message of a thread, or one outbox row shown as a message. The body is read apart: `bodies`."""

    key: str
    """Stable identity within the thread: "m123" a message of the server, "o45" a row of the outbox."""
    id: MessageId | None
    outbox_id: OutboxId | None
    type: str
    at: int
    sender: str
    """Name or e-mail, or empty where nobody said."""
    direction: Direction
    channel: str
    """The channel's name where it is known, else empty."""
    delivery: str
    """The server's delivery status, raw, or empty."""
    is_server_draft: bool
    """Created by us as a draft on the server (D2)."""
    attachments: tuple[AttachmentRow, ...]
    size: int
    """Length of the body in characters."""
    newlines: int
    version: int
    """Changes when the body does, or how it is to be seen."""
    state: OutboxState | None = None
    """None for a message of the server."""
    due: int | None = None
    """When a held row goes out, or before when a queued one does not."""
    problem: str = ""
    """Why it was refused, blocked, or is uncertain: a sentence."""
    changes: tuple[ChangeRow, ...] = ()
    """What changed in the conversation after this message and before the next, oldest first."""
    view: str = "auto"
    """How a person wants to see the body: one of `views.VIEWS`."""
    code: str = ""
    """The error code of the refusal, or empty."""

    @property
    def standing(self) -> Standing:
        """Of a row of the outbox: what `send_again` is told."""
        return Standing(self.state, self.due)


class ChannelRow(NamedTuple):
    """A channel learnt from an answer (C1). `seen_at` says how old that knowledge is."""

    id: ChannelId
    inbox_id: InboxId | None
    name: str
    type: str
    is_active: bool | None
    seen_at: int


class ContactChoice(NamedTuple):
    """A contact that an entity conversation may be answered to (E1)."""

    id: ContactId
    name: str
    email: str
    phone: str


class ThreadHead(NamedTuple):
    """What the thread's heading and the composer need to know of a conversation."""

    id: ConversationId
    subject: str
    status: str
    inbox_id: InboxId | None
    inbox: str
    inbox_type: str
    """"standard", or another word for an entity inbox (E1); empty where unknown."""
    participant_id: ContactId | None
    name: str
    email: str
    phone: str
    assignee: str
    tags: tuple[str, ...]
    created_at: int | None
    starred: bool
    done: bool
    reply_type: str
    """Type of the last inbound message, else of the last that is no note, else empty."""
    reply_channel_id: ChannelId | None
    """Channel of the last inbound message of that type, where known."""
    newest: MessageId | None
    """The newest message cached: what the read guard compares with."""
    last_inbound_at: int | None
    fetched_at: int | None
    """When its messages were last read from the server; None: never."""
    snoozed_until: int | None = None
    """Out of the inbox here until then (V3)."""
    later: bool = False
    """To be answered later, as somebody here said."""
    labels: tuple[str, ...] = ()
    """Given here, in order of the alphabet."""


class DraftRow(NamedTuple):
    """A text being typed: one for each conversation and kind ("reply" or "note")."""

    conversation_id: ConversationId
    kind: str
    body: str
    type: str
    inbox_channel_id: ChannelId | None
    contact_id: ContactId | None
    cc: str
    bcc: str
    file_urls: tuple[str, ...]
    notice: str
    """Why it is here if a person did not simply leave it: "It was not sent: …", or empty."""
    updated_at: int
    sender_type: str = ""
    """"user", "contact" or "agent" with `sender_id`: in somebody else's name (M9); empty: in that of the token."""
    sender_id: int | None = None


class OutboxRow(NamedTuple):
    """Something on its way to the server."""

    id: OutboxId
    conversation_id: ConversationId
    state: OutboxState
    body: str
    type: str
    is_draft: bool
    inbox_channel_id: ChannelId | None
    contact_id: ContactId | None
    cc: str
    bcc: str
    file_urls: tuple[str, ...]
    seen: MessageId | None
    created_at: int
    due: int
    """Held: when it goes out. Queued: not before."""
    attempts: int
    problem: str
    code: str
    """The error code of the refusal, or empty."""
    sent_at: int | None
    """When its POST began: what the resolver compares with."""
    sender_type: str = ""
    sender_id: int | None = None
    """As in `DraftRow`: in whose name it goes (M9)."""

    @property
    def standing(self) -> Standing:
        """What `send_again` is told."""
        return Standing(self.state, self.due)


class WaitingRow(NamedTuple):
    """One line of the outbox screen: something on its way, or (`state` None) an answer that did not arrive (W3)."""

    key: str
    """As in `MessageRow`: "o45" a row of the outbox, "m123" a message of the server."""
    conversation_id: ConversationId
    state: OutboxState | None
    type: str
    is_draft: bool
    name: str
    """The participant's name, else e-mail or phone, else empty: the conversation may not be cached."""
    subject: str
    channel: str
    """The channel's name, or empty."""
    words: str
    """The start of the text as one line of plain text, at most 200 characters."""
    at: int
    """When it was written; of a failed message: when it was sent."""
    due: int
    """Held: when it goes out. Queued: not before."""
    problem: str
    delivery: str
    """The server's word for a delivery that failed."""
    is_behind: bool
    """An earlier one of its conversation has to go first."""
    news: int
    """Blocked: how many messages came since its author saw the thread, as far as they are cached."""
    news_words: str
    """The start of the newest of those."""
    newest: MessageId | None
    """The newest message cached of its conversation: what its author has seen who is shown the news."""
    code: str = ""
    """The error code of the refusal, or empty."""

    @property
    def standing(self) -> Standing:
        """As in `MessageRow`."""
        return Standing(self.state, self.due)

    @property
    def outbox_id(self) -> OutboxId | None:
        """Of a row of the outbox."""
        return OutboxId(int(self.key[1:])) if self.state is not None else None

    @property
    def message_id(self) -> MessageId | None:
        """Of a message that did not arrive."""
        return MessageId(int(self.key[1:])) if self.state is None else None


class DraftLine(NamedTuple):
    """One line of the list of drafts."""

    conversation_id: ConversationId
    kind: str
    """"reply" or "note"."""
    type: str
    name: str
    """The participant's name, else e-mail or phone, else empty: the conversation may not be cached."""
    subject: str
    channel: str
    words: str
    """The start of the text as one line of plain text, at most 200 characters."""
    notice: str
    at: int
    """When it was last changed."""

    @property
    def was_not_sent(self) -> bool:
        """A person had sent it off, and it did not go."""
        return self.notice.startswith(NOT_SENT)
