"""The inbox: list, thread and composer side by side, or one at a time where there is no room for more."""

from __future__ import annotations

from collections.abc import Awaitable
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal
from textual.getters import query_one
from textual.widget import Widget

from chatlane_tui.desk.session import Session
from chatlane_tui.model.feed import StatusChanged
from chatlane_tui.store.rows import FirstSight
from chatlane_tui.ui import keymap, keys
from chatlane_tui.ui.bridge import Bridge
from chatlane_tui.ui.flows.listed import Listed
from chatlane_tui.ui.flows.reading import Reading
from chatlane_tui.ui.flows.viewing import Viewing
from chatlane_tui.ui.keys import Place
from chatlane_tui.ui.placed import Keyboard
from chatlane_tui.ui.screens.finding_actions import FindingActions
from chatlane_tui.ui.screens.paned import Paned
from chatlane_tui.ui.screens.people_actions import PeopleActions
from chatlane_tui.ui.screens.triage_actions import TriageActions
from chatlane_tui.ui.screens.writing_actions import WritingActions
from chatlane_tui.ui.theme import Glyphs
from chatlane_tui.ui.widgets.divider import Divider
from chatlane_tui.ui.widgets.header import Header
from chatlane_tui.ui.widgets.hint_bar import HintBar
from chatlane_tui.ui.widgets.inbox_list import InboxList
from chatlane_tui.ui.widgets.status_bar import StatusBar

if TYPE_CHECKING:
    from chatlane_tui.ui.ending import Ending
    from chatlane_tui.ui.flows.consulting import Consulting
    from chatlane_tui.ui.widgets.composer import Composer
    from chatlane_tui.ui.widgets.conversation_pane import ConversationPane
    from chatlane_tui.ui.widgets.thread import ThreadView
    from chatlane_tui.ui.widgets.thread_heading import ThreadHeading


