"""The contacts: found while typing, seen whole beside the list, made and edited."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from chatlane_tui.desk.session import Session
from chatlane_tui.model.ids import ContactId
from chatlane_tui.store.people_rows import ContactLine, Stretch
from chatlane_tui.ui import keys
from chatlane_tui.ui.flows.attempt import opens, start
from chatlane_tui.ui.flows.cards import Subject
from chatlane_tui.ui.keys import Place
from chatlane_tui.ui.screens.directory import DirectoryScreen, WriteTo
from chatlane_tui.ui.theme import Glyphs
from chatlane_tui.ui.widgets.people_lines import contact_lines


class ContactsScreen(DirectoryScreen[ContactLine]):
    """What is not cached is asked of the server by its exact e-mail address or phone number."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings(Place.CONTACTS)]
    PLACE = Place.CONTACTS

    def __init__(self, session: Session, *, glyphs: Glyphs, contact_id: ContactId | None = None) -> None:
        super().__init__(
            session,
            lambda row: row.id,
            contact_lines,
            glyphs=glyphs,
            search="/ searches name, e-mail, phone, attributes",
            start_with=None if contact_id is None else Subject("contact", contact_id),
        )

    async def bring(self, words: str, *, offset: int | None) -> Stretch[ContactLine]:
        """By name, or those that the words find."""
        stretch = await self.session.people.contacts(words=words, offset=offset)
        if words:
            found = f"{stretch.total:,} found" if not stretch.more else f"the first {stretch.total:,} found: type more"
            self.heading.show("Contacts", found)
            self.list.explain(f'Nobody cached matches "{words}".', "^r asks the server, n makes a new contact.")
        else:
            self.heading.show("Contacts", f"{stretch.total:,} cached" if stretch.total else "none cached")
            self.list.explain("No contacts are cached yet.", "They come with the first sync. Esc goes back.")
        return stretch

    def subject_of(self, entry: ContactLine) -> Subject:
        """The contact itself."""
        return Subject("contact", entry.id)

    def action_create(self) -> None:
        """Make one, of what was looked for."""
        opens(self, self._create, group="form", exclusive=True)

    def action_converse(self) -> None:
        """Begin a conversation with the one under the cursor."""
        row = self.list.current
        if row is None:
            self.say("There is nobody to write to.")
        else:
            self.dismiss(WriteTo(row.id))

    async def _create(self) -> None:
        from chatlane_tui.ui.flows import people_forms

        words = self.words if not self.list.stretch.total else ""
        made = await people_forms.new_contact(self.app, self.session, words=words)
        if made is not None:
            self.search.clear()
            self.cards.show(Subject("contact", made))
            self.show_details()

    def action_ask(self) -> None:
        """Ask for what was typed, or read what is under the cursor again."""
        start(self, self._ask, group="ask", exclusive=True)

    async def _ask(self) -> None:
        if not self.words:
            self.cards.ask()
            self.say("Asking the server…")
            return
        from chatlane_tui.ui.flows import asking

        found, sentence = await asking.ask(self.session, self.words)
        self.say(sentence)
        if found:
            self.cards.show(Subject("contact", found[0].id))
            self.show_details()
