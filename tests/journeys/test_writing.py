"""Writing, in every way there is: on another channel, as the other kind, in $EDITOR, and what becomes of it then."""

from __future__ import annotations

import asyncio
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.drivers.headless_driver import HeadlessDriver

from chatlane_tui.model.feed import OtherProcessWrote
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.model.outbox import OutboxState
from chatlane_tui.sandbox.server import Sandbox
from chatlane_tui.store.rows import DraftRow
from tests.journeys.inside import Seat, seat

ADA, SOFIA = "Ada Okonkwo", "Sofía Castellanos"
WORDS = "Dear Ada,\n\nit is refunded. 💶"


async def _write(person: Seat, words: str = WORDS, *, to: str = ADA, key: str = "r") -> None:
    """The composer open on an answer to somebody, with words in it."""
    await person.choose(to)
    await person.press(key)
    await person.until(lambda: person.screen.composer.has_focus_within)
    await person.paste(words)
    await person.written(words)


async def _on_its_way(person: Seat, words: str = WORDS, *, to: str = ADA) -> None:
    """An answer in the outbox, under the cursor of its thread."""
    await person.choose(to)
    await person.answer(words)
    await person.until(lambda: _state(person) is not None)


def _state(person: Seat) -> OutboxState | None:
    current = person.screen.thread.current
    return None if current is None else current.state


def _posted(sandbox: Sandbox) -> list[str]:
    return [post["body"] for post in sandbox.world.posted()]


# $EDITOR


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that may be handed to another program, as real ones may and the one of tests may not."""
    monkeypatch.setattr(HeadlessDriver, "can_suspend", True)


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes a program the editor: a real script, told the file as its last argument."""

    def make(code: str) -> None:
        script = tmp_path / "an editor.py"
        script.write_text(f"import sys, pathlib\nfile = pathlib.Path(sys.argv[-1])\n{code}\n", encoding="utf-8")
        monkeypatch.setenv("VISUAL", f"{shlex.quote(sys.executable)} {shlex.quote(str(script))} --wait")

    return make


@pytest.mark.usefixtures("terminal")
async def test_an_editor_gets_the_text_and_gives_it_back(tmp_path: Path, editor: Callable[[str], None]) -> None:
    editor(
        "text = file.read_text(encoding='utf-8')\n"
        "assert oct(file.stat().st_mode & 0o777) == '0o600' and sys.argv[1] == '--wait'\n"
        "file.write_text(text.replace('refunded', 'on its way back') + '\\n', encoding='utf-8')"
    )
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await _write(person)
            await person.press("ctrl+g")
            await person.written("Dear Ada,\n\nit is on its way back. 💶")
            await person.until(lambda: person.screen.composer.has_focus_within)

            async def is_kept() -> bool:
                return [draft.body for draft in await person.session.drafts.all()] == [person.screen.composer.text]

            await person.until(is_kept)
            await person.until("1 draft")
            await person.press("ctrl+z")
            await person.written(WORDS)


@pytest.mark.usefixtures("terminal")
async def test_what_an_editor_wrote_cannot_command_the_terminal(tmp_path: Path, editor: Callable[[str], None]) -> None:
    editor("file.write_bytes(b'\\x1b]0;owned\\x07red\\xff')")
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await _write(person, "line\n")
            await person.press("escape")
            await person.until("editor")
            await person.press("e")
            await person.until(lambda: "red" in person.screen.composer.text)
            assert "\x1b" not in person.screen.composer.text


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("file.write_text('half'); sys.exit(3)", "The editor ended with an error (3)"),
        ("file.unlink()", "left nothing to read"),
    ],
    ids=["it fails", "it takes the file away"],
)
async def test_an_editor_that_fails_changes_nothing(
    tmp_path: Path, editor: Callable[[str], None], code: str, said: str
) -> None:
    editor(code)
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await _write(person)
            await person.press("ctrl+g")
            await person.until(said)
            await person.written(WORDS)


