"""Which conversations of a list are selected, in the order in which they were, and where a range begins."""

from __future__ import annotations

from collections.abc import Collection

from chatlane_tui.model.ids import ConversationId


class Selection:
    """Ids, not row numbers: the list may move under it."""

    def __init__(self) -> None:
        self._ids: dict[ConversationId, None] = {}
        self.anchor: tuple[ConversationId, int] | None = None
        """The one selected last, and where it stood: a range reaches from there to the cursor."""

    def __contains__(self, id_: object) -> bool:
        return id_ in self._ids

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def ids(self) -> tuple[ConversationId, ...]:
        """All of them."""
        return tuple(self._ids)

    def toggle(self, id_: ConversationId, position: int) -> None:
        """Select it, or not any more; a range begins here."""
        if id_ in self._ids:
            del self._ids[id_]
        else:
            self._ids[id_] = None
        self.anchor = (id_, position)

    def replace(self, ids: Collection[ConversationId]) -> bool:
        """These and no others; whether that is a change."""
        told = dict.fromkeys(ids)
        if told.keys() == self._ids.keys():
            return False
        self._ids = told
        if not told:
            self.anchor = None
        return True
