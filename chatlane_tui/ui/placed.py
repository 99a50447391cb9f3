"""Screens that say where the keys of the key table work on them, and chords: two keys pressed one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from chatlane_tui.ui import keys
from chatlane_tui.ui.keys import Key, Place

if TYPE_CHECKING:
    from textual.widget import Widget


@runtime_checkable
class Placed(Protocol):
    """What help, palette and hint bar need to know of a screen."""

    def places(self) -> tuple[Place, ...]:
        """Where the keys that work now are bound."""

    def node_of(self, place: Place) -> Widget:
        """The widget on which the actions of a place are."""


class Chords:
    """Remembers the first key until the second comes."""

    def __init__(self, run: Callable[[Key], object]) -> None:
        self._run = run
        self._first = ""

    def forget(self) -> None:
        """The next key is a first one."""
        self._first = ""

    def takes(self, name: str, places: Iterable[Place], *, starts: bool = True) -> bool:
        """Whether the key ends or (where it may) begins a chord of these places; one that is ended is run."""
        chords = {pair: key for place in places for pair, key in keys.chords(place).items()}
        first, self._first = self._first, ""
        if key := chords.get((first, name)):
            self._run(key)
            return True
        if starts and any(name == start for start, _ in chords):
            self._first = name
            return True
        return False
