"""What a person may do with conversations here, as values, with their words (V3).

The words say "here": the server never learns of any of it. `did` is how a toast begins, `name` what it is called when
it is undone, `outcome` what it makes of a conversation in a focus run (empty: the run stays with it).
"""

from __future__ import annotations

from typing import NamedTuple


class Done(NamedTuple):
    """Done here, until the customer writes again; or not done after all."""

    on: bool = True

    @property
    def did(self) -> str:
        return "Done here" if self.on else "Back in the inbox here"

    @property
    def name(self) -> str:
        return "done" if self.on else "back in the inbox"

    @property
    def outcome(self) -> str:
        return "done" if self.on else ""


class Snooze(NamedTuple):
    """Out of the inbox until then (ms), or until the customer writes; `until` None ends it now.

    With `follow_up` it comes back with a reminder that nobody answered, unless somebody did.
    """

    until: int | None
    follow_up: bool = False

    @property
    def did(self) -> str:
        if self.until is None:
            return "Snooze ended here"
        return "Reminder set here" if self.follow_up else "Snoozed here"

    @property
    def name(self) -> str:
        if self.until is None:
            return "end of snooze"
        return "reminder" if self.follow_up else "snooze"

    @property
    def outcome(self) -> str:
        return "" if self.until is None else "snoozed"


class Star(NamedTuple):
    """Starred here, or not."""

    on: bool = True

    @property
    def did(self) -> str:
        return "Starred here" if self.on else "Star taken off here"

    @property
    def name(self) -> str:
        return "star" if self.on else "star taken off"

    @property
    def outcome(self) -> str:
        return ""


class Read(NamedTuple):
    """Read or unread here, until the customer writes again."""

    on: bool = True

    @property
    def did(self) -> str:
        return "Read here" if self.on else "Unread here"

    @property
    def name(self) -> str:
        return "read" if self.on else "unread"

    @property
    def outcome(self) -> str:
        return ""


class Later(NamedTuple):
    """To be answered later, until an answer of ours goes out; or not any more."""

    on: bool = True

    @property
    def did(self) -> str:
        return "To be answered later, here" if self.on else "No longer to be answered later, here"

    @property
    def name(self) -> str:
        return "answer later" if self.on else "answer later taken off"

    @property
    def outcome(self) -> str:
        return "later" if self.on else ""


class Labelled(NamedTuple):
    """A label given here, or taken off."""

    label: str
    on: bool = True

    @property
    def did(self) -> str:
        return f"Labelled “{self.label}” here" if self.on else f"Label “{self.label}” taken off here"

    @property
    def name(self) -> str:
        return f"label “{self.label}”" if self.on else f"label “{self.label}” taken off"

    @property
    def outcome(self) -> str:
        return ""


Act = Done | Snooze | Star | Read | Later | Labelled