@pytest.mark.usefixtures("terminal")
async def test_what_an_editor_had_saved_when_it_was_killed_comes_back(
    tmp_path: Path, editor: Callable[[str], None]
) -> None:
    editor("import os, signal\nfile.write_text('half a letter')\nos.kill(os.getpid(), signal.SIGKILL)")
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await _write(person)
            await person.press("ctrl+g")
            await person.until("The editor was killed (signal 9)")
            await person.written("half a letter")


@pytest.mark.usefixtures("terminal")
async def test_while_an_editor_is_open_what_was_sent_goes_out(tmp_path: Path, editor: Callable[[str], None]) -> None:
    gone = tmp_path / "gone"
    editor(
        f"import time\nwait = pathlib.Path({str(gone)!r})\n"
        "while not wait.exists(): time.sleep(0.02)\nfile.write_text('at last')"
    )
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await _on_its_way(person, to=SOFIA)
            [row] = await person.session.read.outbox()
            await _write(person)
            await person.press("ctrl+g")
            await person.session.send.send_now(row.id)
            await person.until(lambda: _posted(sandbox) == [WORDS])
            gone.touch()
            await person.written("at last")


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize(
    ("command", "said"),
    [("/nowhere/editor", "could not be"), ("'vi", "cannot be read as a command")],
    ids=["it is not there", "a quote is open"],
)
async def test_an_editor_that_cannot_be_run_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, said: str
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", command)
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await _write(person)
            await person.press("ctrl+g")
            await person.until(said)
            await person.written(WORDS)


async def test_a_terminal_that_cannot_be_handed_over_says_so(tmp_path: Path, editor: Callable[[str], None]) -> None:
    editor("file.write_text('never')")
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await _write(person)
            await person.press("ctrl+g")
            await person.until("No editor can be started")
            await person.written(WORDS)


# channel and kind


