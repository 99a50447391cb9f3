"""What the lists of contacts, records and inboxes say of one of them."""

from __future__ import annotations

from rich.style import Style

from chatlane_tui.store.people_rows import ContactLine, EntityLine, InboxLine, RecordLine
from chatlane_tui.ui.ages import age
from chatlane_tui.ui.widgets.composer_heading import type_words
from chatlane_tui.ui.widgets.entry_line import EntryLine, EntryLook, Piece


def contact_lines(row: ContactLine, look: EntryLook) -> tuple[EntryLine, ...]:
    """Who, and how to reach them."""
    looks = look.looks
    threads = f"{row.conversations} conversation{'' if row.conversations == 1 else 's'}" if row.conversations else ""
    reach = " · ".join(word for word in (row.email, row.phone) if word and word != row.label)
    return (
        EntryLine(((row.label, looks.strong if row.name else Style.null()),), ((threads, looks.muted),)),
        EntryLine((("  ", Style.null()), (reach or "neither e-mail nor phone", looks.muted))),
    )


def record_lines(row: RecordLine, look: EntryLook) -> tuple[EntryLine, ...]:
    """What it is called, of which entity, and what it holds."""
    looks = look.looks
    made = age(row.at, now=look.now, zone=look.zone) if row.at else ""
    return (
        EntryLine(((row.title, looks.strong),), ((f"{row.entity}  {made}".strip(), looks.muted),)),
        EntryLine((("  ", Style.null()), (row.words or "no other values", looks.muted))),
    )


def inbox_lines(row: InboxLine, look: EntryLook) -> tuple[EntryLine, ...]:
    """Its kind, what the server counts in it and when, and each channel that was learnt, with the age of that."""
    looks = look.looks
    kind = "about records" if row.is_entity else "standard" if row.type else "kind unknown"
    lines = [
        EntryLine(
            ((row.name or f"inbox {row.id}", looks.strong), (f"  {kind} · {row.cached:,} cached", looks.muted)),
            ((f"#{row.id}", looks.muted),),
        ),
        EntryLine((("  ", Style.null()), *_counts(row, look))),
    ]
    for channel in row.channels:
        state: Piece = (" inactive", looks.error) if channel.is_active is False else ("", Style.null())
        name = channel.name or f"channel {channel.id}"
        seen = f"seen {age(channel.seen_at, now=look.now, zone=look.zone)}"
        kind_word: Piece = (f"  {type_words(channel.type):<11}", looks.muted)
        lines.append(EntryLine((kind_word, (name, Style.null()), state), ((seen, looks.muted),)))
    if not row.channels:
        lines.append(EntryLine((("  no channel learnt yet: they show in its messages", looks.muted),)))
    return tuple(lines)


def _counts(row: InboxLine, look: EntryLook) -> tuple[Piece, ...]:
    looks = look.looks
    if row.counted_at is None:
        return (("not counted yet", looks.muted),)
    pieces: list[Piece] = []
    for count in row.counts:
        number = "?" if count.total is None else f"{count.total:,}"
        pieces += [(number, looks.strong), (f" {count.status}   ", Style.null())]
    counted = age(row.counted_at, now=look.now, zone=look.zone)
    said = "counted now" if counted == "now" else f"counted {counted} ago"
    return (*pieces, (said, looks.muted))


def entity_lines(row: EntityLine, look: EntryLook) -> tuple[EntryLine, ...]:
    """What it is called, and how many records of it are cached."""
    looks = look.looks
    count = f"{row.records:,} record{'' if row.records == 1 else 's'}"
    return (EntryLine(((row.name or f"entity {row.id}", looks.strong),), ((count, looks.muted),)), EntryLine())


def inbox_choice_lines(row: InboxLine, look: EntryLook) -> tuple[EntryLine, ...]:
    """An inbox in two lines: its kind, and by which types it is known to write."""
    looks = look.looks
    types = ", ".join(dict.fromkeys(type_words(channel.type) for channel in row.channels if channel.type))
    about = "about a record" if row.is_entity else "with a contact"
    return (
        EntryLine(((row.name or f"inbox {row.id}", looks.strong),), ((about, looks.muted),)),
        EntryLine((("  ", Style.null()), (types or "no channel learnt yet", looks.muted))),
    )
