"""The bottom line: how the way to the server stands, how old the data is, what waits and what needs a person."""

from __future__ import annotations

from datetime import tzinfo
from typing import Final

from textual.content import Content
from textual.widget import Widget

from chatlane_tui.model.clock import Clock, system_clock
from chatlane_tui.model.status import Status
from chatlane_tui.ui.text import assembled
from chatlane_tui.ui.theme import UNICODE, Glyphs
from chatlane_tui.ui.widgets.one_line import fitted
from chatlane_tui.ui.widgets.status_words import OutboxCounts, Part, status_parts
from chatlane_tui.ui.widgets.sync_pace import SyncPace

TICK_S: Final = 5.0


class StatusBar(Widget):
    """One line that repaints only when its words change; what does not fit is dropped from the end."""

    DEFAULT_CSS = """
    StatusBar {
        height: 1;
        width: 1fr;
        padding: 0 1;
    }
    """

    def __init__(
        self,
        *,
        clock: Clock = system_clock,
        glyphs: Glyphs = UNICODE,
        outbox_key: str = "g o",
        zone: tzinfo | None = None,
        id: str | None = None,  # noqa: A002 - Textual's word
    ) -> None:
        super().__init__(id=id)
        self._clock = clock
        self._glyphs = glyphs
        self._outbox_key = outbox_key
        self._zone = zone
        self._pace = SyncPace()
        self._status = Status()
        self._counts: OutboxCounts | None = None
        self._parts: list[Part] = []
        self._first: dict[str, Part] = {}
        self.tick()

    def on_mount(self) -> None:
        """Ages grow by themselves."""
        self.set_interval(TICK_S, self.tick)

    @property
    def words(self) -> str:
        """Everything the bar would say if it had the room."""
        return f" {self._glyphs.dot} ".join(part.words for part in self._parts)

    def show_status(self, status: Status) -> None:
        """The engine's status changed."""
        self._status = status
        self.tick()

    def show_counts(self, counts: OutboxCounts) -> None:
        """What waits to be sent, what needs a person, or the number of drafts changed."""
        self._counts = counts
        self.tick()

    def show_selection(self, count: int) -> None:
        """So many conversations are selected: what a key does, it does to them."""
        words = f"{count:,} selected{' - ' if self._glyphs.plain else ' · '}Esc clears" if count else ""
        self.show_first("selection", words, "bold $text-accent")

    def show_first(self, name: str, words: str, style: str = "") -> None:
        """Something that stands before all else while it is so; empty words: it is so no longer."""
        if words:
            self._first[name] = Part(words, style)
        else:
            self._first.pop(name, None)
        self.tick()

    def tick(self) -> None:
        """Say it as of now; repaints only if the words changed."""
        now = self._clock()
        progress = self._status.progress
        parts = status_parts(
            self._status,
            self._counts,
            now=now,
            seconds_left=None if progress is None else self._pace.seconds_left(progress, now),
            plain=self._glyphs.plain,
            outbox_key=self._outbox_key,
            zone=self._zone,
        )
        parts = [*self._first.values(), *parts]
        if parts != self._parts:
            self._parts = parts
            self.refresh(layout=False)

    def render(self) -> Content:
        """As many parts as fit, the most important first."""
        return fitted(
            [assembled((part.words, part.style)) for part in self._parts],
            self.content_size.width,
            between=f" {self._glyphs.dot} ",
            more=self._glyphs.more,
        )
