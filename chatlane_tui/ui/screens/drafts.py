"""The drafts: every text that was begun and not sent, wherever it was typed, and why it is here."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import BindingType

from chatlane_tui.desk.session import Session
from chatlane_tui.store.rows import DraftLine
from chatlane_tui.ui import keys
from chatlane_tui.ui.keys import Place
from chatlane_tui.ui.screens.entries import EntriesScreen, Visit
from chatlane_tui.ui.screens.question import Answer, Question
from chatlane_tui.ui.theme import Glyphs
from chatlane_tui.ui.widgets.draft_lines import draft_lines
from chatlane_tui.ui.widgets.entry_list import EntryList
from chatlane_tui.ui.widgets.target import Kind

KEEP = Answer("keep", "k", "keep it")
DISCARD = Answer("discard", "x", "discard it for good")


class DraftsScreen(EntriesScreen[DraftLine]):
    """Opening one goes on writing it."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings(Place.DRAFTS)]
    PLACE = Place.DRAFTS

    def __init__(self, session: Session, *, glyphs: Glyphs) -> None:
        entries = EntryList[DraftLine](
            lambda draft: (draft.conversation_id, draft.kind), draft_lines, clock=session.clock, glyphs=glyphs
        )
        super().__init__(session, entries, self._bring, glyphs=glyphs)

    async def _bring(self) -> None:
        """Every draft, the last touched first."""
        drafts = await self.session.read.draft_lines()
        unsent = sum(draft.was_not_sent for draft in drafts)
        told = f"{unsent} {'was' if unsent == 1 else 'were'} not sent" if unsent else ""
        self.heading.show("Drafts", f"{len(drafts)} on this machine" if drafts else "none", told)
        self.list.explain(
            "No drafts.",
            "A text you begin is kept here until it is sent or discarded. Esc goes back.",
        )
        self.list.show(drafts)

    def action_discard(self) -> None:
        """Throw it away, after a question."""
        draft = self.list.current
        if draft is None:
            self.say("There is no draft to discard.")
        else:
            self.ask(partial(self._discard, draft))

    async def _discard(self, draft: DraftLine) -> None:
        what = "note" if draft.kind == "note" else "reply"
        sentence = f"Discard this {what}? Nothing brings it back."
        if await self.app.push_screen_wait(Question(sentence, (KEEP, DISCARD), detail=draft.words)) == "discard":
            await self.session.drafts.discard(draft.conversation_id, draft.kind)
            self.say("Discarded.")

    @on(EntryList.Opened)
    def _open(self) -> None:
        draft = self.list.current
        if draft is not None:
            kind: Kind = "note" if draft.kind == "note" else "reply"
            self.dismiss(Visit(conversation_id=draft.conversation_id, kind=kind))
