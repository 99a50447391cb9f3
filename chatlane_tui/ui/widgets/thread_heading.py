"""The line above a thread: what it is about, how it stands, who has it."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content
from textual.widgets import Static

from chatlane_tui.store.rows import ThreadHead
from chatlane_tui.ui.pictures import spelled
from chatlane_tui.ui.text import assembled, draws_pictures


class ThreadHeading(Static):
    """Told the head of the conversation that the thread pane shows."""

    DEFAULT_CSS = """
    ThreadHeading {
        height: 1;
        padding: 0 1;
        text-wrap: nowrap;
        text-overflow: ellipsis;
    }
    """

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self._shown: ThreadHead | None = None
        self._hits = ""
        self._pictures = True

    def notify_style_update(self) -> None:
        """Emoji may have become words, or pictures again."""
        super().notify_style_update()
        if self.is_mounted and self._pictures != draws_pictures(self.app.get_line_filters()):
            self._say()

    def show(self, head: ThreadHead | None) -> None:
        """Say subject, customer, inbox, status and assignee; nothing where there is no conversation."""
        if head == self._shown:
            return
        self._shown = head
        self._say()

    def say_hits(self, words: str) -> None:
        """How many hits there are, and at which of them a person is; empty: nothing is looked for."""
        if words != self._hits:
            self._hits = words
            self._say()

    def _say(self) -> None:
        self._pictures = draws_pictures(self.app.get_line_filters())
        words = Content("") if self._shown is None else _words(self._shown, pictures=self._pictures)
        said = assembled((self._hits, "bold $text-accent"), "  ", words) if self._hits else words
        self.update(said, layout=False)


def _words(head: ThreadHead, *, pictures: bool) -> Content:
    told: Callable[[str], str] = str if pictures else spelled
    here = [
        "done here" if head.done else "snoozed here" if head.snoozed_until is not None else "",
        "starred here" if head.starred else "",
        "to be answered later" if head.later else "",
        *(f"#{label}" for label in head.labels),
    ]
    facts = [*here, head.status, head.inbox, f"assigned to {head.assignee}" if head.assignee else "", *head.tags]
    aside = " · ".join(fact for fact in facts if fact)
    who = head.name or head.email or head.phone
    return assembled(
        (told(head.subject) or "(no subject)", "bold"),
        f"  {told(who)}" if who else "",
        (f"  {told(aside)}" if aside else "", "dim"),
    )
