"""Help for the place a person is in: its keys, from the one key table; a click on one that works here does it."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from chatlane_tui.ui import keys
from chatlane_tui.ui.keymap import Keymap
from chatlane_tui.ui.keys import Place
from chatlane_tui.ui.screens.closing import Modal
from chatlane_tui.ui.text import assembled

TITLES = {
    Place.LIST: "In the list",
    Place.THREAD: "In the thread",
    Place.COMPOSER: "While writing",
    Place.INBOX: "In list and thread",
    Place.HITS: "While hits are marked",
    Place.FIND: "In the line to search in",
    Place.ENTRIES: "In a list of its own",
    Place.OUTBOX: "In the outbox",
    Place.DRAFTS: "In the drafts",
    Place.FILES: "In the attachments",
    Place.LINKS: "In the links",
    Place.DETAILS: "In the details",
    Place.CONTACTS: "In the contacts",
    Place.RECORDS: "In the records",
    Place.INBOXES: "In the inboxes",
    Place.FORM: "In a form",
    Place.FINDER: "Where one is chosen",
    Place.APP: "Everywhere",
}


_BESIDE = 18
"""Cells of a line before the words."""
_WORDS = 52
"""Cells of the words of a line, where there is room."""
_FRAME = 10
"""Cells around a line: border, padding, scrollbar, and what is seen beside."""


class HelpScreen(Modal[str]):
    """The keys of the places given first, then the others'; the outcome is the id of the action that was clicked."""

    CSS_PATH = "../styles/help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,f1", "dismiss", "Close", show=False, priority=True),
        Binding("j,down", "scroll('down')", show=False),
        Binding("k,up", "scroll('up')", show=False),
        Binding("space,pagedown,ctrl+d", "scroll('page_down')", show=False),
        Binding("pageup,ctrl+u", "scroll('page_up')", show=False),
    ]

    def __init__(self, places: Sequence[Place], keymap: Keymap) -> None:
        super().__init__()
        self._keymap = keymap
        self._here = frozenset(places)
        self._places = [*places, *(place for place in Place if place not in places)]

    def compose(self) -> ComposeResult:
        with VerticalScroll() as body:
            body.border_title = "Keys"
            body.border_subtitle = "a click does it · Esc closes"
            width = max(_WORDS // 3, min(_WORDS, self.app.size.width - _BESIDE - _FRAME))
            for place in self._places:
                yield Static(TITLES[place], classes="place")
                yield Static(keys_of(place, self._keymap, works=place in self._here, width=width), classes="keys")

    def action_scroll(self, how: str) -> None:
        """Scroll the table: "down", "up", "page_down" or "page_up"."""
        getattr(self.query_one(VerticalScroll), f"scroll_{how}")(animate=False)

    def action_perform(self, action: str) -> None:
        """Close, and do that."""
        self.dismiss(action)


def keys_of(place: Place, keymap: Keymap, *, works: bool, width: int = _WORDS) -> Content:
    """The keys of a place as they are for this person; an action without one is in the palette."""
    lines = [_line(key, keymap, works=works, width=width) for key in keys.TABLE if key.place is place]
    return Content("\n").join(lines)


def _line(key: keys.Key, keymap: Keymap, *, works: bool, width: int) -> Content:
    shown = keymap.label(key.id, most=3) or "palette"
    words = ("\n" + " " * _BESIDE).join(wrap(key.words, width))
    line = assembled((f"{shown:>{_BESIDE - 2}}  ", "bold" if keymap.keys(key.id) else "dim"), words)
    return line.stylize(Style.from_meta({"@click": f"screen.perform({key.id!r})"})) if works else line
