"""The inboxes: of which kind they are, what was learnt of their channels, and what the server counts in them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar, Final

from textual import on
from textual.binding import BindingType

from chatlane_tui.desk.session import Session
from chatlane_tui.errors import ApiError
from chatlane_tui.store.inboxes import InboxInfo
from chatlane_tui.store.people_rows import InboxLine
from chatlane_tui.ui import keys
from chatlane_tui.ui.flows.attempt import start
from chatlane_tui.ui.keys import Place
from chatlane_tui.ui.screens.entries import EntriesScreen
from chatlane_tui.ui.theme import Glyphs
from chatlane_tui.ui.widgets.entry_list import EntryList
from chatlane_tui.ui.widgets.people_lines import inbox_lines

NONE: Final = "No message there names a channel yet."
STALE: Final = 300_000
"""Milliseconds after which a count is asked for again when the screen is opened."""


class InboxesScreen(EntriesScreen[InboxLine]):
    """What is shown is cached, counts among it; the server is asked beside that, one inbox after the other."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings(Place.INBOXES)]
    PLACE = Place.INBOXES

    def __init__(self, session: Session, *, glyphs: Glyphs, choose: Callable[[InboxInfo], None]) -> None:
        """`choose` has the list show one inbox alone."""
        entries = EntryList[InboxLine](lambda row: row.id, inbox_lines, clock=session.clock, glyphs=glyphs)
        super().__init__(session, entries, self._bring, glyphs=glyphs)
        self._note = ""
        self._choose = choose

    def on_mount(self) -> None:
        """Count what was not counted lately."""
        super().on_mount()
        self._count(STALE)

    async def _bring(self) -> None:
        rows = await self.session.people.inboxes()
        self.heading.show("Inboxes", f"{len(rows)} of this team" if rows else "none cached", self._note)
        self.list.explain("No inbox is cached yet.", "They come with the first sync. Esc goes back.")
        self.list.show(rows)

    def action_refresh(self) -> None:
        """Count again, however lately that was done, and learn the channels of the one under the cursor."""
        self._count(0)
        self.say("Asking the server…")
        row = self.list.current
        if row is not None:
            start(self, partial(self._learn, row), group="learn", exclusive=True)

    async def _learn(self, row: InboxLine) -> None:
        found = await self.session.directory.learn_channels(row.id)
        name = row.name or f"inbox {row.id}"
        self.say(f"{name}: {found} channel{'' if found == 1 else 's'} in its newest messages." if found else NONE)
        self.read()

    def _count(self, older_than: int) -> None:
        start(self, partial(self._counted, older_than), group="count", exclusive=True)

    async def _counted(self, older_than: int) -> None:
        now = self.session.clock()
        for row in await self.session.people.inboxes():
            if row.counted_at is None or now - row.counted_at >= older_than:
                try:
                    await self.session.directory.count(row.id)
                except ApiError as error:
                    self._note = f"not counted: {error}"
                    self.read()
                    return
        self._note = ""
        self.read()

    @on(EntryList.Opened)
    def _open(self) -> None:
        row = self.list.current
        if row is not None:
            self.dismiss(None)
            self._choose(InboxInfo(row.id, row.name, row.type))
