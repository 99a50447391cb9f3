"""The words that keep a reply and a note apart: in the composer's border, and on the line that sends."""

from __future__ import annotations

from textual.content import Content

from chatlane_tui.ui.text import assembled, cut
from chatlane_tui.ui.theme import UNICODE, Glyphs
from chatlane_tui.ui.widgets.target import Target

LONGEST_NAME = 60
"""Cells of a name on the line that sends: the letters that stand after it have to be seen."""


def type_words(type: str) -> str:  # noqa: A002 - the API's word
    """A type of message as the screen shows it: "EMAIL", "PHONE CALL", an unknown one raw in capitals (A8)."""
    return type.replace("_", " ").upper()


def heading(target: Target, glyphs: Glyphs = UNICODE) -> Content:
    """What stands in the composer's border: whose eyes this is for, on which channel, from where."""
    dot = f" {glyphs.dot} "
    if target.kind == "note":
        frame = "## " if glyphs.plain else ""
        return assembled((f"{frame}NOTE", "bold"), f"{dot}internal, the customer does not see this")
    parts: list[str | tuple[str, str]] = [("Reply", "bold"), dot, (type_words(target.type) or "no channel yet", "bold")]
    if target.recipient:
        parts.append(f" to {target.recipient}")
    via = target.channel or target.inbox
    if via:
        parts.append(f" via {via}")
    return assembled(*parts)


def send_words(target: Target) -> str:
    """What sending does: "SEND EMAIL to ada@example.com via Support mail (#3)", "SEND NOTE (internal)"."""
    sender = f" AS {sender_words(target)}" if target.sender_type else ""
    if target.kind == "note":
        return f"SEND NOTE (internal){sender}{_with(target)}"
    words = f"SEND {cut(type_words(target.type), LONGEST_NAME)}".rstrip() + sender
    if target.recipient:
        words = f"{words} to {cut(target.recipient, LONGEST_NAME)}"
    return f"{words}{_via(target)}{_with(target)}"


def sender_words(target: Target) -> str:
    """In whose name it goes: "CONTACT #456" (M9)."""
    number = "no id" if target.sender_id is None else f"#{target.sender_id}"
    return f"{target.sender_type.upper()} {number}"


def sender_warning(target: Target) -> str:
    """What it means to write in another name, as a sentence; empty for one's own (M9)."""
    if not target.sender_type:
        return ""
    if target.sender_type == "contact":
        return f"In the name of {sender_words(target)}: it will look as if the customer had written it (M9)."
    return f"In the name of {sender_words(target)}, not in yours (M9)."


def enclosed_words(target: Target, glyphs: Glyphs = UNICODE) -> str:
    """Who gets a copy and what goes along, each named; empty where nothing does."""
    from chatlane_tui.model.file_links import looked_at

    parts = []
    if target.has_copies:
        copies = (("Cc", target.cc), ("Bcc", target.bcc))
        parts += [f"{label} {' '.join(value.split())}" for label, value in copies if value.strip()]
    if target.file_urls:
        names = ", ".join(link.name for link in looked_at(target.file_urls))
        parts.append(f"{_files(len(target.file_urls))} by public link: {names}")
    return f" {glyphs.dot} ".join(parts)


def _via(target: Target) -> str:
    if not target.type:
        return ""
    if target.channel_id is None:
        return f" via the server's first {cut(target.type.replace('_', ' '), LONGEST_NAME)} channel"
    if not target.channel:
        return f" via channel #{target.channel_id}"
    return f" via {cut(target.channel, LONGEST_NAME)} (#{target.channel_id})"


def _with(target: Target) -> str:
    """How many more get it, and what goes along."""
    from chatlane_tui.model.addresses import split

    parts = []
    if target.has_copies:
        copies = (("cc", split(target.cc)), ("bcc", split(target.bcc)))
        parts += [f"{label} {len(people)}" for label, people in copies if people]
    if target.file_urls:
        parts.append(_files(len(target.file_urls)))
    return f" + {', '.join(parts)}" if parts else ""


def _files(number: int) -> str:
    return "1 file" if number == 1 else f"{number} files"
