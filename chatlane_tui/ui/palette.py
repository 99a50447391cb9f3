"""The command palette: every action of the key table that works where the focus is, with its key."""

from __future__ import annotations

from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider

from chatlane_tui.ui import keys
from chatlane_tui.ui.keys import Key, Place
from chatlane_tui.ui.placed import Placed


class Actions(Provider):
    """Searches what can be done here by its words."""

    async def discover(self) -> Hits:
        """Everything, before anything is typed."""
        for key in self._usable():
            yield DiscoveryHit(key.words, partial(self._do, key), help=_help(key))

    async def search(self, query: str) -> Hits:
        """What matches, best first."""
        matcher = self.matcher(query)
        for key in self._usable():
            if (score := matcher.match(key.words)) > 0:
                yield Hit(score, matcher.highlight(key.words), partial(self._do, key), text=key.words, help=_help(key))

    def _usable(self) -> list[Key]:
        screen = self.screen
        places = screen.places() if isinstance(screen, Placed) else (Place.APP,)
        return [key for key in keys.TABLE if key.palette and key.place in {*places, Place.APP}]

    async def _do(self, key: Key) -> None:
        screen = self.screen
        node = screen.node_of(key.place) if isinstance(screen, Placed) else self.app
        await self.app.run_action(key.action, node)


def _help(key: Key) -> str:
    return f"key: {keys.label(key.keys, most=2)}"
