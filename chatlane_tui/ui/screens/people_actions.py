"""The keys of the inbox that are about people: the details panel, and the screens of contacts, records and inboxes."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from chatlane_tui.model.ids import ContactId

if TYPE_CHECKING:
    from chatlane_tui.ui.flows.detailing import Detailing
    from chatlane_tui.ui.flows.visiting import Goal
    from chatlane_tui.ui.screens.inbox import InboxScreen


class PeopleActions:
    """A part of the inbox screen."""

    detailing: Detailing | None = None
    """The details panel, once it was wanted."""

    def action_details(self) -> None:
        """Show the details of the customer or the record, or hide them."""
        from chatlane_tui.ui.flows.attempt import opens  # not before the first paint

        self._inbox.reading.settle()
        opens(self._inbox, self._toggle, group="panel")

    async def _toggle(self) -> None:
        if self.detailing is None:
            from chatlane_tui.ui.flows.detailing import Detailing
            from chatlane_tui.ui.widgets.details import DetailsList
            from chatlane_tui.ui.widgets.divider import Divider

            panel = DetailsList(clock=self._inbox.session.clock, glyphs=self._inbox.glyphs)
            await self._inbox.furnish()
            await self._inbox.query_one("#panes").mount(Divider(id="details-edge"), panel)
            self.detailing = Detailing(self._inbox, panel)
        self.detailing.toggle()

    @property
    def is_detailed(self) -> bool:
        """Whether the details panel is shown."""
        return self.detailing is not None and self.detailing.is_open

    @property
    def is_in_details(self) -> bool:
        """Whether it has the focus."""
        return self.detailing is not None and self.detailing.panel.has_focus

    def uncover(self) -> None:
        """What is behind the details is wanted: where they lie over it, they go."""
        if self.detailing is not None and self.is_detailed and not self._inbox.has_class("-wide"):
            self.detailing.close()

    def on_entry_list_opened(self) -> None:
        """What is under the cursor of the details."""
        if self.detailing is not None:
            self.detailing.open()

    def on_entry_list_left(self) -> None:
        """Back, within the details or out of them."""
        if self.detailing is not None:
            self.detailing.back()

    def on_details_list_edit_wanted(self) -> None:
        """Change what the details show."""
        if self.detailing is not None:
            self.detailing.cards.edit()

    def on_details_list_refresh_wanted(self) -> None:
        """Read it again from the server."""
        if self.detailing is not None:
            self.detailing.cards.ask()
            self._inbox.say("Asking the server…")

    def on_details_list_conversation_wanted(self) -> None:
        """Begin a conversation with the contact that the details show."""
        subject = None if self.detailing is None else self.detailing.cards.subject
        if subject is not None and subject.kind == "contact":
            self._converse(ContactId(subject.id))
        else:
            self.action_converse()

    def action_converse(self) -> None:
        """Begin a conversation."""
        self._converse(None)

    def _converse(self, contact_id: ContactId | None) -> None:
        from chatlane_tui.ui.flows import beginning

        beginning.begin(self._inbox, contact_id=contact_id)

    def action_answer_to(self) -> None:
        """Choose whom to write to."""
        from chatlane_tui.ui.flows import answering_to

        answering_to.begin(self._inbox)

    def action_contacts(self) -> None:
        """Everybody."""
        self.visit("contacts")

    def action_records(self) -> None:
        """Every record of the custom entities."""
        self.visit("records")

    def action_inbox_list(self) -> None:
        """The inboxes."""
        self.visit("inboxes")

    def action_outbox(self) -> None:
        """Show what waits to be sent."""
        self.visit("outbox")

    def action_drafts(self) -> None:
        """Show the texts that were begun."""
        self.visit("drafts")

    def visit(self, goal: Goal) -> None:
        """Go to a screen of its own, and come back with what was chosen there."""
        from chatlane_tui.ui.flows import visiting  # not before the first paint

        visiting.visit(self._inbox, goal, glyphs=self._inbox.glyphs)

    @property
    def _inbox(self) -> InboxScreen:
        return cast("InboxScreen", self)