class InboxScreen(FindingActions, TriageActions, PeopleActions, WritingActions, Paned):
    """Lays out the panes, moves the focus, and hands what happens to the flows that read and compose."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings(Place.INBOX)]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (90, "-normal"), (130, "-wide")]  # noqa: RUF012 - Textual declares them so
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-tall")]  # noqa: RUF012

    header = query_one(Header)
    inbox = query_one(InboxList)
    divider = query_one(Divider)
    status_bar = query_one(StatusBar)
    hint_bar = query_one(HintBar)

    def __init__(self, session: Session, first: FirstSight, *, glyphs: Glyphs) -> None:
        super().__init__()
        self.session = session
        self._first = first
        self.glyphs = glyphs
        self._keymap = keymap.of(session.settings)
        self.keyboard = Keyboard(self, self._keymap, refuses=self.refuses)
        self._bridge: Bridge | None = None
        self._pane_stands: Awaitable[None]
        self._is_furnished = False
        self.viewing = Viewing(self)
        self.listed = Listed(self)
        self.reading = Reading(self)

    def compose(self) -> ComposeResult:
        clock, glyphs = self.session.clock, self.glyphs
        yield Header(glyphs=glyphs)
        with Horizontal(id="panes"):
            ui = self.session.settings.ui
            yield InboxList(
                clock=clock,
                glyphs=glyphs,
                lines=1 if ui.density == "compact" else 2,
                times=ui.times,
                targets=self.session.targets,
            )
            yield Divider()
        with Container(id="foot"):
            yield StatusBar(clock=clock, glyphs=glyphs, outbox_key=self.key_of("inbox.outbox"))
            yield HintBar()

    async def furnish(self) -> None:
        """Mount the conversation's pane, of which the first paint shows nothing. What a person does waits for it."""
        if self._is_furnished:
            return
        if self._pane is None:
            from chatlane_tui.ui.widgets.conversation_pane import ConversationPane

            settings = self.session.settings
            self._pane = ConversationPane(
                clock=self.session.clock,
                limits=settings.limits,
                checks=settings.checks,
                glyphs=self.glyphs,
                absolute_times=settings.ui.times == "absolute",
            )
            self._pane_stands = self.query_one("#panes").mount(self._pane)
        await self._pane_stands
        self._is_furnished = True

    @property
    def pane(self) -> ConversationPane:
        """The pane beside the list, once the screen is furnished."""
        assert self._pane is not None  # noqa: S101
        return self._pane

    @property
    def heading(self) -> ThreadHeading:
        """Whose conversation is shown."""
        return self.pane.heading

    @property
    def thread(self) -> ThreadView:
        """Its messages."""
        return self.pane.thread

    @property
    def composer(self) -> Composer:
        """Where replies and notes are written."""
        return self.pane.composer

    def on_mount(self) -> None:
        self.reading.show_first(self._first)
        self.inbox.focus()
        self._bridge = Bridge(self.session.feed, self)
        for news in self.session.news:
            self.say(news, loud=True)

    def on_resize(self) -> None:
        """What there is room for may be another."""
        self.show_panes()

    def show_panes(self) -> None:
        """One pane at a time where it is narrow; elsewhere nothing changes, since a class on the screen is dear."""
        self.set_class(self.reading.is_open and self.has_class("-narrow"), "-reading")
        self.set_class(self.is_detailed, "-details")

    def on_unmount(self) -> None:
        if self._bridge is not None:
            self._bridge.close()

    # what changed

    @on(Bridge.Changed)
    def _read_again(self) -> None:
        assert self._bridge is not None  # noqa: S101
        facts, said = self._bridge.take()
        for news in said:
            self.say(news.sentence, loud=news.loud)
        if StatusChanged() in facts:
            self.reading.show_status()
        if facts - {StatusChanged()}:
            self.reading.refresh(facts)

    def key_of(self, action: str) -> str:
        """The key of an action as this person has it: "u"."""
        return self._keymap.label(action)

    def say(self, sentence: str, *, loud: bool = False) -> None:
        """A toast, never read as markup."""
        self.notify(sentence, severity="error" if loud else "information", timeout=8 if loud else 4, markup=False)

    # the list

    @on(InboxList.WindowWanted)
    def _bring_window(self, event: InboxList.WindowWanted) -> None:
        self.listed.bring(event.offset)

    @on(InboxList.Highlighted)
    def _preview(self, event: InboxList.Highlighted) -> None:
        self.reading.preview_soon(event.id)

    @on(InboxList.Opened)
    def _open(self, event: InboxList.Opened) -> None:
        self.reading.open(event.id)

    # the thread

    def on_thread_view_documents_wanted(self, event: ThreadView.DocumentsWanted) -> None:
        self.reading.bring_documents(event.conversation, event.keys)

    def on_thread_view_end_reached(self) -> None:
        self.reading.open_next_unread()

    def on_thread_view_decision_wanted(self, event: ThreadView.DecisionWanted) -> None:
        from chatlane_tui.ui.flows.deciding import decide  # not before the first paint

        decide(self, event.row)

    @cached_property
    def consulting(self) -> Consulting:
        """What is done with messages besides reading and answering them."""
        from chatlane_tui.ui.flows.consulting import Consulting

        return Consulting(self, glyphs=self.glyphs)

    def on_thread_wishes_wished(self, event: ThreadView.Wished) -> None:
        self.consulting.grant(event.wish)

    def on_thread_view_link_clicked(self, event: ThreadView.LinkClicked) -> None:
        self.consulting.point_at_link(event.index)

    @property
    def is_reading(self) -> bool:
        """Whether the thread has the focus."""
        return self._pane is not None and self._pane.thread.has_focus

    # keys of the whole screen

    def action_refresh(self) -> None:
        """Ask the server now."""
        self.session.refresh()
        self.say("Asking the server…")

    def action_browse(self) -> None:
        """Show it in the browser."""
        self.consulting.browse()

    def action_leave(self) -> None:
        """One step back; from the list, out."""
        if not self.action_back():
            cast("Ending", self.app).quit()

    def action_back(self) -> bool:
        """One step back: from the composer or the thread to the list. False where that has no step back."""
        if self.running.is_on:
            self.running.pause()
        elif self.inbox.selection:
            self.inbox.select(())
        elif self.is_reading and self.thread.selected_text:
            self.thread.deselect()
        elif self.has_looked and self.finding.steps_back():
            pass
        elif self.inbox.has_focus:
            return False
        else:
            self.reading.close()
        return True

    def settle(self) -> None:
        """The thread shows what the cursor is on."""
        self.reading.settle()

    def panes(self) -> tuple[Widget, ...]:
        """The panes a person could go to now, in order."""
        narrow = self.has_class("-narrow")
        found: list[Widget] = []
        if (not narrow or not self.reading.is_open) and not self.running.is_on:
            found.append(self.inbox)
        if self.reading.shown is not None and (not narrow or self.reading.is_open):
            found.append(self.thread)
            if self.target is not None:
                found.append(self.composer)
        if self.detailing is not None and self.is_detailed:
            found = [*found, self.detailing.panel] if self.has_class("-wide") else [self.detailing.panel]
            if self.has_class("-normal"):
                found.insert(0, self.inbox)
        return tuple(found)

    def node_of(self, place: Place) -> Widget:
        """The widget on which the actions of a place are."""
        match place:
            case Place.LIST:
                return self.inbox
            case Place.THREAD:
                return self.thread
            case Place.COMPOSER:
                return self.composer
            case Place.DETAILS | Place.ENTRIES if self.detailing is not None:
                return self.detailing.panel
            case _:
                return self

    @on(events.DescendantFocus)
    def show_where(self) -> None:
        """The focus is elsewhere, or means something else there: say which keys work now."""
        self.divider.set_class(not self.inbox.has_focus, "-lit")
        hints = self._keymap.hints(self.places(), writes=self.session.writes.allowed)
        self.hint_bar.show(self.composer.usable(hints) if self.is_writing else hints)

    def places(self) -> tuple[Place, ...]:
        """Where the keys that work now are bound."""
        if self.is_writing:
            return (Place.COMPOSER,)
        if self.is_finding:
            return (Place.FIND,)
        if self.is_in_details:
            return (Place.DETAILS, Place.ENTRIES, Place.APP)
        if self.is_reading:
            hits = (Place.HITS,) if self.has_hits else ()
            return (*hits, Place.THREAD, Place.INBOX, Place.APP)
        return (Place.LIST, Place.INBOX, Place.APP)

    def takes(self, event: events.Key) -> bool:
        """Keys as they arrive: text for a composer that is about to open, or something to do; not while writing."""
        if self.composing.ahead.takes(event):
            return True
        around = (Place.INBOX,) if self.is_in_details else ()
        return not self.is_writing and self.keyboard.takes(event.key, also=around)
