"""The outbox: everything that waits to be sent or did not arrive, why and until when, and what may be done about it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import BindingType

from chatlane_tui.desk.session import Session
from chatlane_tui.store.rows import WaitingRow
from chatlane_tui.ui import keys
from chatlane_tui.ui.flows import settling
from chatlane_tui.ui.keys import Place
from chatlane_tui.ui.screens.entries import EntriesScreen, Visit
from chatlane_tui.ui.theme import Glyphs
from chatlane_tui.ui.widgets.entry_list import EntryList
from chatlane_tui.ui.widgets.waiting_lines import NEEDS_YOU, waiting_lines


class OutboxScreen(EntriesScreen[WaitingRow]):
    """Each key is about the entry under the cursor, as it stood when the key was pressed."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings(Place.OUTBOX)]
    PLACE = Place.OUTBOX

    def __init__(self, session: Session, *, glyphs: Glyphs) -> None:
        entries = EntryList[WaitingRow](
            lambda row: row.key, waiting_lines, ticks=True, clock=session.clock, glyphs=glyphs
        )
        super().__init__(session, entries, self._bring, glyphs=glyphs)

    async def _bring(self) -> None:
        """What needs a person first, then what goes by itself."""
        rows = await self.session.read.waiting()
        need = sum(row.state in NEEDS_YOU for row in rows)
        waiting = len(rows) - need
        needs = f"{need} need{'s' if need == 1 else ''} you" if need else ""
        self.heading.show("Outbox", needs, f"{waiting} waiting to send" if waiting else "", "" if rows else "empty")
        self.list.explain(
            "Nothing waits to be sent.",
            "What you send shows here until the server has it. Esc goes back.",
        )
        self.list.show(rows)

    def action_send(self) -> None:
        """Now, or once more."""
        self._settle(settling.send)

    def action_edit(self) -> None:
        """Back into the composer."""
        self._settle(settling.edit)

    def action_discard(self) -> None:
        """Throw it away, or let it rest."""
        self._settle(settling.discard)

    def action_resolve(self) -> None:
        """Decide what becomes of it."""
        self._settle(settling.resolve)

    def action_another_channel(self) -> None:
        """The same text, on another channel."""
        self._settle(settling.another_channel)

    def action_refresh(self) -> None:
        """Ask the server now."""
        self.session.refresh()
        self.say("Asking the server…")

    @on(EntryList.Opened)
    def _open(self) -> None:
        row = self.list.current
        if row is not None:
            self.dismiss(Visit(conversation_id=row.conversation_id, key=row.key))

    def _settle(self, how: Callable[[OutboxScreen, WaitingRow], Awaitable[None]]) -> None:
        row = self.list.current
        if row is None:
            self.say("Nothing waits to be sent.")
        else:
            self.ask(partial(how, self, row))
