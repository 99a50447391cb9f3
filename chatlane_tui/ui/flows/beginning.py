"""Beginning a conversation: inbox, then whom (or which record, and whom of it), then what about; then the composer.

Esc goes back a step. Nothing is sent before the first message is: what was chosen is kept here until then (W4). What is
typed into a step outlives quitting, and is taken up by whoever begins again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from chatlane_tui.errors import ApiError
from chatlane_tui.model.beginning import NewContact, NewConversation
from chatlane_tui.model.ids import ContactId, ConversationId, InboxId
from chatlane_tui.store.forms import FormEntry
from chatlane_tui.store.people_rows import ContactLine, InboxLine, RecordLine
from chatlane_tui.ui.flows import asking
from chatlane_tui.ui.flows.attempt import opens
from chatlane_tui.ui.flows.people_forms import AGAIN, contact_fields
from chatlane_tui.ui.screens.finder import Finder, whole
from chatlane_tui.ui.screens.form import FormScreen, Save, Values
from chatlane_tui.ui.screens.question import Answer, Question
from chatlane_tui.ui.widgets.entry_line import EntryLine, EntryLook
from chatlane_tui.ui.widgets.form_row import FormField
from chatlane_tui.ui.widgets.people_lines import contact_lines, inbox_choice_lines, record_lines

if TYPE_CHECKING:
    from chatlane_tui.ui.screens.inbox import InboxScreen

STATUSES: Final = ("active", "pending", "closed")
CONTACT, ABOUT = "begin contact", "begin about"
"""Under which kinds the two forms are kept."""
OPEN = Answer("open", "o", "open that one")
NEW = Answer("new", "n", "begin a new one all the same")

Whom = ContactLine | NewContact


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What is chosen so far. `asked`: by a person in the last step, who may want to go back to it."""

    inbox: InboxLine | None = None
    record: RecordLine | None = None
    whom: Whom | None = None
    subject: str = ""
    tags: tuple[str, ...] = ()
    status: str = ""
    asked: bool = True


class _OpenedInstead(Exception):
    """A conversation that is open already is gone on with."""

    def __init__(self, conversation_id: ConversationId) -> None:
        super().__init__()
        self.conversation_id = conversation_id


def begin(screen: InboxScreen, *, contact_id: ContactId | None = None) -> None:
    """Ask for everything, with this contact if one is chosen already; then open the composer."""
    opens(screen, partial(_begin, screen, contact_id), group="beginning", exclusive=True)


async def _begin(screen: InboxScreen, contact_id: ContactId | None) -> None:
    await screen.composing.flush()
    page = None if contact_id is None else await screen.session.people.contact(contact_id)
    given = None if page is None else ContactLine(page.id, page.name, page.email, page.phone, len(page.conversations))
    try:
        chosen = await _Steps(screen, given).run()
    except _OpenedInstead as instead:
        await screen.reading.visit(instead.conversation_id)
        return
    if chosen is not None and chosen.inbox is not None:
        local = await screen.session.begin.begin(_wanted(chosen, chosen.inbox.id))
        await screen.session.people.forget(CONTACT, 0)
        await screen.session.people.forget(ABOUT, _subject(chosen))
        await screen.composing.go_on(local, "reply")


def _wanted(chosen: _Chosen, inbox_id: InboxId) -> NewConversation:
    whom = chosen.whom
    return NewConversation(
        inbox_id,
        contact_id=whom.id if isinstance(whom, ContactLine) else None,
        new_contact=whom if isinstance(whom, NewContact) else None,
        record_id=None if chosen.record is None else chosen.record.id,
        subject=chosen.subject,
        status=chosen.status,
        tags=chosen.tags,
    )


