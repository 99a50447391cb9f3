"""The links of a message: where each really leads, opened only when a person asks, or copied."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import ClassVar

from textual import events, on
from textual.binding import BindingType

from chatlane_tui.desk.session import Session
from chatlane_tui.ui import keys
from chatlane_tui.ui.clipboard import copy
from chatlane_tui.ui.keys import Place
from chatlane_tui.ui.screens.entries import EntriesScreen
from chatlane_tui.ui.screens.question import Answer, Question
from chatlane_tui.ui.theme import Glyphs
from chatlane_tui.ui.widgets.entry_list import EntryList
from chatlane_tui.ui.widgets.link_lines import LinkLine, link_lines, warning_of

OPENABLE = ("http:", "https:", "mailto:", "tel:")
LEAVE = Answer("leave", "l", "leave it closed")
OPEN = Answer("open", "o", "open it all the same")


class LinksScreen(EntriesScreen[LinkLine]):
    """Digits go to the link of that number. `whose` says of what the links are."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings(Place.LINKS)]
    PLACE = Place.LINKS

    def __init__(
        self,
        session: Session,
        links: Sequence[LinkLine],
        *,
        whose: str,
        first: int = 0,
        everywhere: Callable[[], Awaitable[Sequence[LinkLine]]],
        glyphs: Glyphs,
    ) -> None:
        """`everywhere` reads the links of the whole conversation."""
        entries = EntryList[LinkLine](lambda line: line.number, link_lines, clock=session.clock, glyphs=glyphs)
        super().__init__(session, entries, self._bring, glyphs=glyphs)
        self._links = tuple(links)
        self._whose = whose
        self._first = first
        self._everywhere = everywhere
        self._typed = ""

    def on_mount(self) -> None:
        """Begin on the link that was meant."""
        super().on_mount()
        self._tell()
        self.list.point_at(self._first)

    async def _bring(self) -> None:
        self._tell()

    def _tell(self) -> None:
        odd = sum(line.link.suspicious for line in self._links)
        count = f"{len(self._links)} {self._whose}"
        self.heading.show("Links", count, f"{odd} to look at twice" if odd else "")
        self.list.explain("No links here.", "Esc goes back.")
        self.list.show(self._links)
        self.show_hints()

    def takes(self, event: events.Key) -> bool:
        """A number goes to its link; digits that follow make it longer, as far as there are so many."""
        digit = event.character or ""
        if not (digit.isascii() and digit.isdigit()):
            self._typed = ""
            return super().takes(event)
        longer = int(self._typed + digit)
        self._typed = self._typed + digit if 0 < longer <= len(self._links) else digit
        if 0 < int(self._typed) <= len(self._links):
            self.list.point_at(int(self._typed) - 1)
        return True

    @on(EntryList.Opened)
    def _open_entry(self) -> None:
        self._about_current(self._open, asks=True)

    def action_everywhere(self) -> None:
        """Those of the whole conversation."""
        self.begin(self._show_everywhere)

    async def _show_everywhere(self) -> None:
        self._links, self._whose = tuple(await self._everywhere()), "in this conversation, the newest first"
        self._tell()

    def action_copy(self) -> None:
        """Copy its address."""
        self._about_current(self._copy)

    def _about_current(self, work: Callable[[LinkLine], Awaitable[None]], *, asks: bool = False) -> None:
        line = self.list.current
        if line is None:
            self.say("There is no link here.")
        else:
            (self.ask if asks else self.begin)(partial(work, line))

    async def _open(self, line: LinkLine) -> None:
        if not line.link.url.startswith(OPENABLE):
            self.say("Only web, mail and phone addresses are opened.", loud=True)
            return
        warning = warning_of(line)
        if warning:
            sentence = f"{warning} It leads to {line.link.host or line.link.url}."
            if await self.app.push_screen_wait(Question(sentence, (LEAVE, OPEN), detail=line.link.url)) != "open":
                return
        self.begin(partial(self._open_outside, line))

    async def _open_outside(self, line: LinkLine) -> None:
        from chatlane_tui.desk.commands import open_outside

        self.say(f"Opening {line.link.host or line.link.url}")
        await open_outside(line.link.url, self.session.settings.commands)

    async def _copy(self, line: LinkLine) -> None:
        await copy(self.app, line.link.url)
        self.say(f"Copied {line.link.url}")
