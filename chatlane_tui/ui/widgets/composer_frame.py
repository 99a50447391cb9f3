"""How the composer looks and what it says: border, words and colour of a kind, notice, remarks and length. It decides
nothing and sends nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from chatlane_tui.model.clock import Clock
from chatlane_tui.model.lengths import Length, Limits, measure
from chatlane_tui.model.windows import window
from chatlane_tui.ui.text import plain
from chatlane_tui.ui.theme import Glyphs
from chatlane_tui.ui.widgets.composer_heading import enclosed_words, heading, sender_warning
from chatlane_tui.ui.widgets.composer_text import ComposerText
from chatlane_tui.ui.widgets.length_words import count_words, remarks
from chatlane_tui.ui.widgets.review import ReviewKey, ReviewLine
from chatlane_tui.ui.widgets.target import Target

_CHROME_ROWS: Final = 3
"""The border above and below, and the line that sends."""


class ComposerFrame(Vertical, can_focus=False):
    """Hidden unless it has the class `-open`; `-note`, `-ascii` and `-pending` say the rest."""

    DEFAULT_CSS = """
    ComposerFrame {
        display: none;
        height: auto;
        border: round $primary;
        border-title-color: $primary;
        border-title-align: left;
        border-subtitle-color: $text-muted;
        border-subtitle-align: right;
        &.-open { display: block; }
        &.-note {
            border: heavy $warning;
            border-title-color: $warning;
            background: $warning 8%;
        }
        &.-ascii { border: ascii $primary; }
        &.-ascii.-note { border: ascii $warning; }
        &.-pending ComposerText { color: $text-muted; }
        & > .composer--told {
            display: none;
            height: auto;
            max-height: 3;
            padding: 0 1;
            color: $text-warning;
            &.-shown { display: block; }
            &.-stops { color: $text-error; text-style: bold; }
        }
        & > .composer--enclosed { color: $text; max-height: 2; }
    }
    """

    def __init__(
        self,
        *,
        limits: Limits,
        clock: Clock,
        glyphs: Glyphs,
        review_keys: Sequence[ReviewKey],
        sends: str,
        id: str | None,  # noqa: A002 - Textual's word
    ) -> None:
        super().__init__(id=id)
        self._limits = limits
        self._clock = clock
        self._glyphs = glyphs
        self._sends = sends
        self._counted = ""
        self._objection = ""
        self._objected_to = ""
        self.set_class(glyphs.plain, "-ascii")
        self.area = ComposerText()
        """The text field: what the screen focuses."""
        self._review = ReviewLine(keys=review_keys, glyphs=glyphs)
        self._notice = Static(classes="composer--told", markup=False)
        self._said = Static(classes="composer--told", markup=False)
        self._enclosed = Static(classes="composer--told composer--enclosed", markup=False)
        self._sender = Static(classes="composer--told -stops", markup=False)

    def compose(self) -> ComposeResult:
        """Notice, in whose name, text, what goes along, remarks, and the line that sends."""
        yield self._notice
        yield self._sender
        yield self.area
        yield self._enclosed
        yield self._said
        yield self._review

    def show_notice(self, notice: str) -> None:
        """Say above the text why it is here ("was not sent: …") or what changed meanwhile; empty hides it."""
        self._tell(self._notice, notice)

    def _length(self, target: Target) -> Length:
        return measure(self.area.text, target.type, self._limits)

    def _dress(self, target: Target) -> None:
        """Border, colour and words of the target's kind, and everything said of the text."""
        self._review.shut()
        self.set_class(target.kind == "note", "-note")
        self.border_title = heading(target, self._glyphs)
        self._tell(self._enclosed, enclosed_words(target, self._glyphs))
        self._tell(self._sender, sender_warning(target))
        self._describe(target)

    def _describe(self, target: Target) -> None:
        """Say what sending would do, and everything worth knowing of the text before it does."""
        length = self._length(target)
        if not self._review.is_open:
            self._review.rest(target, sends=self._sends)
        counted = count_words(length)
        if counted != self._counted:
            self._counted = counted
            self.border_subtitle = plain(counted)
        if self._objection:
            return
        said = remarks(target, self.area.text, length, window(target.type, target.last_inbound_at, self._clock()))
        self._tell(self._said, " ".join(remark.sentence for remark in said))
        self._said.set_class(any(remark.stops for remark in said), "-stops")

    def _object(self, target: Target, sentence: str, *, stops: bool = True) -> None:
        """Say a sentence below the text until the text changes."""
        self._objection = sentence
        self._objected_to = self.area.text
        self._describe(target)
        self._tell(self._said, sentence)
        self._said.set_class(stops, "-stops")

    def _tell(self, line: Static, sentence: str) -> None:
        line.set_class(bool(sentence), "-shown")
        if line.content != sentence:
            line.update(plain(sentence))
        lines = (self._notice, self._sender, self._enclosed, self._said)
        shown = sum(line.has_class("-shown") for line in lines)
        self.area.chrome_rows = _CHROME_ROWS + shown
