"""Acts here, on the conversation under the cursor, the open one or all that are selected; and taking them back.

What a key is about is settled when it is pressed, and the cursor moves on at once: whoever presses `e` five times has
done with five conversations, however slow the disk is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, Protocol

from chatlane_tui.model.acts import Act, Done, Later, Read, Star
from chatlane_tui.model.ids import ConversationId, is_local
from chatlane_tui.store.rows import InboxRow
from chatlane_tui.ui.ages import ahead
from chatlane_tui.ui.flows import onward
from chatlane_tui.ui.flows.attempt import Work, opens, start

if TYPE_CHECKING:
    from chatlane_tui.ui.screens.inbox import InboxScreen


class Shown(Protocol):
    """A row of the list, or the head of the thread."""

    @property
    def done(self) -> bool: ...
    @property
    def starred(self) -> bool: ...
    @property
    def later(self) -> bool: ...
    @property
    def snoozed_until(self) -> int | None: ...


class Targets(NamedTuple):
    """What a verb is about."""

    ids: tuple[ConversationId, ...]
    whom: str
    """As a toast says it: the customer's name, "40 conversations"."""
    rows: tuple[Shown, ...]
    """Of those that are in sight: what the verb would change is seen there."""
    is_selection: bool


class Triaging:
    """Verbs, one after the other."""

    def __init__(self, screen: InboxScreen) -> None:
        self._screen = screen
        self._order = asyncio.Lock()

    # verbs

    def done(self, *, stay: bool = False) -> None:
        """Done here, and on to the next one; where all of them are done already: back in the inbox."""
        self._toggle(lambda row: row.done, Done, moves=not stay)

    def star(self) -> None:
        """Starred here, or not any more."""
        self._toggle(lambda row: row.starred, Star)

    def later(self) -> None:
        """To be answered later, and on to the next one."""
        self._toggle(lambda row: row.later, Later)

    def unread(self) -> None:
        """Unread here; what is unread already: read."""
        targets = self._targets()
        if targets is None:
            return
        read = bool(targets.rows) and all(isinstance(row, InboxRow) and row.unread for row in targets.rows)
        for id_ in targets.ids:
            self._screen.reading.marking.keep(id_)
        self._begin(targets, Read(read))

    def snooze(self) -> None:
        """Ask until when, then out of the inbox."""
        self._ask_when(follow_up=False)

    def follow_up(self) -> None:
        """Ask by when an answer is expected; without one it comes back."""
        self._ask_when(follow_up=True)

    def label(self) -> None:
        """Ask for a label, one that exists or a new one."""
        targets = self._targets()
        if targets is not None:
            self._ask(partial(self._ask_label, targets))

    def undo(self) -> None:
        """Take back the last act, or recall the message that is held if that was written later."""
        reading = self._screen.reading
        one = reading.shown if reading.is_open and not self._screen.running.is_on else None
        opens(self._screen, partial(self._undo, one), group="triaging")

    def wake(self) -> None:
        """What was snoozed until now comes back, and is said."""
        self._run(self._wake)

    # what they are about

    def select_range(self, start: int, end: int) -> None:
        """Select what stands at these positions, whether or not the list was told of it yet."""
        self._run(partial(self._select_range, start, end))

    async def _select_range(self, start: int, end: int) -> None:
        ids = await self._screen.listed.listing.ids(start=start, size=end - start)
        self._screen.inbox.select((*self._screen.inbox.selection, *ids))

    def _targets(self) -> Targets | None:
        screen = self._screen
        chosen = screen.inbox.selection
        if chosen:
            rows = tuple(row for row in screen.inbox.window.rows if row.id in chosen)
            whom = f"{len(chosen):,} conversation{'' if len(chosen) == 1 else 's'}"
            return Targets(tuple(chosen), whom, rows, is_selection=True)
        one = screen.reading.chosen
        if one is None:
            screen.say("There is no conversation here.")
            return None
        if is_local(one):
            screen.say("It is not on the server yet: there is nothing to triage.")
            return None
        row = next((row for row in screen.inbox.window.rows if row.id == one), None)
        head = screen.reading.head
        if row is not None:
            return Targets((one,), row.name or "(no name)", (row,), is_selection=False)
        if head is not None and head.id == one:  # open, and not in this list (any more)
            name = head.name or head.email or head.phone or "(no name)"
            return Targets((one,), name, (head,), is_selection=False)
        return Targets((one,), "(no name)", (), is_selection=False)

    def _toggle(self, holds: Callable[[Shown], bool], act: Callable[[bool], Act], *, moves: bool = True) -> None:
        targets = self._targets()
        if targets is None:
            return
        off = bool(targets.rows) and all(map(holds, targets.rows))
        self._begin(targets, act(not off), moves=moves)

    # doing

    def _begin(self, targets: Targets, act: Act, *, moves: bool = True, detail: str = "") -> None:
        """Do it; the cursor has gone on before it is on disk. Where it stays, the next key is about what the list shows
        by then."""
        leaves = bool(act.outcome)
        if leaves and targets.is_selection:
            self._screen.inbox.select(())
        moves = moves and leaves and not targets.is_selection
        if moves and onward.step_off(self._screen, targets.ids[0]):
            self._run(partial(self._do, targets, act, detail, None))
        else:
            leaving = targets.ids[0] if moves else None
            opens(self._screen, partial(self._do, targets, act, detail, leaving), group="triaging")

    async def _do(self, targets: Targets, act: Act, detail: str, leaving: ConversationId | None) -> None:
        screen = self._screen
        async with self._order:
            await screen.session.triage.do(targets.ids, act, whom=targets.whom)
            if leaving is not None and screen.running.is_on:
                screen.running.advance()
            elif leaving is not None:
                await onward.leave_for_next(screen, leaving)
            await screen.listed.refresh()
        screen.say(f"{act.did}{detail}: {targets.whom} · {screen.key_of('inbox.undo')} undoes")

    # questions

    def _ask_when(self, *, follow_up: bool) -> None:
        targets = self._targets()
        if targets is not None:
            self._ask(partial(self._ask_until, targets, follow_up=follow_up))

    def _ask(self, asking: Work) -> None:
        opens(self._screen, asking, group="triaging")

    async def _ask_until(self, targets: Targets, *, follow_up: bool) -> None:
        from chatlane_tui.ui.flows.questions import until_when

        sleeps = not follow_up and bool(targets.rows) and all(row.snoozed_until for row in targets.rows)
        clock = self._screen.session.clock
        picker = until_when(targets.whom, now=clock(), follow_up=follow_up, sleeps=sleeps)
        act = await self._screen.app.push_screen_wait(picker)
        if act is not None:
            detail = "" if act.until is None else f" until {ahead(act.until, now=clock())}"
            self._begin(targets, act, detail=detail)

    async def _ask_label(self, targets: Targets) -> None:
        from chatlane_tui.ui.flows.questions import which_label

        triage = self._screen.session.triage
        every, theirs = await triage.labels(), await triage.labels_of(targets.ids)
        worn_by_all = {label for label, count in theirs.items() if count == len(targets.ids)}
        act = await self._screen.app.push_screen_wait(which_label(targets.whom, every, worn_by_all))
        if act is not None:
            self._begin(targets, act)

    # taking back

    async def _undo(self, conversation_id: ConversationId | None) -> None:
        screen = self._screen
        async with self._order:
            last = screen.session.triage.last_at
            held = await screen.session.send.recallable(conversation_id)
            if last is None or (held is not None and held.created_at >= last):
                await screen.sending.recall(conversation_id)
                return
            undone = await screen.session.triage.undo()
            if undone is None:
                return
            one = undone.ids[0] if len(undone.ids) == 1 else None
            await onward.come_back(screen, one)
        screen.say(f"Undone here: {undone.act.name}, {undone.whom}")

    async def _wake(self) -> None:
        screen = self._screen
        woken = await screen.session.triage.wake()
        for ids, words in ((woken.snoozed, "Back from snooze"), (woken.unanswered, "No answer in the time you set")):
            if ids:
                name = await self._names(ids)
                screen.say(f"{words}: {name}")
                await screen.notifying.remind(words, name)

    async def _names(self, ids: tuple[ConversationId, ...]) -> str:
        if len(ids) > 1:
            return f"{len(ids)} conversations"
        head = await self._screen.session.read.head(ids[0])
        return (head.name or head.email or head.phone or "(no name)") if head is not None else "a conversation"

    def _run(self, work: Work) -> None:
        start(self._screen, work, group="triaging")
