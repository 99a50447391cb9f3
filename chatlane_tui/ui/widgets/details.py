"""All that is known of one contact or record, as a list: what it is, what it has, whom and what it belongs with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar, Final, Literal, NamedTuple

from rich.style import Style
from textual.binding import BindingType
from textual.message import Message

from chatlane_tui.model.clock import Clock, system_clock
from chatlane_tui.model.fields import shown
from chatlane_tui.store.people_rows import (
    ContactLine,
    ContactPage,
    Field,
    LinkedConversation,
    RecordLine,
    RecordPage,
)
from chatlane_tui.ui.ages import age, seen_at
from chatlane_tui.ui.keys import Place, bindings
from chatlane_tui.ui.theme import UNICODE, Glyphs
from chatlane_tui.ui.widgets.entry_line import EntryLine, EntryLook, Piece
from chatlane_tui.ui.widgets.entry_list import EntryList
from chatlane_tui.ui.widgets.wrapping import wrapped

What = Literal["title", "section", "field", "conversation", "contact", "record"]

LABEL: Final = 14
"""Cells for what a field is called, where there is room for it."""
MOST_ROWS: Final = 6
"""Rows that one value may take."""


class Detail(NamedTuple):
    """One entry. `target` is the id of the conversation, contact or record that opening it shows."""

    what: What
    key: str
    label: str
    words: str = ""
    aside: str = ""
    at: int | None = None
    target: int | None = None
    marked: bool = False
    """Unread."""


class DetailsList(EntryList[Detail]):
    """Enter opens what is under the cursor; on a field, it edits that."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.DETAILS)]

    @dataclass
    class EditWanted(Message):
        """The contact or record shown is to be edited."""

    @dataclass
    class ConversationWanted(Message):
        """A new conversation with it is to be begun."""

    @dataclass
    class RefreshWanted(Message):
        """It is to be read again from the server."""

    def __init__(self, *, clock: Clock = system_clock, glyphs: Glyphs = UNICODE) -> None:
        super().__init__(lambda detail: detail.key, detail_lines, gap=0, clock=clock, glyphs=glyphs)

    def action_edit(self) -> None:
        """Change it."""
        self.post_message(self.EditWanted())

    def action_converse(self) -> None:
        """Write to them."""
        self.post_message(self.ConversationWanted())

    def action_refresh(self) -> None:
        """Ask the server."""
        self.post_message(self.RefreshWanted())


def contact_details(page: ContactPage, *, national: str = "") -> tuple[Detail, ...]:
    """What is known of a contact; `national` is the phone number as its country writes it."""
    return (
        Detail("title", "title", page.label, aside="contact"),
        *(
            Detail("field", key, label, words)
            for key, label, words in (("email", "e-mail", page.email), ("phone_number", "phone", page.phone))
            if words
        ),
        *([Detail("field", "national", "", national)] if national and national != page.phone else ()),
        *_values("custom_attributes", page.attributes),
        *_times(page.created_at, page.updated_at),
        *_section("Conversations", [_conversation(row) for row in page.conversations], "none cached"),
        *_section("Records", [_record(row) for row in page.records], "none known"),
    )


def record_details(page: RecordPage) -> tuple[Detail, ...]:
    """What is known of a record."""
    named = [Detail("field", "external_id", "external id", page.external_id)] if page.external_id else []
    return (
        Detail("title", "title", page.title, aside=page.entity or "record"),
        *named,
        *_values("values", page.values),
        *_times(page.created_at, page.updated_at),
        *_section("Contacts", [_contact(row) for row in page.contacts], "none known"),
        *_section("Conversations", [_conversation(row) for row in page.conversations], "none cached"),
    )


def _values(nested: str, fields: Iterable[Field]) -> Iterator[Detail]:
    for field in fields:
        yield Detail("field", f"{nested}.{field.key}", field.key, shown(field.value))


def _times(created_at: int | None, updated_at: int | None) -> Iterator[Detail]:
    if created_at is not None:
        yield Detail("field", "created_at", "since", at=created_at)
    if updated_at is not None and updated_at != created_at:
        yield Detail("field", "updated_at", "changed", at=updated_at)


def _section(name: str, rows: list[Detail], empty: str) -> Iterator[Detail]:
    yield Detail("section", f"section {name}", name, aside=str(len(rows)) if rows else empty)
    yield from rows


def _conversation(row: LinkedConversation) -> Detail:
    words = " · ".join(word for word in (row.status, row.inbox, "done here" if row.done else "") if word)
    return Detail(
        "conversation",
        f"conversation {row.id}",
        row.subject or "(no subject)",
        words,
        at=row.at,
        target=row.id,
        marked=row.unread,
    )


def _contact(row: ContactLine) -> Detail:
    reach = " · ".join(word for word in (row.email, row.phone) if word and word != row.label)
    return Detail("contact", f"contact {row.id}", row.label, reach, target=row.id)


def _record(row: RecordLine) -> Detail:
    return Detail("record", f"record {row.id}", row.title, row.words, aside=row.entity, target=row.id)


def detail_lines(detail: Detail, look: EntryLook) -> tuple[EntryLine, ...]:
    """The lines of one entry."""
    looks = look.looks
    match detail.what:
        case "title":
            return (EntryLine(((detail.label, looks.strong),), ((detail.aside, looks.muted),)),)
        case "section":
            return EntryLine(), EntryLine(((detail.label, looks.accent), (f"  {detail.aside}", looks.muted)))
        case "field":
            return _field_lines(detail, look)
        case _:
            sign = f"{look.glyphs.unread} " if detail.marked else "  "
            when = age(detail.at, now=look.now, zone=look.zone) if detail.at else detail.aside
            head = EntryLine(
                ((sign, looks.theirs), (detail.label, looks.strong if detail.marked else Style.null())),
                ((when, looks.muted),),
            )
            return (head, EntryLine((("  ", Style.null()), (detail.words, looks.muted)))) if detail.words else (head,)


def _field_lines(detail: Detail, look: EntryLook) -> tuple[EntryLine, ...]:
    words = detail.words if detail.at is None else seen_at(detail.at, beside=look.now, zone=look.zone)
    indent = min(LABEL, look.width // 3)
    label: Piece = (f"{detail.label:<{indent}.{max(1, indent - 1)}}", look.looks.muted)
    rows = wrapped(words, max(8, look.width - indent))
    if len(rows) > MOST_ROWS:
        rows = [*rows[: MOST_ROWS - 1], look.glyphs.more]
    first = EntryLine((label, (rows[0], Style.null())))
    return first, *(EntryLine(((" " * indent, Style.null()), (row, Style.null()))) for row in rows[1:])
