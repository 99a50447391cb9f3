"""Sets of keys a person may choose by name (`[keys] preset`): what differs from the table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_MAIL: Final[Mapping[str, str]] = {
    "inbox.snooze": "b",
    "inbox.label": "l",
    "inbox.later": "t",
    "inbox.undo": "z, u",
}
"""As web mail has them: `b` snoozes, `l` labels, `z` undoes."""

_VIM: Final[Mapping[str, str]] = {
    "list.page_down": "ctrl+f, pagedown, space",
    "list.page_up": "pageup",
    "thread.page_down": "ctrl+f, pagedown",
    "thread.line_down": "ctrl+e, down",
    "thread.line_up": "ctrl+y, up",
    "thread.unfold": "z o",
    "inbox.snooze": "Z",
    "inbox.find_here": "g /",
}
"""`^f` pages, `^e` and `^y` scroll, `z o` unfolds, `g /` finds in the conversation."""

_PLAIN: Final[Mapping[str, str]] = {
    "list.cursor_down": "down",
    "list.cursor_up": "up",
    "list.first": "home",
    "list.last": "end",
    "list.open": "enter",
    "thread.next_message": "ctrl+down",
    "thread.previous_message": "ctrl+up",
    "thread.first": "home",
    "thread.last": "end",
    "inbox.leave": "",
    "inbox.reply": "f2",
    "inbox.note": "f3",
    "inbox.done": "f4",
    "inbox.snooze": "f7",
    "inbox.undo": "ctrl+z",
    "inbox.done_stay": "",
    "list.select": "insert",
}
"""Arrows, Enter, Esc and function keys: nothing is done by a letter that was typed by mistake."""

PRESETS: Final[Mapping[str, Mapping[str, str]]] = {"mail": _MAIL, "vim": _VIM, "plain": _PLAIN}
