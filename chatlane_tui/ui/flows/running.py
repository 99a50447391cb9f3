"""A focus run on the screen: one conversation at a time, on to the next by itself, and what came of it at the end."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Final

from chatlane_tui.model.ids import ConversationId
from chatlane_tui.store.run_rows import RunRow, RunSummary
from chatlane_tui.ui.ages import MINUTE
from chatlane_tui.ui.flows.attempt import Work, opens, start
from chatlane_tui.ui.screens.question import Answer, Question

if TYPE_CHECKING:
    from chatlane_tui.desk.runs import Runs, Stop
    from chatlane_tui.ui.screens.inbox import InboxScreen

AGAIN: Final = Answer("again", "a", "go through those that were passed over")
END: Final = Answer("end", "e", "end the run")
CLOSE: Final = Answer("close", "c", "back to the list")


class Running:
    """`is_on` while the list is out of sight and conversations come one by one. Pausing ends nothing."""

    def __init__(self, screen: InboxScreen) -> None:
        self._screen = screen
        self._order = asyncio.Lock()
        self._run_row: RunRow | None = None
        self._next: Stop | None = None
        self.is_on = False

    @property
    def _desk(self) -> Runs:
        return self._screen.session.runs

    def begin(self) -> None:
        """Go on with the run that is open, else begin one over the list, or over what is selected."""
        self._open(self._begin)

    def remind(self) -> None:
        """At the start: a run that was cut says where it stands."""
        self._start(self._remind)

    def pause(self) -> None:
        """Back to the list; the run stays open."""
        row = self._run_row
        self._leave()
        if row is not None:
            key = self._screen.key_of("inbox.run")
            self._screen.say(f"Focus run paused at {_where(row)} · {key} goes on.")

    def skip(self, step: int) -> None:
        """To the next or previous one that nothing was done to, and leave this one as it is."""
        self._open(partial(self._skip, step))

    def step_on(self) -> bool:
        """Go on at once to what is known to come next; False: it has to be asked for (`advance`)."""
        ahead, self._next = self._next, None
        if ahead is None:
            return False
        self._screen.reading.open(ahead.conversation_id)
        self._start(partial(self._arrive, ahead))
        return True

    def advance(self) -> None:
        """Go on to what comes next; where nothing does, the run ends."""
        self._open(partial(self._skip, 1))

    async def return_to(self, conversation_id: ConversationId) -> None:
        """What was done to it is taken back: the run stands there again."""
        async with self._order:
            place = await self._desk.place_of(conversation_id)
            if place is not None:
                await self._desk.go(place)
                await self._show()

    async def _begin(self) -> None:
        screen = self._screen
        async with self._order:
            row = await self._desk.current()
            if row is None or row.settled >= row.total:
                ids = screen.inbox.selection or await screen.listed.listing.ids(start=0, size=1_000)
                if not ids:
                    screen.say("There is nothing in this list to go through.")
                    return
                screen.inbox.select(())
                await self._desk.begin(ids, name=screen.viewing.current.name)
            self.is_on = True
            screen.set_class(True, "-run")
            await self._show(finds=True)

    async def _remind(self) -> None:
        row = await self._desk.current()
        if row is not None and row.settled < row.total:
            key = self._screen.key_of("inbox.run")
            self._screen.say(f"A focus run over {row.name} stands at {_where(row)} · {key} goes on.")

    async def _skip(self, step: int) -> None:
        async with self._order:
            row = await self._desk.current()
            if row is None or not self.is_on:
                return
            beside = await self._desk.beside(row.place, step)
            if beside is not None:
                await self._desk.go(beside.place)
                await self._show()
            elif step < 0:
                self._screen.say("Nothing before this one is left.")
            else:
                await self._finish(row)

    async def _arrive(self, stop: Stop) -> None:
        async with self._order:
            await self._desk.go(stop.place)
            await self._show(opens=False)

    async def _show(self, *, opens: bool = True, finds: bool = False) -> None:
        """Where the run stands, on the screen; `finds`: on to the first one there that nothing was done to."""
        row = await self._desk.current()
        if row is None:
            return
        if finds:
            here = await self._desk.beside(row.place - 1, 1) or await self._desk.beside(-1, 1)
            if here is not None and here.place != row.place:
                await self._desk.go(here.place)
                row = row._replace(place=here.place, conversation_id=here.conversation_id)
        self._run_row = row
        self._next = await self._desk.beside(row.place, 1)
        words = f"Focus run {_where(row)}"
        self._screen.status_bar.show_first("run", words, "bold $text-accent")
        if opens and row.conversation_id is not None:
            self._screen.reading.open(row.conversation_id)

    async def _finish(self, row: RunRow) -> None:
        left = await self._desk.beside(-1, 1)
        if left is not None:
            count = row.total - row.settled
            them = "1 conversation was" if count == 1 else f"{count} conversations were"
            question = Question(f"{them} passed over.", (AGAIN, END))
            answer = await self._screen.app.push_screen_wait(question)
            if answer is None:
                return
            if answer == "again":
                await self._desk.go(left.place)
                await self._show()
                return
        summary = await self._desk.end(row.id)
        self._leave()
        sentence = f"The focus run over {row.name} is over: {_count(row.total)}."
        detail = summary_words(summary, now=self._screen.session.clock())
        await self._screen.app.push_screen_wait(Question(sentence, (CLOSE,), detail=detail))

    def _leave(self) -> None:
        self.is_on, self._run_row, self._next = False, None, None
        self._screen.set_class(False, "-run")
        self._screen.status_bar.show_first("run", "")
        self._screen.reading.close()

    def _open(self, work: Work) -> None:
        """For a key: those that follow are for where it leads."""
        opens(self._screen, work, group="running")

    def _start(self, work: Work) -> None:
        start(self._screen, work, group="running")


def summary_words(summary: RunSummary, *, now: int) -> str:
    """What came of a run: "answered 10, noted 3, done 20, passed over 2 · in 25 min"."""
    parts = [
        f"{word} {count}"
        for word, count in (
            ("answered", summary.answered),
            ("noted", summary.noted),
            ("snoozed", summary.snoozed),
            ("later", summary.later),
            ("done", summary.done),
            ("passed over", summary.untouched),
        )
        if count
    ]
    minutes = max(1, round((now - summary.started_at) / MINUTE))
    return f"{', '.join(parts) or 'nothing was done'} · in {minutes:,} min"


def _where(row: RunRow) -> str:
    return f"{row.place + 1} of {row.total}"


def _count(total: int) -> str:
    return "1 conversation" if total == 1 else f"{total} conversations"
