"""Typing while the disk takes nothing: the text stays, the screen says so, and it is saved when there is room."""

from __future__ import annotations

from pathlib import Path

from chatlane_tui.model.ids import ConversationId
from chatlane_tui.sandbox.server import Sandbox
from tests.journeys.inside import Seat, seat

ADA, SOFIA = ConversationId(56), ConversationId(64)
WORDS = "Dear Ada, it is refunded. " * 400
"""More than the room that is left on the last page of a file."""


def fill(person: Seat) -> None:
    """From now on the file cannot grow by a page, as on a full disk."""
    writer = person.session._database._writer
    writer.execute(f"PRAGMA max_page_count = {writer.execute('PRAGMA page_count').fetchone()[0]}")


def free(person: Seat) -> None:
    """There is room again."""
    person.session._database._writer.execute("PRAGMA max_page_count = 1000000")


async def begin(person: Seat, words: str) -> None:
    """Ada's conversation is open, the disk is full, and words are pasted."""
    await person.until(lambda: ADA in [row.id for row in person.screen.inbox.window.rows])
    await person.synced()
    person.screen.reading.open(ADA)
    await person.until("any news? Rent is due on")
    fill(person)
    await person.press("r")
    await person.until("Reply · EMAIL")
    await person.paste(words)


async def saved(person: Seat) -> str:
    draft = await person.session.drafts.find(ADA, "reply")
    return draft.body if draft else ""


async def test_a_text_that_cannot_be_saved_stays_and_is_saved_when_there_is_room(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    async with seat(sandbox, tmp_path) as person:
        await begin(person, WORDS)
        await person.until("Not saved, only on this screen! The disk is full")
        await person.press("X")
        await person.written(WORDS + "X")
        assert await saved(person) == ""
        free(person)
        await person.until("Everything you typed is saved again.")
        await person.until(lambda: "Not saved" not in person.text())
        assert await saved(person) == WORDS + "X"


async def test_a_text_that_cannot_be_saved_survives_the_switch_to_another_conversation(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    async with seat(sandbox, tmp_path) as person:
        await begin(person, WORDS)
        await person.until("Not saved")
        person.screen.reading.open(SOFIA)
        await person.until("Can I move my appointment")
        person.screen.reading.open(ADA)
        await person.until("any news? Rent is due on")
        await person.press("r")
        await person.written(WORDS)
        await person.until("Not saved")
        free(person)
        await person.until("Everything you typed is saved again.")


async def test_what_cannot_go_into_the_outbox_stays_in_the_composer_and_goes_later(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    async with seat(sandbox, tmp_path) as person:
        await begin(person, WORDS)
        await person.until("Not saved")
        await person.press("escape")
        await person.until("discard")
        await person.press("s")
        await person.until(lambda: not person.screen.composer.pending)
        await person.written(WORDS)
        free(person)
        await person.press("escape")
        await person.until("discard")
        await person.press("s")
        await person.until(lambda: [m["body"] for m in sandbox.world.posted()] == [WORDS.strip()] or _sent(sandbox))


def _sent(sandbox: Sandbox) -> bool:
    return [message["body"] for message in sandbox.world.posted()] == [WORDS]


async def test_quitting_asks_before_a_text_is_lost_and_takes_it_along(sandbox: Sandbox, tmp_path: Path) -> None:
    async with seat(sandbox, tmp_path) as person:
        await begin(person, WORDS)
        await person.until("Not saved")
        await person.press("ctrl+q")
        await person.until("could not be saved: quitting loses it")
        await person.press("s")
        await person.until(lambda: "quitting loses it" not in person.text())
        await person.written(WORDS)
        await person.press("ctrl+q")
        await person.until("quitting loses it")
        await person.press("c")
        await person.until(lambda: person.app.session is None)
        assert person.app.clipboard == WORDS


async def test_saving_by_hand_does_not_claim_what_is_not_so(sandbox: Sandbox, tmp_path: Path) -> None:
    async with seat(sandbox, tmp_path) as person:
        await begin(person, WORDS)
        await person.press("ctrl+s")
        await person.until("Not saved")
        await person.until(lambda: "Saved on this machine" not in person.text())
        await person.press("ctrl+s")
        await person.until("Not saved")
        assert "Saved on this machine" not in person.text()
        free(person)
        await person.until("Everything you typed is saved again.")


async def test_a_text_thrown_away_while_the_disk_is_full_does_not_come_back(sandbox: Sandbox, tmp_path: Path) -> None:
    async with seat(sandbox, tmp_path) as person:
        await begin(person, WORDS)
        await person.until("Not saved")
        await person.press("escape")
        await person.until("discard")
        await person.press("x")
        await person.until(lambda: person.screen.target is None)
        await person.until(lambda: not person.screen.composing.keeping.only_here)
        free(person)
        assert await saved(person) == ""
