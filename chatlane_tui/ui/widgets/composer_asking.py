"""What the composer asks of the screen on a person's behalf: a channel, an editor, a picker. It does nothing itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from textual.message import Message

from chatlane_tui.ui.opening import Opens
from chatlane_tui.ui.widgets.composer_keeping import ComposerKeeping
from chatlane_tui.ui.widgets.target import Kind

Aid = Literal["canned", "memory", "envelope", "preview", "spelling"]
"""What helps with a text: canned replies, past answers, copies and files, a look at it, a dictionary."""


class ComposerAsking(ComposerKeeping):
    """Everything asked for is asked for with the text saved, and never while a text is on its way."""

    @dataclass
    class KindSwitched(Message, namespace="composer"):
        """The other kind is wanted: `kind` is the new one. The text stays with its own kind, and was saved."""

        kind: Kind

    @dataclass
    class ChannelWanted(Message, namespace="composer"):
        """Type and channel are to be chosen; answer with `retarget`."""

    @dataclass
    class EditorWanted(Message, namespace="composer"):
        """The text is to be edited in `$EDITOR`; answer with `replace_text`."""

    @dataclass
    class AidWanted(Message, namespace="composer"):
        """Help with the text is wanted; answer with `insert_text`, `retarget`, or not at all."""

        aid: Aid

    def action_switch_kind(self) -> None:
        """Ask for the other kind."""
        if self._target is not None and not self.pending:
            self.flush()
            self._expect()
            self.post_message(self.KindSwitched("note" if self._target.kind == "reply" else "reply"))

    def action_choose_channel(self) -> None:
        """Ask for another type and channel; a note has neither, and at most a contact that the server wants (E1)."""
        if self._target is None or self.pending:
            return
        if self._target.kind == "note" and not self._target.contact_needed:
            self._object(self._target, "A note stays inside the team: it has no channel.")
        else:
            self.flush()
            self._expect()
            self.post_message(self.ChannelWanted())

    def action_editor(self) -> None:
        """Ask for `$EDITOR`."""
        if self._target is not None and not self.pending:
            self.flush()
            self.post_message(self.EditorWanted())

    def action_canned(self) -> None:
        """Ask for a canned reply."""
        self._ask("canned")

    def action_memory(self) -> None:
        """Ask for what was answered before to words like the customer's."""
        self._ask("memory")

    def action_envelope(self) -> None:
        """Ask for the fields of copies and files."""
        self._ask("envelope")

    def action_preview(self) -> None:
        """Ask for a look at what would be sent."""
        self._ask("preview")

    def action_spelling(self) -> None:
        """Ask for the words that a dictionary does not know."""
        self._ask("spelling")

    def _ask(self, aid: Aid) -> None:
        if self._target is not None and not self.pending:
            self.flush()
            self._expect()
            self.post_message(self.AidWanted(aid))

    def _expect(self) -> None:
        """What is typed from here on is meant for what was asked for."""
        if isinstance(self.app, Opens):
            self.app.opening.want()
