"""The one key table: bindings, help, palette, hint bar and the README's table are all made from it."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from textual.binding import Binding


class Place(enum.StrEnum):
    """Where a key works: in a pane, on a screen whatever pane is focused, or everywhere."""

    LIST = "list"
    THREAD = "thread"
    COMPOSER = "composer"
    INBOX = "inbox"
    HITS = "hits"
    FIND = "find"
    ENTRIES = "entries"
    OUTBOX = "outbox"
    DRAFTS = "drafts"
    FILES = "files"
    LINKS = "links"
    DETAILS = "details"
    CONTACTS = "contacts"
    RECORDS = "records"
    INBOXES = "inboxes"
    FORM = "form"
    FINDER = "finder"
    APP = "app"


class Key(NamedTuple):
    """One action and its keys. A key with a space in it is a chord: `g g`."""

    id: str
    keys: tuple[str, ...]
    action: str
    words: str
    """What it does, as help and palette say it."""
    hint: str = ""
    """What the hint bar says; empty: not in the hint bar."""
    priority: bool = False
    palette: bool = True

    @property
    def place(self) -> Place:
        """The part of the id before the dot."""
        return _place(self.id)


@cache
def _place(id: str) -> Place:  # noqa: A002
    return Place(id.partition(".")[0])


def _key(
    id: str,  # noqa: A002
    keys: str,
    words: str,
    *,
    hint: str = "",
    action: str = "",
    priority: bool = False,
    palette: bool = True,
) -> Key:
    name = id.partition(".")[2]
    return Key(id, tuple(keys.split(", ")) if keys else (), action or name, words, hint, priority, palette)


TABLE: tuple[Key, ...] = (
    _key("list.cursor_down", "j, down", "Next conversation", hint="move", palette=False),
    _key("list.cursor_up", "k, up", "Previous conversation", palette=False),
    _key("list.half_down", "ctrl+d", "Half a page down", palette=False),
    _key("list.half_up", "ctrl+u", "Half a page up", palette=False),
    _key("list.page_down", "pagedown, space", "A page down", palette=False),
    _key("list.page_up", "pageup", "A page up", palette=False),
    _key("list.first", "g g, home", "First conversation", palette=False),
    _key("list.last", "G, end", "Last conversation", palette=False),
    _key("list.open", "enter, o", "Open the conversation", hint="open"),
    _key("list.density", "", "One line a conversation, or two"),
    _key("list.select", "x", "Select it, or not; verbs then act on the selection"),
    _key("list.select_range", "V", "Select all from the one selected last to here"),
    _key("list.select_all", "*", "Select all of this list; again: none"),
    _key("thread.next_message", "j", "Next message", hint="message", palette=False),
    _key("thread.previous_message", "k", "Previous message", palette=False),
    _key("thread.line_down", "down", "A line down", palette=False),
    _key("thread.line_up", "up", "A line up", palette=False),
    _key("thread.half_down", "ctrl+d", "Half a page down", palette=False),
    _key("thread.half_up", "ctrl+u", "Half a page up", palette=False),
    _key("thread.page_down", "pagedown", "A page down", palette=False),
    _key("thread.page_up", "pageup", "A page up", palette=False),
    _key("thread.first", "g g, home", "First message", palette=False),
    _key("thread.last", "G, end", "Newest message", palette=False),
    _key("thread.page_or_next", "space", "Page the thread, then the next unread", hint="page", palette=False),
    _key("thread.unfold", "h", "Unfold quoted history; again: all"),
    _key("thread.copy", "y", "Copy the selection, else the message; again: its code blocks"),
    _key("thread.reference", "Y", "Copy its reference: numbers and web address"),
    _key("thread.attachments", "A", "Attachments: download, open, copy the address"),
    _key("thread.links", "L", "Links: where they lead, open, copy"),
    _key("thread.view", "v", "See the body as HTML, Markdown, plain text, source, or as it was taken for"),
    _key("thread.times", "T", "Times: how long ago, or the moment"),
    _key("thread.pipe", "|", "Pipe the message or the thread to a command"),
    _key("thread.pager", "P", "Read the thread in $PAGER"),
    _key("thread.export", "W", "Export the thread as Markdown, text or JSON"),
    _key("thread.decide", "enter, o", "Decide about a message that was not sent; show the rest of a long one"),
    _key("inbox.reply", "r", "Reply on the customer's last channel", hint="reply"),
    _key("inbox.note", "n", "Internal note", hint="note"),
    _key("inbox.done", "e", "Done here, and on to the next one", hint="done"),
    _key("inbox.done_stay", "E", "Done here, and stay"),
    _key("inbox.snooze", "z", "Snooze here until a time", hint="snooze"),
    _key("inbox.star", "s", "Star here, or not"),
    _key("inbox.unread", "U", "Unread here; what is unread: read"),
    _key("inbox.label", "t", "Label here"),
    _key("inbox.later", "l", "Answer it later, or not"),
    _key("inbox.follow_up", "w", "Remind me if nobody answers in time"),
    _key("inbox.run", "F", "Focus run: one conversation after the other; goes on where it was left"),
    _key("inbox.undo", "u", "Undo the last act here, or recall the message that is held"),
    _key("inbox.next_conversation", "J, ]", "Next conversation, while reading"),
    _key("inbox.previous_conversation", "K, [", "Previous conversation, while reading"),
    _key("inbox.next_pane", "tab", "Next pane", palette=False),
    _key("inbox.previous_pane", "shift+tab", "Previous pane", palette=False),
    _key("inbox.back", "escape", "Back"),
    _key("inbox.leave", "q", "Back; at the root: quit"),
    _key("inbox.browse", "O", "Open the conversation in the browser"),
    _key("inbox.refresh", "ctrl+r, f5", "Ask the server now"),
    _key("inbox.search", "/", "Search everything", hint="search"),
    _key("inbox.filter", "f", "Filter this list"),
    *(_key(f"inbox.view_{digit}", str(digit), f"View {digit}") for digit in range(1, 10)),
    _key("inbox.order", "S", "Another order: newest, oldest, longest wait; of a search also best match"),
    _key("inbox.most_at_risk", ".", "Open who is to be answered first; again: the next one"),
    _key("inbox.inboxes", "I", "Show one inbox, or all"),
    _key("inbox.jump", "ctrl+k", "Jump to a conversation or an inbox by letters of its name"),
    _key("inbox.find_here", "ctrl+f", "Find in this conversation"),
    _key("inbox.outbox", "g o", "Outbox: what waits to be sent, and why"),
    _key("inbox.drafts", "g d", "Drafts: texts that were begun"),
    _key("inbox.details", "i", "Details of the customer or the record: show, hide"),
    _key("inbox.contacts", "g c", "Contacts"),
    _key("inbox.records", "g r", "Records of custom entities"),
    _key("inbox.inbox_list", "g i", "Inboxes: kinds, channels, counts; opened, one is shown alone"),
    _key("inbox.converse", "c", "New conversation"),
    _key("inbox.answer_to", "g t", "Choose whom to write to, where it is about a record"),
    _key("hits.next_hit", "]", "Next hit in the conversation", hint="hit"),
    _key("hits.previous_hit", "[", "Previous hit in the conversation"),
    _key("find.to_found", "enter, down", "On to what was found", hint="go to it"),
    _key("find.leave_finding", "escape", "Look for nothing any more", hint="leave"),
    _key("entries.open", "enter, o", "Open it: a conversation, a file, a contact", hint="open"),
    _key("entries.back", "escape, q", "Back", hint="back"),
    _key("entries.cursor_down", "j, down", "Next line", palette=False),
    _key("entries.cursor_up", "k, up", "Previous line", palette=False),
    _key("entries.half_down", "ctrl+d", "Half a page down", palette=False),
    _key("entries.half_up", "ctrl+u", "Half a page up", palette=False),
    _key("entries.page_down", "pagedown, space", "A page down", palette=False),
    _key("entries.page_up", "pageup", "A page up", palette=False),
    _key("entries.first", "g g, home", "First line", palette=False),
    _key("entries.last", "G, end", "Last line", palette=False),
    _key("outbox.send", "s", "Send now; send again, after a question", hint="send"),
    _key("outbox.edit", "e", "Take it back into the composer", hint="edit"),
    _key("outbox.discard", "x", "Discard, after a question", hint="discard"),
    _key("outbox.resolve", "r", "Say what became of an uncertain one; decide", hint="resolve"),
    _key("outbox.another_channel", "c", "Answer on another channel, with the same text", hint="other channel"),
    _key("outbox.refresh", "ctrl+r, f5", "Ask the server now"),
    _key("drafts.discard", "x", "Discard, after a question", hint="discard"),
    _key("files.download", "s", "Save it in the folder for files", hint="save"),
    _key("files.copy", "y", "Copy its address", hint="copy address"),
    _key("files.stop", "x", "Stop it, while it is coming", hint="stop"),
    _key("links.copy", "y", "Copy its address", hint="copy"),
    _key("links.everywhere", "L", "The links of the whole conversation", hint="all"),
    _key("details.edit", "e", "Edit it", hint="edit"),
    _key("details.converse", "c", "New conversation with them", hint="write"),
    _key("details.refresh", "ctrl+r, f5", "Read it again from the server"),
    _key("contacts.search", "/", "Search by name, e-mail, phone or attributes", hint="search"),
    _key("contacts.create", "n", "New contact", hint="new"),
    _key("contacts.converse", "c", "New conversation with this one", hint="write"),
    _key("contacts.edit", "e", "Edit this one", hint="edit"),
    _key("contacts.ask", "ctrl+r, f5", "Ask the server for this e-mail or phone number", hint="ask server"),
    _key("contacts.next_pane", "tab, shift+tab", "To the details, to the list", palette=False),
    _key("records.search", "/", "Search in their values", hint="search"),
    _key("records.entity", "f", "Next entity: all, each one", hint="entity"),
    _key("records.create", "n", "New record", hint="new"),
    _key("records.edit", "e", "Edit this one", hint="edit"),
    _key("records.refresh", "ctrl+r, f5", "Read this one again from the server"),
    _key("records.next_pane", "tab, shift+tab", "To the details, to the list", palette=False),
    _key("inboxes.refresh", "ctrl+r, f5", "Count again, and learn the channels of this one", hint="ask server"),
    _key("form.save", "ctrl+s", "Save on the server", hint="save", priority=True),
    _key("form.kind", "ctrl+t", "Kind of this value: text, number, yes/no, nothing, JSON", hint="kind", priority=True),
    _key("form.add", "ctrl+n", "Add a field", hint="add field", priority=True),
    _key("form.cursor_down", "enter, down", "Next field", priority=True, palette=False),
    _key("form.cursor_up", "up", "Previous field", priority=True, palette=False),
    _key("form.leave", "escape", "Leave; asks if something was changed", hint="back"),
    _key("finder.cursor_down", "down", "Next line", palette=False),
    _key("finder.cursor_up", "up", "Previous line", palette=False),
    _key("finder.page_down", "pagedown", "A page down", palette=False),
    _key("finder.page_up", "pageup", "A page up", palette=False),
    _key("finder.choose", "enter", "Take it", hint="take"),
    _key(
        "finder.ask", "ctrl+r, f5", "Ask the server for this e-mail or phone number", hint="ask server", priority=True
    ),
    _key("finder.create", "ctrl+n", "New contact", hint="new contact", priority=True),
    _key("finder.back", "escape", "Back", hint="back"),
    _key("composer.send", "ctrl+enter, alt+enter", "Send, where the terminal can say so", hint="send", priority=True),
    _key("composer.review", "escape", "Review line: send and all the rest, a letter each", hint="review"),
    _key("composer.save", "ctrl+s", "Save here; never sends"),
    _key("composer.choose_channel", "ctrl+t", "Choose type and channel", hint="channel"),
    _key("composer.switch_kind", "ctrl+n", "Switch between reply and note", hint="reply/note"),
    _key("composer.editor", "ctrl+g", "Write in $EDITOR", hint="editor"),
    _key("composer.memory", "ctrl+r", "What was answered before to words like the customer's", hint="past answers"),
    _key("composer.canned", "ctrl+o", "Canned reply; // at the start of a line, too", hint="canned"),
    _key("composer.envelope", "f2, escape a", "Cc, bcc and files by public link"),
    _key("composer.preview", "f3, escape v", "Preview, and the request as curl"),
    _key("composer.spelling", "f4, escape w", "Next word that the spelling program does not know"),
    _key("composer.undo", "ctrl+z", "Undo what was typed"),
    _key("composer.redo", "ctrl+y", "Redo it"),
    _key("composer.plain_punctuation", "f8, escape p", "Plain punctuation, for a shorter SMS"),
    _key("app.command_palette", "ctrl+p, :", "Command palette", palette=False),
    _key("app.help", "?, f1", "Help for this place", hint="help"),
    _key("app.redraw", "ctrl+l", "Redraw the screen"),
    _key("app.emoji", "f6", "Emoji as words, or as pictures"),
    _key("app.mask", "M", "Privacy mask: hide names, e-mails and phone numbers on the screen, or not"),
    _key("app.read_only", "", "Read-only: nothing is written to the server; again: as before"),
    _key("app.theme", "", "Theme: choose how it looks"),
    _key("app.quit", "ctrl+q", "Quit", priority=True),
    _key("app.cancel", "ctrl+c", "Copy the selection, else cancel; twice: quit", palette=False),
)
BY_ID = MappingProxyType({key.id: key for key in TABLE})

WRITES = frozenset(
    {
        *("inbox.reply", "inbox.note", "inbox.converse", "contacts.create", "contacts.edit", "contacts.converse"),
        *("records.create", "records.edit", "form.save", "outbox.send", "outbox.another_channel", "composer.send"),
    }
)
"""Actions that begin something the server would get: read-only, they are not begun."""

NAMES = {
    "slash": "/",
    "full_stop": ".",
    "question_mark": "?",
    "colon": ":",
    "vertical_line": "|",
    "right_square_bracket": "]",
    "left_square_bracket": "[",
}
_TEXTUAL = {shown: name for name, shown in NAMES.items()}
LABELS = {
    "escape": "Esc",
    "enter": "Enter",
    "tab": "Tab",
    "shift+tab": "⇧Tab",
    "down": "↓",
    "up": "↑",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "space": "Space",
    "f1": "F1",
    "f2": "F2",
    "f3": "F3",
    "f4": "F4",
    "f5": "F5",
    "f6": "F6",
    "f8": "F8",
    "ctrl+enter": "^Enter",
    "alt+enter": "Alt+Enter",
}


def bindings(place: Place) -> list[Binding]:
    """Textual's bindings of one place; chords are left to `Keymap.chords`."""
    found = []
    for key in TABLE:
        single = [_TEXTUAL.get(name, name) for name in key.keys if " " not in name]
        if key.place is place and single:
            binding = Binding(
                ",".join(single), key.action, key.words, show=False, priority=key.priority, id=key.id, system=True
            )
            found.append(binding)
    return found


def label(keys: Iterable[str], *, most: int = 1) -> str:
    """The keys as a person reads them on a keyboard: "Enter", "^d", "g g"."""
    return " ".join(_label(name) for name in tuple(keys)[:most])


def _label(name: str) -> str:
    if name in LABELS:
        return LABELS[name]
    if name.startswith("ctrl+"):
        return "^" + name.removeprefix("ctrl+")
    if name.startswith("escape "):
        return "Esc " + name.removeprefix("escape ")
    return name