class _Steps:
    """The questions, forwards and backwards. `given` is the contact if one is chosen already."""

    def __init__(self, screen: InboxScreen, given: ContactLine | None) -> None:
        self._screen = screen
        self._app = screen.app
        self._session = screen.session
        self._people = screen.session.people
        self._given = given

    async def run(self) -> _Chosen | None:
        """Everything chosen; None if it was given up. Raises `_OpenedInstead`."""
        steps = (self._inbox, self._whom, self._about)
        history = [_Chosen()]
        while len(history) <= len(steps):
            found = await steps[len(history) - 1](history[-1])
            if found is not None:
                history.append(found)
                continue
            while len(history) > 1 and not history[-1].asked:
                history.pop()
            if len(history) == 1:
                return None
            history.pop()
        return history[-1]

    async def _inbox(self, chosen: _Chosen) -> _Chosen | None:
        lines = await self._people.inboxes()
        if not lines:
            self._screen.say("No inbox is cached yet: they come with the first sync.", loud=True)
            return None
        if len(lines) == 1:
            return replace(chosen, inbox=lines[0], asked=False)
        picker = Finder[InboxLine](
            "New conversation: in which inbox?",
            lambda row: row.id,
            inbox_choice_lines,
            whole(lines, lambda row: row.name),
            note="" if self._given is None else f"With {self._given.label}.",
        )
        inbox = await self._app.push_screen_wait(picker)
        return None if inbox is None else replace(chosen, inbox=inbox, asked=True)

    async def _whom(self, chosen: _Chosen) -> _Chosen | None:
        assert chosen.inbox is not None  # noqa: S101
        if chosen.inbox.is_entity:
            return await self._record(chosen)
        whom: Whom | None = self._given or await self._contact(chosen.inbox)
        if whom is None:
            return None
        if isinstance(whom, ContactLine) and not await self._is_wanted(whom):
            return None
        return replace(chosen, whom=whom, record=None, asked=self._given is None)

    async def _contact(self, inbox: InboxLine) -> Whom | None:
        picker = Finder[Whom](
            f"{inbox.name or 'New conversation'}: with whom?",
            lambda row: row.id if isinstance(row, ContactLine) else row,
            _whom_lines,
            lambda words, offset: self._people.contacts(words=words, offset=offset),
            empty=("Nobody cached matches.", "^r asks the server for an e-mail or phone; ^n writes to somebody new."),
            ask=self._ask,
            create=self._somebody_new,
            clock=self._session.clock,
        )
        return await self._app.push_screen_wait(picker)

    async def _ask(self, picker: Finder[Whom], words: str) -> Sequence[Whom]:
        found, sentence = await asking.ask(self._session, words)
        picker.say(sentence)
        return found

    async def _somebody_new(self, _: Finder[Whom], words: str) -> Whom | None:
        """Name, e-mail, phone: kept with the conversation, and made on the server before it, if nobody has them."""
        made: list[NewContact] = []

        async def take(form: FormScreen, values: Values) -> int | None:
            name, email, phone = (str(values.get(key) or "") for key in ("name", "email", "phone_number"))
            if not (email or phone):
                form.tell("An e-mail address or a phone number is needed: that is where it goes.", is_problem=True)
                return None
            made.append(NewContact(name, email, phone))
            return 0

        note = "Made when the first message goes."
        await self._filled(CONTACT, 0, "Somebody new", contact_fields(words=words), take, note=note)
        return made[0] if made else None

    async def _filled(
        self, kind: str, subject: int, title: str, fields: Sequence[FormField], take: Save, *, note: str
    ) -> None:
        """A form whose words are kept until the conversation is begun, or a person discards them."""
        people, typed = self._people, list[FormEntry]()

        async def keep(entries: Sequence[FormEntry]) -> None:
            typed[:] = entries or typed
            await (people.keep(kind, subject, entries) if entries else people.forget(kind, subject))

        async def taken(form: FormScreen, values: Values) -> int | None:
            done = await take(form, values)
            is_done.append(done is not None)
            return done

        is_done: list[bool] = []
        begun = await people.begun(kind, subject)
        typed.extend(begun.entries if begun is not None else ())
        said = AGAIN if begun is not None else note
        form = FormScreen(title, fields, taken, keep=keep, kept=tuple(typed), note=said, saves="go on")
        await self._app.push_screen_wait(form)
        if any(is_done) and typed:
            await people.keep(kind, subject, typed)

    async def _is_wanted(self, whom: ContactLine) -> bool:
        """Warn of a conversation with them that is open. Raises `_OpenedInstead`; False: back to the step before."""
        still = await self._people.open_conversations(whom.id)
        if not still:
            return True
        newest = still[0]
        count = "There is an open conversation" if len(still) == 1 else f"There are {len(still)} open conversations"
        detail = f"{newest.subject or '(no subject)'}\n{newest.status} · {newest.inbox}"
        match await self._app.push_screen_wait(Question(f"{count} with {whom.label}.", (OPEN, NEW), detail=detail)):
            case "open":
                raise _OpenedInstead(newest.id)
            case "new":
                return True
            case _:
                return False

    async def _record(self, chosen: _Chosen) -> _Chosen | None:
        """The record, then one of its contacts; Esc there goes back to the records."""
        assert chosen.inbox is not None  # noqa: S101
        while True:
            picker = Finder[RecordLine](
                f"{chosen.inbox.name}: about which record?",
                lambda row: row.id,
                record_lines,
                lambda words, offset: self._people.records(words=words, offset=offset),
                empty=("No cached record holds that.", "g r makes a new one. Esc goes back."),
                clock=self._session.clock,
            )
            record = await self._app.push_screen_wait(picker)
            if record is None:
                return None
            whom = await self._of_record(record)
            if whom is not None and await self._is_wanted(whom):
                return replace(chosen, record=record, whom=whom, asked=True)

    async def _of_record(self, record: RecordLine) -> ContactLine | None:
        """Only a single read of a record tells its contacts (E1)."""
        page = await self._people.record(record.id)
        if page is None or not page.contacts:
            self._screen.say("Reading the record…")
            try:
                await self._session.directory.record(record.id)
            except ApiError as error:
                self._screen.say(f"Its contacts are not known: {error}", loud=True)
                return None
            page = await self._people.record(record.id)
        if page is None or not page.contacts:
            self._screen.say("The server knows no contact of this record: nobody could be written to.", loud=True)
            return None
        if len(page.contacts) == 1:
            return page.contacts[0]
        picker = Finder[ContactLine](
            f"{page.title}: to whom?",
            lambda row: row.id,
            contact_lines,
            whole(page.contacts, lambda row: f"{row.name} {row.email} {row.phone}"),
            note="These belong to the record.",
            clock=self._session.clock,
        )
        return await self._app.push_screen_wait(picker)

    async def _about(self, chosen: _Chosen) -> _Chosen | None:
        """Subject, tags, status: all of them may stay empty."""
        found: list[_Chosen] = []

        async def take(_: FormScreen, values: Values) -> int | None:
            subject, tags, status = (str(values.get(key) or "") for key in ("subject", "tags", "status"))
            listed = tuple(dict.fromkeys(tag.strip() for tag in tags.split(",") if tag.strip()))
            found.append(replace(chosen, subject=subject, tags=listed, status=status, asked=True))
            return 0

        assert chosen.inbox is not None  # noqa: S101
        whom = chosen.whom.label if isinstance(chosen.whom, ContactLine) else chosen.whom.name if chosen.whom else ""
        about = f" about {chosen.record.title}" if chosen.record is not None else ""
        fields = (
            FormField("subject", "Subject", chosen.subject, has_kind=False),
            FormField("tags", "Tags", ", ".join(chosen.tags), has_kind=False, hint="with commas; only now, not later"),
            FormField("status", "Status", chosen.status, options=STATUSES, has_kind=False),
        )
        note = "^s goes on to the message. The conversation is made when that is sent."
        title = f"{chosen.inbox.name}: with {whom}{about}"
        await self._filled(ABOUT, _subject(chosen), title, fields, take, note=note)
        return found[0] if found else None


def _subject(chosen: _Chosen) -> int:
    """Whose conversation it is, for the form that is kept; 0: somebody's who has no id yet."""
    return chosen.whom.id if isinstance(chosen.whom, ContactLine) else 0


def _whom_lines(whom: Whom, look: EntryLook) -> tuple[EntryLine, ...]:
    if isinstance(whom, NewContact):
        whom = ContactLine(ContactId(0), whom.name, whom.email, whom.phone, 0)
    return contact_lines(whom, look)
