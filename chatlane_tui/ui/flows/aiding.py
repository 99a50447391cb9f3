"""What helps with a text that is being written. Each comes back to the text it was asked for, or changes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from chatlane_tui.errors import StoreError
from chatlane_tui.model import template
from chatlane_tui.ui import ages
from chatlane_tui.ui.flows.addressing import outgoing_of
from chatlane_tui.ui.widgets.composer_heading import sender_words, type_words
from chatlane_tui.ui.widgets.target import Target

if TYPE_CHECKING:
    from chatlane_tui.desk.canned import Values
    from chatlane_tui.ui.flows.attempt import Work
    from chatlane_tui.ui.screens.inbox import InboxScreen
    from chatlane_tui.ui.widgets.composer_asking import Aid

_NO_CANNED: Final = "There are no canned replies for {where} yet. Put Markdown files into {folder}."
_NO_ANSWERS: Final = "Nothing that was answered before fits what the customer wrote."


class Aiding:
    """Between the composer, the desk and the screens that ask."""

    def __init__(self, screen: InboxScreen) -> None:
        self._screen = screen
        self._session = screen.session
        self._is_busy = False

    def work(self, aid: Aid) -> Work:
        """What is to be done about that wish."""
        works: dict[Aid, Callable[[Target], Awaitable[None]]] = {
            "canned": self._canned,
            "memory": self._memory,
            "envelope": self._envelope,
            "preview": self._preview,
            "spelling": self._spelling,
        }
        return lambda: self._with_target(works[aid])

    async def _with_target(self, work: Callable[[Target], Awaitable[None]]) -> None:
        target = self._screen.target
        if target is None or self._is_busy:  # pressed twice, it opens once
            return
        self._is_busy = True
        try:
            await work(target)
        finally:
            self._is_busy = False
        if self._still(target):
            self._screen.composer.focus()

    def _still(self, target: Target) -> Target | None:
        """The target as it is now, if it is still that text which is being written."""
        now = self._screen.target
        same = now is not None and (now.conversation_id, now.kind) == (target.conversation_id, target.kind)
        return now if same and not self._screen.composer.pending else None

    # canned replies

    async def _canned(self, target: Target) -> None:
        canned = self._session.canned
        library, values = await asyncio.gather(
            canned.library(), canned.values(target.conversation_id, target.contact_id)
        )
        fresh = asyncio.create_task(self._freshen(values))
        replies = [reply for reply in library.replies if reply.fits(target.type, target.inbox)]
        where = f"{type_words(target.type)} in {target.inbox or 'this inbox'}"
        from chatlane_tui.ui.screens.text_picker import Entry, TextPicker

        others = len(library.replies) - len(replies)
        remarks = [mistake.words for mistake in library.mistakes[:2]]
        if more := len(library.mistakes) - len(remarks):
            remarks[-1] += f" (and {more} more)"
        if others:
            remarks.append(f"{others} more {'is' if others == 1 else 'are'} for other types or inboxes.")
        entries = [
            Entry(reply.name, reply.shortcut, template.fill(reply.pieces, values.named).text, reply.shortcut)
            for reply in replies
        ]
        empty = _NO_CANNED.format(where=where, folder=canned.folder)
        picker = TextPicker(f"Canned replies for {where}", entries, empty=empty, remarks=remarks)
        picked = await self._screen.app.push_screen_wait(picker)
        if picked is None:
            fresh.cancel()
            return
        await fresh
        await self._insert(target, replies[picked].pieces)

    async def _insert(self, target: Target, pieces: Sequence[template.Piece]) -> None:
        canned = self._session.canned
        named = dict((await canned.values(target.conversation_id, target.contact_id)).named)
        if blanks := template.wanted(pieces, named):
            from chatlane_tui.ui.screens.blanks import Blanks

            told = await self._screen.app.push_screen_wait(Blanks(blanks))
            if told is None:
                return
            named |= told
        filled = template.fill(pieces, named)
        if self._still(target) is not None:
            self._screen.composer.insert_text(filled.text, cursor=filled.cursor)

    async def _freshen(self, values: Values) -> None:
        """Read anew what the values came from; where that fails, what is cached counts."""
        with suppress(StoreError):
            await self._session.freshen(values.contact_id, values.record_ids)

    # past answers

    async def _memory(self, target: Target) -> None:
        answers = await self._session.memory.answers(target.conversation_id)
        from chatlane_tui.ui.screens.text_picker import Entry, TextPicker

        now = self._session.clock()
        entries = [
            Entry(
                answer.name or "somebody",
                f"{type_words(answer.type)} {ages.age(answer.at, now=now)}  {' '.join(answer.text.split())[:200]}",
                answer.text,
            )
            for answer in answers
        ]
        picked = await self._screen.app.push_screen_wait(
            TextPicker(
                "What was answered before", entries, empty=_NO_ANSWERS, placeholder="words of the answer, or a name"
            )
        )
        if picked is not None and self._still(target) is not None:
            self._screen.composer.insert_text(answers[picked].text, from_others=answers[picked].name)

    # copies and files

    async def _envelope(self, target: Target) -> None:
        from chatlane_tui.model import addresses
        from chatlane_tui.ui.screens.envelope import Enclosed, Envelope

        await asyncio.to_thread(addresses.warm)
        before = Enclosed(target.cc, target.bcc, target.file_urls, target.sender_type, target.sender_id)
        senders = self._session.settings.expert.custom_sender
        after = await self._screen.app.push_screen_wait(Envelope(before, copies=target.has_copies, senders=senders))
        now = self._still(target)
        if after != before and now is not None:
            self._screen.composer.retarget(replace(now, **after._asdict()))

    # a look at it

    async def _preview(self, target: Target) -> None:
        from chatlane_tui.desk.curl import as_curl
        from chatlane_tui.ui.screens.preview import Preview

        text = self._screen.composer.text
        document = await self._session.read.preview(text, target.type)
        outgoing = outgoing_of(target, text, is_draft=False, seen=None)
        request = as_curl(self._session.settings.base_url, outgoing)
        await self._screen.app.push_screen_wait(
            Preview(_lines(target), document, request, danger=bool(target.sender_type))
        )

    # spelling

    async def _spelling(self, target: Target) -> None:
        from chatlane_tui.desk.spelling import unknown_words

        composer = self._screen.composer
        words = await unknown_words(self._session.settings.spelling.command, composer.text)
        if self._still(target) is None:
            return
        if not words:
            composer.say("The spelling program knows every word.")
            return
        here = composer.point_at(words)
        listed = ", ".join(words[:12]) + (f" and {len(words) - 12} more" if len(words) > 12 else "")
        composer.say(f"Unknown: {listed}. {f'“{here}” is selected; F4 goes on.' if here else ''}".rstrip())


def _lines(target: Target) -> list[tuple[str, str]]:
    """What is said of a message above its words."""
    if target.kind == "note":
        said = [("Note", "internal, the customer does not see this")]
    else:
        via = f"{target.channel or 'channel'} (#{target.channel_id})" if target.channel_id else "the server's choice"
        said = [("To", target.recipient or "whoever the server knows"), ("Type", type_words(target.type)), ("Via", via)]
    if target.has_copies:
        said += [(label, value) for label, value in (("Cc", target.cc), ("Bcc", target.bcc)) if value]
    said += [("File", f"{url} (public)") for url in target.file_urls]
    return [*said, ("As", sender_words(target))] if target.sender_type else said
