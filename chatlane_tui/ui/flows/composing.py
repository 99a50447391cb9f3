"""Writing an answer: its composer opened, to whom and how it goes, kept while it is typed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from chatlane_tui.model.ids import ConversationId
from chatlane_tui.store.rows import ThreadHead
from chatlane_tui.ui.flows.addressing import Addressing
from chatlane_tui.ui.flows.attempt import Work, opens, start
from chatlane_tui.ui.flows.keeping import Keeping
from chatlane_tui.ui.flows.sharing import NOT_BEGUN
from chatlane_tui.ui.flows.typed_ahead import TypedAhead
from chatlane_tui.ui.widgets.target import Kind, Target

if TYPE_CHECKING:
    from chatlane_tui.ui.flows.aiding import Aiding
    from chatlane_tui.ui.screens.inbox import InboxScreen
    from chatlane_tui.ui.widgets.composer import Composer
    from chatlane_tui.ui.widgets.composer_asking import Aid


class Composing:
    """Between the composer, which is told, and the desk, which keeps."""

    def __init__(self, screen: InboxScreen) -> None:
        self._screen = screen
        self._session = screen.session
        self.keeping = Keeping(screen)
        self._addressing = Addressing(screen)
        self._aiding: Aiding | None = None
        self.ahead = TypedAhead()

    def begin(self, kind: Kind) -> None:
        """Open the composer for the chosen conversation: its draft of that kind, else empty."""
        chosen = self._screen.reading.chosen
        if not self._session.writes.allowed:
            self._screen.say(NOT_BEGUN)
            return
        if chosen is None:
            self.ahead.drop()
            self._screen.say("There is no conversation to answer here.")
            return
        if chosen != self._screen.reading.shown or not self._screen.reading.is_open:
            self._screen.reading.open(chosen, focus=False)
        self.ahead.expect()
        self._open_for_key(partial(self._begin, chosen, kind))

    async def learn(self, head: ThreadHead) -> None:
        """The channel the customer used became known while an answer was begun without one: it is meant (C1)."""
        await self._addressing.learn(head)

    async def _begin(self, conversation_id: ConversationId, kind: Kind) -> None:
        try:
            await self._open(conversation_id, kind)
        finally:
            ahead = self.ahead.take()
            if self._screen.target is not None:
                composer = self._screen.composer
                self._screen.set_focus(composer.area)
                if ahead:
                    composer.insert_text(ahead)
        target, head = self._screen.target, await self._session.read.head(conversation_id)
        if target is not None and target.contact_needed and head is not None:
            from chatlane_tui.ui.flows import answering_to

            await answering_to.settle(self._screen, head, may_ask=not ahead)

    async def choose_contact(self) -> None:
        """Ask whom a conversation about a record is answered to (E1)."""
        from chatlane_tui.ui.flows import answering_to

        head = self._screen.reading.head
        if head is not None:
            await answering_to.choose(self._screen, head)

    async def _open(self, conversation_id: ConversationId, kind: Kind) -> None:
        head = await self._session.read.head(conversation_id)
        draft = await self.keeping.find(conversation_id, kind)
        if head is None:
            kept = " Your text is kept among the drafts." if draft else ""
            self._screen.say(f"This conversation is not cached yet.{kept}", loud=True)
            return
        target = await self._addressing.target(head, kind, draft)
        signature = await self._session.canned.signature(head, target.type)
        text, notice = (draft.body, draft.notice) if draft else ("", "")
        if conversation_id != self._screen.reading.shown:
            return
        self._screen.uncover()  # moves the focus, which keys behind the one that asked for this take for the composer's
        self._screen.composer.open(target, text, notice=notice, signature=signature)
        self.keeping.say()
        self._screen.composer.focus()
        self._screen.show_where()

    # keeping

    def keep(self, event: Composer.Changed) -> None:
        """A pause in the typing: the text goes to disk, in the order it was typed."""
        self._run(partial(self.keeping.save, event.target, event.text, event.base))

    def leave(self) -> None:
        """The conversation is left: what was typed is kept, the composer closes."""
        if self._screen.target is not None:
            self._screen.composer.close()

    def close(self) -> None:
        """Its text is elsewhere now. Who was in it is in the thread; who went elsewhere meanwhile stays there."""
        was_here = self._screen.is_writing
        self._screen.composer.close()
        if was_here:
            self._screen.set_focus(self._screen.thread)

    async def flush(self) -> None:
        """Before the end: whatever stands in the composer is on disk when this returns, or `keeping.only_here`."""
        if self._screen.target is not None:
            await self._screen.composer.settle()
        await self._hand_over()

    async def _hand_over(self) -> None:
        """As `flush`, for what the text field itself asks for: every key before that is in the text."""
        unsaved = None if self._screen.target is None else self._screen.composer.hand_over()
        if unsaved is not None:
            await self.keeping.save(*unsaved)
        await self.keeping.flush()

    def discard(self, target: Target, text: str) -> None:
        """A person threw the text away."""
        self._screen.composer.kept(self._screen.composer.text)
        self._screen.composer.close()
        self._screen.set_focus(self._screen.thread)
        self._open_for_key(partial(self._discard, target, text))  # who answers anew does not find it again

    async def _discard(self, target: Target, text: str) -> None:
        async with self.keeping.order:
            self.keeping.forget(target)
            await self._session.drafts.discard(target.conversation_id, target.kind, known=text)
        self._screen.say("Discarded.")

    async def go_on(
        self, conversation_id: ConversationId, kind: Kind, *, picks_channel: bool = False, avoid: str = ""
    ) -> None:
        """Go on with a draft: its conversation, the composer on it, and the question on which channel where wanted.

        `avoid` is the type on which it failed.
        """
        reading = self._screen.reading
        self.ahead.expect()
        try:
            if conversation_id != reading.shown or not reading.is_open:
                await reading.visit(conversation_id, focus=False)
            await self._begin(conversation_id, kind)
        finally:
            self.ahead.drop()
        target = self._screen.target
        if picks_channel and target is not None and target.kind == "reply":
            await self._choose_channel(target, avoid=avoid)

    async def show_interrupted(self, head: ThreadHead) -> None:
        """A text that was not sent, though a person wanted it, is in sight as soon as its conversation is opened."""
        if not self._is_free():
            return
        kinds: tuple[Kind, ...] = ("reply", "note")
        for kind in kinds:
            draft = await self.keeping.find(head.id, kind)
            if draft is not None and draft.notice:
                target = await self._addressing.target(head, kind, draft)
                signature = await self._session.canned.signature(head, target.type)
                if self._screen.reading.shown == head.id and self._is_free():
                    self._screen.composer.open(target, draft.body, notice=draft.notice, signature=signature)
                return

    def _is_free(self) -> bool:
        """Whether no composer is open, and none is about to be."""
        return self._screen.target is None and not self.ahead.is_expected

    async def reread(self) -> None:
        """Drafts were changed elsewhere, perhaps: what stands in the composer follows what became of its text."""
        target = self._screen.target
        if target is None:
            return
        composer = self._screen.composer
        async with self.keeping.order:  # nothing is being written meanwhile
            draft = await self._session.drafts.find(target.conversation_id, target.kind)
            if composer.target != target or composer.pending or not composer.is_on_disk:
                return
            if draft is not None and draft.body != composer.text:
                composer.open(target, draft.body, notice=draft.notice)
            elif draft is None and not composer.is_blank:
                self.close()
                self._screen.say("Another window sent or discarded what stood here.")

    # how it is sent

    def switch_kind(self, kind: Kind) -> None:
        """Reply to note or back: the text stays with its kind."""
        shown = self._screen.reading.shown
        if shown is not None:
            self._open_for_key(partial(self._switch_kind, shown, kind))

    async def _switch_kind(self, conversation_id: ConversationId, kind: Kind) -> None:
        await self._hand_over()
        await self._begin(conversation_id, kind)

    def choose_channel(self) -> None:
        """Type and channel, from what is known of this inbox."""
        target = self._screen.target
        if target is not None:
            self._open_for_key(self.choose_contact if target.contact_needed else partial(self._choose_channel, target))

    async def _choose_channel(self, target: Target, *, avoid: str = "") -> None:
        head = await self._session.read.head(target.conversation_id)
        if head is not None:
            await self._addressing.choose_channel(head, target, avoid=avoid)

    def aid(self, aid: Aid) -> None:
        """Help with the text: canned replies, past answers, copies and files, a look at it, a dictionary."""
        from chatlane_tui.ui.flows.aiding import Aiding

        if self._aiding is None:
            self._aiding = Aiding(self._screen)
        self._open_for_key(self._aiding.work(aid))

    def edit_outside(self) -> None:
        """Go on in $EDITOR; its text comes back whatever becomes of it."""
        self._run(self._edit_outside)

    async def _edit_outside(self) -> None:
        await self.flush()
        from chatlane_tui.ui.flows.editor import edited_outside

        target = self._screen.target
        if target is None:
            return
        before = self._screen.composer.text
        edited = await edited_outside(self._screen.app, before)
        now = self._screen.target
        if now is not None and (now.conversation_id, now.kind) == (target.conversation_id, target.kind):
            self._screen.composer.replace_text(edited.text)
            self._screen.composer.focus()
        else:  # something else is being written by now
            await self.keeping.save(target, edited.text, before)
        if edited.sentence:
            self._screen.say(edited.sentence, loud=True)

    def _open_for_key(self, work: Work) -> None:
        opens(self._screen, work, group="composing")

    def _run(self, work: Work) -> None:
        start(self._screen, work, group="composing")
