"""The words that keep a reply and a note apart: in the composer's border, and on the line that sends."""

from __future__ import annotations

from textual.content import Content

from chatlane_tui.ui.theme import UNICODE, Glyphs
from chatlane_tui.ui.widgets.target import Target


def type_words(type: str) -> str:  # noqa: A002 - the API's word
    """A type of message as the screen shows it: "EMAIL", "PHONE CALL", an unknown one raw in capitals (A8)."""
    return type.replace("_", " ").upper()


def heading(target: Target, glyphs: Glyphs = UNICODE) -> Content:
    """What stands in the composer's border: whose eyes this is for, on which channel, from where."""
    dot = f" {glyphs.dot} "
    if target.kind == "note":
        frame = "## " if glyphs.plain else ""
        return Content.assemble((f"{frame}NOTE", "bold"), f"{dot}internal, the customer does not see this")
    parts: list[str | tuple[str, str]] = [("Reply", "bold"), dot, (type_words(target.type) or "no channel yet", "bold")]
    if target.recipient:
        parts.append(f" to {target.recipient}")
    via = target.channel or target.inbox
    if via:
        parts.append(f" via {via}")
    return Content.assemble(*parts)


def send_words(target: Target) -> str:
    """What sending does, in capitals: "SEND EMAIL to ada@example.com", "SEND NOTE (internal)"."""
    if target.kind == "note":
        return "SEND NOTE (internal)"
    words = f"SEND {type_words(target.type)}".rstrip()
    return f"{words} to {target.recipient}" if target.recipient else words
