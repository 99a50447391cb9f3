"""The views behind the digits: a name, a query, an order. What the program brings; a person's own take their place.

Read before the first paint, so nothing here reads a query.
"""

from typing import Final, NamedTuple

ORDERS: Final = ("newest", "oldest", "waiting")
"""Last activity, newest or oldest first; or who has waited longest first."""
BEST: Final = "best"
"""Of a search: the newest few hundred by relevance, then the others."""


class View(NamedTuple):
    """What a digit shows. `query` is in the language of `model.query`, `order` one of `ORDERS`."""

    name: str
    query: str
    order: str = "newest"


BUILT_IN: Final = (
    View("Inbox", "is:inbox"),
    View("Unread", "is:inbox is:unread"),
    View("Waiting", "is:inbox is:waiting", "waiting"),
    View("Mine", "is:inbox is:mine"),
    View("Unassigned", "is:inbox is:unassigned"),
    View("Starred", "is:starred"),
    View("Snoozed", "is:snoozed"),
    View("Done", "is:done"),
    View("All", ""),
)
KEPT: Final = {
    "is:inbox": "inbox",
    "is:inbox is:unread": "unread",
    "is:inbox is:waiting": "waiting",
    "is:inbox is:mine": "mine",
    "is:inbox is:unassigned": "unassigned",
    "is:starred": "starred",
    "is:snoozed": "snoozed",
    "is:done": "done",
    "": "all",
}
"""Query → the list that stands ready for it, without reading it."""
MOST: Final = 9
"""Views that have a digit."""
