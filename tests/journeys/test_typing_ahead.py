"""Keys that follow the one which asks for something to be opened belong to what is opened, however fast they come."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

from chatlane_tui.sandbox.server import Sandbox
from chatlane_tui.ui import opening
from chatlane_tui.ui.flows import leaving
from chatlane_tui.ui.screens.form import FormScreen
from chatlane_tui.ui.screens.inbox import InboxScreen
from chatlane_tui.ui.widgets.form_row import FormRow
from tests.journeys.inside import PATIENCE, Seat, seat

LETTERS = "fresen"
"""As commands they would filter, reply, mark as done, star, mark as done again and note."""


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is opened may take its time on a machine that has much to do."""
    monkeypatch.setattr(opening, "PATIENCE", PATIENCE)


def typed(person: Seat) -> str:
    focused = person.app.focused
    return focused.value if isinstance(focused, Input) else ""


async def untouched(person: Seat) -> bool:
    """Whether nothing was done, and nothing was begun to be written."""
    desk = person.session
    return desk.triage.last_at is None and person.screen.target is None and not await desk.read.draft_lines()


async def asked_for(person: Seat, *keys: str) -> None:
    """Press keys that open something; return before it stands."""
    opened, asked = person.app.opening, asyncio.Event()
    with pytest.MonkeyPatch.context() as patch:
        expect = opened.expect

        def heard() -> asyncio.Event:
            asked.set()
            return expect()

        patch.setattr(opened, "expect", heard)
        for key in keys:
            person.app.post_message(events.Key(key, key))
        async with asyncio.timeout(PATIENCE):
            await asked.wait()


@pytest.mark.parametrize(
    "keys",
    [("slash",), ("f",), ("ctrl+f",), ("ctrl+k",), ("I",), ("c",), ("g", "c", "n"), ("g", "r", "n")],
    ids=lambda keys: " ".join(keys),
)
async def test_letters_behind_a_key_are_typed_into_what_it_opens(tmp_path: Path, keys: tuple[str, ...]) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path, size=(60, 20)) as person:
            await person.until("3 Waiting 38")
            await person.synced()
            await person.press("enter")
            await person.until(lambda: person.screen.is_reading)
            await person.burst(*keys, *LETTERS)
            await person.until(lambda: typed(person) == LETTERS)
            assert await untouched(person)


