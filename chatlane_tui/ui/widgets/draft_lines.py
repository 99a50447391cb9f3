"""What the list of drafts says of one text: where it would go, its words, and why it is here if nobody left it here."""

from __future__ import annotations

from typing import Final

from rich.style import Style

from chatlane_tui.store.rows import DraftLine
from chatlane_tui.ui.ages import age
from chatlane_tui.ui.widgets.composer_heading import type_words
from chatlane_tui.ui.widgets.entry_list import EntryLine, EntryLook, Piece
from chatlane_tui.ui.widgets.wrapping import wrapped

MOST_NOTICE: Final = 2
"""Lines that a notice may take."""


def draft_lines(draft: DraftLine, look: EntryLook) -> tuple[EntryLine, ...]:
    """Two lines, and the notice where there is one."""
    looks = look.looks
    shown_age = age(draft.at, now=look.now, zone=look.zone).rjust(6)
    sign = ((look.glyphs.draft, looks.draft), (" ", Style.null()))
    head = EntryLine((*sign, *whom(draft, look)), ((shown_age, looks.muted),))
    words = draft.words or "(no text yet)"
    text = EntryLine((("  ", Style.null()), (words, Style.null() if draft.words else looks.muted)))
    rows = wrapped(draft.notice, max(8, look.width - 2))[:MOST_NOTICE] if draft.notice else []
    return head, text, *(EntryLine((("  ", Style.null()), (row, looks.warning))) for row in rows)


def whom(draft: DraftLine, look: EntryLook) -> tuple[Piece, ...]:
    """Reply or note, to whom or about whom. A note can never be taken for a reply."""
    looks = look.looks
    name = draft.name or f"conversation {draft.conversation_id}"
    subject = (f"  {draft.subject}" if draft.subject else "", looks.muted)
    if draft.kind == "note":
        return (("NOTE (internal)", looks.note + looks.strong), (" on ", looks.muted), (name, looks.strong), subject)
    kind = f"Reply by {type_words(draft.type)}" if draft.type else "Reply"
    via = (f" via {draft.channel}" if draft.channel else "", looks.muted)
    return ((kind, looks.strong), (" to ", looks.muted), (name, looks.strong), via, subject)
