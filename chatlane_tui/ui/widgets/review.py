"""The last line of the composer: what sending would do; after Esc, the letters that send, keep, change or discard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from textual import events
from textual.content import Content
from textual.message import Message
from textual.style import Style
from textual.widgets import Static

from chatlane_tui.ui.text import assembled, plain
from chatlane_tui.ui.theme import UNICODE, Glyphs
from chatlane_tui.ui.widgets.composer_heading import send_words
from chatlane_tui.ui.widgets.target import Target


class ReviewKey(NamedTuple):
    """A letter of the review line, the composer's action that it runs (`action_…`), and what it says."""

    letter: str
    action: str
    words: str


REVIEW_KEYS: Final = (
    ReviewKey("s", "send", "send"),
    ReviewKey("d", "server_draft", "draft to server"),
    ReviewKey("c", "choose_channel", "channel"),
    ReviewKey("a", "envelope", "cc, bcc, files"),
    ReviewKey("v", "preview", "preview"),
    ReviewKey("o", "canned", "canned"),
    ReviewKey("m", "memory", "past answers"),
    ReviewKey("w", "spelling", "spelling"),
    ReviewKey("e", "editor", "editor"),
    ReviewKey("p", "plain_punctuation", "plain punctuation"),
    ReviewKey("q", "leave", "to the thread, kept"),
    ReviewKey("x", "discard", "discard"),
)
"""The letters in the order they are shown; `d` and `c` are not shown for a note, `p` only where it helps an SMS."""

_PASSED_ON: Final = frozenset({"tab", "shift+tab"})


class ReviewLine(Static):
    """Closed it says what sending does; open it has the focus, and single letters act."""

    DEFAULT_CSS = """
    ReviewLine {
        height: auto;
        max-height: 3;
        padding: 0 1;
        color: $text-muted;
        &.-danger { link-color: $text-error; link-style: bold underline; }
        &.-open { max-height: 8; color: $text; background: $boost; }
    }
    """

    @dataclass
    class Chosen(Message):
        """A letter was pressed; `action` is the composer's action of it."""

        action: str

    @dataclass
    class Wanted(Message):
        """The closed line was clicked."""

    @dataclass
    class Back(Message):
        """Back to typing; `pasted` is text that came in meanwhile and belongs into the text field."""

        pasted: str = ""

    def __init__(self, *, keys: Sequence[ReviewKey] = REVIEW_KEYS, glyphs: Glyphs = UNICODE) -> None:
        super().__init__(markup=False)
        self._keys: Mapping[str, ReviewKey] = {key.letter: key for key in keys}
        self._glyphs = glyphs
        self._said: Content | None = None
        self._letters: tuple[Content, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether single letters act now."""
        return self.has_class("-open")

    def shut(self) -> None:
        """Letters act no more; `rest` says what the closed line says."""
        self.remove_class("-open")

    def rest(self, target: Target, *, sends: str) -> None:
        """Closed: say with which keys (`sends`) sending would do what."""
        self.set_class(bool(target.sender_type), "-danger")
        self.can_focus = False
        style = "bold $text-error" if target.sender_type else "bold"  # in another name (M9)
        self._say(assembled(f"{sends}: ", (send_words(target), style)))

    def ask(self, target: Target, *, plain: bool) -> None:
        """Open: show the letters and take the focus. `plain`: plain punctuation would help this SMS."""
        self.add_class("-open")
        self.set_class(bool(target.sender_type), "-danger")
        self.can_focus = True
        hidden = {"server_draft"} if target.kind == "note" else set()
        if target.kind == "note" and not target.contact_needed:
            hidden.add("choose_channel")
        if not plain:
            hidden.add("plain_punctuation")
        letters: list[Content] = []
        for key in self._keys.values():
            if key.action in hidden:
                continue
            words = send_words(target) if key.action == "send" else key.words
            if key.action == "envelope" and not target.has_copies:
                words = "files"
            if key.action == "choose_channel" and target.contact_needed:
                words = "contact"
            click = Style.from_meta({"@click": f"choose({key.action!r})"})
            letters.append(assembled((key.letter, Style.parse("bold reverse") + click), (f" {words}", click)))
        self._letters = (*letters, assembled(("Esc", "bold reverse"), " back to typing"))
        self._say(self._laid_out())
        self.screen.set_focus(self)

    def on_resize(self) -> None:
        """The letters for another width."""
        if self.is_open:
            self._say(self._laid_out())

    def _laid_out(self) -> Content:
        """Line by line, so that no letter stands apart from its words."""
        width, lines = self.content_size.width, list[Content]()
        for letter in self._letters:
            longer = assembled(lines[-1], f" {self._glyphs.dot} ", letter) if lines else letter
            lines[-1:] = [longer] if not lines or longer.cell_length <= width else [lines[-1], letter]
        return Content("\n").join(lines)

    def wait(self) -> None:
        """Say that the text is being handed over."""
        self.remove_class("-open")
        self.can_focus = False
        self._say(plain(f"Putting it into the outbox{self._glyphs.more}"))

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Every letter is this line's while it is open: none of them may reach the screen behind."""
        return self.is_open and (key == "enter" or (character is not None and character.isprintable()))

    def on_key(self, event: events.Key) -> None:
        """Run a letter; let Tab and the program's own chords pass; swallow the rest."""
        if not self.is_open or event.key in _PASSED_ON or event.key.startswith("ctrl+"):
            return
        if event.key == "escape" or event.key.startswith("alt+"):  # Esc and a letter so close that they are one key
            self.post_message(self.Back())
        elif event.character is not None and event.character in self._keys:
            self.post_message(self.Chosen(self._keys[event.character].action))
        elif not (event.is_printable or event.key in {"enter", "backspace", "delete"}):
            return
        event.stop()
        event.prevent_default()

    def on_click(self, event: events.Click) -> None:
        """A click opens the line; a click on a letter of the open line acts as the letter does."""
        event.stop()
        if not self.is_open:
            self.post_message(self.Wanted())

    def action_choose(self, action: str) -> None:
        """A letter was clicked."""
        if self.is_open:
            self.post_message(self.Chosen(action))

    def on_paste(self, event: events.Paste) -> None:
        """Nothing pasted is lost: it belongs into the text."""
        event.stop()
        self.post_message(self.Back(event.text))

    def _say(self, content: Content) -> None:
        if self._said is None or not content.is_same(self._said):
            self._said = content
            self.update(content)