async def test_letters_behind_a_question_answer_it(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.until("3 Waiting 38")
            await person.synced()
            await person.press("enter")
            await person.until(lambda: person.screen.is_reading)
            await asked_for(person, "W")
            await person.burst("t")
            await person.until("Export it")
            assert await untouched(person)


async def test_keys_behind_a_list_of_its_own_are_for_that_list(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.until("3 Waiting 38")
            await person.synced()
            await person.press("enter")
            await person.until(lambda: person.screen.is_reading)
            for keys in (("g", "o"), ("g", "d"), ("g", "i"), ("A",), ("L",)):
                await asked_for(person, *keys)
                await person.burst("e", "q")
                await person.until(lambda: person.app.screen is person.screen)
                assert await untouched(person), keys


_NAMES = {"⌫": "backspace", "←": "left", "⌧": "ctrl+u", " ": "space", "⏎": "enter"}


def keys_of(typed_at_once: str) -> list[str]:
    return [_NAMES.get(sign, sign) for sign in typed_at_once]


async def answering(person: Seat) -> None:
    await person.choose("Ada Okonkwo")
    await person.press("r")
    await person.until(lambda: person.screen.is_writing)


@pytest.mark.parametrize(
    ("keys", "written"),
    [("abc⌫d", "abd"), ("a⌫b⌫c⌫d", "d"), ("ac←b", "abc"), ("Sir⌧Ada", "Ada"), ("a⏎b⌫⌫c", "ac")],
)
async def test_what_is_typed_at_once_is_edited_in_its_order(tmp_path: Path, keys: str, written: str) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await answering(person)
            await person.burst(*keys_of(keys))
            await person.written(written)


async def test_what_is_searched_for_is_edited_in_its_order(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.until("3 Waiting 38")
            await person.burst("slash", *keys_of("rex⌫funds⌫"))
            await person.until(lambda: typed(person) == "refund")


async def test_what_is_found_is_answered_by_the_letters_behind_enter(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.synced()
            await person.burst("slash", *"whitaker", "enter", "r", *"Hello")
            await person.written("Hello")
            assert person.screen.target is not None
            assert person.screen.target.name == "Ben Whitaker"


async def test_keys_behind_another_view_move_in_that_view(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.synced()
            await person.until(lambda: person.screen.inbox.cursor is not None)
            unread = await person.session.find.view(person.screen.viewing.views[1]).ids(start=2, size=1)
            await person.burst("2", "j", "j", "r", *"Hello")
            await person.written("Hello")
            assert person.screen.target is not None
            assert unread == (person.screen.target.conversation_id,)


@pytest.mark.parametrize("key", ["J", "K", "full_stop"])
async def test_letters_behind_another_conversation_are_written_in_that_one(tmp_path: Path, key: str) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.synced()
            await person.until(lambda: person.screen.inbox.cursor is not None)
            await person.press("j", "j")
            before = person.screen.inbox.cursor
            await person.burst("enter", key, "r", *"Hello")
            await person.written("Hello")
            assert person.screen.target is not None
            assert person.screen.target.conversation_id == person.screen.reading.shown != before


async def test_keys_behind_esc_leave_the_line_alone(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.synced()
            await person.until(lambda: person.screen.inbox.cursor is not None)
            await person.press("j")
            listed = await person.session.find.view(person.screen.viewing.current).ids(start=2, size=1)
            await person.burst("slash", *"whitaker", "escape", "j", "r", *"Hello")
            await person.written("Hello")
            assert person.screen.target is not None
            assert listed == (person.screen.target.conversation_id,)


async def test_letters_behind_the_other_kind_are_written_there(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await answering(person)
            await person.burst(*"Hello", "ctrl+n", *"secret", "ctrl+n", *"Ada")
            await person.written("HelloAda")
            await person.burst("ctrl+n")
            await person.written("secret")


@pytest.mark.parametrize("key", ["ctrl+o", "ctrl+t"])
async def test_letters_behind_a_picker_are_not_written(tmp_path: Path, key: str) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await answering(person)
            await person.burst(*"Hello", key, *LETTERS)
            await person.until(lambda: person.app.screen is not person.screen)
            assert person.screen.composer.text == "Hello"
            if key == "ctrl+o":
                await person.until(lambda: typed(person) == LETTERS)


async def test_the_review_line_stays_open_behind_letters_typed_at_once(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await answering(person)
            await person.burst(*"Hello", "escape")
            await person.until("5 characters")
            await person.until("x discard")
            await person.until(lambda: person.text().splitlines()[-1].strip().endswith("Esc back to typing"))


async def test_a_letter_behind_the_review_line_acts(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await answering(person)
            await person.burst(*"Hello", "escape", "q")
            await person.until(lambda: person.screen.is_reading)
            assert person.screen.composer.text == "Hello"
            assert sandbox.world.posted() == []


HELD, DRAFT = "SMS to Sofía Castellanos", "Half a thought"


async def held(person: Seat) -> None:
    """An answer to Sofía waits to be sent, its conversation is open, and the cursor of the thread is on it."""
    await person.choose("Sofía Castellanos")
    await person.answer("14h it is.")
    await person.until("sending in")
    await person.until(lambda: person.screen.is_reading)


async def sent(sandbox: Sandbox) -> bool:
    return [message["body"] for message in sandbox.world.posted()] == ["14h it is."]


async def test_an_answer_behind_enter_decides_on_the_message(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await held(person)
            await person.burst("enter", "s")
            await person.until(lambda: sent(sandbox))
            assert person.session.triage.last_at is None


async def test_an_answer_behind_a_key_of_the_outbox_decides_on_the_message(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await held(person)
            await person.press("g", "o")
            await person.until(HELD)
            await person.burst("x", "x")
            await person.until("Nothing waits to be sent.")
            assert not sandbox.world.posted()


async def test_an_answer_behind_a_key_of_the_drafts_decides_on_the_draft(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await answering(person)
            await person.paste(DRAFT)
            await person.press("ctrl+s")
            await person.until("Saved on this machine")
            await person.press("tab", "g", "d")
            await person.until(DRAFT)
            await person.burst("x", "x")
            await person.until("No drafts.")


@pytest.mark.parametrize("keys", [("ctrl+q",), ("escape", "q")], ids=lambda keys: " ".join(keys))
async def test_an_answer_behind_quit_is_about_quitting(
    tmp_path: Path, keys: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    leaves: list[bool] = []

    async def noted(screen: InboxScreen, ask: Callable[[InboxScreen], Awaitable[bool]] = leaving.may_leave) -> bool:
        leaves.append(await ask(screen))
        return leaves[-1]

    monkeypatch.setattr(leaving, "may_leave", noted)
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await held(person)
            await person.burst(*keys, "s")
            await person.until(lambda: leaves == [False])
            await person.back()
            assert person.session.triage.last_at is None
            assert "sending in" in person.text()


async def test_esc_behind_an_answer_begun_in_the_details_reviews_it(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.synced()
            await person.until(lambda: person.screen.inbox.cursor is not None)
            await person.burst("J", "i", "r", "escape")
            await person.until("Esc back to typing")


async def test_an_answer_behind_a_jump_is_for_where_it_leads(tmp_path: Path) -> None:
    with Sandbox(conversations=600) as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.synced()
            inbox = person.screen.inbox
            await person.until(lambda: inbox.cursor is not None and inbox.window.total > 300)
            first = inbox.cursor
            inbox.keep_ends()  # as after each commit: the rows at the end have to be read
            await person.burst("G", "r", *"Hello")
            await person.written("Hello")
            assert inbox.position == inbox.window.total - 1
            assert person.screen.target is not None
            assert person.screen.target.conversation_id == inbox.cursor != first


@pytest.mark.parametrize("key", ["s", "U"])
async def test_a_key_pressed_twice_takes_back_what_it_did(tmp_path: Path, key: str) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.synced()
            await person.until(lambda: person.screen.inbox.cursor is not None)
            first = person.screen.inbox.window.rows[0]
            await person.burst(key, key, "E")
            await person.until(lambda: person.screen.inbox.window.rows[0].id != first.id)
            await person.burst("u")
            await person.until(lambda: person.screen.inbox.window.rows[0] == first)


async def test_a_key_behind_one_that_stays_is_about_the_next_one(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.synced()
            await person.until(lambda: person.screen.inbox.cursor is not None)
            rows = person.screen.inbox.window.rows
            await person.burst("E", "E", "e", "E")
            await person.until(lambda: person.screen.inbox.window.rows[0] == rows[4])


async def edited(person: Seat) -> str:
    """Whose form is open."""
    await person.until(lambda: isinstance(person.app.screen, FormScreen) and person.app.screen.query(FormRow))
    fields = [row.input.value for row in person.app.screen.query(FormRow)]
    await person.press("escape")
    await person.back()
    return fields[0]


@pytest.mark.parametrize("size", [(60, 20), (120, 40), (200, 60)], ids=str)
async def test_the_details_are_of_whom_the_cursor_is_on(tmp_path: Path, size: tuple[int, int]) -> None:
    to_details = ("i", "tab", "tab") if size[0] >= 130 else ("i",)
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path, size=size) as person:
            await person.synced()
            inbox = person.screen.inbox
            await person.until(lambda: inbox.cursor is not None)
            await person.burst("enter", "escape", "j", *to_details, "e")
            first = await edited(person)
            assert first == inbox.window.rows[1].name
            await person.press("escape")
            await person.until(lambda: not person.screen.is_in_details)
            await person.burst("g", "g", "j", "j", *to_details, "e")
            assert await edited(person) == inbox.window.rows[2].name


@pytest.mark.parametrize("goes", ["tab", "enter"])
async def test_what_is_copied_is_of_whom_the_cursor_is_on(tmp_path: Path, goes: str) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.synced()
            await person.until(lambda: person.screen.inbox.cursor is not None)
            await person.until("any news? Rent is due on Thursday")
            await person.burst("j", "j", goes, "Y")
            await person.until(lambda: person.app.clipboard)
            assert f"conversation {person.screen.inbox.window.rows[2].id}" in person.app.clipboard.lower()
