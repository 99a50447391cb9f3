"""What a person reads: the list, a thread, its bodies as documents. Everything comes from the store; nothing waits for
the network."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from chatlane_tui.model.ids import ConversationId, InboxId, MessageId
from chatlane_tui.render.document import Document
from chatlane_tui.store import conversations, inboxes, lists, outbox, records, threads, views
from chatlane_tui.store.database import Database
from chatlane_tui.store.rows import (
    ChannelRow,
    ContactChoice,
    DraftLine,
    InboxCounts,
    InboxWindow,
    MessageRow,
    OutboxRow,
    ThreadHead,
    WaitingRow,
)
from chatlane_tui.store.threads import Body, OpenedThread

if TYPE_CHECKING:
    from chatlane_tui.desk.listing import Listing

KEPT = 2_000
"""Documents kept after they were shown."""


class Reading:
    """Reads of the store, off the event loop. Every method raises `StoreError` if the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.on_names: Callable[[Iterable[str]], object] = lambda _: None
        """Told the names in what is read, before it is shown: the privacy mask hides them."""
        self._documents: OrderedDict[tuple[ConversationId, str, int], Document] = OrderedDict()

    async def window(
        self, *, size: int, offset: int | None = None, around: ConversationId | None = None, view: str = "inbox"
    ) -> InboxWindow:
        """A stretch of a list that stands ready, newest activity first."""
        window = await self._database.read(
            lambda c: lists.inbox_window(c, size=size, offset=offset, around=around, view=view)
        )
        self.on_names(name for row in window.rows for name in (row.name, row.assignee))
        return window

    async def listed(
        self, listing: Listing, *, size: int, offset: int | None = None, around: ConversationId | None = None
    ) -> InboxWindow:
        """A stretch of a list of `size` rows, at `offset` or centred on the conversation `around`."""
        window = await listing.window(size=size, offset=offset, around=around)
        self.on_names(name for row in window.rows for name in (row.name, row.assignee))
        return window

    async def names(self) -> frozenset[str]:
        """Every name of a customer, a contact or an assignee that is cached."""
        from chatlane_tui.store import names

        return await self._database.read(names.every)

    async def counts(self) -> InboxCounts:
        """How many conversations, unread ones, things to be sent, drafts there are."""
        return await self._database.read(lists.counts)

    async def beside(self, conversation_id: ConversationId, step: int, *, view: str = "inbox") -> ConversationId | None:
        """The conversation `step` places further down the list, or None at its end."""
        return await self._database.read(lambda c: lists.beside(c, conversation_id, step, view=view))

    async def head(self, conversation_id: ConversationId) -> ThreadHead | None:
        """What is known of one conversation, or None if it is not cached."""
        return await self._database.read(lambda c: conversations.head(c, conversation_id))

    async def thread(self, conversation_id: ConversationId) -> tuple[MessageRow, ...]:
        """Its messages, oldest first, and what is on its way to it."""
        return await self._database.read(lambda c: threads.thread(c, conversation_id))

    async def opened(
        self, conversation_id: ConversationId, *, ends: int = 0
    ) -> tuple[OpenedThread, dict[str, Document]]:
        """Head and messages as of one moment; with `ends` also what is unread and so many bodies, rendered."""
        found = await self._database.read(lambda c: threads.opened(c, conversation_id, ends=ends))
        if found.head is not None:
            self.on_names((found.head.name, found.head.assignee))
        self.on_names(row.sender for row in found.rows)
        return found, await self._rendered(conversation_id, found.bodies)

    async def text(self, conversation_id: ConversationId, key: str) -> str:
        """The whole text of a row of a thread as a person typed it; markup a server made of it is gone (M4)."""
        from chatlane_tui.store.plain import PLAIN_LIMIT, words_of

        bodies = await self._database.read(lambda c: threads.bodies(c, conversation_id, (key,)))
        if key not in bodies:
            return ""
        text = bodies[key].text
        words = words_of(text)
        return text if text[:PLAIN_LIMIT] == words else words

    async def choose_view(self, conversation_id: ConversationId, message_id: MessageId, view: str) -> None:
        """See the body of that message so from now on: one of `views.VIEWS`."""
        await self._database.write(lambda tx: views.choose(tx, conversation_id, message_id, view))

    async def preview(self, text: str, type: str) -> Document:  # noqa: A002 - the API's word
        """A text as whoever gets it may read it: an e-mail as Markdown, all else as it stands (M4)."""
        from chatlane_tui.render.body import document

        wanted = "markdown" if type == "email" else "plain"
        return await self._database.compute(lambda: document(text, type=type, format=wanted))

    async def documents(self, conversation_id: ConversationId, keys: Sequence[str]) -> dict[str, Document]:
        """The bodies of those rows of a thread, rendered in a worker thread and kept."""
        bodies = await self._database.read(lambda c: threads.bodies(c, conversation_id, keys))
        return await self._rendered(conversation_id, bodies)

    async def _rendered(self, conversation_id: ConversationId, bodies: dict[str, Body]) -> dict[str, Document]:
        found: dict[str, Document] = {}
        missing: list[Body] = []
        for body in bodies.values():
            kept = self._documents.get((conversation_id, body.key, body.version))
            if kept is None:
                missing.append(body)
            else:
                self._documents.move_to_end((conversation_id, body.key, body.version))
                found[body.key] = kept
        if missing:
            rendered = await self._database.compute(lambda: _render(missing))
            for body, document in zip(missing, rendered, strict=True):
                found[body.key] = self._documents[conversation_id, body.key, body.version] = document
            while len(self._documents) > KEPT:
                self._documents.popitem(last=False)
        return found

    async def warm(self) -> None:
        """Import what renders bodies, in the thread that will."""
        await self._database.compute(lambda: _render([Body("", "email", "<p>x</p>", 0)]))

    async def channels(self, inbox_id: InboxId | None) -> tuple[ChannelRow, ...]:
        """The channels learnt of that inbox, active ones first (C1)."""
        return await self._database.read(lambda c: inboxes.channels(c, inbox_id))

    async def contact_choices(self, conversation_id: ConversationId) -> tuple[ContactChoice, ...]:
        """Whom an entity conversation may be answered to, as far as its records are cached (E1)."""
        return await self._database.read(lambda c: records.contact_choices(c, conversation_id))

    async def outbox(self) -> tuple[OutboxRow, ...]:
        """Everything on its way, oldest first."""
        return await self._database.read(outbox.rows)

    async def waiting(self) -> tuple[WaitingRow, ...]:
        """What the outbox screen shows: what needs a person first, then what goes by itself."""
        from chatlane_tui.store import waiting

        rows = await self._database.read(waiting.waiting)
        self.on_names(row.name for row in rows)
        return rows

    async def draft_lines(self) -> tuple[DraftLine, ...]:
        """What the list of drafts shows, the last touched first."""
        from chatlane_tui.store import waiting

        return await self._database.read(waiting.drafts)


def _render(bodies: Sequence[Body]) -> list[Document]:
    from chatlane_tui.render.body import document

    return [document(body.text, type=body.type, format=body.view) for body in bodies]
