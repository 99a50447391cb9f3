"""Screens that say where the keys of the key table work on them; chords; and keys that act as they arrive."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from chatlane_tui.ui import keys
from chatlane_tui.ui.keymap import Keymap
from chatlane_tui.ui.keys import Key, Place
from chatlane_tui.ui.opening import Opens

if TYPE_CHECKING:
    from textual import events
    from textual.app import App
    from textual.widget import Widget


@runtime_checkable
class Placed(Protocol):
    """What help, palette and hint bar need to know of a screen."""

    @property
    def app(self) -> App[object]:
        """Whose screen it is."""

    def places(self) -> tuple[Place, ...]:
        """Where the keys that work now are bound."""

    def node_of(self, place: Place) -> Widget:
        """The widget on which the actions of a place are."""


@runtime_checkable
class Taking(Protocol):
    """A screen that takes keys as they arrive, before Textual hands them around."""

    def takes(self, event: events.Key) -> bool:
        """Whether the key was done with."""


class Chords:
    """Remembers the first key until the second comes."""

    def __init__(self, run: Callable[[Key], object], keymap: Keymap) -> None:
        self._run = run
        self._keymap = keymap
        self._first = ""

    def forget(self) -> None:
        """The next key is a first one."""
        self._first = ""

    def takes(self, name: str, places: Iterable[Place], *, starts: bool = True) -> bool:
        """Whether the key ends or (where it may) begins a chord of these places; one that is ended is run."""
        chords = self._keymap.chords(places)
        first, self._first = self._first, ""
        if key := chords.get((first, name)):
            self._run(key)
            return True
        if starts and any(name == start for start, _ in chords):
            self._first = name
            return True
        return False


class Keyboard:
    """Runs the keys of a screen's places in the order in which they arrive.

    Textual hands a key to the focused widget, from there up to the app, and only the app runs what is bound to it: that
    takes as long as painting does, and the next key may arrive at a widget that is about to lose the focus.
    """

    def __init__(self, screen: Placed, keymap: Keymap, *, refuses: Callable[[Key], bool] = lambda _: False) -> None:
        """`refuses` says whether an action must not be begun now, and tells the person so."""
        self._screen = screen
        self._refuses = refuses
        self._chords = Chords(self._act, keymap)
        self._keys: dict[Place, dict[str, Key]] = {
            place: keymap.singles(place) for place in Place if place is not Place.COMPOSER
        }

    def takes(self, name: str, *, also: tuple[Place, ...] = ()) -> bool:
        """Whether the key means something in these places, alone or with another one: it was done. `also` are places
        around them, of which the hint bar says nothing."""
        places = (*self._screen.places(), *also)
        if self._chords.takes(name, places):
            return True
        key = next((found for place in places if (found := self._keys.get(place, {}).get(name))), None)
        if key is None or key.priority:  # those are Textual's, wherever the focus is
            return False
        self._act(key)
        return True

    def run(self, action: str) -> None:
        """Do what the keys of that action do."""
        self._act(keys.BY_ID[action])

    def _act(self, key: Key) -> None:
        if self._refuses(key):
            return
        if key.place is Place.APP:
            self._act_on_app(key)
        else:
            getattr(self._screen.node_of(key.place), f"action_{key.action}")()

    def _act_on_app(self, key: Key) -> None:
        """What opens a screen takes the keys that follow."""
        app = self._screen.app
        if isinstance(app, Opens):
            app.run_worker(app.opening.act(app.run_action(key.action)), group="app")
        else:
            app.call_later(app.run_action, key.action)
