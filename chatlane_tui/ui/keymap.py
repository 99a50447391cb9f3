"""The keys as they are for one person: the table, a preset over it, their own changes over that. Help, palette, hint
bar and every screen ask here; what is wrong with their changes is said in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from chatlane_tui.config.settings import Settings
from chatlane_tui.ui.keys import NAMES, TABLE, WRITES, Key, Place, label
from chatlane_tui.ui.presets import PRESETS

TOGETHER: Final[tuple[tuple[Place, ...], ...]] = (
    (Place.LIST, Place.INBOX, Place.APP),
    (Place.THREAD, Place.INBOX, Place.APP),
    (Place.HITS, Place.THREAD, Place.APP),
    (Place.FIND, Place.APP),
    (Place.COMPOSER, Place.APP),
    (Place.OUTBOX, Place.ENTRIES, Place.APP),
    (Place.DRAFTS, Place.ENTRIES, Place.APP),
    (Place.FILES, Place.ENTRIES, Place.APP),
    (Place.LINKS, Place.ENTRIES, Place.APP),
    (Place.DETAILS, Place.ENTRIES, Place.APP),
    (Place.CONTACTS, Place.ENTRIES, Place.APP),
    (Place.RECORDS, Place.ENTRIES, Place.APP),
    (Place.INBOXES, Place.ENTRIES, Place.APP),
    (Place.FORM, Place.APP),
    (Place.FINDER, Place.APP),
)
"""Places whose keys work at the same time."""
UNBOUND: Final = frozenset({"ctrl+m", "ctrl+i", "ctrl+h", "ctrl+j", "ctrl+b"})
"""Keys that terminals send for others (Enter, Tab, Backspace), or that reach nobody in tmux."""
_TEXTUAL = {shown: name for name, shown in NAMES.items()}


class Fault(NamedTuple):
    """What is wrong with the keys of an action, without a capital and a full stop."""

    action: str
    sentence: str


class Keymap:
    """Ask for the keys of an action by its id. Names are those of the table: "j", "g g", "ctrl+d", "?"."""

    def __init__(self, changes: Mapping[str, str] | None = None, *, preset: str = "") -> None:
        self._changes = {**PRESETS.get(preset, {}), **(changes or {})}
        self._own = frozenset(changes or {})
        self._keys = {key.id: self._of(key) for key in TABLE}

    def keys(self, action: str) -> tuple[str, ...]:
        """The keys of an action, the one to be shown first; none where a person took them away."""
        return self._keys[action]

    def label(self, action: str, *, most: int = 1) -> str:
        """As a person reads them on a keyboard; empty where there is none."""
        return label(self._keys[action], most=most)

    def hints(self, places: Iterable[Place], *, writes: bool = True) -> tuple[tuple[str, str, str], ...]:
        """(key, words, id) for the hint bar, in the table's order, for those places; what is about hits first.

        Where nothing may be written, what would begin that is not hinted at.
        """
        wanted, refused = set(places), frozenset[str]() if writes else WRITES
        told = (key for key in TABLE if key.hint and key.place in wanted and self._keys[key.id])
        shown = [key for key in told if key.id not in refused]
        shown.sort(key=lambda key: key.place is not Place.HITS)
        return tuple((self.label(key.id), key.hint, key.id) for key in shown)

    def singles(self, place: Place) -> dict[str, Key]:
        """Key, as Textual names it → action, of one place; chords are left to `chords`."""
        return {
            _TEXTUAL.get(name, name): key
            for key in TABLE
            if key.place is place
            for name in self._keys[key.id]
            if " " not in name
        }

    def chords(self, places: Iterable[Place]) -> dict[tuple[str, str], Key]:
        """(first key, second key) → action, of those places."""
        wanted = set(places)
        return {
            (_TEXTUAL.get(first, first), _TEXTUAL.get(second, second)): key
            for key in TABLE
            if key.place in wanted
            for first, _, second in (name.partition(" ") for name in self._keys[key.id])
            if second
        }

    def for_textual(self) -> dict[str, str]:
        """Id → keys for Textual's own keymap: what differs from the table, without chords."""
        return {
            action: ",".join(_TEXTUAL.get(name, name) for name in self._keys[action] if " " not in name)
            for action in self._changes
            if action in self._keys
        }

    def faults(self) -> list[Fault]:
        """What is wrong with a person's own changes: keys that do two things, or that can do nothing."""
        found = [*self._impossible(), *self._clashes()]
        return sorted(set(found), key=lambda fault: (fault.action, fault.sentence))

    def _of(self, key: Key) -> tuple[str, ...]:
        if key.id not in self._changes:
            return key.keys
        names = (name.strip() for name in self._changes[key.id].split(","))
        return tuple(dict.fromkeys(NAMES.get(name, name) for name in names if name))

    def _impossible(self) -> Iterator[Fault]:
        for key in TABLE:
            if key.id not in self._own:
                continue
            writes = key.place is Place.COMPOSER or key.priority
            for name in self._keys[key.id]:
                if name in UNBOUND:
                    yield Fault(
                        key.id, f"`{name}` for `{key.id}` is what terminals send for another key: choose another"
                    )
                elif writes and name not in key.keys and (len(name) == 1 or " " in name):
                    yield Fault(key.id, f"`{name}` for `{key.id}` would be typed into your text: choose another")

    def _clashes(self) -> Iterator[Fault]:
        for places in TOGETHER:
            taken: dict[str, list[str]] = {}
            for key in TABLE:
                if key.place in places:
                    for name in self._keys[key.id]:
                        taken.setdefault(name, []).append(key.id)
            if Place.COMPOSER in places:  # what follows Esc there is the review line's business
                taken = {name: actions for name, actions in taken.items() if " " not in name}
            starts = {
                name.partition(" ")[0]: action for name, actions in taken.items() if " " in name for action in actions
            }
            for name, actions in taken.items():
                rivals = [*actions, starts[name]] if name in starts else actions
                for action in rivals:
                    others = [other for other in rivals if other != action]
                    if action in self._own and others:
                        begins = name in starts and starts[name] in (action, *others)
                        said = "begins the keys of" if begins else "is the key of"
                        yield Fault(action, f"`{name}` for `{action}` also {said} `{others[0]}`")


def of_app(app: object) -> Keymap:
    """The keys of the person in front of that app; those of the table where nobody has their own."""
    chosen = getattr(app, "chosen_keys", None)
    return chosen if isinstance(chosen, Keymap) else _made("", ())


def problems(settings: Settings) -> tuple[str, ...]:
    """What is wrong in [keys], each a sentence with file and line: ids that do not exist, keys that cannot work."""
    if not settings.keys:
        return ()
    from chatlane_tui.config.mistake import Mistake
    from chatlane_tui.config.settings import located, unknown_keys

    faults = [Mistake(("keys", fault.action), fault.sentence) for fault in of(settings).faults()]
    return (*unknown_keys(settings, (key.id for key in TABLE)), *located(settings, faults))


def of(settings: Settings) -> Keymap:
    """The keys of these settings."""
    return _made(settings.key_preset, tuple(settings.keys.items()))


@lru_cache(maxsize=8)
def _made(preset: str, changes: tuple[tuple[str, str], ...]) -> Keymap:
    return Keymap(dict(changes), preset=preset)
