"""What is done with messages besides reading and answering them: copied, seen otherwise, opened, piped, exported.

Each is about the message under the cursor of the thread, or about the conversation that is shown.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, assert_never

from chatlane_tui.model.ids import is_local
from chatlane_tui.ui.clipboard import copy
from chatlane_tui.ui.flows.attempt import Work, opens, start
from chatlane_tui.ui.widgets.thread_wishes import Wish
from chatlane_tui.ui.widgets.voices import view_words

if TYPE_CHECKING:
    from chatlane_tui.model.ids import ConversationId
    from chatlane_tui.store.rows import MessageRow
    from chatlane_tui.ui.screens.inbox import InboxScreen
    from chatlane_tui.ui.theme import Glyphs

NO_ADDRESS = "No web address is known: set `conversation_url` in [ui] of the configuration."
NOT_THERE = "The server does not have this conversation yet: it is made when its first message goes."
NO_MESSAGE = "There is no message here."


class Consulting:
    """Remembers what was copied last: copying again takes the code blocks of the message one after the other."""

    def __init__(self, screen: InboxScreen, *, glyphs: Glyphs) -> None:
        self._screen = screen
        self._glyphs = glyphs
        self._copied: tuple[str, int, int] | None = None
        self._command = ""
        self._viewing = asyncio.Lock()

    def grant(self, wish: Wish) -> None:
        """Do what a person wants done with the message under the cursor, or with its thread."""
        conversation_id, row = self._screen.thread.conversation, self._screen.thread.current
        if conversation_id is None or row is None:
            self._screen.say(NO_MESSAGE)
            return
        match wish:
            case Wish.COPY:
                self._do(self._copy)
            case Wish.REFERENCE:
                self._do(partial(self._copy_reference, conversation_id, row))
            case Wish.VIEW:
                self._do(partial(self._change_view, conversation_id, row))
            case Wish.ATTACHMENTS:
                self._open(partial(self._show_attachments, conversation_id, row))
            case Wish.LINKS:
                self._open(partial(self._show_links, conversation_id, row))
            case Wish.PIPE:
                self._open(partial(self._pipe, conversation_id, row))
            case Wish.PAGER:
                self._do(partial(self._page, conversation_id))
            case Wish.EXPORT:
                self._open(partial(self._export, conversation_id))
            case _:
                assert_never(wish)

    def _do(self, work: Work) -> None:
        start(self._screen, work, group="consulting")

    def _open(self, work: Work) -> None:
        opens(self._screen, work, group="consulting")

    # copying

    async def _copy(self) -> None:
        from chatlane_tui.render.words import code_of, text_of

        thread = self._screen.thread
        if thread.selected_text:
            await copy(self._screen.app, thread.selected_text)
            self._screen.say("Copied what is selected.")
            return
        row, document = thread.current, thread.current_document
        if row is None or document is None:
            self._screen.say("The message is still being read.")
            return
        codes = await asyncio.to_thread(code_of, document)
        again = self._copied is not None and self._copied[:2] == (row.key, row.version)
        turn = (self._copied[2] + 1) % (len(codes) + 1) if again and self._copied is not None else 0
        if turn:
            text, what = codes[turn - 1], f"code block {turn} of {len(codes)}" if len(codes) > 1 else "the code block"
        else:
            history = thread.shows_history or not document.folds
            text = await asyncio.to_thread(partial(text_of, document, history=history))
            what = "the message" if history else "the message without what is folded"
        self._copied = (row.key, row.version, turn)
        await copy(self._screen.app, text)
        more = " Again: its code." if codes and not turn else ""
        self._screen.say(f"Copied {what}.{more}")

    async def _copy_reference(self, conversation_id: ConversationId, row: MessageRow) -> None:
        reference = reference_of(conversation_id, row, self._screen.session.settings.ui.conversation_url)
        await copy(self._screen.app, reference)
        self._screen.say(f"Copied: {reference}")

    # other views of a body

    async def _change_view(self, conversation_id: ConversationId, row: MessageRow) -> None:
        from chatlane_tui.store.views import AUTO, VIEWS

        if row.id is None:
            self._screen.say("It is shown as you typed it: other views are for messages of the server.")
            return
        async with self._viewing:  # pressed twice, it goes on twice
            rows = self._screen.reading.rows
            now = next((other.view for other in rows if other.key == row.key), row.view)
            view = VIEWS[(VIEWS.index(now) + 1) % len(VIEWS)]
            await self._screen.session.read.choose_view(conversation_id, row.id, view)
            await self._screen.reading.show_again(conversation_id, row.key)
        self._screen.say("Seen as it was taken for." if view == AUTO else f"Seen as {view_words(view)}.")

    # outside

    def browse(self) -> None:
        """The conversation in the browser."""
        chosen = self._screen.reading.chosen
        template = self._screen.session.settings.ui.conversation_url
        if chosen is None:
            self._screen.say("There is no conversation here.")
        elif is_local(chosen):
            self._screen.say(NOT_THERE)
        elif not template:
            self._screen.say(NO_ADDRESS)
        else:
            self._do(partial(self._open_outside, address_of(chosen, template)))

    async def _open_outside(self, target: str) -> None:
        from chatlane_tui.desk.commands import open_outside

        self._screen.say(f"Opening {target}")
        await open_outside(target, self._screen.session.settings.commands)

    # files and links

    async def _show_attachments(self, conversation_id: ConversationId, row: MessageRow) -> None:
        from chatlane_tui.ui.screens.attachments import AttachmentsScreen

        screen, rows = self._screen, self._screen.reading.rows
        files = AttachmentsScreen(screen.session, conversation_id, rows, row.key, glyphs=self._glyphs)
        await screen.app.push_screen(files)

    def point_at_link(self, index: int) -> None:
        """A link was clicked: where it really leads is shown before anything is opened."""
        conversation_id, row = self._screen.thread.conversation, self._screen.thread.current
        if conversation_id is not None and row is not None:
            self._do(partial(self._show_links, conversation_id, row, first=index))

    async def _show_links(self, conversation_id: ConversationId, row: MessageRow, *, first: int = 0) -> None:
        from chatlane_tui.ui.flows.linking import show_links

        await show_links(self._screen, conversation_id, row, first=first, glyphs=self._glyphs)

    # the text, elsewhere

    async def _pipe(self, conversation_id: ConversationId, row: MessageRow) -> None:
        from chatlane_tui.ui.flows.piping import pipe

        self._command = await pipe(self._screen, conversation_id, row, self._command)

    async def _page(self, conversation_id: ConversationId) -> None:
        from chatlane_tui.ui.flows.paging import page

        page(self._screen, await self._screen.session.exporting.export(conversation_id, "text"))

    async def _export(self, conversation_id: ConversationId) -> None:
        from chatlane_tui.ui.flows.exporting import export

        await export(self._screen, conversation_id)


def reference_of(conversation_id: ConversationId, row: MessageRow, template: str) -> str:
    """What a message is found by, on one line: its numbers, and its address where one is configured."""
    if is_local(conversation_id):
        return "A conversation that the server does not have yet"
    message = "a message that is not sent yet" if row.id is None else f"message {row.id}"
    address = f" · {address_of(conversation_id, template)}" if template else ""
    return f"Conversation {conversation_id}, {message}{address}"


def address_of(conversation_id: ConversationId, template: str) -> str:
    """Where a browser shows the conversation."""
    return template.replace("{id}", str(conversation_id))
