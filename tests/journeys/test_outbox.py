"""What waits to be sent: seen, sent now, taken back, discarded and decided on, without leaving the keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest

from chatlane_tui.model.outbox import OutboxState, Outgoing
from chatlane_tui.sandbox.server import Sandbox
from chatlane_tui.store.rows import WaitingRow
from chatlane_tui.ui.screens.drafts import DraftsScreen
from chatlane_tui.ui.screens.outbox import OutboxScreen
from tests.journeys.inside import Seat, seat

SOFIA, ADA = "Sofía Castellanos", "Ada Okonkwo"
WORDS = "Of course,\n\n14h it is. 💙"
SIZES = ((60, 15), (80, 24), (120, 40), (200, 60))


async def _go_to_outbox(person: Seat) -> None:
    await person.press("g", "o")
    await person.until(lambda: isinstance(person.app.screen, OutboxScreen))


async def _held(person: Seat, words: str = WORDS) -> None:
    """Something to Sofía, held for minutes, with the outbox on the screen."""
    await person.choose(SOFIA)
    await person.answer(words)
    await _go_to_outbox(person)
    await person.until("SMS to Sofía Castellanos")


async def _waiting(person: Seat) -> tuple[WaitingRow, ...]:
    return await person.session.read.waiting()


async def _only(person: Seat) -> WaitingRow:
    [row] = await _waiting(person)
    return row


async def _blocked(person: Seat, sandbox: Sandbox) -> None:
    """An answer to Ada that was overtaken by what she wrote, with the outbox on the screen."""
    await person.choose(ADA)
    head = person.screen.reading.head
    assert head is not None
    news = sandbox.world.customer_writes(head.id, "Forget it, it is solved!")
    outgoing = Outgoing(conversation_id=head.id, body="An old answer", type="email", seen=head.newest)
    await person.session.send.submit(outgoing)
    await _go_to_outbox(person)
    await person.until("NOT SENT")
    await person.until('New: "Forget it, it is')
    assert (await _only(person)).newest == news["id"]


async def _uncertain(person: Seat, sandbox: Sandbox, words: str = "Once") -> None:
    """Something to Ada whose answer was lost before the server had it, with the outbox on the screen."""
    sandbox.faults.add("drop_before", method="POST")
    await person.choose(ADA)
    await person.answer(words)
    await _go_to_outbox(person)
    await person.until("UNCERTAIN")


async def test_it_says_to_whom_how_what_where_it_stands_why_and_until_when(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await _held(person)
            for columns, rows in SIZES:
                await person.pilot.resize_terminal(columns, rows)
                await person.until(lambda rows=rows: len(person.text().splitlines()) == rows)  # type: ignore[misc]
                await person.until("SMS to Sofía Castellanos")
                await person.until("Of course, 14h it is.")
                await person.until("goes out in")
                await person.until(lambda: "so that you can take it back" in " ".join(person.text().split()))
                await person.until("1 waiting to send")
                await person.until("Esc back")
            await person.until("goes out in 9 min")
            assert not sandbox.world.posted()


async def test_an_empty_one_says_so_and_its_keys_do_no_harm(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.until("any news? Rent")
            await _go_to_outbox(person)
            await person.until("Nothing waits to be sent.")
            await person.press("s", "e", "x", "r", "c", "j", "k", "pagedown", "pageup", "G", "g", "g", "enter")
            await person.until("Nothing waits to be sent.")
            await person.press("escape")
            await person.until("any news? Rent")


async def test_what_is_held_is_sent_at_once_and_leaves_the_list_by_itself(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await _held(person)
            await person.press("s")
            await person.until("Nothing waits to be sent.")
            assert [post["body"] for post in sandbox.world.posted()] == [WORDS]


async def test_what_waits_for_the_server_is_tried_now(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.choose(ADA)
            await person.synced()
            sandbox.set_online(False)
            await person.answer("Patience")
            await _go_to_outbox(person)
            await person.until("tried again")
            await person.until("offline")

            async def asked() -> bool:
                await person.press("s")  # not heard while it is just being tried
                return "The server is asked now" in person.text()

            await person.until(asked)
            sandbox.set_online(True)
            await person.press("ctrl+r", "s")
            await person.until("Nothing waits to be sent.")
            assert [post["body"] for post in sandbox.world.posted()] == ["Patience"]


async def test_the_second_of_a_conversation_waits_its_turn(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await _uncertain(person, sandbox)
            await person.press("escape")
            await person.back()
            await person.answer("Twice")
            await _go_to_outbox(person)
            await person.until("waits its turn")
            await person.press("j", "s")
            await person.until("as soon as the one before it")
            assert not sandbox.world.posted()


async def test_it_is_taken_back_into_the_composer_word_for_word(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await _held(person)
            await person.press("e")
            await person.until("Reply · SMS to +12025550103 via SMS UK")
            await person.written(WORDS)
            await person.until(lambda: person.screen.composer.has_focus_within)
            assert await _waiting(person) == ()
            assert not sandbox.world.posted()


async def test_a_discard_that_is_not_meant_keeps_it_and_its_time(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await _held(person)
            due = (await _only(person)).due
            await person.press("x")
            await person.until("Nothing brings it back")
            assert (await _only(person)).due != due
            await person.press("k")
            await person.until(lambda: isinstance(person.app.screen, OutboxScreen))
            await person.until("goes out in")

            async def has_its_time() -> bool:
                return (await _only(person)).due == due

            await person.until(has_its_time)
            await person.press("x")
            await person.until("discard it for good")
            await person.press("x")
            await person.until("Nothing waits to be sent.")
            await person.until(person.no_drafts)
            assert not sandbox.world.posted()


async def test_enter_opens_the_conversation_on_that_message(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await _held(person)
            await person.press("escape", "escape", "g", "g")
            await _go_to_outbox(person)
            await person.until("goes out in")
            await person.press("enter")
            await person.until("sending in")

            def stands_on_it() -> bool:
                current, head = person.screen.thread.current, person.screen.reading.head
                is_held = current is not None and current.state is OutboxState.HELD
                return is_held and head is not None and (head.name, person.screen.inbox.cursor) == (SOFIA, head.id)

            await person.until(stands_on_it)


async def test_what_was_overtaken_shows_the_news_and_goes_once_its_author_has_seen_them(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await _blocked(person, sandbox)
            await person.press("s")
            await person.until("open the conversation and read")
            await person.press("s")
            await person.until("Nothing waits to be sent.")
            assert [post["body"] for post in sandbox.world.posted()] == ["An old answer"]


async def test_the_news_are_read_in_the_conversation(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await _blocked(person, sandbox)
            await person.press("r")
            await person.until("open the conversation and read")
            await person.press("o")
            await person.until("NOT SENT")
            await person.until(lambda: not isinstance(person.app.screen, OutboxScreen))
            assert not sandbox.world.posted()


async def test_an_uncertain_one_is_sent_again_only_when_a_person_says_so(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await _uncertain(person, sandbox)
            await person.press("e")
            await person.until("It may have been sent: first")
            await person.press("c", "s")
            await person.until("Sending again may reach the customer twice")
            await person.press("enter")
            await person.until(lambda: isinstance(person.app.screen, OutboxScreen))
            await person.until("UNCERTAIN")
            assert not sandbox.world.posted()
            await person.press("r")
            await person.until("it was sent: take it off the list")
            await person.press("s")
            await person.until("Nothing waits to be sent.")
            assert [post["body"] for post in sandbox.world.posted()] == ["Once"]


@pytest.mark.parametrize(
    "steps",
    [
        [("r", "it was sent: take it off the list"), ("w", "Taken off the list")],
        [("r", "it was sent: take it off the list"), ("x", "it stays sent"), ("x", "Discarded")],
    ],
    ids=["it was sent", "it is given up"],
)
async def test_an_uncertain_one_is_taken_off_without_being_sent(tmp_path: Path, steps: list[tuple[str, str]]) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await _uncertain(person, sandbox)
            for key, said in steps:
                await person.press(key)
                await person.until(said)
            await person.until("Nothing waits to be sent.")
            assert not sandbox.world.posted()


async def test_what_was_refused_is_answered_on_another_channel(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.choose(SOFIA)
            head = person.screen.reading.head
            assert head is not None
            outgoing = Outgoing(conversation_id=head.id, body=WORDS, type="whatsapp", seen=head.newest)
            sandbox.faults.add(
                "status", method="POST", status=422, body='{"error": "No channel", "code": "NO_CHANNEL_FOUND"}'
            )
            await person.session.send.send_now(await person.session.send.submit(outgoing))
            await person.until("1 needs you · g o shows")
            await _go_to_outbox(person)
            await person.until("REFUSED")
            await person.press("r")
            await person.until("answer on another channel")
            await person.press("c")
            await person.until("How should it go out?")
            await person.press("s", "enter")
            await person.until("Reply · SMS")
            await person.written(WORDS)


async def test_a_note_has_no_other_channel(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            sandbox.faults.add("status", method="POST", times=None, status=429, headers={"Retry-After": "600"})
            await person.choose(ADA)
            await person.press("n")
            await person.until("NOTE · internal")
            await person.paste("between us")
            await person.press("escape", "s")
            await person.until(lambda: person.screen.target is None)
            await _go_to_outbox(person)
            await person.until("NOTE (internal) on Ada Okonkwo")
            await person.press("c")
            await person.until("it has no channel")


async def test_help_and_palette_know_the_outbox(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await _held(person)
            await person.press("question_mark")
            await person.until("In the outbox")
            text = person.text()
            assert text.index("In the outbox") < text.index("In a list of its own")
            await person.press("escape", "ctrl+p")
            await person.until("Search for commands")
            await person.until("Take it back into the composer")
            await person.paste("take it back")
            await person.until(lambda: "Discard, after" not in person.text())
            await person.press("enter")
            await person.written(WORDS)


async def test_drafts_are_listed_opened_and_discarded_after_a_question(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.choose(ADA)
            await person.press("n")
            await person.until("NOTE · internal")
            await person.paste("She is annoyed")
            await person.press("escape", "escape", "tab")
            await person.choose(SOFIA)
            await person.press("r")
            await person.until("Reply · SMS")
            await person.paste(WORDS)
            await person.press("escape", "escape", "tab", "g", "d")
            await person.until(lambda: isinstance(person.app.screen, DraftsScreen))
            await person.until("NOTE (internal) on Ada Okonkwo")
            await person.until("Reply by SMS to Sofía Castellanos via SMS UK")
            await person.until("2 on this machine")
            await person.press("j", "enter")
            await person.until("She is annoyed")
            await person.until(lambda: person.screen.composer.has_focus_within)
            await person.until(lambda: (head := person.screen.reading.head) is not None and head.name == ADA)

            await person.press("escape", "escape", "tab", "g", "d")
            await person.until("2 on this machine")
            await person.press("j", "x")
            await person.until("Discard this note?")
            await person.press("enter")
            await person.until(lambda: isinstance(person.app.screen, DraftsScreen))
            await person.until("2 on this machine")
            await person.press("x")
            await person.until("Discard this note?")
            await person.press("x")
            await person.until("1 on this machine")
            await person.press("escape")
            await person.until(lambda: person.screen.target is None)
            assert [draft.body for draft in await person.session.drafts.all()] == [WORDS]


async def test_no_drafts_is_said_in_words(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path, size=(60, 15)) as person:
            await person.until("Ada Okonkwo")
            await person.press("g", "d")
            await person.until("No drafts.")
            await person.press("x", "enter", "q")
            await person.until("Ada Okonkwo")


async def test_a_hold_that_was_interrupted_says_so_in_the_list_and_in_its_conversation(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.choose(SOFIA)
            await person.answer(WORDS)
        async with seat(sandbox, tmp_path) as person:
            await person.until("back among the drafts")
            await person.press("g", "d")
            await person.until("was not sent: the program was closed while it was held")
            await person.until("1 was not sent")
            await person.press("escape")
            await person.choose(SOFIA)
            await person.until("was not sent: the program was closed while it was held")
            await person.until("Of course,")
            await person.until(lambda: person.screen.thread.has_focus)
            assert not sandbox.world.posted()
