"""What the terminal is told beside the screen: its bell, its title, its notifications. Nothing else writes to it.

Every word is cleaned to one line first: what a customer is called can neither end a sequence nor begin another.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

from chatlane_tui.model.clean import clean_line

if TYPE_CHECKING:
    from textual.app import App

MOST: Final = 200
"""Characters of a title or a notification."""
_KEEP_TITLE: Final = "\x1b[22;2t"
_GIVE_BACK_TITLE: Final = "\x1b[23;2t"


class Signals:
    """Writes through the app's driver, so that a sequence never lands inside another one."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._title = ""

    def title(self, words: str) -> None:
        """The window's title; the one before is kept by the terminal, for `give_back_title`."""
        words = _tame(words)
        if words == self._title or self._app.is_headless:
            return
        self._send(("" if self._title else _KEEP_TITLE) + f"\x1b]2;{words}\x07")
        self._title = words

    def bell(self) -> None:
        """The terminal's bell."""
        self._app.bell()

    def notification(self, kind: str, title: str, words: str) -> None:
        """A notification by the terminal: "osc9" (iTerm2, WezTerm, Windows Terminal) or "osc777" (urxvt, foot)."""
        title, words = _tame(title).replace(";", ","), _tame(words)
        if kind == "osc777":
            self._send(f"\x1b]777;notify;{title};{words}\x07")
        else:
            self._send(f"\x1b]9;{title}: {words}\x07")

    @property
    def has_title(self) -> bool:
        """Whether the window has a title of ours."""
        return bool(self._title)

    def _send(self, sequence: str) -> None:
        driver = self._app._driver
        if driver is not None:
            driver.write(sequence)
            driver.flush()


def give_back_title() -> None:
    """After the screen was left, however it ended: the title that the window had before."""
    terminal = sys.__stderr__
    if terminal is not None and terminal.isatty():
        terminal.write(_GIVE_BACK_TITLE)
        terminal.flush()


def _tame(words: str) -> str:
    return clean_line(words, limit=MOST)
