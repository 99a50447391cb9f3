"""A queue is cleared with one or two keys a conversation, and all of it can be taken back."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from chatlane_tui.model.ids import ConversationId
from chatlane_tui.sandbox.server import Sandbox
from chatlane_tui.store.rows import InboxCounts, InboxRow
from tests.journeys.inside import Seat, seat
from tests.journeys.person import settle_in

QUEUE = 40


@pytest.fixture
async def person(tmp_path: Path) -> AsyncIterator[Seat]:
    """Somebody in front of an inbox of which all is cached."""
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as someone:
            await someone.until(lambda: someone.screen.inbox.window.total > QUEUE)
            await someone.synced()
            await someone.until(lambda: someone.screen.reading.rows)
            yield someone


async def counts(person: Seat) -> InboxCounts:
    return await person.session.read.counts()


async def everything(person: Seat) -> dict[ConversationId, InboxRow]:
    window = await person.session.read.window(size=500, view="all")
    return {row.id: row for row in window.rows}


async def all_unread(person: Seat) -> None:
    """Every conversation of the inbox is unread here."""
    await person.press("asterisk")
    await person.until("selected · Esc clears")
    await person.press("U")
    total = person.screen.inbox.window.total
    await person.until("Unread here")
    assert (await counts(person)).unread == total
    await person.press("escape")
    await person.until(lambda: not person.screen.inbox.selection)


async def test_forty_unread_are_triaged_with_two_keys_each_and_undone_one_by_one(person: Seat) -> None:
    await all_unread(person)
    before = await everything(person)
    started = await counts(person)
    for _ in range(QUEUE // 8):
        await person.burst(*["e"] * 7)
        await person.burst("z", "enter")
    await person.until(lambda: person.screen.inbox.window.total == started.inbox - QUEUE)
    acted = await everything(person)
    assert sum(row.done for row in acted.values()) == QUEUE - QUEUE // 8
    assert sum(row.snoozed_until is not None for row in acted.values()) == QUEUE // 8
    await person.burst(*["u"] * QUEUE)
    await person.until(lambda: person.screen.inbox.window.total == started.inbox)
    assert (await everything(person), await counts(person)) == (before, started)
    await person.until("Undone here: done")


async def test_a_selection_is_done_at_once_and_undone_at_once(person: Seat) -> None:
    total = person.screen.inbox.window.total
    await person.burst("x", *["j"] * (QUEUE - 2), "V")
    await person.until(f"{QUEUE} selected")
    await person.press("e")
    await person.until(lambda: person.screen.inbox.window.total == total - QUEUE)
    await person.until(f"Done here: {QUEUE} conversations")
    await person.press("u")
    await person.until(lambda: person.screen.inbox.window.total == total)
    await person.until(f"Undone here: done, {QUEUE} conversations")


async def test_keys_pressed_in_one_burst_each_do_one_conversation(person: Seat) -> None:
    first = [row.id for row in person.screen.inbox.window.rows[:4]]
    await person.press("e", "e", "j", "e")
    await person.until(lambda: first[3] not in [row.id for row in person.screen.inbox.window.rows])
    done = {id_ for id_, row in (await everything(person)).items() if row.done}
    assert done == {first[0], first[1], first[3]}


async def test_the_answer_to_a_question_may_be_typed_before_it_is_seen(person: Seat) -> None:
    first, second = (row.id for row in person.screen.inbox.window.rows[:2])
    await person.burst("z", "2", "h", "enter", "t", "v", "i", "p", "enter")
    await person.until("Labelled “vip” here")
    acted = await everything(person)
    assert acted[first].snoozed_until is not None
    assert acted[second].labels == ("vip",)
    assert not person.screen.reading.is_open


async def test_done_while_reading_opens_the_next_and_undo_returns_to_it(person: Seat) -> None:
    first, second = (row.id for row in person.screen.inbox.window.rows[:2])
    await person.press("enter")
    await person.until(lambda: person.screen.is_reading and person.screen.thread.conversation == first)
    await person.press("e")
    await person.until(lambda: person.screen.is_reading and person.screen.thread.conversation == second)
    await person.press("u")
    await person.until(lambda: person.screen.is_reading and person.screen.thread.conversation == first)


async def test_undo_recalls_a_message_that_was_written_after_the_last_act_and_then_undoes_it(person: Seat) -> None:
    rows = person.screen.inbox
    await person.until(lambda: any(row.channel == "whatsapp" for row in rows.window.rows))
    chat = next(row for row in rows.window.rows if row.channel == "whatsapp")
    await person.choose(chat.name)
    await person.press("s")
    await person.until("Starred here")
    await person.answer("On its way.")
    await person.press("u")
    await person.until("Recalled: it was held")
    await person.press("escape", "x")
    await person.until(lambda: person.screen.target is None)
    await person.press("u")
    await person.until(f"Undone here: star, {chat.name}")


async def test_a_label_is_given_taken_from_those_that_exist_and_taken_off(person: Seat) -> None:
    one = person.screen.inbox.cursor
    assert one is not None
    await person.press("t")
    await person.until("There are no labels yet")
    await person.press(*"vip", "enter")
    await person.until("Labelled “vip” here")
    await person.until("#vip")
    await person.press("t")
    await person.until("take it off")
    await person.press("enter")
    await person.until(lambda: "#vip" not in person.text())
    assert (await everything(person))[one].labels == ()


async def test_what_is_snoozed_comes_back_when_its_time_is_over(person: Seat) -> None:
    one = person.screen.inbox.window.rows[1]
    await person.press("j", "z")
    await person.until("Snooze here until")
    await person.press(*"2h", "enter")
    await person.until("Snoozed here until")
    await person.session._database.write(
        lambda tx: tx.connection.execute("UPDATE triage SET snoozed_until = 1 WHERE snoozed_until IS NOT NULL")
    )
    person.screen.triaging.wake()
    await person.until(f"Back from snooze: {one.name}")
    await person.until(lambda: person.screen.inbox.window.rows[0].id == one.id)


async def test_all_are_selected_also_those_that_no_window_shows(tmp_path: Path) -> None:
    with Sandbox(conversations=420) as sandbox:
        async with seat(sandbox, tmp_path) as someone:
            await someone.synced()
            await someone.until(lambda: someone.screen.inbox.window.total)
            total = someone.screen.inbox.window.total
            assert total > len(someone.screen.inbox.window.rows)
            await someone.press("asterisk")
            await someone.until(f"{total} selected")
            await someone.press("l")
            await someone.until(f"To be answered later, here: {total} conversations")
            await someone.press("asterisk", "e")
            await someone.until(lambda: someone.screen.inbox.window.total == 0)
            await someone.press("u")
            await someone.until(lambda: someone.screen.inbox.window.total == total)


@pytest.mark.parametrize(
    ("policy", "opened", "left"), [("manual", True, True), ("leave", True, False), ("open", False, False)]
)
async def test_what_is_opened_is_read_when_a_person_set_it_to_be(
    tmp_path: Path, policy: str, opened: bool, left: bool
) -> None:
    settle_in(tmp_path, f'[reading]\nmark_read = "{policy}"\n')
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as someone:
            await someone.until("any news? Rent")
            await someone.synced()
            one = someone.screen.inbox.cursor
            assert one is not None

            async def unread() -> bool:
                return (await everything(someone))[one].unread

            await someone.press("j", "k")
            assert await unread()
            await someone.press("enter")
            await someone.until(lambda: someone.screen.is_reading)
            if not opened:
                await someone.until(lambda: not someone.screen.inbox.window.rows[0].unread)
            assert await unread() is opened
            await someone.press("escape")
            await someone.until(lambda: someone.screen.inbox.has_focus)
            if not left:
                await someone.until(lambda: not someone.screen.inbox.window.rows[0].unread)
            assert await unread() is left


async def test_what_is_said_to_be_unread_while_it_is_open_stays_so(tmp_path: Path) -> None:
    settle_in(tmp_path, '[reading]\nmark_read = "leave"\n')
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as someone:
            await someone.until("any news? Rent")
            await someone.synced()
            await someone.press("enter", "U")
            await someone.until("Read here")
            await someone.press("U")
            await someone.until("Unread here")
            await someone.press("escape")
            await someone.until(lambda: someone.screen.inbox.has_focus)
            assert someone.screen.inbox.window.rows[0].unread


async def test_after_some_seconds_what_is_open_is_read(tmp_path: Path) -> None:
    settle_in(tmp_path, '[reading]\nmark_read = "after"\nafter = 1\n')
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as someone:
            await someone.until("any news? Rent")
            await someone.synced()
            assert someone.screen.inbox.window.rows[0].unread
            begun = time.monotonic()
            await someone.press("enter")
            await someone.until(lambda: not someone.screen.inbox.window.rows[0].unread)
            assert time.monotonic() - begun >= 1


async def test_done_and_stay_leaves_the_open_conversation_in_sight(person: Seat) -> None:
    first = person.screen.inbox.window.rows[0].id
    await person.press("enter")
    await person.until(lambda: person.screen.is_reading and person.screen.thread.conversation == first)
    await person.press("E")
    await person.until("done here")
    assert (person.screen.thread.conversation, person.screen.is_reading) == (first, True)
    await person.press("e")
    await person.until("Back in the inbox here")


async def test_what_the_list_does_not_show_is_left_for_what_stood_below_it(person: Seat) -> None:
    first, second = (row.id for row in person.screen.inbox.window.rows[:2])
    await person.press("enter")
    await person.until(lambda: person.screen.is_reading)
    await person.press("E")
    await person.until(lambda: person.screen.inbox.cursor == second)
    assert person.screen.reading.shown == first
    await person.press("z")
    await person.until("Snooze here until")
    await person.press("enter")
    await person.until(lambda: person.screen.is_reading and person.screen.thread.conversation == second)


async def test_done_and_snooze_are_ended_where_they_are_listed(person: Seat) -> None:
    total = person.screen.inbox.window.total
    await person.press("e", "z")
    await person.until("Snooze here until")
    await person.press("enter")
    await person.until(lambda: person.screen.inbox.window.total == total - 2)
    await person.press("8")
    await person.until(lambda: person.screen.inbox.window.total == 1 and person.screen.viewing.current.name == "Done")
    await person.press("e")
    await person.until("Back in the inbox here")
    await person.press("7")
    await person.until(lambda: person.screen.viewing.current.name == "Snoozed" and person.screen.inbox.window.total)
    await person.press("z")
    await person.until("end the snooze")
    await person.press("enter")
    await person.until("Snooze ended here")
    assert (await counts(person)).inbox == total


async def test_a_reminder_is_set_and_comes_back_with_its_reason(person: Seat) -> None:
    one = person.screen.inbox.window.rows[0]
    await person.press("w")
    await person.until("If nobody answers, remind me")
    await person.press("enter")
    await person.until("Reminder set here until")
    await person.session._database.write(
        lambda tx: tx.connection.execute("UPDATE triage SET snoozed_until = 1 WHERE snoozed_until IS NOT NULL")
    )
    person.screen.triaging.wake()
    await person.until(f"No answer in the time you set: {one.name}")
    await person.until("no answer")


async def test_nothing_to_undo_is_said(person: Seat) -> None:
    await person.press("u")
    await person.until("nothing was done here that could be undone")
