"""Which contact or record the details show, how one gets from there to another and back, and how fresh it is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, Protocol

from chatlane_tui.errors import ApiError, Missing
from chatlane_tui.model.ids import ContactId, ConversationId, RecordId
from chatlane_tui.ui.flows.attempt import Speaking, opens, start
from chatlane_tui.ui.widgets.details import Detail, DetailsList, contact_details, record_details

if TYPE_CHECKING:
    from textual.app import App

    from chatlane_tui.desk.session import Session

FRESH: Final = 60_000
"""Milliseconds in which one that was read from the server is not asked for again by itself."""


class Subject(NamedTuple):
    """A contact or a record."""

    kind: Literal["contact", "record"]
    id: int


class Host(Speaking, Protocol):
    """The screen that the details are on."""

    session: Session

    @property
    def app(self) -> App[object]:
        """Where questions and forms are shown."""


class Cards:
    """Tells the details list; what comes from the store is shown at once, what the server says a moment later."""

    def __init__(self, host: Host, details: DetailsList) -> None:
        self._host = host
        self._session = host.session
        self._details = details
        self._stack: list[Subject] = []
        self._told: Subject | None = None
        self._asked: dict[Subject, int] = {}
        self._notes: dict[Subject, str] = {}

    @property
    def subject(self) -> Subject | None:
        """What is shown."""
        return self._stack[-1] if self._stack else None

    @property
    def depth(self) -> int:
        """How many steps it is back to the first one."""
        return max(0, len(self._stack) - 1)

    def show(self, subject: Subject | None, *, asks: bool = True) -> None:
        """This one, with no way back; `asks`: the server too, unless it was asked lately."""
        if subject != self.subject or len(self._stack) > 1:
            self._stack = [] if subject is None else [subject]
            self.read()
        if asks and subject is not None:
            self.ask(lately=True)

    def go(self, subject: Subject) -> None:
        """From here to that one; `back` returns."""
        if subject != self.subject:
            self._stack.append(subject)
            self.read()
            self._details.action_first()
            self.ask(lately=True)

    def back(self) -> bool:
        """One step back; False if this is the first one."""
        if len(self._stack) < 2:
            return False
        self._stack.pop()
        self.read()
        return True

    def open(self) -> ConversationId | None:
        """Open what is under the cursor: a conversation is returned; a contact or a record is shown here."""
        detail = self._details.current
        match detail:
            case Detail(what="conversation", target=int(target)):
                return ConversationId(target)
            case Detail(what="contact" | "record" as kind, target=int(target)):
                self.go(Subject(kind, target))
            case _:
                self.edit()
        return None

    @property
    def is_told(self) -> bool:
        """Whether the details on the screen are those of the subject."""
        return self._told == self.subject

    def read(self) -> None:
        """What is cached of it may have changed."""
        start(self._host, self._read, group="card", exclusive=True)

    async def _read(self) -> None:
        subject = self.subject
        people = self._session.people
        details: tuple[Detail, ...] = ()
        if subject is None:
            self._details.explain("Nothing is chosen.", "")
        elif subject.kind == "contact":
            page = await people.contact(ContactId(subject.id))
            if page is not None:
                details = contact_details(page, national=await people.national(page.phone))
        else:
            record = await people.record(RecordId(subject.id))
            if record is not None:
                details = record_details(record)
        if subject != self.subject:
            return
        note = self._notes.get(subject, "") if subject is not None else ""
        if details and note:
            details = (details[0], Detail("field", "note", "", note), *details[1:])
        elif subject is not None and not details:
            self._details.explain(note or "Not cached yet.", "" if note else "It comes when the server answers.")
        self._details.show(details)
        self._told = subject

    def ask(self, *, lately: bool = False) -> None:
        """Read it again from the server; `lately`: not if that was done within `FRESH`."""
        subject = self.subject
        now = self._session.clock()
        if subject is None or (lately and now - self._asked.get(subject, 0) < FRESH):
            return
        self._asked[subject] = now
        start(self._host, partial(self._ask, subject), group="card ask", exclusive=True)

    async def _ask(self, subject: Subject) -> None:
        try:
            if subject.kind == "contact":
                await self._session.directory.contact(ContactId(subject.id))
            else:
                await self._session.directory.record(RecordId(subject.id))
        except Missing:
            note = f"This {subject.kind} is no longer on the server: this is what was cached."
        except ApiError as error:
            self._asked.pop(subject, None)
            note = f"As it was cached. {error}"
        else:
            note = ""
        if self._notes.get(subject, "") != note:
            self._notes[subject] = note
            self.read()

    def edit(self) -> None:
        """Change what is shown."""
        subject = self.subject
        if subject is not None:
            opens(self._host, partial(self._edit, subject), group="form", exclusive=True)

    async def _edit(self, subject: Subject) -> None:
        from chatlane_tui.ui.flows import people_forms

        app = self._host.app
        if subject.kind == "contact":
            saved: int | None = await people_forms.edit_contact(app, self._session, ContactId(subject.id))
        else:
            saved = await people_forms.edit_record(app, self._session, RecordId(subject.id))
        if saved is not None and saved != subject.id:
            self.go(Subject(subject.kind, saved))
        else:
            self.read()
