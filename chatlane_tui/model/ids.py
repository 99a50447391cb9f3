"""Ids, each its own type so that a contact's id never lands where a conversation's belongs."""

from typing import NewType

ConversationId = NewType("ConversationId", int)
MessageId = NewType("MessageId", int)
ContactId = NewType("ContactId", int)
RecordId = NewType("RecordId", int)
EntityId = NewType("EntityId", int)
InboxId = NewType("InboxId", int)
ChannelId = NewType("ChannelId", int)
UserId = NewType("UserId", int)
OutboxId = NewType("OutboxId", int)


def is_local(conversation_id: ConversationId) -> bool:
    """Whether it is of a conversation that the server did not know when it was begun (`model.beginning`)."""
    return conversation_id < 0
