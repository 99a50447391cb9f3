"""Which conversation is shown, and how its head, its messages and their documents come from the desk to the widgets."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from textual.timer import Timer

from chatlane_tui.model.feed import (
    ConversationBegan,
    Fact,
    InboxChanged,
    OtherProcessWrote,
    OutboxChanged,
    PeopleChanged,
    ThreadChanged,
)
from chatlane_tui.model.ids import ConversationId, MessageId
from chatlane_tui.store.rows import FirstSight, InboxCounts, MessageRow, ThreadHead
from chatlane_tui.ui.flows.attempt import Work, opens, start
from chatlane_tui.ui.flows.explaining import explain_thread
from chatlane_tui.ui.flows.marking import Marking
from chatlane_tui.ui.one_paint import OnePaint
from chatlane_tui.ui.opening import patiently

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chatlane_tui.desk import read as desk
    from chatlane_tui.ui.screens.inbox import InboxScreen

ENDS = 6
"""Messages at the end of a thread whose bodies come with it, so that it opens with them."""
PREVIEW = 0.06
"""Seconds the cursor rests before its thread is shown beside the list: holding `j` opens nothing on the way."""
GLANCE = 0.4
"""Seconds it rests before a thread that was never read is asked for."""
FRESHEN = 0.1
"""Seconds after which the server is asked for what was opened: first it is painted as it is cached."""


class Reading:
    """`shown` is the conversation in the thread pane; `is_open` whether a person opened it or it is a preview."""

    def __init__(self, screen: InboxScreen) -> None:
        self._screen = screen
        self._one_paint = OnePaint(screen)
        self._timer: Timer | None = None
        self._given_up: ConversationId | None = None
        """The conversation that did not arrive: no key waits for it a second time."""
        self._moving = asyncio.Lock()
        self.shown: ConversationId | None = None
        self.is_open = False
        self.head: ThreadHead | None = None
        self.rows: tuple[MessageRow, ...] = ()
        self.marking = Marking(screen)
        self._goal: tuple[ConversationId, str] | None = None

    @property
    def _desk(self) -> desk.Reading:
        return self._screen.session.read

    @property
    def chosen(self) -> ConversationId | None:
        """What an action is about: the open conversation, else the one under the cursor."""
        return self.shown if self.is_open else self._screen.inbox.cursor

    @property
    def newest_seen(self) -> MessageId | None:
        """The newest message of the server that was in sight: what the read guard will compare with."""
        unseen = self._screen.thread.unseen
        return max((row.id for row in self.rows if row.id is not None and row.key not in unseen), default=None)

    def settle(self) -> None:
        """A key is about what is shown: that is what the cursor is on, whether or not it has rested there."""
        chosen = self.chosen
        if chosen is not None and chosen != self.shown:
            if self._timer is not None:
                self._timer.stop()
            self._glance_at(chosen)

    async def arrives(self) -> None:
        """Return when the conversation that keys are about is on the screen: before, they would mean the one before."""
        if not self._has_arrived() and self._given_up != self.shown:
            self._given_up = None if await patiently(self._has_arrived) else self.shown

    def _has_arrived(self) -> bool:
        screen, details = self._screen, self._screen.detailing
        if self.shown is None or not (screen.is_reading or screen.is_in_details):
            return True
        return screen.thread.conversation == self.shown and (details is None or details.has_followed)

    # what changed

    def show_first(self, first: FirstSight) -> None:
        """The first paint: what was read before there was a screen."""
        self._screen.listed.show_first(first.window)
        self._tell(first.counts)
        self._screen.status_bar.show_status(self._screen.session.status)
        if self._screen.inbox.cursor is not None:
            self.preview_soon(self._screen.inbox.cursor)

    def refresh(self, facts: frozenset[Fact]) -> None:
        """Something was committed: read again what is on the screen and may have changed."""
        for fact in facts:
            if isinstance(fact, ConversationBegan) and fact.local == self.shown:
                self._follow(fact.conversation_id)
        everything = OtherProcessWrote() in facts
        if everything or facts & {InboxChanged(), OutboxChanged()}:
            self._screen.listed.changed()
            self._run("counts", self._show_counts)
            self._screen.notifying.heard()
            if self._screen.has_looked or self._screen.viewing.uncounted:
                self._screen.finding.changed()
        if everything and self._screen.target is not None:
            self._run("drafts", self._screen.composing.reread)
        shown = self.shown
        if shown is not None and (everything or facts & {ThreadChanged(shown), OutboxChanged(), PeopleChanged()}):
            self._run("thread", partial(self._show_thread, shown))
        if self._screen.detailing is not None and (everything or PeopleChanged() in facts):
            self._screen.detailing.refresh()

    def _follow(self, conversation_id: ConversationId) -> None:
        """What is shown was begun here, and has an id of the server's now."""
        self.shown = conversation_id
        if self.is_open:
            self._screen.session.look_at(conversation_id)
        self._run("thread", partial(self._show_thread, conversation_id))

    def show_status(self) -> None:
        """The status bar, and why an empty list is empty."""
        self._screen.status_bar.show_status(self._screen.session.status)
        self._screen.listed.explain()
        self._run("counts", self._show_counts)
        self._screen.notifying.heard()

    async def _show_counts(self) -> None:
        counts = await self._desk.counts()
        self._tell(counts)
        self._screen.notifying.count(counts)

    def _tell(self, counts: InboxCounts) -> None:
        self._screen.viewing.tell(counts)
        self._screen.status_bar.show_counts(counts)

    # the thread

    def preview_soon(self, conversation_id: ConversationId) -> None:
        """The cursor is on this conversation; show it once it rests there."""
        if self._timer is not None:
            self._timer.stop()
        self._screen.session.show(self._screen.inbox.in_sight)
        self._timer = self._screen.set_timer(PREVIEW, lambda: self._preview(conversation_id))

    def _preview(self, conversation_id: ConversationId) -> None:
        if self._screen.has_class("-narrow") or (self.is_open and conversation_id == self.shown):
            return
        if self.is_open and (self._screen.composing.ahead.is_expected or not self._screen.inbox.has_focus):
            return  # the list moved by itself: it takes no thread away from who reads or writes
        self.is_open = False
        self.marking.left()
        self._screen.session.look_at(None)
        self._glance_at(conversation_id)

    def _glance_at(self, conversation_id: ConversationId) -> None:
        self._show(conversation_id)
        self._timer = self._screen.set_timer(GLANCE, lambda: self._screen.session.glance(conversation_id))

    def open(self, conversation_id: ConversationId, *, focus: bool = True) -> None:
        """A person wants to read it: it is read here, kept fresh, and has the focus."""
        if self._timer is not None:
            self._timer.stop()
        self.is_open = True
        self._one_paint.begin()
        self._screen.uncover()
        self._show(conversation_id)
        self._screen.show_panes()
        self._screen.set_timer(FRESHEN, lambda: self._freshen(conversation_id))
        if focus:
            self._screen.go_to(self._screen.thread)

    def _freshen(self, conversation_id: ConversationId) -> None:
        if self.is_open and conversation_id == self.shown:
            self._screen.session.look_at(conversation_id)

    async def visit(self, conversation_id: ConversationId, *, key: str | None = None, focus: bool = True) -> None:
        """Open it from elsewhere: the list goes along where it shows it; `key` is the message that is meant."""
        self._goal = None if key is None else (conversation_id, key)
        await self._screen.listed.go_to(conversation_id)
        self.open(conversation_id, focus=focus)

    def open_beside(self, step: int) -> None:
        """The next or previous conversation of the list. Keys that follow are for that one."""
        opens(self._screen, partial(self._open_beside, step), group="beside")

    async def _open_beside(self, step: int) -> None:
        async with self._moving:  # pressed twice, it moves twice
            await self._move(step)

    async def _move(self, step: int) -> None:
        chosen = self.chosen
        if chosen is None:
            return
        beside = await self._screen.listed.listing.beside(chosen, step)
        if beside is None:
            self._screen.say("That was the last one." if step > 0 else "That is the first one.")
            return
        await self._screen.listed.step_to(beside)
        self.open(beside)

    def open_next_unread(self) -> None:
        """The thread is read to its end: go on with the next conversation that is not."""
        if self.chosen is not None:
            opens(self._screen, partial(self._open_next_unread, self.chosen), group="beside", exclusive=True)

    async def _open_next_unread(self, conversation_id: ConversationId) -> None:
        if not self._screen.viewing.is_inbox or (self._screen.has_looked and self._screen.finding.mode):
            await self._move(1)  # of another list: what comes next in it
            return
        unread = await self._desk.beside(conversation_id, 1, view="unread")
        if unread is None:
            self._screen.say("No unread conversation below this one.")
            return
        await self._screen.listed.step_to(unread)
        self.open(unread)

    def close(self) -> None:
        """Back to the list."""
        self.put_down()
        self._screen.go_to(self._screen.inbox)

    def put_down(self) -> None:
        """Nobody reads it any more; the focus stays where it is."""
        self.is_open = False
        self.marking.left()
        self._screen.show_panes()
        self._screen.session.look_at(None)

    def _show(self, conversation_id: ConversationId) -> None:
        if conversation_id != self.shown:
            self._screen.composing.leave()
            self.marking.left()
            self.shown, self.head, self.rows = conversation_id, None, ()
        self._run("thread", partial(self._show_thread, conversation_id))

    async def _show_thread(self, conversation_id: ConversationId) -> None:
        await self._screen.furnish()
        thread = self._screen.thread
        is_new = conversation_id != thread.conversation
        found, documents = await self._desk.opened(conversation_id, ends=ENDS if is_new else 0)
        if conversation_id != self.shown:
            return
        head, rows = self.head, self.rows = found.head, found.rows
        self._screen.heading.show(head)
        if self._screen.detailing is not None:
            self._screen.detailing.follow(head)
        thread.show(rows, conversation=conversation_id, unread_from=found.unread_from, documents=documents)
        self._one_paint.end()
        if self._goal is not None and self._goal[0] == conversation_id:
            thread.point_at(self._goal[1])
            self._goal = None
        if not rows:
            explain_thread(self._screen, head)
        if self._screen.has_hits:
            self._screen.finding.hits.shown()
        if head is not None:
            await self._screen.composing.learn(head)
            if self.is_open:
                await self._screen.composing.show_interrupted(head)
        if self.is_open:
            await self.marking.seen(conversation_id, self.newest_seen)

    async def show_again(self, conversation_id: ConversationId, key: str) -> None:
        """A person wants to see the body of that message otherwise: its head stays where it is on the screen."""
        found, _ = await self._desk.opened(conversation_id)
        documents = await self._desk.documents(conversation_id, (key,))
        if conversation_id == self.shown:
            self.head, self.rows = found.head, found.rows
            self._screen.thread.show(found.rows, conversation=conversation_id, documents=documents, holds_cursor=True)

    def bring_documents(self, conversation_id: ConversationId, keys: Sequence[str]) -> None:
        """Bodies that came into view: rendered in a thread, told to the widget when they are ready."""
        self._run("documents", partial(self._bring_documents, conversation_id, tuple(keys)), exclusive=False)

    async def _bring_documents(self, conversation_id: ConversationId, keys: Sequence[str]) -> None:
        documents = await self._desk.documents(conversation_id, keys)
        if conversation_id == self.shown:
            self._screen.thread.supply(conversation_id, documents)

    def _run(self, group: str, work: Work, *, exclusive: bool = True) -> None:
        start(self._screen, work, group=group, exclusive=exclusive)
