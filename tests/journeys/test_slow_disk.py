"""What is being written stays open and keeps the keys, however long the disk takes with what was written before."""

from __future__ import annotations

from pathlib import Path

import pytest

from chatlane_tui.errors import StoreError
from chatlane_tui.sandbox.server import Sandbox
from chatlane_tui.ui.widgets.inbox_list import InboxList
from tests.journeys.inside import seat


async def test_a_text_begun_while_another_goes_into_the_outbox_stays_open(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.until("3 Waiting 38")
            composing = person.screen.composing
            await person.choose("Ben Whitaker")
            await person.press("r")
            await person.until(lambda: person.screen.is_writing)
            await person.paste("It is on its way.")
            async with composing.keeping.order:
                await person.press("escape", "s")
                await person.until(lambda: person.screen.composer.pending)
                await person.pilot.click(InboxList, offset=(5, 4))
                await person.until(lambda: person.screen.inbox.has_focus and person.screen.target is None)
                await person.press("n")
                await person.until(lambda: person.screen.is_writing)
                target = person.screen.target
                await person.press(*"eee")
            await person.until("Sending whatsapp")
            await person.until(lambda: (person.screen.target, person.screen.composer.text) == (target, "eee"))
            await person.press("e")
            await person.written("eeee")
            assert person.session.triage.last_at is None


async def test_an_answer_begun_while_another_is_discarded_keeps_the_keys(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.until("3 Waiting 38")
            composing = person.screen.composing
            await person.choose("Ben Whitaker")
            await person.press("r")
            await person.until(lambda: person.screen.is_writing)
            async with composing.keeping.order:
                await person.press("escape", "x")
                await person.until(lambda: person.screen.target is None)
                await person.press("n")
                await person.until(lambda: person.screen.is_writing)
            await person.until("Discarded.")
            await person.press(*"eee")
            await person.written("eee")
            assert person.session.triage.last_at is None


async def test_a_text_that_could_not_go_is_kept_although_another_is_written_by_then(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.until("3 Waiting 38")
            composing, desk = person.screen.composing, person.session
            await person.choose("Ben Whitaker")
            ben = person.screen.reading.shown
            assert ben is not None
            await person.press("r")
            await person.until(lambda: person.screen.is_writing)
            async with composing.keeping.order:
                await person.paste("It is on its way.")
                await person.press("ctrl+enter")
                await person.until(lambda: person.screen.composer.pending)
                await person.pilot.click(InboxList, offset=(5, 4))
                await person.until(lambda: person.screen.inbox.has_focus and person.screen.target is None)
                await person.press("n")
                await person.until(lambda: person.screen.is_writing)
                with pytest.MonkeyPatch.context() as patch:

                    async def full(*_: object, **__: object) -> None:
                        raise StoreError("The disk is full.")

                    patch.setattr(desk.send, "submit", full)
                    composing.keeping.order.release()
                    await person.until("The disk is full.")
                    await composing.keeping.order.acquire()
            await person.until(lambda: composing.keeping.only_here == ())
            draft = await desk.drafts.find(ben, "reply")
            assert draft is not None
            assert draft.body == "It is on its way."
            assert person.screen.is_writing
