"""What the list of attachments says of one file: its name, size, type, sender, and how far it has come."""

from __future__ import annotations

from typing import Final, NamedTuple

from rich.style import Style

from chatlane_tui.render.links import link_to
from chatlane_tui.store.rows import AttachmentRow
from chatlane_tui.ui.ages import age
from chatlane_tui.ui.widgets.entry_list import EntryLine, EntryLook, Piece
from chatlane_tui.ui.widgets.message_block import size_words
from chatlane_tui.ui.widgets.wrapping import wrapped

MOST_PROBLEM: Final = 2
"""Lines that the reason of a failure may take."""


class FileLine(NamedTuple):
    """A file of a conversation, and how its download stands."""

    key: str
    """Of its message, and its place there: two files may be equal."""
    file: AttachmentRow
    name: str
    """What it is called on this machine."""
    sender: str
    at: int
    is_current: bool
    """Of the message that was under the cursor."""
    stage: str = ""
    """"running", "saved", "failed", "cancelled", or empty: nothing was begun."""
    received: int = 0
    size: int | None = None
    place: str = ""
    """Where it was saved."""
    problem: str = ""


def file_lines(line: FileLine, look: EntryLook) -> tuple[EntryLine, ...]:
    """Name and size; type, sender and host; then how its download stands, if one was begun."""
    looks, dot = look.looks, f" {look.glyphs.dot} "
    size = size_words(line.file.size) or "size unknown"
    name = line.name if line.name == line.file.name else f"{line.name}  (named {line.file.name or 'nothing'})"
    mark = (f"{look.glyphs.here if line.is_current else ' '} ", looks.accent)
    head = EntryLine((mark, (name, looks.strong)), ((size, looks.muted),))
    facts = [fact for fact in (line.file.mime_type, f"from {line.sender}" if line.sender else "", _host(line)) if fact]
    when = age(line.at, now=look.now, zone=look.zone)
    told = EntryLine((("  ", Style.null()), (dot.join(facts), looks.muted)), ((when, looks.muted),))
    return head, told, *(EntryLine((("  ", Style.null()), piece)) for piece in _progress(line, look))


def _host(line: FileLine) -> str:
    found = link_to(line.file.url)
    if found is None:
        return "" if line.file.url.startswith("/") else "no address"
    return f"at {found.host}{'' if found.url.startswith('https:') else ' (not encrypted)'}"


def _progress(line: FileLine, look: EntryLook) -> tuple[Piece, ...]:
    looks = look.looks
    match line.stage:
        case "running":
            done = size_words(line.received)
            if line.size:
                share = min(100, 100 * line.received // line.size)
                return ((f"{_bar(share, look)} {share} %  {done} of {size_words(line.size)}", looks.waiting),)
            return ((f"downloading{look.glyphs.more} {done}", looks.waiting),)
        case "saved":
            return ((f"saved as {line.place}", looks.ours),)
        case "failed":
            rows = wrapped(line.problem, max(8, look.width - 2))[:MOST_PROBLEM]
            return tuple((row, looks.error) for row in rows)
        case "cancelled":
            return (("stopped; nothing was saved", looks.muted),)
        case _:
            return ()


def _bar(share: int, look: EntryLook) -> str:
    full = share // 5
    filled, empty = ("#", "-") if look.glyphs.plain else ("█", "░")
    return filled * full + empty * (20 - full)
