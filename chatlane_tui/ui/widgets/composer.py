"""Where a reply or a note is written. It is told where the words go and says what a person wants done with them;
it never clears itself: whoever takes the text calls `close`, `open` or `release` once it is safe."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Final, Self

from textual import events, on
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import TextArea

from chatlane_tui.config.writing import CheckSettings
from chatlane_tui.model.clock import Clock, system_clock
from chatlane_tui.model.lengths import LIMITS, Limits, plain_punctuation
from chatlane_tui.ui.keys import Place, bindings
from chatlane_tui.ui.theme import UNICODE, Glyphs
from chatlane_tui.ui.widgets.composer_asking import ComposerAsking
from chatlane_tui.ui.widgets.composer_text import ComposerText, own
from chatlane_tui.ui.widgets.hint_bar import Hint
from chatlane_tui.ui.widgets.length_words import plain_helps, refusal
from chatlane_tui.ui.widgets.pauses import Autosave, Pauses, steady_ms
from chatlane_tui.ui.widgets.review import REVIEW_KEYS, ReviewKey, ReviewLine
from chatlane_tui.ui.widgets.second_look import SecondLook
from chatlane_tui.ui.widgets.target import Kind, Target

SENDS: Final = "^Enter or Esc s"
_CANNED: Final = "//"


class Composer(ComposerAsking):
    """Hidden until `open`. Its keys come from the key table; each thing to do is an action method."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.COMPOSER)]

    @dataclass
    class Submitted(Message):
        """A person sends `text`. Answer with `close`, `open` or, where it could not be taken, `release`."""

        target: Target
        text: str
        is_draft: bool = False
        """As a draft on the server, which cannot be changed from here (D1)."""
        base: str = ""
        """What was last known to be saved of it."""

    @dataclass
    class Left(Message):
        """Back to the thread; the text was saved first."""

    @dataclass
    class Discarded(Message):
        """A person throws the text away; `text` is what it was, for taking that back. Answer with `close`."""

        target: Target
        text: str

    def __init__(
        self,
        *,
        limits: Limits = LIMITS,
        checks: CheckSettings | None = None,
        clock: Clock = system_clock,
        steady_ms: Callable[[], int] = steady_ms,
        pauses: Pauses | None = None,
        glyphs: Glyphs = UNICODE,
        review_keys: Sequence[ReviewKey] = REVIEW_KEYS,
        sends: str = SENDS,
        id: str | None = None,  # noqa: A002 - Textual's word
    ) -> None:
        super().__init__(limits=limits, clock=clock, glyphs=glyphs, review_keys=review_keys, sends=sends, id=id)
        self._autosave = Autosave(self.flush, after=self._after, steady_ms=steady_ms, pauses=pauses)
        self._second_look = SecondLook(checks or CheckSettings())
        self._signature = ""

    # what the screen tells

    @property
    def is_blank(self) -> bool:
        """Whether nobody has written anything: a signature alone is nobody's words."""
        return self.text.strip() in ("", self._signature.strip())

    def open(
        self, target: Target, text: str = "", *, kind: Kind | None = None, notice: str = "", signature: str = ""
    ) -> None:
        """Show the composer for `target` with a text that is already saved; what stood here before is saved first.

        An empty text begins above its `signature`, which counts as no text until something is written.
        """
        self.flush()
        self._target = replace(target, kind=kind) if kind is not None else target
        self._second_look.forget()
        self._signature = own(signature)
        self.pending = False
        self.area.read_only = False
        self._objection = ""
        signed = f"\n\n{self._signature}" if self._signature and not text else ""
        self.area.load_text(own(text) + signed)
        self.area.move_cursor(self.area.document.start if signed else self.area.document.end)
        self._safe = self._base = self._landed = self.text
        self._autosave.saved()
        self.add_class("-open")
        self.show_notice(notice)
        self._dress(self._target)

    def close(self) -> None:
        """Hide, and forget the text; it is saved first unless it was submitted."""
        self.flush()
        self._target = None
        self.pending = False
        self.area.read_only = False
        self._objection = ""
        self._safe = self._base = self._landed = ""
        self._autosave.saved()
        self.area.load_text("")
        self.remove_class("-open", "-note")

    def release(self, sentence: str) -> None:
        """The submitted text was not taken, and why: it stays, it is saved at once, and it can be sent again."""
        if not self.pending:
            return
        self.pending = False
        self.area.read_only = False
        self.show_notice(sentence)
        if self._target is not None:
            self._dress(self._target)
        self.flush()

    def retarget(self, target: Target, *, signature: str | None = None) -> None:
        """Change where the words go and keep them; the choice is saved with the text, if there is one. An open review
        line stays open and says the new way: its letters must not fall to what is behind it.

        A `signature` takes the place of the one below the text, if that still stands there as it was.
        """
        if self._target is None or self.pending:
            return
        had_more, was_open = self._target.has_more, self._review.is_open
        self._target = target
        if signature is not None:
            self._sign(own(signature))
        self._objection = ""
        self._dress(target)
        if was_open:
            self.action_review()
        if not self.is_blank or target.has_more or had_more:
            self._keep(self.text)

    def insert_text(self, text: str, *, cursor: int | None = None, from_others: str = "") -> None:
        """Put a text at the cursor, in place of the `//` that asked for it. `cursor`: the place in it to go on at.

        `from_others` is whom these words went to before: their name in them is worth a second look.
        """
        if self.area.before_cursor() == _CANNED:
            row, column = self.area.cursor_location
            self.area.delete((row, 0), (row, column))
        self.area.add(text, cursor=cursor)
        self._second_look.watch(from_others)

    def point_at(self, words: Sequence[str]) -> str:
        """Select the next of these words behind the cursor, around the end; the word, empty if none is there."""
        return self.area.select_next(words)

    def say(self, sentence: str) -> None:
        """Say something about the text, below it, until it changes."""
        if self._target is not None and not self.pending:
            self._object(self._target, sentence, stops=False)

    def replace_text(self, text: str) -> None:
        """Put what an editor made of the text in its place; undo brings the old one back."""
        if self._target is not None and not self.pending:
            self.area.replace_all(text)
            self.flush()

    def focus(self, scroll_visible: bool = True) -> Self:
        """Give the text field the focus, at once."""
        self.screen.set_focus(self.area, scroll_visible)
        return self

    def usable(self, hints: Iterable[Hint]) -> tuple[Hint, ...]:
        """Of the hints of the composer, those that do something now: a note has no channel, and the review line says
        its letters itself."""
        if self._review.is_open:
            return tuple((key, "back to typing", id_) for key, _, id_ in hints if id_ == "composer.review")
        target = self._target
        has_no_choice = target is not None and target.kind == "note" and not target.contact_needed
        return tuple(hint for hint in hints if not (has_no_choice and hint[2] == "composer.choose_channel"))

    # what a person does

    def action_send(self) -> None:
        """Send, unless there is a reason not to or a send is on its way.

        The key has priority and may overtake letters typed before it: the text field hands over when it has them all.
        """
        self.area.call_later(self._submit, is_draft=False)

    def action_server_draft(self) -> None:
        """Hand the text to the server as a draft (D1); never a note (D3)."""
        self._submit(is_draft=True)

    def action_review(self) -> None:
        """Open the review line, or go back to typing from it."""
        if self._target is None or self.pending:
            return
        if self._review.is_open:
            self._back_to_typing()
        else:
            self._objection = ""
            self._measure()
            self._review.ask(self._target, plain=plain_helps(self.area.text, self._length(self._target)))

    def action_save(self) -> None:
        """Save on this machine, and say so; sends nothing."""
        if self._target is not None and not self.pending:
            failed = self._safe is None
            self.flush()
            said = "Trying to save again; nothing was sent." if failed else "Saved on this machine; nothing was sent."
            self._object(self._target, said, stops=False)

    def action_undo(self) -> None:
        """Take back what was typed or inserted last."""
        if not self.area.read_only:
            self.area.undo()

    def action_redo(self) -> None:
        """Put it there again."""
        if not self.area.read_only:
            self.area.redo()

    def action_plain_punctuation(self) -> None:
        """Replace what the SMS alphabet lacks by its plain counterpart; undo brings it back."""
        if self._target is not None and not self.pending:
            plain = plain_punctuation(self.area.text)
            if plain != self.area.text:
                self.area.replace_all(plain)

    def action_leave(self) -> None:
        """Back to the thread; the text is kept."""
        self.flush()
        self.post_message(self.Left())

    def action_discard(self) -> None:
        """Throw the text away: saved first, so that taking it back finds all of it."""
        if self._target is not None and not self.pending:
            self.flush()
            self._safe = self.text
            self.post_message(self.Discarded(self._target, self.text))

    # what happens

    @on(TextArea.Changed)
    def _text_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        if self._target is None or self.pending:
            return
        text = self.area.text
        if text != self._objected_to:
            self._objection = ""
        self._measure()
        if text == self._safe:
            return
        self._autosave.typed()
        if self.area.before_cursor() == _CANNED and self.area.has_focus:
            self.action_canned()

    @on(ComposerText.ReviewAsked)
    def _review_asked(self, event: ComposerText.ReviewAsked) -> None:
        event.stop()
        if not self._review.is_open:
            self.action_review()

    @on(ReviewLine.Chosen)
    def _letter_chosen(self, event: ReviewLine.Chosen) -> None:
        event.stop()
        self._back_to_typing()
        if event.action == "send":
            self._submit(is_draft=False)
        else:
            getattr(self, f"action_{event.action}")()

    @on(ReviewLine.Wanted)
    def _review_clicked(self, event: ReviewLine.Wanted) -> None:
        event.stop()
        self.action_review()

    @on(ReviewLine.Back)
    def _back_asked(self, event: ReviewLine.Back) -> None:
        event.stop()
        self._back_to_typing()
        if event.pasted:
            self.area.add(event.pasted)

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """The text field was left: save. The review line was left: close it."""
        self.flush()
        if event.widget is self._review and self._review.is_open:
            self._review.shut()
            self._measure()

    def _submit(self, *, is_draft: bool) -> None:
        if self._target is None or self.pending:
            return
        text = self.text
        counted = "" if self.is_blank else text
        reason = refusal(self._target, counted, self._length(self._target), is_draft=is_draft)
        if reason:
            self._object(self._target, reason)
            return
        found = self._second_look.at(self._target, text)
        if found.sentence:
            self._object(self._target, found.sentence, stops=found.blocks)
            return
        self.pending = True
        self.area.read_only = True
        self._autosave.saved()
        self._review.wait()
        self.post_message(self.Submitted(self._target, text, is_draft, self._base))

    def _sign(self, signature: str) -> None:
        before, self._signature = self._signature, signature
        text = self.area.text
        if before and text.endswith(before):
            was_safe = self._safe == self.text
            place = self.area.cursor_location
            self.area.replace_all(text.removesuffix(before) + signature)
            self.area.move_cursor(place)
            if was_safe and self.is_blank:
                self._safe = self.text

    def _back_to_typing(self) -> None:
        self._review.shut()
        self._measure()
        self.screen.set_focus(self.area)