async def test_another_channel_keeps_the_text_and_is_remembered_with_it(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await _write(person)
            await person.press("ctrl+t")
            await person.until("How should it go out?")
            await person.press("w", "enter")
            await person.until("Reply · WHATSAPP")
            await person.until("1 draft")
            await person.press("escape", "escape", "tab")
            await person.choose(SOFIA)
            await person.choose(ADA)
            await person.press("r")
            await person.until("Reply · WHATSAPP")
            await person.written(WORDS)


async def test_a_picker_that_is_left_changes_nothing(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await _write(person)
            await person.press("ctrl+t")
            await person.until("How should it go out?")
            await person.press("escape")
            await person.until(lambda: person.screen.composer.has_focus_within)
            await person.until("Reply · EMAIL")
            await person.written(WORDS)


async def test_each_kind_keeps_its_own_words(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await _write(person)
            await person.press("ctrl+n")
            await person.until("NOTE · internal")
            await person.written("")
            await person.paste("between us")
            await person.press("ctrl+n")
            await person.until("Reply · EMAIL")
            await person.written(WORDS)
            await person.press("ctrl+n")
            await person.written("between us")


async def test_what_is_thrown_away_is_gone(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await _write(person)
            await person.press("escape")
            await person.until("discard")
            await person.press("x")
            await person.until("Discarded.")
            await person.until(person.no_drafts)
            await person.until(lambda: person.screen.thread.has_focus)


async def test_a_draft_goes_to_the_server_and_is_shown_as_one(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await _write(person)
            await person.press("escape")
            await person.until("draft to server")
            await person.press("d")
            await person.until("DRAFT on the server")
            await person.until("cannot be changed from here")
            [post] = sandbox.world.posted()
            assert post["is_draft"]


async def test_an_answer_about_a_record_names_whom_it_is_for(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.synced()
            inboxes = {inbox["id"] for inbox in sandbox.world.inboxes() if inbox["type"] != "standard"}
            row = next(row for row in sandbox.world.conversations() if row["inbox_id"] in inboxes)
            await person.until(lambda: row["id"] in [known.id for known in person.screen.inbox.window.rows])
            await person.screen.reading.visit(row["id"])
            await person.until(lambda: person.screen.reading.head is not None)
            await person.press("r")
            await person.until(lambda: person.screen.target is not None)
            target = person.screen.target
            assert target is not None
            assert target.is_entity


async def test_without_a_conversation_there_is_nothing_to_answer(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        sandbox.set_online(False)
        async with seat(sandbox, tmp_path) as person:
            await person.until("Nothing is cached yet")
            await person.press("r")
            await person.until("There is no conversation to answer here.")
            await person.press("u")
            await person.until("Nothing is held that could be recalled")


# on its way


async def test_what_is_held_is_sent_at_once_from_its_thread(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await _on_its_way(person, to=SOFIA)
            await person.press("enter")
            await person.until("It goes out when its time has come.")
            await person.press("s")
            await person.until(lambda: _posted(sandbox) == [WORDS])


async def test_what_is_held_is_edited_from_its_thread(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await _on_its_way(person, to=SOFIA)
            await person.press("enter")
            await person.until("send now")
            await person.press("e")
            await person.until("Recalled: it was held")
            await person.written(WORDS)
            assert not sandbox.world.posted()


async def test_what_waits_for_the_server_is_discarded_from_its_thread(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            sandbox.faults.add("status", method="POST", times=None, status=429, headers={"Retry-After": "600"})
            await _on_its_way(person)
            await person.until("waiting to send · not before")  # the server was asked, and said when
            await person.press("enter")
            await person.until("discard")
            await person.press("x")
            await person.until("Discarded.")
            await person.until(person.nothing_waits)


async def test_what_is_being_sent_can_only_be_watched(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            sandbox.faults.add("delay", method="POST", seconds=600)
            await _on_its_way(person)
            await person.until(lambda: _state(person) is OutboxState.SENDING)
            await person.press("enter")
            await person.until("It is on its way right now.")
            await person.press("escape", "g", "o")
            await person.until("being sent")
            await person.press("x")
            await person.until("Too late: it is on its way.")
            await person.press("c")
            await person.press("e")
            sandbox.faults.clear()
            await person.until("Nothing waits to be sent.")
            assert _posted(sandbox) == [WORDS]


@pytest.mark.parametrize(
    ("key", "left", "posted"), [("e", 0, []), ("s", 0, [WORDS]), ("x", 0, []), ("c", 0, []), ("escape", 1, [])]
)
async def test_what_was_refused_waits_for_a_person(tmp_path: Path, key: str, left: int, posted: list[str]) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            sandbox.faults.add("status", method="POST", status=422, body='{"error": "No", "code": "INVALID_CHANNEL"}')
            await _on_its_way(person)
            await person.until("REFUSED")
            await person.press("enter")
            await person.until("answer on another channel")
            await person.press(key)
            await person.until(lambda: "send again" not in person.text())

            async def done() -> bool:
                return len(await person.session.read.outbox()) == left and _posted(sandbox) == posted

            await person.until(done)
            if key in ("e", "c"):
                await person.written(WORDS)


@pytest.mark.parametrize(
    ("key", "said", "posted"), [("w", "it was sent", []), ("s", "Queued", [WORDS]), ("x", "Disc", [])]
)
async def test_what_is_uncertain_is_decided_in_its_thread(
    tmp_path: Path, key: str, said: str, posted: list[str]
) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            sandbox.faults.add("drop_before", method="POST")
            await _on_its_way(person)
            await person.until("UNCERTAIN")
            await person.press("enter")
            await person.until("leave it for now")
            await person.press(key)
            await person.until(said)
            await person.until(lambda: _posted(sandbox) == posted)
            await person.until(person.nothing_waits)
            assert await person.session.drafts.all() == ()


async def test_a_decision_that_comes_too_late_says_so(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            for answer, said in (("s", "moved on meanwhile"), ("e", "Too late")):
                await _on_its_way(person, to=SOFIA)
                await person.press("enter")
                await person.until("It goes out when its time has come.")
                [row] = await person.session.read.outbox()
                await person.session.send.discard(row.id)
                await person.press(answer)
                await person.until(said)
                await person.press("escape")
            assert not sandbox.world.posted()


async def test_nobody_waits_before_they_type(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.choose(ADA)
            await person.press("r", "D", "e", "x", "backspace", "a", "r", "enter", "j")
            await person.written("Dear\nj")


async def test_a_list_that_moves_takes_no_thread_away_from_who_writes(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await _write(person)
            cursor = person.screen.inbox.cursor
            assert cursor is not None
            sandbox.world.delete_conversation(cursor)
            person.session.refresh()
            await person.until(lambda: person.screen.inbox.cursor != cursor)
            await person.until(lambda: person.screen.inbox.window.total == 61)
            await person.until("1 draft")
            await person.paste(" And thank you.")
            await person.written(f"{WORDS} And thank you.")
            assert person.screen.reading.shown == cursor
            assert [draft.conversation_id for draft in await person.session.drafts.all()] == [cursor]


async def test_a_channel_that_the_server_shall_choose_stays_chosen(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await _write(person)
            await person.until("via Support mail")
            await person.press("ctrl+t")
            await person.until("How should it go out?")
            await person.press("e", "enter")
            await person.until(lambda: "via Support mail" not in person.text().split("Reply ·")[-1])
            shown = person.screen.reading.shown
            assert shown is not None
            person.screen.reading.refresh(frozenset({OtherProcessWrote()}))
            sandbox.world.colleague_writes(shown, "She called.", type="note")
            await person.until("She called.")
            target = person.screen.target
            assert target is not None
            assert (target.type, target.channel_id) == ("email", None)


async def test_what_is_held_is_recalled_from_anywhere(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await _on_its_way(person, to=SOFIA)
            await person.press("escape", "g", "g", "u")
            await person.until("Recalled: it was held")
            await person.written(WORDS)
            await person.until(
                lambda: (
                    (head := person.screen.reading.head) is not None
                    and (head.name, person.screen.inbox.cursor) == (SOFIA, head.id)
                )
            )


async def test_the_composer_follows_a_draft_that_was_changed_elsewhere(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await _write(person)
            await person.press("tab")
            await person.press("g", "d")
            await person.until("1 on this machine")
            [draft] = await person.session.drafts.all()
            await person.session.drafts.save(draft._replace(body="From the other window"))
            await person.press("escape")
            await person.written("From the other window")


async def test_who_went_on_while_a_text_was_handed_over_is_not_brought_back(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await _write(person)
            async with person.screen.composing.keeping.order:
                await person.press("escape", "s")
                await person.until(lambda: person.screen.composer.pending)
                person.screen.inbox.focus()  # as a click does; keys are text until it is safe
                await person.until(lambda: person.screen.inbox.has_focus)
            await person.until(lambda: person.screen.target is None)
            await person.until(lambda: _posted(sandbox) == [WORDS])
            assert person.screen.inbox.has_focus


async def test_tab_pressed_twice_goes_on_from_where_the_first_one_went(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await _write(person)
            await person.press("escape", "q")
            await person.until(lambda: person.screen.is_reading)
            await person.burst("tab", "tab")
            await person.until(lambda: person.screen.inbox.has_focus)
            await person.burst("tab", "tab")
            await person.until(lambda: person.screen.is_writing)


async def test_words_on_their_way_to_the_disk_are_not_taken_for_discarded(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            composing = person.screen.composing
            await _write(person)
            async with composing.keeping.order:
                await person.paste(" And more.")
                await person.press("escape")
                await person.until(lambda: person.screen.composer.unsaved is None)  # handed over, and not written yet
                reread = asyncio.create_task(composing.reread())
                await person.pilot.pause()
            await reread
            assert person.screen.composer.text == f"{WORDS} And more."
            await person.until(lambda: person.screen.composer.is_on_disk)


async def test_a_conversation_that_is_not_cached_keeps_its_draft(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path) as person:
            await person.synced()
            unknown = DraftRow(ConversationId(987), "reply", WORDS, "email", None, None, "", "", (), "", 0)
            await person.session.drafts.save(unknown)
            await person.press("g", "d")
            await person.until("conversation 987")
            await person.press("enter")
            await person.until("This conversation is not cached yet")
            assert await person.session.drafts.all() == (unknown,)
