"""Views, searches and filters: which list is shown, how it is told to the screen, and how it stays true."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Literal

from textual.timer import Timer

from chatlane_tui.desk.listing import FoundList, Listing
from chatlane_tui.errors import QueryError
from chatlane_tui.model.highlight import Marker
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.model.query import EVERYTHING, Query, every
from chatlane_tui.model.query_text import parsed
from chatlane_tui.model.views import BEST, ORDERS
from chatlane_tui.store.inboxes import InboxInfo
from chatlane_tui.ui.flows.attempt import Work, opens, start
from chatlane_tui.ui.flows.thread_hits import ThreadHits
from chatlane_tui.ui.widgets.find_line import FindLine

if TYPE_CHECKING:
    from chatlane_tui.desk.find import Finding as Desk
    from chatlane_tui.ui.screens.inbox import InboxScreen

Mode = Literal["", "search", "filter"]
SHARE = 9
"""A list is found again at the earliest after so many times what it took to find it: a tenth of the machine at most."""
AT_LEAST = 0.5
"""Seconds between two times, at least."""
ORDER_WORDS = {
    "newest": "newest first",
    "oldest": "oldest first",
    "waiting": "longest wait first",
    BEST: "best match first",
}


class Finding:
    """`mode` says how the list was found; empty: it is a view. `is_in_thread`: the line above is for the thread now."""

    def __init__(self, screen: InboxScreen) -> None:
        self._screen = screen
        self._line: FindLine | None = None
        self._order = ""
        self._query: Query = EVERYTHING
        self._took = 0.0
        self._is_wrong = False
        self._came_from: ConversationId | None = None
        self._again: Timer | None = None
        self._text = ""
        self._told: str | None = None
        self._stands = asyncio.Event()
        self._stands.set()
        self.mode: Mode = ""
        self.is_in_thread = False
        self.hits = ThreadHits(screen)

    @property
    def _desk(self) -> Desk:
        return self._screen.session.find

    @property
    def is_typing(self) -> bool:
        """Whether keys are text of the line."""
        return self._line is not None and self._line.has_focus_within

    # views

    def choose(self, index: int) -> None:
        """Show the view of that digit."""
        viewing = self._screen.viewing
        if index >= len(viewing.views):
            self._screen.say(f"There is no view {index + 1}.")
            return
        viewing.index, self._order = index, ""
        self._show_view()

    def choose_inbox(self, inbox: InboxInfo | None) -> None:
        """Show one inbox alone, or all."""
        self._screen.viewing.inbox = inbox
        self._screen.viewing.tell_counted({})
        self._show_view()
        self.count()

    def reorder(self) -> None:
        """The next order of what is shown."""
        orders = ("newest", BEST, "oldest") if self.mode == "search" else ORDERS
        now = self._order or ("newest" if self.mode == "search" else self._screen.viewing.current.order)
        self._order = orders[(orders.index(now) + 1) % len(orders)]
        self._screen.say(f"Order: {ORDER_WORDS[self._order]}.")
        if self.mode:
            self._look_for(self._query)
        else:
            self._list(self._view())
            self._hold_keys()

    def _show_view(self, *, at: ConversationId | None = None) -> None:
        self.mode, self._query, self._text, self._is_wrong = "", EVERYTHING, "", False
        self._close_line()
        self.hits.forget()
        self._screen.viewing.show()
        self._screen.set_focus(self._screen.inbox)
        self._screen.reading.put_down()
        self._list(self._view(), at=at)
        self._hold_keys()

    def _view(self) -> Listing:
        viewing = self._screen.viewing
        return self._desk.view(viewing.current, inbox=viewing.inbox and viewing.inbox.id, order=self._order)

    # searching and filtering

    def open_line(self, mode: Mode, *, text: str | None = None) -> None:
        """Ask for what the list is to show, of everything or of this view; with `text`, show that."""
        opens(self._screen, partial(self._open_line, mode, text), group="finding-line", exclusive=True)

    def open_in_thread(self) -> None:
        """Ask for what is to be found in the conversation that is shown."""
        self._screen.reading.settle()
        opens(self._screen, self._open_in_thread, group="finding-line", exclusive=True)

    async def _open_line(self, mode: Mode, text: str | None) -> None:
        line = await self._furnished()
        self._told = None
        begins, self.is_in_thread = mode != self.mode, False
        if begins:
            self._came_from = self._came_from if self.mode else self._screen.inbox.cursor
            self._order, self._text = "", ""
            self._screen.reading.put_down()
        self.mode = mode
        self._screen.viewing.show()
        line.ask(
            self._label, text=self._text if text is None else text, selected=text is None, is_news=text is not None
        )
        if begins and mode == "search" and text is None:
            line.tell(await self._coverage())

    async def _open_in_thread(self) -> None:
        line = await self._furnished()
        self._told, self.is_in_thread = None, True
        line.ask("Find here", text="", selected=False, is_news=False)
        line.tell("")

    async def _furnished(self) -> FindLine:
        if self._line is None:
            self._line = FindLine(glyphs=self._screen.glyphs)
            await self._screen.mount(self._line, before="#panes")
        return self._line

    @property
    def _label(self) -> str:
        return "Search" if self.mode == "search" else f"Filter {self._screen.viewing.current.name}"

    def typed(self, text: str) -> None:
        """What is looked for changed, unless it is known already."""
        told, self._told = self._told, text
        if text == told:
            return
        if self.is_in_thread:
            self.hits.look_for(_words(text))
            return
        self._text = text
        try:
            query = parsed(text)
        except QueryError as error:
            self._refuse(error)
        else:
            self._is_wrong = False
            self._look_for(query)

    def _refuse(self, error: QueryError) -> None:
        """What was found before stays, and why nothing is found now is said."""
        self._is_wrong = True
        if self._line is not None:
            self._line.tell(error.sentence, wrong=True)

    def accept(self) -> None:
        """On to what was found: keys that follow are for that, and wait until it is there."""
        opens(self._screen, self._accept, group="finding-line", exclusive=True)

    async def _accept(self) -> None:
        if self._line is not None:
            self.typed(await self._line.settled())
        while not (stands := self._stands).is_set():  # another look may have begun meanwhile
            await stands.wait()
        if self.is_in_thread:
            self._screen.set_focus(self._screen.thread)
            self.hits.step(0)
        else:
            self._screen.set_focus(self._screen.inbox)

    def leave(self) -> None:
        """No more of it: back to the view, or to the conversation as it was."""
        if self.is_in_thread:
            opens(self._screen, self._leave_thread, group="finding-line", exclusive=True)
        elif self.mode:
            self._order = ""
            self._show_view(at=self._came_from)

    async def _leave_thread(self) -> None:
        """What the list was found by stands again."""
        self.is_in_thread = False
        self.hits.look_for(Marker.of(self._query))
        self._screen.set_focus(self._screen.thread)
        if self.mode and self._line is not None:
            self._line.show(self._label, self._text)
            await self._say_found(self._screen.listed.listing)
        else:
            self._close_line()

    def steps_back(self) -> bool:
        """Esc in the list or the thread: leave what is looked for there; False: there is nothing to leave."""
        if self.is_in_thread == self._screen.is_reading and (self.is_in_thread or self.mode):
            self.leave()
            return True
        return False

    def _close_line(self) -> None:
        self.is_in_thread = False
        if self._line is not None:
            self._line.display = False

    def _look_for(self, query: Query) -> None:
        self._query = query
        if query == EVERYTHING:
            listing: Listing = self._view()
        elif self.mode == "filter":
            viewing = self._screen.viewing
            base = self._desk.query(viewing.current, viewing.inbox and viewing.inbox.id)
            listing = self._desk.search(every((base, query)), self._order or viewing.current.order)
        else:
            listing = self._desk.search(query, self._order or "newest")
        self._list(listing)

    def _list(self, listing: Listing, *, at: ConversationId | None = None) -> None:
        self._stands = asyncio.Event()
        self._run(partial(self._begin, listing, self._stands, at=at))

    def _hold_keys(self) -> None:
        """What follows the key that asked for another list is for that one."""
        opens(self._screen, self._stands.wait, group="finding-held", exclusive=True)

    async def _begin(self, listing: Listing, stands: asyncio.Event, *, at: ConversationId | None = None) -> None:
        """Show the first ones, then all; the cursor goes to the conversation `at`, where it is among them."""
        began = asyncio.get_running_loop().time()
        try:
            await self._show_first(listing, at=at)
        except QueryError as error:
            self._refuse(error)
            return
        finally:
            stands.set()  # whatever became of it: keys wait for it
        await self._say_found(listing)
        if isinstance(listing, FoundList) and not listing.is_complete:
            await listing.complete()
            await self._screen.listed.refresh()
            await self._say_found(listing)
        self._took = asyncio.get_running_loop().time() - began

    async def _show_first(self, listing: Listing, *, at: ConversationId | None) -> None:
        marker = Marker()
        if isinstance(listing, FoundList):
            marker = listing.marker
            await listing.begin()
        self._screen.inbox.mark(marker)
        if not self.is_in_thread:
            self.hits.look_for(marker)
        await self._screen.listed.begin(listing)
        if at is not None:
            await self._screen.listed.go_to(at)

    async def _say_found(self, listing: Listing) -> None:
        if self._line is None or self._is_wrong or self.is_in_thread or not self.mode:
            return
        if not isinstance(listing, FoundList):
            self._line.tell(await self._coverage())
            return
        more = "" if listing.is_complete and listing.is_whole else "+"
        nothing = "nothing found" if listing.is_complete else "looking through the older ones"
        found = f"{listing.total:,}{more} found" if listing.total else nothing
        self._line.tell(f"{found} · {await self._coverage()}" if self.mode == "search" else found)

    async def _coverage(self) -> str:
        covered = await self._desk.coverage()
        count = f"{covered.conversations:,} conversation{'' if covered.conversations == 1 else 's'}"
        return count if covered.since is None else f"{count}, back to {_day(covered.since)}"

    # staying true

    def changed(self) -> None:
        """Something was committed: what the list means is looked at again, not more often than the machine bears."""
        listing = self._screen.listed.listing
        if (isinstance(listing, FoundList) or self._screen.viewing.uncounted) and self._again is None:
            self._again = self._screen.set_timer(max(AT_LEAST, SHARE * self._took), self._look_again)

    def count(self) -> None:
        """Count what the store keeps no count of."""
        if self._screen.viewing.uncounted:
            self._run(self._count, group="counting")

    def _look_again(self) -> None:
        self._again = None
        self._run(self._refind, group="finding-again")

    async def _refind(self) -> None:
        began = asyncio.get_running_loop().time()
        listing = self._screen.listed.listing
        if isinstance(listing, FoundList):
            await listing.complete()
            await self._screen.listed.refresh()
            if listing is self._screen.listed.listing:
                await self._say_found(listing)
        await self._count()
        self._took = asyncio.get_running_loop().time() - began

    async def _count(self) -> None:
        viewing = self._screen.viewing
        places, inbox = viewing.uncounted, viewing.inbox
        queries = [self._desk.query(viewing.views[place], inbox and inbox.id) for place in places]
        if queries:
            counted = await self._desk.counts(queries)
            if viewing.inbox is inbox:
                viewing.tell_counted(dict(zip(places, counted, strict=True)))

    def _run(self, work: Work, *, group: str = "finding") -> None:
        start(self._screen, work, group=group, exclusive=True)


def _words(text: str) -> Marker:
    """What is typed to be found in one conversation: words and phrases, never conditions."""
    from chatlane_tui.model.query import Word

    try:
        found = Marker.of(parsed(text))
    except QueryError:
        found = Marker()
    return found or Marker(Word(word) for word in text.split() if any(map(str.isalnum, word)))


def _day(at: int) -> str:
    from datetime import datetime

    return datetime.fromtimestamp(at / 1_000).astimezone().strftime("%Y-%m-%d")
