"""The thread: all messages of one conversation in one widget. It is told rows, asks for the bodies that come into view,
says what a person wants done, and counts what came below while they read above.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import ClassVar, Final

from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.timer import Timer

from chatlane_tui.model.clock import Clock, system_clock
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.model.outbox import OutboxState
from chatlane_tui.render.document import Document
from chatlane_tui.store.rows import Direction, MessageRow
from chatlane_tui.ui.keys import Place, bindings
from chatlane_tui.ui.theme import UNICODE, Glyphs
from chatlane_tui.ui.widgets.anchored_messages import Pin
from chatlane_tui.ui.widgets.hit_marks import Marks
from chatlane_tui.ui.widgets.message_block import ACTION
from chatlane_tui.ui.widgets.thread_wishes import ThreadWishes
from chatlane_tui.ui.widgets.voices import HINTS, has_failed, is_counting

MARGIN: Final = 2
"""Screens above and below the view whose bodies are asked for ahead."""


class ThreadView(ThreadWishes):
    """Told rows, then bodies as they come into view. The cursor is a message; its head is highlighted."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.THREAD)]

    @dataclass
    class DocumentsWanted(Message):
        """These messages come into view and their bodies are not here."""

        conversation: ConversationId
        keys: tuple[str, ...]

    @dataclass
    class EndReached(Message):
        """A person pages on though the thread is read to its end."""

        conversation: ConversationId

    @dataclass
    class DecisionWanted(Message):
        """A person asks what may become of a message of the outbox, or of one that did not arrive."""

        row: MessageRow

    @dataclass
    class LinkClicked(Message):
        """A link of a message was clicked; `index` counts `Document.links`."""

        key: str
        index: int

    below: reactive[int] = reactive(0, repaint=False)
    """How many messages came below the view since a person last saw the end."""

    def __init__(
        self,
        *,
        clock: Clock = system_clock,
        glyphs: Glyphs = UNICODE,
        zone: tzinfo | None = None,
        hints: Mapping[OutboxState, str] = HINTS,
        absolute_times: bool = False,
        id: str | None = None,  # noqa: A002 - Textual's word
        classes: str | None = None,
    ) -> None:
        super().__init__(clock=clock, glyphs=glyphs, zone=zone, hints=hints, id=id, classes=classes)
        self._blocks.absolute = absolute_times
        self._conversation: ConversationId | None = None
        self._asked: set[tuple[str, int]] = set()
        self._unmet: set[str] = set()
        self._ticker: Timer | None = None
        self._goal: tuple[str, int] | None = None

    @property
    def conversation(self) -> ConversationId | None:
        """The conversation that is shown."""
        return self._conversation

    @property
    def unseen(self) -> frozenset[str]:
        """Keys of messages that were never in view: they came below it, or are unread further down."""
        return frozenset(self._unseen | self._unmet)

    @property
    def current(self) -> MessageRow | None:
        """The message under the cursor."""
        place = self._place
        return None if place is None else self._blocks.rows[place]

    @property
    def current_document(self) -> Document | None:
        """The body of the message under the cursor, if it is here."""
        place = self._place
        return None if place is None else self._blocks.document(place)

    @property
    def shows_history(self) -> bool:
        """Whether nothing of the message under the cursor is folded."""
        return self._blocks.folds.everything or self._is_unfolded

    def show(
        self,
        rows: Sequence[MessageRow],
        *,
        conversation: ConversationId,
        unread_from: str | None = None,
        documents: Mapping[str, Document] | None = None,
        holds_cursor: bool = False,
    ) -> None:
        """Show these messages. Another conversation opens at `unread_from`, else at its end; the same one stays put.

        `documents` are bodies that are here already; the others are asked for when they come into view. With
        `holds_cursor` the head of the message under the cursor stays where it is on the screen.
        """
        if conversation != self._conversation:
            self._open(rows, conversation, unread_from)
        else:
            held = self._held() if holds_cursor else None
            self._tell(rows)
            self._pin = self._pin if held is None else held
        self._asked.clear()
        self._blocks.supply(documents or {})
        self._settle()
        self.looked()

    def supply(self, conversation: ConversationId, documents: Mapping[str, Document]) -> None:
        """Bodies that were asked for; those of another conversation come too late and are dropped."""
        if conversation == self._conversation and documents:
            self._blocks.supply(documents)
            self._settle()
            self.looked()
            self._reach_goal()

    def clear(self) -> None:
        """Show no conversation; `explain` says why."""
        self._conversation = self._current = self._pin = None
        self._unseen.clear()
        self._unmet.clear()
        self._blocks.clear()
        self._settle()
        self.looked()

    def action_page_or_next(self) -> None:
        """A page down; where there is nothing below, say so: the reader wants what comes next."""
        if self._conversation is not None and self.is_at_end:
            self.post_message(self.EndReached(self._conversation))
        else:
            self._move(self._page)

    def point_at(self, key: str) -> None:
        """The cursor to that message, and it into view; nothing happens if it is not there."""
        index = self._blocks.index.get(key)
        if index is not None:
            self._select(index)

    def mark(self, marks: Marks) -> None:
        """Show these words as hits; the view stays on its line."""
        if self._blocks.mark(marks):
            self._goal = None
            self._settle()
            self.looked()

    def go_to_hit(self, key: str, number: int) -> None:
        """The cursor to that message, and its hit of that number (from 0) into the upper third of the view."""
        self._goal = (key, number)
        self._reach_goal()

    def _reach_goal(self) -> None:
        """Go to the hit; while its body is not here, to its message."""
        if self._goal is None or self._goal[0] not in self._blocks.index or not self.shape:
            return
        key, number = self._goal
        index = self._blocks.index[key]
        lines = self._blocks.hit_lines(index)
        line = lines[min(number, len(lines) - 1)] if lines else self._blocks.above(index)
        self._current, self._pin = key, Pin(key, line, self.shape.height // 3)
        if not self._blocks.lacks(index):
            self._goal = None
        self._settle()
        self.looked()

    # folding and deciding ------------------------------------------------------------------

    def action_unfold(self) -> None:
        """Unfold the message under the cursor; again, or where it has nothing folded: all; again: fold all."""
        document, folds = self.current_document, self._blocks.folds
        if folds.everything:
            folds.everything = False
            folds.unfolded.clear()
            self._refold(None)
        elif self._current is not None and document is not None and document.folds and not self._is_unfolded:
            folds.unfolded.add(self._current)
            self._refold(self._current)
        else:
            folds.everything = True
            self._refold(None)

    def action_show_rest(self) -> None:
        """Show the whole of a long message."""
        if self._current is not None and self._current not in self._blocks.folds.whole:
            self._blocks.folds.whole.add(self._current)
            self._refold(self._current)

    def action_decide(self) -> None:
        """What may become of a message that is not sent or did not arrive; for any other, show the rest of it."""
        row = self.current
        if row is not None and (row.state is not None or has_failed(row)):
            self.post_message(self.DecisionWanted(row))
        else:
            self.action_show_rest()

    def count_down(self) -> None:
        """A second has passed: only heads that count are painted again."""
        self.repaint()
        self._tick_if_counting()

    def on_click(self, event: events.Click) -> None:
        """A click takes the cursor to a message, follows a link, unfolds, shows the rest, or goes to what is new."""
        offset = event.get_content_offset(self)
        if offset is None or not self._blocks.rows or self.takes_click(event):
            return
        if self._unseen and offset.y == self.shape.height - 1:
            self.action_last()
            return
        index, _ = self._blocks.heights.at(self.top + offset.y)
        key = self._current = self._blocks.rows[index].key
        meta = event.style.meta
        if "link" in meta:
            self.post_message(self.LinkClicked(key, meta["link"]))
        elif meta.get(ACTION) == "rest":
            self.action_show_rest()
        elif meta.get(ACTION) == "unfold":
            self._blocks.folds.unfolded.add(key)
            self._refold(key)
        self.repaint()

    # standing still while things change --------------------------------------------------------

    def _open(self, rows: Sequence[MessageRow], conversation: ConversationId, unread_from: str | None) -> None:
        self._conversation = conversation
        self.deselect()
        self._unseen.clear()
        self._blocks.clear()
        if any(row.key == unread_from for row in rows):
            self._blocks.unread_from = unread_from
        self._blocks.tell(rows)
        first_unread = self._blocks.unread_from
        self._current = first_unread or (rows[-1].key if rows else None)
        self._pin = Pin(first_unread, 0) if first_unread is not None else None
        start = len(rows) if first_unread is None else self._blocks.index[first_unread]
        self._unmet = {row.key for row in rows[start:] if row.state is None}

    def _tell(self, rows: Sequence[MessageRow]) -> None:
        """The same conversation: cursor and view stay with their messages; what a person just sent is shown."""
        blocks, place = self._blocks, self._place
        before = {row.key: index for index, row in enumerate(blocks.rows)}
        was_sending = any(row.state is not None for row in blocks.rows)
        if self.is_at_end and not any(blocks.lacks(index) for index in self._in_view()):
            self._pin = None
        pinned = None if self._pin is None else before.get(self._pin.key)
        blocks.tell(rows)
        if not rows:
            self._current = self._pin = None
            return
        if self._current not in blocks.index:
            self._current = rows[min(place or 0, len(rows) - 1)].key if before else rows[-1].key
        if self._pin is not None and self._pin.key not in blocks.index:
            self._pin = Pin(rows[min(pinned or 0, len(rows) - 1)].key, 0)
        last = max((index for index, row in enumerate(rows) if row.key in before and row.state is None), default=-1)
        fresh = [row for row in rows[last + 1 :] if row.key not in before] if before else []
        if any(row.state is not None for row in fresh):
            self._current, self._pin = rows[-1].key, None
        own_arrived = was_sending and len(before) > len([key for key in before if key in blocks.index])
        news = {row.key for row in fresh if row.state is None and not (own_arrived and row.direction is Direction.OURS)}
        self._unseen = {key for key in self._unseen | news if key in blocks.index}

    # after every change ------------------------------------------------------------------------

    def looked(self) -> None:
        """Paint, and see to what is in view: what was new is seen, bodies are asked for, heads count."""
        if not self.is_mounted or not self.shape:
            return
        if self._unseen or self._unmet:
            view = self._in_view()
            self._unseen -= {self._blocks.rows[index].key for index in view}
            self._unmet -= {self._blocks.rows[index].key for index in view if not self._blocks.lacks(index)}
        self.below = len(self._unseen)
        self.repaint()
        self._ask()
        self._tick_if_counting()

    def _ask(self) -> None:
        blocks, height = self._blocks, self.shape.height
        if not blocks.rows or self._conversation is None:
            return
        first = blocks.heights.at(self.top - MARGIN * height)[0]
        last = blocks.heights.at(self.top + (1 + MARGIN) * height)[0]
        lacking = [blocks.rows[index] for index in range(first, last + 1) if blocks.lacks(index)]
        wanted = [row for row in lacking if (row.key, row.version) not in self._asked]
        if wanted:
            self._asked.update((row.key, row.version) for row in wanted)
            self.post_message(self.DocumentsWanted(self._conversation, tuple(row.key for row in wanted)))

    def _tick_if_counting(self) -> None:
        now = self.clock()
        counts = any(is_counting(self._blocks.rows[index], now) for index in self._in_view())
        if counts and self._ticker is None:
            self._ticker = self.set_interval(1.0, self.count_down)
        elif not counts and self._ticker is not None:
            self._ticker.stop()
            self._ticker = None

    @property
    def _is_unfolded(self) -> bool:
        return self._current in self._blocks.folds.unfolded
