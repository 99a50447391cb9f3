"""What a person wants done with a message or its thread, and the thread itself cannot do: it says so to its screen."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from textual.message import Message

from chatlane_tui.ui.widgets.selectable_messages import SelectableMessages


class Wish(enum.Enum):
    """Each is about the message under the cursor, or about the whole conversation."""

    COPY = enum.auto()
    REFERENCE = enum.auto()
    ATTACHMENTS = enum.auto()
    LINKS = enum.auto()
    VIEW = enum.auto()
    PIPE = enum.auto()
    PAGER = enum.auto()
    EXPORT = enum.auto()


class ThreadWishes(SelectableMessages):
    """Keys of the thread that become messages."""

    @dataclass
    class Wished(Message):
        """A person wants this."""

        wish: Wish

    def action_copy(self) -> None:
        """Copy what is selected, else the text of the message; again: its code blocks."""
        self.post_message(self.Wished(Wish.COPY))

    def action_reference(self) -> None:
        """Copy what the message is found by."""
        self.post_message(self.Wished(Wish.REFERENCE))

    def action_attachments(self) -> None:
        """List the files of the conversation."""
        self.post_message(self.Wished(Wish.ATTACHMENTS))

    def action_links(self) -> None:
        """List the links of the message."""
        self.post_message(self.Wished(Wish.LINKS))

    def action_view(self) -> None:
        """See the body in the next way."""
        self.post_message(self.Wished(Wish.VIEW))

    def action_pipe(self) -> None:
        """Hand the message, or the thread, to a command."""
        self.post_message(self.Wished(Wish.PIPE))

    def action_pager(self) -> None:
        """Read the thread in the pager."""
        self.post_message(self.Wished(Wish.PAGER))

    def action_export(self) -> None:
        """Write the thread to a file."""
        self.post_message(self.Wished(Wish.EXPORT))

    def action_times(self) -> None:
        """Say the moment of each message, or how long ago it was."""
        self._blocks.absolute = not self._blocks.absolute
        self.repaint()
