"""Hits in the conversation that is shown: found, marked, and gone through one by one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from chatlane_tui.model.highlight import Marker
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.ui.flows.attempt import start

if TYPE_CHECKING:
    from chatlane_tui.desk.find import Hits
    from chatlane_tui.ui.screens.inbox import InboxScreen


class ThreadHits:
    """Told what to look for, and when another conversation is shown."""

    def __init__(self, screen: InboxScreen) -> None:
        self._screen = screen
        self._marker = Marker()
        self._hits: Hits | None = None
        self._of: ConversationId | None = None
        self._at: tuple[str, int] | None = None

    @property
    def stand(self) -> bool:
        """Whether something is marked."""
        return bool(self._marker)

    def look_for(self, marker: Marker) -> None:
        """Mark these words from now on."""
        self._marker, self._at = marker, None
        self._find()

    def forget(self) -> None:
        """Mark nothing."""
        self.look_for(Marker())

    def shown(self) -> None:
        """The conversation was read, another one or again."""
        if self._marker:
            self._find()

    def step(self, step: int) -> None:
        """To the next hit (+1), the previous one (-1), or the first in or below what is in view (0)."""
        hits = self._hits
        if hits is None or not hits.keys:
            self._screen.say("No hit in this conversation.")
            return
        places = [(key, n) for key in hits.keys for n in range(hits.times[key])]
        known = places.index(self._at) if self._at is not None and self._at in places else None
        there = self._first_place(places, step) if known is None else known + step
        if not 0 <= there < len(places):
            self._screen.say("That was the last hit." if step > 0 else "That was the first hit.")
            return
        self._at = places[there]
        self._screen.thread.go_to_hit(*self._at)
        self._screen.heading.say_hits(f"hit {there + 1} of {len(places)}")

    def _begin_at_newest(self) -> None:
        """What the list found is what a person wants to see."""
        if self._hits is not None and self._hits.keys and self._screen.finding.mode:
            self._screen.thread.go_to_hit(self._hits.keys[-1], 0)

    def _first_place(self, places: list[tuple[str, int]], step: int) -> int:
        """The hit nearest to the message under the cursor."""
        thread = self._screen.thread
        order = {row.key: n for n, row in enumerate(self._screen.reading.rows)}
        here = order.get(thread.current.key, 0) if thread.current is not None else 0
        if step < 0:
            before = [n for n, (key, _) in enumerate(places) if order.get(key, 0) <= here]
            return before[-1] if before else -1
        return next((n for n, (key, _) in enumerate(places) if order.get(key, 0) >= here), 0)

    def _find(self) -> None:
        shown = self._screen.reading.shown
        if shown is not None:
            start(self._screen, partial(self._mark, shown, self._marker), group="hits", exclusive=True)

    async def _mark(self, shown: ConversationId, marker: Marker) -> None:
        await self._screen.furnish()
        hits = await self._screen.session.find.hits(shown, marker) if marker else None
        if shown != self._screen.reading.shown or marker != self._marker:
            return
        is_new = shown != self._of
        self._hits, self._of = hits, shown
        self._screen.thread.mark(marker)
        if is_new:
            self._at = None
            self._begin_at_newest()
        if hits is None:
            self._screen.heading.say_hits("")
        elif self._at is None:
            count = sum(hits.times.values())
            self._screen.heading.say_hits(f"{count} hit{'' if count == 1 else 's'}" if count else "no hit here")
