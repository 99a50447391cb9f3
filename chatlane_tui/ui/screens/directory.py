"""A long list with a search line above it and the details of one beside it: contacts, or records."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Hashable
from functools import partial
from typing import ClassVar, Generic, NamedTuple, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.widget import Widget
from textual.widgets import Input

from chatlane_tui.desk.session import Session
from chatlane_tui.model.feed import StatusChanged
from chatlane_tui.model.ids import ContactId
from chatlane_tui.store.people_rows import Stretch
from chatlane_tui.ui import keymap
from chatlane_tui.ui.bridge import Bridge
from chatlane_tui.ui.flows.attempt import start
from chatlane_tui.ui.flows.cards import Cards, Subject
from chatlane_tui.ui.flows.sharing import is_refused
from chatlane_tui.ui.keys import Place
from chatlane_tui.ui.placed import Keyboard
from chatlane_tui.ui.screens.closing import Closing
from chatlane_tui.ui.screens.entries import Visit
from chatlane_tui.ui.theme import Glyphs
from chatlane_tui.ui.widgets.details import DetailsList
from chatlane_tui.ui.widgets.divider import Divider
from chatlane_tui.ui.widgets.entries_heading import EntriesHeading
from chatlane_tui.ui.widgets.entry_line import EntryLine, EntryLook
from chatlane_tui.ui.widgets.entry_list import EntryList
from chatlane_tui.ui.widgets.hint_bar import HintBar
from chatlane_tui.ui.widgets.long_list import LongList
from chatlane_tui.ui.widgets.status_bar import StatusBar
from chatlane_tui.ui.widgets.typed import TypedLine

E = TypeVar("E")


class WriteTo(NamedTuple):
    """A conversation with this contact is to be begun."""

    contact_id: ContactId


class DirectoryScreen(Closing[Visit | WriteTo | None], Generic[E]):
    """Subclasses bring stretches of the list and say what an empty one means. Everything comes from the store."""

    CSS_PATH = "../styles/directory.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (90, "-normal"), (130, "-wide")]  # noqa: RUF012 - Textual declares them so
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-tall")]  # noqa: RUF012
    AUTO_FOCUS = "LongList"
    PLACE: ClassVar[Place]

    def __init__(
        self,
        session: Session,
        key_of: Callable[[E], Hashable],
        lines_of: Callable[[E, EntryLook], tuple[EntryLine, ...]],
        *,
        glyphs: Glyphs,
        search: str,
        start_with: Subject | None = None,
    ) -> None:
        """`search` says what may be typed into the search line; `start_with` is shown at first."""
        super().__init__()
        self.session = session
        self.heading = EntriesHeading(glyphs=glyphs)
        self.search = TypedLine(placeholder=search, compact=True, id="search")
        self.list = LongList[E](key_of, lines_of, clock=session.clock, glyphs=glyphs)
        self.details = DetailsList(clock=session.clock, glyphs=glyphs)
        self.status_bar = StatusBar(clock=session.clock, glyphs=glyphs, outbox_key="")
        self.hint_bar = HintBar()
        self.cards = Cards(self, self.details)
        self._start_with = start_with
        self._keymap = keymap.of(session.settings)
        self._keyboard = Keyboard(
            self, self._keymap, refuses=lambda key: is_refused(key, self.session.writes, say=self.say)
        )
        self._bridge: Bridge | None = None
        self._listed = ""

    def compose(self) -> ComposeResult:
        """A title, the search line, list and details, and the foot of the inbox."""
        yield self.heading
        yield self.search
        with Horizontal(id="panes"):
            yield self.list
            yield Divider()
            yield self.details
        with Container(id="foot"):
            yield self.status_bar
            yield self.hint_bar

    def on_mount(self) -> None:
        """Read what there is, and hear what changes."""
        self.set_focus(self.list)
        self._bridge = Bridge(self.session.feed, self)
        self.status_bar.show_status(self.session.status)
        self.read()
        if self._start_with is not None:
            self.cards.show(self._start_with)
            self.show_details()

    def on_unmount(self) -> None:
        """Hear no more."""
        if self._bridge is not None:
            self._bridge.close()

    # what subclasses say

    @abstractmethod
    async def bring(self, words: str, *, offset: int | None) -> Stretch[E]:
        """A stretch of the list, or what the words find; also says what an empty one means."""

    @abstractmethod
    def subject_of(self, entry: E) -> Subject:
        """What the details show of it."""

    # what they use

    @property
    def words(self) -> str:
        """What is searched for."""
        return self.search.value.strip()

    def read(self, *, offset: int | None = None, anew: bool = False) -> None:
        """What the list shows may have changed, or another stretch of it is needed."""
        start(self, partial(self._read, offset, anew), group="list", exclusive=True)

    async def _read(self, offset: int | None, anew: bool) -> None:
        where = max(0, self.list.position - 100) if offset is None and not anew else offset
        words = self.words
        stretch = await self.bring(words, offset=where)
        self.list.show(stretch, anew=anew)
        self._listed = words
        self.status_bar.show_counts(await self.session.read.counts())

    def say(self, sentence: str, *, loud: bool = False) -> None:
        """A toast, never read as markup."""
        self.notify(sentence, severity="error" if loud else "information", timeout=8 if loud else 4, markup=False)

    # moving between list, search and details

    def places(self) -> tuple[Place, ...]:
        """Where the keys that work now are bound."""
        if self.focused is self.details:
            return (Place.DETAILS, Place.ENTRIES, Place.APP)
        if self.focused is self.search:
            return (Place.FIND,)
        return (self.PLACE, Place.ENTRIES, Place.APP)

    def node_of(self, place: Place) -> Widget:
        """The widget on which the actions of a place are."""
        if place is Place.DETAILS or (place is Place.ENTRIES and self.focused is self.details):
            return self.details
        return self.list if place is Place.ENTRIES else self

    def action_search(self) -> None:
        """Type what is looked for."""
        self.set_focus(self.search)

    def action_to_found(self) -> None:
        """On from the words to what they found."""
        self.show_list()

    def action_leave_finding(self) -> None:
        """Look for nothing any more."""
        self.search.clear()
        self.show_list()

    def action_edit(self) -> None:
        """Change the one under the cursor."""
        self.cards.edit()

    def action_next_pane(self) -> None:
        """From the list to the details, and back."""
        if self.focused is self.details:
            self.show_list()
        elif self.cards.subject is not None:
            self.show_details()

    def show_details(self) -> None:
        """The focus on the details; where it is narrow, in place of the list."""
        self.add_class("-reading")
        self.set_focus(self.details)

    def show_list(self) -> None:
        """The focus on the list."""
        self.remove_class("-reading")
        self.set_focus(self.list)

    @on(Input.Changed, "#search")
    def _search(self) -> None:
        self.read(offset=0, anew=True)

    @on(Input.Submitted, "#search")
    def _searched(self) -> None:
        self.set_focus(self.list)

    def takes(self, event: events.Key) -> bool:
        """Keys as they arrive: what follows `/` is text, however fast it comes."""
        if self.focused is not self.search:
            return self._keyboard.takes(event.key)
        if event.key not in ("down", "escape"):
            return False
        self.action_leave_finding() if event.key == "escape" else self.action_to_found()
        return True

    @on(LongList.StretchWanted)
    def _bring_stretch(self, event: LongList.StretchWanted) -> None:
        self.read(offset=event.offset)

    @on(LongList.Highlighted)
    def _highlighted(self) -> None:
        entry = self.list.current
        if entry is not None and self.focused is not self.details:
            self.cards.show(self.subject_of(entry), asks=False)

    @on(LongList.Opened)
    def _opened(self) -> None:
        start(self, self._open, group="list", exclusive=True)

    async def _open(self) -> None:
        """What is under the cursor, once the list is that of the words typed."""
        if self._listed != self.words:
            await self._read(0, anew=True)
        entry = self.list.current
        if entry is not None:
            self.cards.show(self.subject_of(entry))
            self.show_details()

    @on(LongList.Left)
    def _left(self) -> None:
        if self.words:
            self.search.clear()
        else:
            self.dismiss(None)

    # the details

    @on(EntryList.Opened)
    def _open_detail(self) -> None:
        conversation = self.cards.open()
        if conversation is not None:
            self.dismiss(Visit(conversation_id=conversation))

    @on(EntryList.Left)
    def _leave_details(self) -> None:
        if not self.cards.back():
            self.show_list()

    @on(DetailsList.EditWanted)
    def _edit(self) -> None:
        self.cards.edit()

    @on(DetailsList.ConversationWanted)
    def _converse(self) -> None:
        subject = self.cards.subject
        if subject is not None and subject.kind == "contact":
            self.dismiss(WriteTo(ContactId(subject.id)))
        else:
            self.say("Open one of its contacts first: a conversation is with somebody.")

    @on(DetailsList.RefreshWanted)
    def _refresh(self) -> None:
        self.cards.ask()

    # what changed

    @on(Bridge.Changed)
    def _read_again(self) -> None:
        assert self._bridge is not None  # noqa: S101
        facts, _ = self._bridge.take()  # what has to be said is said by the inbox below
        if StatusChanged() in facts:
            self.status_bar.show_status(self.session.status)
        if facts - {StatusChanged()}:
            self.read()
            self.cards.read()

    @on(HintBar.Chosen)
    def _click_hint(self, event: HintBar.Chosen) -> None:
        self._keyboard.run(event.action)

    @on(events.DescendantFocus)
    def _show_hints(self) -> None:
        self.hint_bar.show(self._keymap.hints(self.places(), writes=self.session.writes.allowed))
