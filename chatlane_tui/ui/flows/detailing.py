"""The details panel of the inbox: whose conversation is shown, or which record it is about (E1)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from chatlane_tui.errors import ApiError
from chatlane_tui.model.ids import ContactId, ConversationId, is_local
from chatlane_tui.ui.flows.attempt import start
from chatlane_tui.ui.flows.cards import FRESH, Cards, Host, Subject
from chatlane_tui.ui.widgets.details import DetailsList

if TYPE_CHECKING:
    from chatlane_tui.store.rows import ThreadHead
    from chatlane_tui.ui.screens.inbox import InboxScreen


class Detailing:
    """Beside the thread where there is room for it, else over it; it follows the conversation that is shown."""

    def __init__(self, screen: InboxScreen, panel: DetailsList) -> None:
        self._screen = screen
        self.panel = panel
        self.cards = Cards(_host(screen), panel)
        self.is_open = False
        self._reached: tuple[ConversationId, str, ContactId | None] | None = None
        self._followed: tuple[ConversationId, str, ContactId | None] | None = None
        self._sought: dict[ConversationId, int] = {}

    def toggle(self) -> None:
        """Show it, or not."""
        if self.is_open:
            self.close()
            return
        self.is_open = True
        self._screen.show_panes()
        self.follow(self._screen.reading.head, again=True)
        if not self._screen.has_class("-wide"):
            self._screen.go_to(self.panel)

    def close(self) -> None:
        """Back to what is behind it."""
        self.is_open = False
        self._screen.show_panes()
        if self.panel.has_focus or self._screen.focused is None:
            back = self._screen.thread if self._screen.reading.is_open else self._screen.inbox
            self._screen.go_to(back)

    def follow(self, head: ThreadHead | None, *, again: bool = False) -> None:
        """Another conversation is shown, or more is known of it."""
        whose = None if head is None else (head.id, head.inbox_type, head.participant_id)
        if self.is_open and (again or whose != self._followed):
            self._followed = whose
            start(self._screen, partial(self._catch_up, head), group="details", exclusive=True)

    @property
    def has_followed(self) -> bool:
        """Whether what it shows, if it is shown, is of the conversation that is."""
        return not self.is_open or (self._reached == self._followed and self.cards.is_told)

    async def _catch_up(self, head: ThreadHead | None) -> None:
        whose = self._followed
        await self._follow(head)
        self._reached = whose

    async def _follow(self, head: ThreadHead | None) -> None:
        if head is None:
            self.cards.show(None)
            return
        asks = self._screen.reading.is_open
        if head.inbox_type not in ("", "standard"):
            subject = await self._record(head, asks=asks)
            if subject is not None:
                self.cards.show(subject, asks=asks)
                return
        if head.participant_id is not None:
            self.cards.show(Subject("contact", head.participant_id), asks=asks)
        else:
            self.cards.show(None)

    async def _record(self, head: ThreadHead, *, asks: bool) -> Subject | None:
        """The record it is about; looked for when somebody opened it, and not again for a while (E1)."""
        if is_local(head.id):
            begun = await self._screen.session.begin.find(head.id)
            record_id = None if begun is None else begun.wanted.record_id
            return None if record_id is None else Subject("record", record_id)
        known = await self._screen.session.people.records_of(head.id)
        now = self._screen.session.clock()
        if not known and asks and now - self._sought.get(head.id, 0) >= FRESH:
            try:
                await self._screen.session.directory.look_for_record(head.id, subject=head.subject)
            except ApiError as error:
                self._screen.say(f"The record of this conversation was not found: {error}")
            self._sought[head.id] = now  # only now: another conversation may have been opened meanwhile
            known = await self._screen.session.people.records_of(head.id)
        return Subject("record", known[0]) if known else None

    def refresh(self) -> None:
        """What is cached of people changed."""
        if self.is_open:
            self.cards.read()

    def open(self) -> None:
        """Open what is under the cursor."""
        conversation_id = self.cards.open()
        if conversation_id is not None:
            start(self._screen, partial(self._screen.reading.visit, conversation_id), group="visiting")

    def back(self) -> None:
        """One step back; from the first one, out."""
        if not self.cards.back():
            self.close()


def _host(screen: InboxScreen) -> Host:
    return screen
