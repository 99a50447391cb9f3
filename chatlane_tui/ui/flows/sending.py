"""What was written is sent through the outbox, taken back while it is held, carried over where it did not arrive."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from chatlane_tui.errors import ChatlaneTuiError
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.model.outbox import OutboxState, Outgoing
from chatlane_tui.store.rows import DraftRow, OutboxRow
from chatlane_tui.ui.flows.addressing import outgoing_of
from chatlane_tui.ui.flows.attempt import opens
from chatlane_tui.ui.widgets.composer_heading import type_words
from chatlane_tui.ui.widgets.target import Kind, Target

if TYPE_CHECKING:
    from chatlane_tui.ui.flows.composing import Composing
    from chatlane_tui.ui.screens.inbox import InboxScreen
    from chatlane_tui.ui.widgets.composer import Composer

CONTACT_CODES: Final = frozenset({"CONTACT_REQUIRED", "CONTACT_NOT_ASSOCIATED"})
"""Refusals after which a contact is chosen (E1): the text was right."""


class Sending:
    """Between the composer, the outbox and the drafts: a text is always in one of them."""

    def __init__(self, screen: InboxScreen) -> None:
        self._screen = screen
        self._session = screen.session

    @property
    def _composing(self) -> Composing:
        return self._screen.composing

    def submit(self, event: Composer.Submitted) -> None:
        """Send it, or put it on the server as a draft: into the outbox; the composer empties after the commit, and keys
        wait for that."""
        seen = self._screen.reading.newest_seen
        outgoing = outgoing_of(event.target, event.text, is_draft=event.is_draft, seen=seen)
        opens(self._screen, partial(self._submit, event.target, outgoing, event.base), group="composing")

    async def _submit(self, target: Target, outgoing: Outgoing, base: str) -> None:
        composer = self._screen.composer
        try:
            async with self._composing.keeping.order:
                await self._session.send.submit(outgoing, base=base)
                self._composing.keeping.forget(target)
        except ChatlaneTuiError as error:
            if self._waits_for(target):
                composer.release(error.sentence)
            else:
                self._screen.say(error.sentence, loud=True)
                await self._composing.keeping.save(target, outgoing.body, base)
            return
        if self._waits_for(target):
            self._composing.close()
            if target.kind == "reply" and not outgoing.is_draft and self._screen.running.is_on:
                self._screen.running.advance()
        held = self._session.send.hold(outgoing)
        if held:
            self._screen.say(f"Sending {_named(target)} in {held // 1000} s · u recalls it")

    def _waits_for(self, target: Target) -> bool:
        """Whether the composer still stands there with the text that was submitted: who is quick is elsewhere."""
        return self._screen.composer.pending and self._screen.target == target

    async def recall(self, conversation_id: ConversationId | None) -> None:
        """Take back the newest message that surely was not sent: of that conversation, or (None) of all."""
        row = await self._session.send.recall(conversation_id)
        if row is None:
            self._screen.say("Nothing is held that could be recalled, and nothing was done here that could be undone.")
            return
        await self.resume(row)

    async def resume(self, row: OutboxRow, *, picks_channel: bool = False) -> None:
        """Its text is a draft again: show it where it was typed."""
        kind: Kind = "note" if row.type == "note" else "reply"
        await self._composing.go_on(row.conversation_id, kind, picks_channel=picks_channel, avoid=row.type)
        was = "held" if row.state is OutboxState.HELD else row.state.value
        self._screen.say(f"Recalled: it was {was} and was not sent. Your text is in the composer.")
        if row.code in CONTACT_CODES:
            await self._composing.choose_contact()

    async def carry(self, conversation_id: ConversationId, key: str) -> None:
        """Answer again with the text of a message that did not arrive, on a channel that a person picks."""
        await self._composing.flush()
        rows = await self._session.read.thread(conversation_id)
        failed = next((row for row in rows if row.key == key), None)
        text = await self._session.read.text(conversation_id, key)
        if failed is None or not text:
            self._screen.say("The text of that message is not here any more.", loud=True)
            return
        notice = f"Carried over: the {type_words(failed.type)} did not arrive. Choose another channel with ^t."
        await self._session.drafts.carry(
            DraftRow(
                conversation_id=conversation_id,
                kind="reply",
                body=text,
                type=failed.type,
                inbox_channel_id=None,
                contact_id=None,
                cc="",
                bcc="",
                file_urls=(),
                notice=notice,
                updated_at=self._session.clock(),
            )
        )
        await self._composing.go_on(conversation_id, "reply", picks_channel=True, avoid=failed.type)


def _named(target: Target) -> str:
    return "the note" if target.kind == "note" else target.type
