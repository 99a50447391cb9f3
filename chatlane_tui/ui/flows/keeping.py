"""What is typed goes to disk in its order. What the disk does not take is kept here, said to be, and tried again."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Final

from chatlane_tui.errors import StoreError
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.store.rows import DraftRow
from chatlane_tui.ui.flows.attempt import start
from chatlane_tui.ui.widgets.target import Kind, Target

if TYPE_CHECKING:
    from chatlane_tui.ui.screens.inbox import InboxScreen

AGAIN: Final = 3.0
"""Seconds until what could not be saved is tried again."""

_Key = tuple[ConversationId, Kind]
_Typed = tuple[Target, str, str]
"""Where, what, and in place of what."""


class Keeping:
    """`save` never raises: a text is on disk or in `only_here`, which outlives the composer it was typed in."""

    def __init__(self, screen: InboxScreen) -> None:
        self._screen = screen
        self._on_its_way: dict[_Key, _Typed] = {}
        self._only_here: dict[_Key, _Typed] = {}
        self._merged: dict[_Key, tuple[str, str]] = {}
        self._problem = ""
        self._waits = False
        self.order = asyncio.Lock()
        """Held while drafts are written, by whoever writes them: nothing overtakes what was typed before it."""

    @property
    def only_here(self) -> tuple[str, ...]:
        """The texts that are on no disk."""
        return tuple(text for _, text, _ in self._only_here.values() if text)

    @property
    def problem(self) -> str:
        """Why they are not: a sentence."""
        return self._problem

    async def find(self, conversation_id: ConversationId, kind: Kind) -> DraftRow | None:
        """The text last typed there, also if it is on its way to the disk or on none; None: there is none."""
        key = (conversation_id, kind)
        for texts in (self._on_its_way, self._only_here):
            if key in texts:
                target, text, _ = texts[key]
                return self._draft(target, text)
        return await self._screen.session.drafts.find(conversation_id, kind)

    def forget(self, target: Target) -> None:
        """That text went into the outbox, or was thrown away."""
        self._only_here.pop((target.conversation_id, target.kind), None)

    async def save(self, target: Target, text: str, base: str) -> None:
        """Put it on disk, in place of `base`; what another window wrote there since stays, too."""
        key, typed = (target.conversation_id, target.kind), (target, text, base)
        self._on_its_way[key] = typed
        try:
            async with self.order:
                await self._save(target, text, base)
        finally:
            if self._on_its_way.get(key) is typed:
                del self._on_its_way[key]

    async def flush(self) -> None:
        """Try once more what is only here; return when nothing is being written."""
        async with self.order:
            for target, text, base in tuple(self._only_here.values()):
                await self._save(target, text, base)

    def say(self) -> None:
        """Say above the open text that it is only here, if it is."""
        target = self._screen.target
        if target is not None and (target.conversation_id, target.kind) in self._only_here:
            self._screen.composer.not_kept(f"Not saved, only on this screen! {self._problem}")

    async def _save(self, target: Target, text: str, base: str) -> None:
        key = (target.conversation_id, target.kind)
        if key in self._only_here:
            base = self._only_here[key][2]  # what was typed since then is on no disk
        typed, merged = self._merged.get(key, (None, ""))
        if base == typed and text.startswith(base):  # it was on its way when the one before it was merged
            text, base = merged + text[len(base) :], merged
        try:
            kept = await self._screen.session.drafts.keep(self._draft(target, text), base=base)
        except StoreError as error:
            if not self._only_here:
                self._screen.say(f"Your text could not be saved; it stays here. {error.sentence}", loud=True)
            self._only_here[key] = (target, text, base)
            self._problem = error.sentence
            self.say()
            self._try_again()
        else:
            was_here = self._only_here.pop(key, None) is not None
            self._screen.composer.landed(target, kept)
            if kept != text:
                self._merged[key] = (text, kept)
                self._screen.composer.merge(target, text, kept)
            if was_here and not self._only_here:
                self._screen.say("Everything you typed is saved again.")
            if was_here and self._screen.target == target:
                self._screen.composer.kept(text)

    def _try_again(self) -> None:
        if not self._waits and self._screen.is_running:
            self._waits = True
            self._screen.set_timer(AGAIN, self._again)

    def _again(self) -> None:
        self._waits = False
        start(self._screen, partial(self.flush), group="keeping")

    def _draft(self, target: Target, text: str) -> DraftRow:
        return DraftRow(
            conversation_id=target.conversation_id,
            kind=target.kind,
            body=text,
            type=target.type,
            inbox_channel_id=target.channel_id,
            contact_id=target.contact_id,
            cc=target.cc,
            bcc=target.bcc,
            file_urls=target.file_urls,
            notice="",
            updated_at=self._screen.session.clock(),
            sender_type=target.sender_type,
            sender_id=target.sender_id,
        )
