"""The command palette: every action that works in this place now, with its key; what was done last comes first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol, cast, runtime_checkable

from textual.command import DiscoveryHit, Hit, Hits, Provider

from chatlane_tui.ui import keys
from chatlane_tui.ui.keys import Key, Place
from chatlane_tui.ui.placed import Placed

if TYPE_CHECKING:
    from chatlane_tui.ui.app import ChatlaneApp

FRESHEST = 0.5
"""By how much the score of what was done last rises; of what was done before that by less and less."""


@runtime_checkable
class Choosy(Protocol):
    """A screen on which some actions do not work at times."""

    def can(self, key: Key) -> bool:
        """Whether that action would do something now."""


class Actions(Provider):
    """Searches what can be done here by its words, and by its id."""

    @property
    def _app(self) -> ChatlaneApp:
        return cast("ChatlaneApp", self.app)

    async def discover(self) -> Hits:
        """Everything, before anything is typed."""
        for key in self._usable():
            yield DiscoveryHit(key.words, partial(self._do, key), help=self._help(key))

    async def search(self, query: str) -> Hits:
        """What matches, best first."""
        matcher = self.matcher(query)
        for place, key in enumerate(self._usable()):
            score = max(matcher.match(key.words), matcher.match(key.id) / 2)
            if score > 0:
                fresh = FRESHEST / (place + 1) if key.id in self._app.recent else 0
                shown = matcher.highlight(key.words)
                yield Hit(score * (1 + fresh), shown, partial(self._do, key), text=key.words, help=self._help(key))

    def _usable(self) -> list[Key]:
        """What was done last first, then in the table's order."""
        screen = self.screen
        places = screen.places() if isinstance(screen, Placed) else (Place.APP,)
        found = [key for key in keys.TABLE if key.palette and key.place in {*places, Place.APP}]
        if isinstance(screen, Choosy):
            found = [key for key in found if screen.can(key)]
        recent = {action: place for place, action in enumerate(self._app.recent)}
        return sorted(found, key=lambda key: recent.get(key.id, len(recent)))

    async def _do(self, key: Key) -> None:
        await self._app.perform(key, self.screen)

    def _help(self, key: Key) -> str:
        shown = self._app.chosen_keys.label(key.id, most=2)
        return f"key: {shown}" if shown else "no key"
