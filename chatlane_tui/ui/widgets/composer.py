"""Where a reply or a note is written. It is told where the words go and says what a person wants done with them;
it never clears itself: whoever takes the text calls `close`, `open` or `release` once it is safe."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Final, Self

from textual import events, on
from textual.binding import BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import TextArea

from chatlane_tui.model.clock import Clock, system_clock
from chatlane_tui.model.lengths import LIMITS, Limits, plain_punctuation
from chatlane_tui.ui.keys import Place, bindings
from chatlane_tui.ui.theme import UNICODE, Glyphs
from chatlane_tui.ui.widgets.composer_frame import ComposerFrame
from chatlane_tui.ui.widgets.composer_text import ComposerText, own
from chatlane_tui.ui.widgets.length_words import plain_helps, refusal
from chatlane_tui.ui.widgets.pauses import Autosave, Pauses, steady_ms
from chatlane_tui.ui.widgets.review import REVIEW_KEYS, ReviewKey, ReviewLine
from chatlane_tui.ui.widgets.target import Kind, Target

SENDS: Final = "^Enter or Esc s"
_CANNED: Final = "//"


class Composer(ComposerFrame):
    """Hidden until `open`. Its keys come from the key table; each thing to do is an action method."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.COMPOSER)]

    pending: reactive[bool] = reactive(False, toggle_class="-pending", init=False)
    """A text was submitted and nobody has said yet what became of it: further sends are ignored."""

    @dataclass
    class Submitted(Message):
        """A person sends `text`. Answer with `close`, `open` or, where it could not be taken, `release`."""

        target: Target
        text: str
        is_draft: bool = False
        """As a draft on the server, which cannot be changed from here (D1)."""

    @dataclass
    class Changed(Message):
        """`text` has to be saved now: a pause, a while of typing, or the field is being left."""

        target: Target
        text: str

    @dataclass
    class Left(Message):
        """Back to the thread; the text was saved first."""

    @dataclass
    class KindSwitched(Message):
        """The other kind is wanted: `kind` is the new one. The text stays with its own kind, and was saved."""

        kind: Kind

    @dataclass
    class ChannelWanted(Message):
        """Type and channel are to be chosen; answer with `retarget`."""

    @dataclass
    class EditorWanted(Message):
        """The text is to be edited in `$EDITOR`; answer with `replace_text`."""

    @dataclass
    class CannedWanted(Message):
        """A canned reply is to be picked; answer with `insert_text`."""

    @dataclass
    class Discarded(Message):
        """A person throws the text away; `text` is what it was, for taking that back. Answer with `close`."""

        target: Target
        text: str

    def __init__(
        self,
        *,
        limits: Limits = LIMITS,
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
        self._target: Target | None = None
        self._safe: str | None = ""

    # what the screen tells

    @property
    def target(self) -> Target | None:
        """Where the words go; None while closed."""
        return self._target

    @property
    def text(self) -> str:
        """What stands in the field, cleaned."""
        return own(self.area.text)

    @property
    def unsaved(self) -> tuple[Target, str] | None:
        """What no `Changed` has carried yet: for whoever closes the program and cannot wait for messages."""
        if self._target is None or self.pending:
            return None
        text = self.text
        return None if text == self._safe else (self._target, text)

    def open(self, target: Target, text: str = "", *, kind: Kind | None = None, notice: str = "") -> None:
        """Show the composer for `target` with a text that is already saved; what stood here before is saved first."""
        self.flush()
        self._target = replace(target, kind=kind) if kind is not None else target
        self.pending = False
        self.area.read_only = False
        self._objection = ""
        self.area.load_text(own(text))
        self.area.move_cursor(self.area.document.end)
        self._safe = self.text
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
        self._safe = ""
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

    def not_kept(self, sentence: str) -> None:
        """The text could not be saved, and why: it stays, `unsaved` says so, and whoever saves tries again."""
        if self._target is not None and not self.pending:
            self._safe = None
            self.show_notice(sentence)
            if not self._review.is_open:
                self._objection = ""
                self._measure()

    def kept(self, text: str) -> None:
        """That text, which could not be saved before, is safe now."""
        if self._target is not None and self._safe is None:
            self._safe = text
            self.show_notice("")

    def retarget(self, target: Target) -> None:
        """Change where the words go and keep them; the choice is saved with the text, if there is one."""
        if self._target is None or self.pending:
            return
        self._target = target
        self._objection = ""
        self._dress(target)
        if self.text:
            self._keep(self.text)

    def insert_text(self, text: str) -> None:
        """Put a canned reply at the cursor, in place of the `//` that asked for it."""
        if self.area.before_cursor() == _CANNED:
            row, column = self.area.cursor_location
            self.area.delete((row, 0), (row, column))
        self.area.add(text)

    def replace_text(self, text: str) -> None:
        """Put what an editor made of the text in its place; undo brings the old one back."""
        if self._target is not None and not self.pending:
            self.area.replace_all(text)
            self.flush()

    def flush(self) -> None:
        """Post `Changed` now if anything is not saved yet."""
        unsaved = self.unsaved
        if unsaved is not None:
            self._keep(unsaved[1])

    async def settle(self) -> None:
        """Return when every key that was already pressed is in the text: before `unsaved` is read for the last time."""
        done = asyncio.Event()
        if self.area.is_running and self.area.call_later(done.set):
            await done.wait()

    def focus(self, scroll_visible: bool = True) -> Self:
        """Give the text field the focus."""
        self.area.focus(scroll_visible)
        return self

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

    def action_switch_kind(self) -> None:
        """Ask for the other kind."""
        if self._target is not None and not self.pending:
            self.flush()
            self.post_message(self.KindSwitched("note" if self._target.kind == "reply" else "reply"))

    def action_choose_channel(self) -> None:
        """Ask for another type and channel; a note has neither."""
        if self._target is None or self.pending:
            return
        if self._target.kind == "note":
            self._object(self._target, "A note stays inside the team: it has no channel.")
        else:
            self.flush()
            self.post_message(self.ChannelWanted())

    def action_editor(self) -> None:
        """Ask for `$EDITOR`."""
        if self._target is not None and not self.pending:
            self.flush()
            self.post_message(self.EditorWanted())

    def action_canned(self) -> None:
        """Ask for a canned reply."""
        if self._target is not None and not self.pending:
            self.post_message(self.CannedWanted())

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
            self._measure()

    def on_unmount(self) -> None:
        """Nothing typed may be lost with the widget: the nearest ancestor is told, since nothing bubbles from here.

        At the end of the program nobody may hear it any more: `unsaved` goes on saying what there is.
        """
        unsaved = self.unsaved
        if unsaved is not None and any(node.post_message(self.Changed(*unsaved)) for node in self.ancestors):
            self._autosave.saved()

    def _submit(self, *, is_draft: bool) -> None:
        if self._target is None or self.pending:
            return
        text = self.text
        reason = refusal(self._target, text, self._length(self._target), is_draft=is_draft)
        if reason:
            self._object(self._target, reason)
            return
        self.pending = True
        self.area.read_only = True
        self._autosave.saved()
        self._review.wait()
        self.post_message(self.Submitted(self._target, text, is_draft))

    def _back_to_typing(self) -> None:
        self._measure()
        self.screen.set_focus(self.area)

    def _measure(self) -> None:
        if self._target is not None and not self.pending:
            self._describe(self._target)

    def _after(self, seconds: float, callback: Callable[[], None]) -> None:
        self.set_timer(seconds, callback)

    def _keep(self, text: str) -> None:
        if self._target is None:
            return
        self._autosave.saved()
        if self.post_message(self.Changed(self._target, text)) and self.app.is_running and self._safe is not None:
            self._safe = text
