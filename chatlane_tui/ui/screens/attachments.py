"""The files of a conversation: fetched when a person asks, opened with their program, or their address copied."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.binding import BindingType

from chatlane_tui.desk.session import Session
from chatlane_tui.model.file_names import is_risky
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.model.status import Link
from chatlane_tui.store.rows import MessageRow
from chatlane_tui.ui import keys
from chatlane_tui.ui.clipboard import copy
from chatlane_tui.ui.keys import Place
from chatlane_tui.ui.screens.entries import EntriesScreen
from chatlane_tui.ui.screens.question import Answer, Question
from chatlane_tui.ui.theme import Glyphs
from chatlane_tui.ui.widgets.entry_list import EntryList
from chatlane_tui.ui.widgets.file_lines import FileLine, file_lines

if TYPE_CHECKING:
    from chatlane_tui.desk.files import Download

LOOKS: Final = 0.2
"""Seconds between two looks at what is coming."""
_Work = Callable[[FileLine], Awaitable[None]]
LEAVE = Answer("leave", "l", "leave it closed")
OPEN = Answer("open", "o", "open it all the same")


class AttachmentsScreen(EntriesScreen[FileLine]):
    """The newest file first; those of the message under the cursor are marked, and the cursor begins on the first."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings(Place.FILES)]
    PLACE = Place.FILES

    def __init__(
        self,
        session: Session,
        conversation_id: ConversationId,
        rows: Sequence[MessageRow],
        current: str,
        *,
        glyphs: Glyphs,
    ) -> None:
        """`rows` are those of the conversation as they are known; `current` is the key of the one under the cursor."""
        entries = EntryList[FileLine](lambda line: line.key, file_lines, clock=session.clock, glyphs=glyphs)
        super().__init__(session, entries, self._bring, glyphs=glyphs)
        self._conversation_id = conversation_id
        self._rows = tuple(row for row in reversed(rows) if row.attachments)
        self._current = current
        self._is_looking = True
        self._is_fetching = False

    def on_mount(self) -> None:
        """Look at what is coming, and begin on the message that a person was at."""
        super().on_mount()
        self._tell()
        self._begin_at_current()
        self.set_interval(LOOKS, self._tell)
        self.begin(self._look_for_more)

    def _begin_at_current(self) -> None:
        first = next((number for number, line in enumerate(self.list.entries) if line.is_current), 0)
        self.list.point_at(first)

    async def _bring(self) -> None:
        """The rows as they are now: files are told of after the messages (M5)."""
        rows = await self.session.read.thread(self._conversation_id)
        before = len(self._rows)
        self._rows = tuple(row for row in reversed(rows) if row.attachments)
        self._tell()
        if not before:
            self._begin_at_current()

    async def _look_for_more(self) -> None:
        try:
            await self.session.find_files(self._conversation_id)
        finally:
            self._is_looking = False
            self._tell()

    def _tell(self) -> None:
        lines = [line for row in self._rows for line in self._lines(row)]
        coming = sum(line.stage == "running" for line in lines)
        count = f"{len(lines)} file{'' if len(lines) == 1 else 's'} in this conversation"
        more = "looking for more" if self._is_looking else ""
        coming_now = f"{coming} coming" if coming else ""
        self.heading.show("Attachments", count, more, coming_now, f"to {self.session.files.place}")
        if self._is_looking:
            self.list.explain("Looking for files…", "The server tells of them one message at a time.")
        elif self.session.status.link in (Link.OFFLINE, Link.LIMITED, Link.SIGNED_OUT):
            self.list.explain("No files are known here.", "There may be some: the server cannot be asked now.")
        else:
            self.list.explain("No files in this conversation.", "Esc goes back.")
        self.list.show(lines)
        self._is_fetching = bool(coming)
        self.show_hints()

    @property
    def idle(self) -> Collection[str]:
        """Nothing can be stopped where nothing is coming."""
        return () if self._is_fetching else ("files.stop",)

    def _lines(self, row: MessageRow) -> list[FileLine]:
        from chatlane_tui.desk.files import name_of

        return [
            with_progress(
                FileLine(
                    key=f"{row.key}.{number}",
                    file=file,
                    name=name_of(file),
                    sender="you" if row.state is not None else row.sender,
                    at=row.at,
                    is_current=row.key == self._current,
                ),
                self.session.files.download_of(file),
            )
            for number, file in enumerate(row.attachments)
        ]

    @on(EntryList.Opened)
    def _open_entry(self) -> None:
        self._about_current(self._open, asks=True)

    def action_download(self) -> None:
        """Fetch it into the folder."""
        self._about_current(self._download)

    def action_copy(self) -> None:
        """Copy its address."""
        self._about_current(self._copy)

    def action_stop(self) -> None:
        """Stop what is coming."""
        line = self.list.current
        if line is None or not self.session.files.cancel(line.file):
            self.say("Nothing is coming there.")

    def _about_current(self, work: _Work, *, asks: bool = False) -> None:
        line = self.list.current
        if line is None:
            self.say("There is no file here.")
        else:
            (self.ask if asks else self.begin)(partial(work, line))

    async def _download(self, line: FileLine) -> None:
        self._begin_download(line, opens=False)

    async def _open(self, line: FileLine) -> None:
        if is_risky(line.name):
            sentence = f"{line.name} may be a program. Open it?"
            detail = "Whoever sent it decides what it does. It is safer to look at it with a program of your choice."
            if await self.app.push_screen_wait(Question(sentence, (LEAVE, OPEN), detail=detail)) != "open":
                return
        self._begin_download(line, opens=True)

    def _begin_download(self, line: FileLine, *, opens: bool) -> None:
        if line.stage == "running":
            self.say("It is coming already.")
            return
        from chatlane_tui.ui.flows.downloading import begin

        begin(self, line, opens=opens)
        self._tell()

    async def _copy(self, line: FileLine) -> None:
        address = self.session.files.address(line.file)
        await copy(self.app, address)
        self.say(f"Copied {address}")


def with_progress(line: FileLine, download: Download | None) -> FileLine:
    """The line, with how its download stands."""
    if download is None:
        return line
    return line._replace(
        stage=download.stage.name.lower(),
        received=download.received,
        size=download.size,
        place=download.place,
        problem=download.problem,
    )
