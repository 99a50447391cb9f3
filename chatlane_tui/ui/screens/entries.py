"""A screen with one list on it, over the inbox: outbox or drafts. It follows the feed and says where a person goes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container
from textual.widget import Widget

from chatlane_tui.desk.session import Session
from chatlane_tui.model.feed import StatusChanged
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.store.rows import OutboxRow
from chatlane_tui.ui import keymap
from chatlane_tui.ui.bridge import Bridge
from chatlane_tui.ui.flows.attempt import Work, opens, start
from chatlane_tui.ui.flows.sharing import is_refused, say_writes
from chatlane_tui.ui.keys import Place
from chatlane_tui.ui.placed import Keyboard
from chatlane_tui.ui.screens.closing import Closing
from chatlane_tui.ui.theme import Glyphs
from chatlane_tui.ui.widgets.entries_heading import EntriesHeading
from chatlane_tui.ui.widgets.entry_list import EntryList
from chatlane_tui.ui.widgets.hint_bar import HintBar
from chatlane_tui.ui.widgets.status_bar import StatusBar
from chatlane_tui.ui.widgets.target import Kind

E = TypeVar("E")
WITHOUT_AN_ENTRY = frozenset({"entries.back", "links.everywhere", "app.help"})
"""What can be done where the list is empty, of all that the hint bar speaks of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Where a person goes from here, and what is to be opened there."""

    conversation_id: ConversationId
    key: str | None = None
    """The message that is meant."""
    kind: Kind | None = None
    """The composer is to be opened on the draft of this kind."""
    recalled: OutboxRow | None = None
    """What was taken back into that draft just now."""
    picks_channel: bool = False
    """The question on which channel comes first."""
    carries: bool = False
    """The text of the message `key` is to be answered with again."""


class EntriesScreen(Closing[Visit | None], Generic[E]):
    """Subclasses make the list and say how it is filled, what an empty one means, and what the keys do.

    Its widgets are held, not looked up: what was read for it may come when it has just been left.
    """

    CSS_PATH = "../styles/entries.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (90, "-normal"), (130, "-wide")]  # noqa: RUF012 - Textual declares them so
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-tall")]  # noqa: RUF012
    PLACE: ClassVar[Place]

    def __init__(self, session: Session, entries: EntryList[E], bring: Work, *, glyphs: Glyphs) -> None:
        """`bring` reads what the list shows, and shows it."""
        super().__init__()
        self.session = session
        self.heading = EntriesHeading(glyphs=glyphs)
        self.list = entries
        self.status_bar = StatusBar(clock=session.clock, glyphs=glyphs, outbox_key="")
        self.hint_bar = HintBar()
        self._bring = bring
        self._keymap = keymap.of(session.settings)
        self._keyboard = Keyboard(
            self, self._keymap, refuses=lambda key: is_refused(key, self.session.writes, say=self.say)
        )
        self._bridge: Bridge | None = None

    def compose(self) -> ComposeResult:
        """A title, the list, and the foot of the inbox."""
        yield self.heading
        yield self.list
        with Container(id="foot"):
            yield self.status_bar
            yield self.hint_bar

    def on_mount(self) -> None:
        """Read what there is, and hear what changes."""
        self.set_focus(self.list)
        self._bridge = Bridge(self.session.feed, self)
        self._show_status()
        self.read()

    def on_unmount(self) -> None:
        """Hear no more."""
        if self._bridge is not None:
            self._bridge.close()

    def read(self) -> None:
        """What the list shows may have changed."""
        start(self, self._read, group="entries", exclusive=True)

    def begin(self, work: Work) -> None:
        """Do what a key asks for, beside everything else."""
        start(self, work, group="deciding")

    def ask(self, work: Work) -> None:
        """Do what a key asks for and may have to ask about: the next keys answer."""
        opens(self, work, group="deciding")

    def say(self, sentence: str, *, loud: bool = False) -> None:
        """A toast, never read as markup."""
        self.notify(sentence, severity="error" if loud else "information", timeout=8 if loud else 4, markup=False)

    def places(self) -> tuple[Place, ...]:
        """Where the keys that work now are bound."""
        return (self.PLACE, Place.ENTRIES, Place.APP)

    def node_of(self, place: Place) -> Widget:
        """The widget on which the actions of a place are."""
        return self.list if place is Place.ENTRIES else self

    async def _read(self) -> None:
        await self._bring()
        self.show_hints()
        self.status_bar.show_counts(await self.session.read.counts())

    @on(Bridge.Changed)
    def _read_again(self) -> None:
        assert self._bridge is not None  # noqa: S101
        facts, _ = self._bridge.take()  # what has to be said is said by the inbox below
        if StatusChanged() in facts:
            self._show_status()
        if facts - {StatusChanged()}:
            self.read()

    def _show_status(self) -> None:
        self.status_bar.show_status(self.session.status)
        say_writes(self.status_bar, self.session)

    @on(EntryList.Left)
    def _left(self) -> None:
        self.dismiss(None)

    @on(HintBar.Chosen)
    def _click_hint(self, event: HintBar.Chosen) -> None:
        self._keyboard.run(event.action)

    @on(events.DescendantFocus)
    def _show_hints(self) -> None:
        self.show_hints()

    def show_hints(self) -> None:
        """Keys that do something now: the list is another, or the focus."""
        hints = self._keymap.hints(self.places(), writes=self.session.writes.allowed)
        idle = self.idle
        self.hint_bar.show(
            hint for hint in hints if (self.list.entries or hint[2] in WITHOUT_AN_ENTRY) and hint[2] not in idle
        )

    @property
    def idle(self) -> Collection[str]:
        """Ids of actions that would do nothing now, whatever the list holds."""
        return ()

    def takes(self, event: events.Key) -> bool:
        """Keys as they arrive: what follows the one that opens a question answers it."""
        return self._keyboard.takes(event.key)
