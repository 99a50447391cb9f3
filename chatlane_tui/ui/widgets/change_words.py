"""What changed on the server, as one quiet line: "status active → closed, seen 14:02"."""

from __future__ import annotations

from datetime import tzinfo

from chatlane_tui.store.rows import ChangeRow
from chatlane_tui.ui.ages import seen_at
from chatlane_tui.ui.theme import Glyphs


def change_words(change: ChangeRow, *, beside: int, zone: tzinfo | None, glyphs: Glyphs) -> str:
    """The line; `beside` (ms) is the time of the message above it, whose day need not be said again."""
    return f"{_what(change, glyphs)}, seen {seen_at(change.at, beside=beside, zone=zone)}"


def _what(change: ChangeRow, glyphs: Glyphs) -> str:
    becomes = "->" if glyphs.plain else "→"
    match change:
        case ChangeRow(kind=("starred" | "archived") as kind, now=is_so):
            return f"{kind} on the server" if is_so == "1" else f"no longer {kind} on the server"
        case ChangeRow(kind="assignee", was="", now=now):
            return f"assigned to {now}"
        case ChangeRow(kind="assignee", was=was, now=""):
            return f"no longer assigned to {was}"
        case ChangeRow(kind=kind, was=was, now=now):
            return f"{kind} {was or '(none)'} {becomes} {now or '(none)'}"
