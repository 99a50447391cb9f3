"""To whom and how an answer goes: worked out from what is known, learnt late, or chosen by a person."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from chatlane_tui.model import addresses
from chatlane_tui.model.ids import MessageId
from chatlane_tui.model.outbox import Outgoing
from chatlane_tui.store.rows import DraftRow, ThreadHead
from chatlane_tui.ui.flows.recipient import addressee, is_about_record, recipient
from chatlane_tui.ui.widgets.target import Kind, Target

if TYPE_CHECKING:
    from chatlane_tui.ui.screens.inbox import InboxScreen


class Addressing:
    """Remembers what a person picked: nothing that is learnt later overrules it."""

    def __init__(self, screen: InboxScreen) -> None:
        self._screen = screen
        self._session = screen.session
        self._picked: Target | None = None

    async def target(self, head: ThreadHead, kind: Kind, draft: DraftRow | None) -> Target:
        """Where an answer or a note of that conversation goes, with what its draft says."""
        if draft is not None and (draft.cc or draft.bcc):
            await asyncio.to_thread(addresses.warm)
        if kind == "note":
            return _kept(await self._note(head, draft), draft)
        channels = {channel.id: channel.name for channel in await self._session.read.channels(head.inbox_id)}
        is_entity = await is_about_record(self._session, head)
        contact_id = draft.contact_id if draft else None
        chosen = await addressee(self._session, head, contact_id) if is_entity else None
        if chosen is not None:
            contact_id = chosen.id
        type_word = (draft.type if draft else "") or head.reply_type or "email"
        channel_id = draft.inbox_channel_id if draft else head.reply_channel_id
        target = Target(
            conversation_id=head.id,
            kind=kind,
            type=type_word,
            channel_id=channel_id,
            channel=channels.get(channel_id, "") if channel_id is not None else "",
            recipient=recipient(chosen or head, type_word),
            name=(chosen or head).name,
            inbox=head.inbox,
            contact_id=contact_id,
            last_inbound_at=head.last_inbound_at,
            is_entity=is_entity,
            contact_needed=is_entity and contact_id is None,
        )
        return _kept(target, draft)

    async def _note(self, head: ThreadHead, draft: DraftRow | None) -> Target:
        """A note goes to nobody; of a conversation about a record the server wants a contact with it all the same, and
        any of the record's will do (E1)."""
        is_entity = await is_about_record(self._session, head)
        contact_id = draft.contact_id if draft else None
        if is_entity:
            chosen = await addressee(self._session, head, contact_id)
            choices = (chosen,) if chosen else await self._session.read.contact_choices(head.id)
            contact_id = next((choice.id for choice in choices), contact_id)
        return Target(
            conversation_id=head.id,
            kind="note",
            inbox=head.inbox,
            name=head.name,
            contact_id=contact_id,
            is_entity=is_entity,
            contact_needed=is_entity and contact_id is None,
        )

    async def learn(self, head: ThreadHead) -> None:
        """The channel the customer used became known while an answer was begun without one: it is meant (C1)."""
        target = self._screen.target
        if target is None or target.conversation_id != head.id or target.kind == "note" or target == self._picked:
            return
        if target.channel_id is None and head.reply_channel_id is not None and target.type == head.reply_type:
            names = {channel.id: channel.name for channel in await self._session.read.channels(head.inbox_id)}
            channel = names.get(head.reply_channel_id, "")
            if self._screen.target == target:
                self._screen.composer.retarget(replace(target, channel_id=head.reply_channel_id, channel=channel))

    async def choose_channel(self, head: ThreadHead, target: Target, *, avoid: str = "") -> None:
        """Ask for type and channel, of those learnt for this inbox; `avoid` is the type on which it failed."""
        channels = await self._session.read.channels(head.inbox_id)
        from chatlane_tui.ui.screens.channel_picker import ChannelPicker, Choice

        current = Choice(type=target.type, channel_id=target.channel_id, channel=target.channel)
        picker = ChannelPicker(current, channels, now=self._session.clock(), avoid=avoid)
        choice = await self._screen.app.push_screen_wait(picker)
        now = self._screen.target  # its channel may have been learnt meanwhile; what was chosen counts
        same = now is not None and (now.conversation_id, now.kind) == (target.conversation_id, target.kind)
        if choice is not None and now is not None and same:
            person = await addressee(self._session, head, now.contact_id) if now.is_entity else None
            self._picked = replace(
                now,
                type=choice.type,
                channel_id=choice.channel_id,
                channel=choice.channel,
                recipient=recipient(person or head, choice.type),
            )
            signature = await self._session.canned.signature(head, choice.type)
            self._screen.composer.retarget(self._picked, signature=signature)
        self._screen.composer.focus()


def outgoing_of(target: Target, text: str, *, is_draft: bool, seen: MessageId | None) -> Outgoing:
    """What goes into the outbox: copies as bare addresses with commas between (M7), where there are any."""
    copies = target.has_copies
    return Outgoing(
        conversation_id=target.conversation_id,
        body=text,
        type=target.type,
        is_draft=is_draft,
        inbox_channel_id=target.channel_id,
        contact_id=target.contact_id,
        cc=addresses.wire(target.cc) if copies else "",
        bcc=addresses.wire(target.bcc) if copies else "",
        file_urls=target.file_urls,
        seen=seen,
        sender_type=target.sender_type,
        sender_id=target.sender_id,
    )


def _kept(target: Target, draft: DraftRow | None) -> Target:
    """With the copies, files and sender that were chosen when it was written."""
    if draft is None:
        return target
    return replace(
        target,
        cc=draft.cc,
        bcc=draft.bcc,
        file_urls=draft.file_urls,
        sender_type=draft.sender_type,
        sender_id=draft.sender_id,
    )
