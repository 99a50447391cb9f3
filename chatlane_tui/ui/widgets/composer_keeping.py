"""How the composer keeps what is typed: it says `Changed` at every pause; `unsaved` is what nobody has heard yet."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from textual.message import Message
from textual.reactive import reactive

from chatlane_tui.ui.widgets.composer_frame import ComposerFrame
from chatlane_tui.ui.widgets.composer_text import own
from chatlane_tui.ui.widgets.pauses import Autosave
from chatlane_tui.ui.widgets.target import Target


class ComposerKeeping(ComposerFrame):
    """`_safe` is the text as it was last handed over for saving; None: saving it failed."""

    pending: reactive[bool] = reactive(False, toggle_class="-pending", init=False)
    """A text was submitted and nobody has said yet what became of it: further sends are ignored."""

    _autosave: Autosave
    _target: Target | None = None
    _safe: str | None = ""
    _base = ""
    """What was last seen to stand on disk, or handed over: what another window wrote there is told by it."""
    _landed = ""
    """What surely stood on disk last: what was only handed over may still be on its way there."""

    @dataclass
    class Changed(Message, namespace="composer"):
        """`text` has to be saved now: a pause, a while of typing, or the field is being left."""

        target: Target
        text: str
        base: str = ""
        """What this composer last knew to be saved there."""

    @property
    def target(self) -> Target | None:
        """Where the words go; None while closed."""
        return self._target

    @property
    def text(self) -> str:
        """What stands in the field, cleaned."""
        return own(self.area.text)

    @property
    def unsaved(self) -> tuple[Target, str, str] | None:
        """What no `Changed` has carried yet, as that would: for whoever closes the program and cannot wait."""
        if self._target is None or self.pending:
            return None
        text = self.text
        return None if text == self._safe else (self._target, text, self._base)

    @property
    def is_on_disk(self) -> bool:
        """Whether all that stands in the field was written there: nothing is on its way any more."""
        return self.unsaved is None and self.text == self._landed

    def landed(self, target: Target, text: str) -> None:
        """That text stands on disk now."""
        now = self._target
        if now is not None and (now.conversation_id, now.kind) == (target.conversation_id, target.kind):
            self._landed = text

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

    def hand_over(self) -> tuple[Target, str, str] | None:
        """What is `unsaved`, for somebody who saves it at once."""
        unsaved = self.unsaved
        if unsaved is not None:
            self._base = unsaved[1]
            if self._safe is not None:
                self._safe = unsaved[1]
        return unsaved

    def merge(self, target: Target, typed: str, kept: str) -> None:
        """Another window wrote there, too: `kept` stands there now for what was `typed` here. Both are shown."""
        now = self._target
        if now is None or self.pending or (now.conversation_id, now.kind) != (target.conversation_id, target.kind):
            return
        text = self.text
        if text.startswith(typed):
            text = kept + text[len(typed) :]
        elif text not in kept:
            text = f"{kept}\n\n{text}"
        self._safe = self._base = kept
        self.area.replace_all(text)
        self.show_notice("Another window wrote here, too: both texts are kept.")

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

    def on_unmount(self) -> None:
        """Nothing typed may be lost with the widget: the nearest ancestor is told, since nothing bubbles from here.

        At the end of the program nobody may hear it any more: `unsaved` goes on saying what there is.
        """
        unsaved = self.unsaved
        if unsaved is not None and any(node.post_message(self.Changed(*unsaved)) for node in self.ancestors):
            self._autosave.saved()

    def _measure(self) -> None:
        if self._target is not None and not self.pending:
            self._describe(self._target)

    def _after(self, seconds: float, callback: Callable[[], None]) -> None:
        self.set_timer(seconds, callback)

    def _keep(self, text: str) -> None:
        if self._target is None:
            return
        self._autosave.saved()
        if self.post_message(self.Changed(self._target, text, self._base)) and self.app.is_running:
            self._base = text
            if self._safe is not None:
                self._safe = text
