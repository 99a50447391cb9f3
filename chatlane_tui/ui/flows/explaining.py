"""Why an empty list or an empty thread is empty, and what to do next: an error never looks like nothing to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatlane_tui.model.status import Link

if TYPE_CHECKING:
    from chatlane_tui.store.rows import ThreadHead
    from chatlane_tui.ui.screens.inbox import InboxScreen


def explain_list(screen: InboxScreen) -> None:
    """The list holds nothing."""
    inbox, status = screen.inbox, screen.session.status
    if screen.has_looked and screen.finding.mode:
        inbox.explain("Nothing found.", "Fewer or shorter words find more; Esc goes back.")
        return
    match status.link:
        case Link.SIGNED_OUT:
            inbox.explain("Signed out.", status.problem or "Run: chatlane-tui auth login")
        case Link.STARTING | Link.FOLLOWING:
            inbox.explain("Reading your inbox for the first time…", "")
        case Link.OFFLINE | Link.LIMITED:
            inbox.explain(
                "Nothing is cached yet, and the server cannot be reached.",
                status.problem or "It is tried again by itself; ^r tries now.",
            )
        case Link.ONLINE if status.progress is not None or status.data_at is None:
            inbox.explain("Reading your inbox for the first time…", "")
        case Link.ONLINE:
            inbox.explain(*screen.viewing.empty())


def explain_thread(screen: InboxScreen, head: ThreadHead | None) -> None:
    """The thread of the conversation that is shown holds nothing; `head` None: it is not known at all."""
    if head is not None and head.fetched_at is not None:
        screen.thread.explain("No messages in this conversation yet.", "r replies, n adds a note.")
    elif screen.session.status.link in (Link.OFFLINE, Link.LIMITED, Link.SIGNED_OUT):
        screen.thread.explain("Not cached yet.", "The messages come when the server answers again.")
    else:
        screen.thread.explain("Reading the messages…", "")
