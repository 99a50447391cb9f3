"""Choosing one inbox, or all of them; and jumping to an inbox or a conversation by a few letters of its name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from textual.fuzzy import FuzzySearch

from chatlane_tui.model.ids import ConversationId
from chatlane_tui.model.query import Field, Named, to_text
from chatlane_tui.store.inboxes import InboxInfo
from chatlane_tui.ui.flows.attempt import opens
from chatlane_tui.ui.ranking import findable, ranked
from chatlane_tui.ui.screens.picker import Line, Offers, Picker

if TYPE_CHECKING:
    from chatlane_tui.ui.screens.inbox import InboxScreen

JUMPED: Final = 2_000
"""The newest conversations, whose names are looked through letter by letter; the search finds the others."""
_SHOWN: Final = 60


class Goal(NamedTuple):
    """Where a person wants to go: to a conversation, to all of a customer's, else to an inbox, else to all inboxes."""

    conversation: ConversationId | None = None
    customer: str = ""
    """Name or e-mail."""
    inbox: InboxInfo | None = None


def choose_inbox(screen: InboxScreen) -> None:
    """Ask which inbox the list is to show."""
    opens(screen, partial(_ask, screen, "Show which inbox?", most=0), group="choosing", exclusive=True)


def jump(screen: InboxScreen) -> None:
    """Ask for a conversation or an inbox."""
    opens(screen, partial(_ask, screen, "Jump to", most=JUMPED), group="choosing", exclusive=True)


async def _ask(screen: InboxScreen, question: str, *, most: int) -> None:
    desk = screen.session.find
    inboxes = [Line(Goal(inbox=box), box.name or f"inbox {box.id}", _kind(box)) for box in await desk.inboxes()]
    lines = [Line(Goal(), "All inboxes"), *inboxes]
    if most:
        names = await desk.names(most=most)
        people = await desk.customers(most=most)
        lines += [Line(Goal(id_), who or "(no name)", subject) for id_, who, subject in names]
        lines += [
            Line(Goal(customer=name or email), name or email, f"everything of {email or name}")
            for name, email in people
        ]
    placeholder = "letters of a name or a subject" if most else "letters of its name"
    goal = await screen.app.push_screen_wait(Picker(question, Offered(lines), placeholder=placeholder))
    if goal is None:
        return
    if goal.conversation is not None:
        await screen.reading.visit(goal.conversation)
    elif goal.customer:
        screen.finding.open_line("search", text=to_text(Named(Field.FROM, goal.customer.replace('"', " "), whole=True)))
    else:
        screen.finding.choose_inbox(goal.inbox)


class Offered:
    """The lines that fit what is typed, the best first."""

    def __init__(self, lines: Sequence[Line[Goal]]) -> None:
        self._lines = tuple(lines)
        self._texts = [findable(f"{line.words} {line.aside}", "") for line in self._lines]
        self._search = FuzzySearch()

    def __call__(self, text: str) -> Offers[Goal]:
        """For one text."""
        places = ranked(text, self._texts, search=self._search)[:_SHOWN]
        problem = "" if places else "Nothing has these letters in this order."
        return Offers([self._lines[place] for place in places], problem)


def _kind(inbox: InboxInfo) -> str:
    return "" if inbox.type in ("", "standard") else "about records"
