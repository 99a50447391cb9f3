"""The text field of the composer: Enter is a newline, always; what comes in is cleaned; it grows with the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.widgets import TextArea

from chatlane_tui.model.clean import clean
from chatlane_tui.ui.widgets.typed import done_with

ROWS_LEAST: Final = 3
ROWS_MOST: Final = 12

_NEWLINES: Final = frozenset({"ctrl+j", "newline", "shift+enter"})
"""What terminals send for a line feed besides Enter; they can mean nothing else here."""
_JOINERS: Final = "\u200c\u200d"
_TYPED_WHILE_LOCKED: Final = frozenset({"enter", "tab", "shift+tab", "backspace", "delete", *_NEWLINES})
_CONTEXT: Final = 16


class ComposerText(TextArea):
    """Posts `ReviewAsked` where Esc and a letter arrived so close together that the terminal made them one key."""

    DEFAULT_CSS = """
    ComposerText {
        height: auto;
        border: none;
        padding: 0 1;
        background: transparent;
        scrollbar-size-vertical: 1;
        &:focus { border: none; }
        & .text-area--cursor-line { background: transparent; }
    }
    """

    @dataclass
    class ReviewAsked(Message):
        """Esc was pressed, as far as can be told."""

    chrome_rows: int = 3
    """Rows the composer needs besides the text: what is left of 40 % of the screen is the text's."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id, soft_wrap=True, show_line_numbers=False, tab_behavior="focus", max_checkpoints=200)
        self.match_cursor_bracket = False
        self.cursor_blink = False  # a blinking cursor writes to an idle terminal

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's
        """Rows to show: as many as the text has, from 3 to 12, and about 40 % of the screen with all around it."""
        room = viewport.height * 2 // 5 - self.chrome_rows
        most = max(2, min(ROWS_MOST, room))
        return max(min(ROWS_LEAST, most), min(most, self.wrapped_document.height))

    def add(self, text: str, *, cursor: int | None = None) -> None:
        """Insert text from elsewhere over the selection, cleaned; undo takes it back whole.

        The cursor ends up behind it, or `cursor` characters into it.
        """
        if self.read_only:
            return
        start = min(self.selection)
        result = self.replace(own(text), *self.selection, maintain_selection_offset=False)
        self.move_cursor(result.end_location if cursor is None else _beyond(start, own(text[:cursor])))

    def select_next(self, words: Sequence[str]) -> str:
        """Select the next whole one of these words, from the cursor on and around the end; empty: none is there."""
        if not words:
            return ""
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)")
        text, (row, column) = self.text, max(self.selection)
        lines = text.split("\n")
        found = pattern.search(text, sum(len(line) + 1 for line in lines[:row]) + column) or pattern.search(text)
        if found is None:
            return ""
        start = _beyond((0, 0), text[: found.start()])
        self.move_cursor(start)
        self.move_cursor(_beyond(start, found[0]), select=True)
        return found[0]

    def replace_all(self, text: str) -> None:
        """Put `text` in place of everything as one step that undo takes back; the cursor ends up behind it."""
        result = self.replace(own(text), self.document.start, self.document.end)
        self.move_cursor(result.end_location)

    def before_cursor(self) -> str:
        """The line up to the cursor."""
        row, column = self.cursor_location
        return self.document[row][:column]

    def action_paste(self) -> None:
        """Paste this program's own clipboard, which may hold what a stranger wrote."""
        self.add(self.app.clipboard)

    async def _on_key(self, event: events.Key) -> None:
        if self.read_only:
            if event.is_printable or event.key in _TYPED_WHILE_LOCKED:
                done_with(event)
            return
        modifier, _, letter = event.key.rpartition("+")
        if event.key in _NEWLINES:
            self._take(event, "\n")
        elif modifier in {"alt", "alt+shift"} and len(letter) == 1:
            done_with(event)
            self.post_message(self.ReviewAsked())
        elif event.character is not None and not event.character.isascii():
            self._take(event, admitted(event.character, self.before_cursor()[-_CONTEXT:]))

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.add(event.text)
        self.focus()

    def _take(self, event: events.Key, text: str) -> None:
        done_with(event)
        if text:
            self.replace(text, *self.selection, maintain_selection_offset=False)


def _beyond(start: tuple[int, int], text: str) -> tuple[int, int]:
    """Where that text ends which begins at `start`."""
    lines = text.split("\n")
    return (start[0], start[1] + len(lines[0])) if len(lines) == 1 else (start[0] + len(lines) - 1, len(lines[-1]))


def own(text: str) -> str:
    """A person's own text cleaned, and never cut: a tab can become four spaces."""
    return clean(text, limit=4 * len(text) + 1)


def admitted(character: str, before: str) -> str:
    """What of one typed, non-ASCII character goes into the text, given the few characters before it.

    Joiners are kept although they mean nothing yet: the letter or emoji that they join is typed after them.
    """
    if character in _JOINERS:
        return character
    alone = clean(character)
    if alone:
        return alone
    return character if clean(before + character) != clean(before) else ""
