"""Texts being typed: kept on every pause, one for each conversation and kind, touched by nobody but their author."""

from __future__ import annotations

from chatlane_tui.model.ids import ConversationId
from chatlane_tui.store import drafts
from chatlane_tui.store.database import Database
from chatlane_tui.store.rows import DraftRow


class Drafts:
    """Reads and writes of drafts; every method raises `StoreError` if the database fails, and then loses nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def save(self, draft: DraftRow) -> None:
        """Keep it; an empty one is forgotten."""
        await self._database.write(lambda tx: drafts.save(tx, draft))

    async def keep(self, draft: DraftRow, *, base: str) -> str:
        """Keep it, where `base` was last seen to stand; what stands there now: with what another window wrote since."""
        return await self._database.write(lambda tx: drafts.keep(tx, draft, base=base))

    async def find(self, conversation_id: ConversationId, kind: str) -> DraftRow | None:
        """The text last typed there, or None."""
        return await self._database.read(lambda c: drafts.draft(c, conversation_id, kind))

    async def all(self) -> tuple[DraftRow, ...]:
        """Every draft, the newest first."""
        return await self._database.read(drafts.drafts)

    async def carry(self, draft: DraftRow) -> None:
        """Bring a text over into the draft of that conversation and kind, below what stands there; twice is once."""
        await self._database.write(lambda tx: drafts.carry(tx, draft))

    async def discard(self, conversation_id: ConversationId, kind: str, *, known: str | None = None) -> None:
        """Forget it: a person said so. With `known` only that text, and not what another window wrote since."""
        texts = None if known is None else (known,)
        await self._database.write(lambda tx: drafts.discard(tx, conversation_id, kind, known=texts))
