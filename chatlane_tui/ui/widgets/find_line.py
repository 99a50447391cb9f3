"""The line above the list in which a person types what they look for; beside it, what was found, or what is wrong."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from chatlane_tui.ui.text import plain
from chatlane_tui.ui.theme import UNICODE, Glyphs
from chatlane_tui.ui.widgets.typed import TypedLine


class FindLine(Horizontal):
    """Asked, it takes the focus. It says each change of its text at once."""

    DEFAULT_CSS = """
    FindLine {
        height: 1;
        padding: 0 1;
        background: $panel;

        #find-label {
            width: auto;
            color: $accent;
            text-style: bold;
        }

        Input {
            width: 1fr;
            min-width: 12;
        }

        #find-said {
            width: auto;
            max-width: 62%;
            text-wrap: nowrap;
            text-overflow: ellipsis;
            color: $text-muted;

            &.-wrong {
                color: $text-warning;
            }
        }

        &.-long {
            height: 3;

            #find-said {
                dock: bottom;
                width: 100%;
                max-width: 100%;
                height: 2;
                text-wrap: wrap;
            }
        }
    }
    """

    @dataclass
    class Typed(Message):
        """The text changed."""

        text: str

    def __init__(self, *, glyphs: Glyphs = UNICODE) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._label = Static("", id="find-label", markup=False)
        self._input = TypedLine(compact=True, select_on_focus=False)
        self._said = Static("", id="find-said", markup=False)

    def compose(self) -> ComposeResult:
        """What it is for, the text, what is said."""
        yield self._label
        yield self._input
        yield self._said

    @property
    def text(self) -> str:
        """What is typed."""
        return self._input.value

    async def settled(self) -> str:
        """What is typed, once every key that was pressed before is in it."""
        done = asyncio.Event()
        if self._input.call_later(done.set):
            await done.wait()
        return self.text

    def ask(self, label: str, *, text: str, selected: bool, is_news: bool) -> None:
        """Take the focus with that text, `selected` if it is to be typed over; `is_news`: said as if it was typed."""
        self.show(label, text)
        if selected:
            self._input.select_all()
        self.screen.set_focus(self._input)
        if is_news:
            self.post_message(self.Typed(text))

    def show(self, label: str, text: str) -> None:
        """Stand there with that text, without the focus."""
        self.display = True
        self._label.update(plain(f"{label} "))
        if text != self._input.value:
            with self.prevent(Input.Changed):
                self._input.value = text
                self._input.cursor_position = len(text)

    def tell(self, words: str, *, wrong: bool = False) -> None:
        """What was found, or (`wrong`) why nothing can be."""
        self._said.set_class(wrong, "-wrong")
        self.set_class(wrong and cell_len(words) > self.size.width * 3 // 5 - 1, "-long")
        self._said.update(plain(f" {words}" if words else ""))

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Typed(event.value))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
