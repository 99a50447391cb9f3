"""What the list of links says of one: its number, the host it really leads to, the whole address, and what is odd."""

from __future__ import annotations

from typing import Final, NamedTuple

from rich.style import Style

from chatlane_tui.render.document import Link
from chatlane_tui.ui.widgets.entry_list import EntryLine, EntryLook
from chatlane_tui.ui.widgets.wrapping import wrapped

MOST_ADDRESS: Final = 3
"""Lines that an address may take; copying takes all of it."""


class LinkLine(NamedTuple):
    """A link of a message or of a conversation."""

    number: int
    """From 1."""
    link: Link
    words: str
    """What a person clicks on; empty where that is the address itself."""
    decoded: str
    """The host as it wants to be read, where that is not how it is written."""


def link_lines(line: LinkLine, look: EntryLook) -> tuple[EntryLine, ...]:
    """Host first; then what it says of itself; then the address."""
    looks = look.looks
    number = (f"{line.number:>3}  ", looks.accent)
    scheme = line.link.url.partition(":")[0]
    where = line.link.host or {"mailto": "e-mail", "tel": "phone"}.get(scheme, scheme)
    odd = "" if scheme != "http" else "not encrypted"
    head = EntryLine((number, (where, looks.strong)), ((odd, looks.warning),) if odd else ())
    indent = ("     ", Style.null())
    rows = [EntryLine((indent, (row, looks.error))) for row in _warning(line, look)]
    if line.words:
        rows.append(
            EntryLine((indent, (f"“{line.words}”" if not look.glyphs.plain else f'"{line.words}"', looks.base)))
        )
    width = max(8, look.width - 5)
    address = wrapped(line.link.url, width)
    if len(address) > MOST_ADDRESS:
        address = [*address[: MOST_ADDRESS - 1], f"{address[MOST_ADDRESS - 1][: width - 2]}{look.glyphs.more}"]
    return head, *rows, *(EntryLine((indent, (row, looks.muted))) for row in address)


def warning_of(line: LinkLine) -> str:
    """Why it may not be what it looks like; empty where it is nothing special."""
    if not line.link.suspicious:
        return ""
    if line.decoded:
        return f"Look twice: the name is written with other letters, as {line.decoded}."
    if "@" in line.link.url.partition("://")[2].partition("/")[0]:
        return "Look twice: what stands before the @ is a name, and not where it leads."
    return "Look twice: it is written with letters that look like others."


def _warning(line: LinkLine, look: EntryLook) -> list[str]:
    warning = warning_of(line)
    return wrapped(f"! {warning}", max(8, look.width - 5))[:2] if warning else []
