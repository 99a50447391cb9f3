"""Choosing one of many: typed words narrow the list, Enter takes what the cursor is on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Sequence
from functools import partial
from typing import ClassVar, Generic, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Input, Static

from chatlane_tui.model.clock import Clock, system_clock
from chatlane_tui.store.people_rows import Stretch
from chatlane_tui.ui import keymap, keys
from chatlane_tui.ui.flows.attempt import opens, start
from chatlane_tui.ui.keys import Place
from chatlane_tui.ui.screens.closing import Modal
from chatlane_tui.ui.text import plain
from chatlane_tui.ui.theme import UNICODE, Glyphs
from chatlane_tui.ui.widgets.entry_line import EntryLine, EntryLook
from chatlane_tui.ui.widgets.hint_bar import HintBar
from chatlane_tui.ui.widgets.long_list import LongList
from chatlane_tui.ui.widgets.typed import TypedLine

E = TypeVar("E")

Bring = Callable[[str, int | None], Awaitable[Stretch[E]]]
"""Given the words typed and an offset: what there is to choose from."""


def whole(entries: Sequence[E], words_of: Callable[[E], str]) -> Bring[E]:
    """Few enough to be told at once: those whose words contain every word typed."""

    async def bring(words: str, _: int | None) -> Stretch[E]:
        terms = words.casefold().split()
        found = tuple(e for e in entries if all(term in words_of(e).casefold() for term in terms))
        return Stretch(0, len(found), found)

    return bring


class Finder(Modal[E | None], Generic[E]):
    """Dismisses with what was chosen, None on Esc. `ask` and `create` bring what is not listed, given the words."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings(Place.FINDER)]
    DEFAULT_CSS = """
    Finder {
        align: center middle;

        & > Vertical {
            width: 96%;
            max-width: 84;
            height: 90%;
            max-height: 32;
            padding: 0 1;
            border: round $primary;
            background: $surface;
        }
        Input { background: $panel; margin-bottom: 1; }
        LongList { height: 1fr; }
        .finder--note { height: auto; max-height: 4; color: $text-muted; }
    }
    """

    def __init__(
        self,
        question: str,
        key_of: Callable[[E], Hashable],
        lines_of: Callable[[E, EntryLook], tuple[EntryLine, ...]],
        bring: Bring[E],
        *,
        note: str = "",
        empty: tuple[str, str] = ("Nothing matches.", "Esc goes back."),
        ask: Callable[[Finder[E], str], Awaitable[Sequence[E]]] | None = None,
        create: Callable[[Finder[E], str], Awaitable[E | None]] | None = None,
        clock: Clock = system_clock,
        glyphs: Glyphs = UNICODE,
    ) -> None:
        super().__init__()
        self._question, self._note = question, note
        self._bring, self._ask, self._create = bring, ask, create
        self.search = TypedLine(compact=True)
        self.list = LongList[E](key_of, lines_of, is_led=True, clock=clock, glyphs=glyphs)
        self.list.can_focus = False
        self.list.explain(*empty)
        self._hints = HintBar()
        self._listed: str | None = ""
        """The words whose list is shown; None: what the server answered."""

    def compose(self) -> ComposeResult:
        """What is asked, the search line, the list, the keys."""
        with Vertical() as box:
            box.border_title = plain(self._question)
            if self._note:
                yield Static(self._note, classes="finder--note", markup=False)
            yield self.search
            yield self.list
            yield self._hints

    def on_mount(self) -> None:
        """Everything, before anything is typed."""
        self.search.focus()
        unused = {"finder.ask" if self._ask is None else "", "finder.create" if self._create is None else ""}
        hints = keymap.of_app(self.app).hints(self.places())
        self._hints.show(hint for hint in hints if hint[2] not in unused)
        self._read(None)

    def takes(self, event: events.Key) -> bool:
        """Enter and Esc as they arrive: through the line they would come behind the letters that follow them."""
        match event.key:
            case "enter":
                self.action_choose()
            case "escape":
                self.action_back()
            case _:
                return False
        return True

    def places(self) -> tuple[Place, ...]:
        """Where the keys that work now are bound."""
        return (Place.FINDER,)

    def node_of(self, place: Place) -> Widget:  # noqa: ARG002 - `Placed`
        """The widget on which the actions of a place are."""
        return self

    def say(self, sentence: str, *, loud: bool = False) -> None:
        """A toast, never read as markup."""
        self.notify(sentence, severity="error" if loud else "information", timeout=8 if loud else 4, markup=False)

    @on(HintBar.Chosen)
    def _click_hint(self, event: HintBar.Chosen) -> None:
        key = keys.BY_ID[event.action]
        self.call_later(self.run_action, key.action)

    def _read(self, offset: int | None, *, anew: bool = False) -> None:
        start(self, partial(self._show, offset, anew), group="list", exclusive=True)

    async def _show(self, offset: int | None, anew: bool) -> None:
        words = self.search.value.strip()
        self.list.show(await self._bring(words, offset), anew=anew)
        self._listed = words

    @on(Input.Changed)
    def _changed(self) -> None:
        self._read(0, anew=True)

    @on(LongList.StretchWanted)
    def _bring_stretch(self, event: LongList.StretchWanted) -> None:
        self._read(event.offset)

    @on(Input.Submitted)
    @on(LongList.Opened)
    def action_choose(self) -> None:
        """What the cursor is on, once the list is that of the words typed; keys that follow are for what comes then."""
        opens(self, self._choose, group="choose", exclusive=True)

    async def _typed(self) -> str:
        """What was typed, once every key that was already pressed is in it and the list is of it."""
        done = asyncio.Event()
        if self.search.call_later(done.set):
            await done.wait()
        words = self.search.value.strip()
        if self._listed is not None and self._listed != words:
            await self._show(0, anew=True)
        return words

    async def _choose(self) -> None:
        await self._typed()
        if self.list.current is not None:
            self.dismiss(self.list.current)

    def action_cursor_down(self) -> None:
        """To the next line."""
        self.list.action_cursor_down()

    def action_cursor_up(self) -> None:
        """To the previous line."""
        self.list.action_cursor_up()

    def action_page_down(self) -> None:
        """A page down."""
        self.list.action_page_down()

    def action_page_up(self) -> None:
        """A page up."""
        self.list.action_page_up()

    def action_ask(self) -> None:
        """Ask the server for what was typed."""
        if self._ask is not None:
            start(self, partial(self._asked, self._ask), group="ask", exclusive=True)

    async def _asked(self, ask: Callable[[Finder[E], str], Awaitable[Sequence[E]]]) -> None:
        found = await ask(self, await self._typed())
        if found:
            self.list.show(Stretch(0, len(found), tuple(found)), anew=True)
            self._listed = None

    def action_create(self) -> None:
        """Make what was looked for in vain."""
        if self._create is not None:
            start(self, partial(self._created, self._create), group="create", exclusive=True)

    async def _created(self, create: Callable[[Finder[E], str], Awaitable[E | None]]) -> None:
        words = await self._typed()
        made = await create(self, words if not self.list.stretch.total else "")
        if made is not None:
            self.dismiss(made)

    def action_back(self) -> None:
        """Nothing was chosen."""
        self.dismiss(None)
