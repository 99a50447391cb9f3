"""Reading, and what is done with what was read: copied, seen otherwise, its files fetched, its links opened."""

from __future__ import annotations

import asyncio
import re
from base64 import b64decode
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.drivers.headless_driver import HeadlessDriver

from chatlane_tui.config.settings import CommandSettings, FileSettings
from chatlane_tui.render.links import as_read, link_to
from chatlane_tui.sandbox.server import Sandbox
from chatlane_tui.ui.screens.attachments import AttachmentsScreen
from chatlane_tui.ui.screens.links import LinksScreen
from chatlane_tui.ui.widgets.entry_list import EntryList
from chatlane_tui.ui.widgets.link_lines import LinkLine
from tests.journeys.inside import Seat, seat
from tests.journeys.person import Person


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """A server whose files are on another origin; nothing here writes to it."""
    with Sandbox(conversations=24, switches=["M5-foreign-url"]) as running:
        yield running


async def go_to_files(person: Seat) -> None:
    """The attachments of the message under the cursor, when they are listed: the thread names them, too."""
    await person.press("A")
    await person.until(lambda: any(files.current for files in person.app.screen.query(EntryList)))


@asynccontextmanager
async def reader(sandbox: Sandbox, home: Path, name: str, *, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Seat]:
    """Somebody who reads a customer's conversation; what they open goes to a script that writes down its words."""
    opener = home / "opener"
    opener.write_text(f'#!/bin/sh\nprintf "%s\\n" "$1" >> {home}/opened\n')
    opener.chmod(0o700)
    async with seat(sandbox, home, size=size) as person:
        settings = person.session.settings
        person.session.settings = settings._replace(
            files=FileSettings(folder=str(home / "files")),
            commands=CommandSettings(open=str(opener)),
            ui=settings.ui._replace(conversation_url="https://inbox.example/c/{id}"),
        )
        await person.choose(name)
        await person.until(lambda: person.screen.thread.current_document is not None)
        yield person


def opened(home: Path) -> list[str]:
    file = home / "opened"
    return file.read_text().split("\n")[:-1] if file.exists() else []


async def test_copying_takes_the_message_without_its_history_until_that_is_unfolded(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    async with reader(sandbox, tmp_path, "Ada Okonkwo") as person:
        await person.press("y")
        await person.until("Copied the message without what is folded.")
        assert "any news? Rent is due on Thursday" in person.app.clipboard
        assert "> " not in person.app.clipboard
        await person.press("h")
        await person.until("│ Hello Ada,")
        await person.press("y")
        await person.until(lambda: "> " in person.app.clipboard)


async def test_what_is_selected_with_the_mouse_is_copied(sandbox: Sandbox, tmp_path: Path) -> None:
    async with reader(sandbox, tmp_path, "Ada Okonkwo") as person:
        await person.until("any news?")
        rows = person.text().split("\n")
        y = next(number for number, row in enumerate(rows) if "any news?" in row)
        x = rows[y].index("any news?")
        await person.pilot.mouse_down(offset=(x, y))
        await person.pilot.hover(offset=(x + 8, y))
        await person.pilot.mouse_up(offset=(x + 8, y))
        await person.press("ctrl+c")
        await person.until(lambda: person.app.clipboard == "any news?")
        await person.press("y")
        await person.until("Copied what is selected.")


async def test_a_reference_is_numbers_and_the_address(sandbox: Sandbox, tmp_path: Path) -> None:
    async with reader(sandbox, tmp_path, "Ada Okonkwo") as person:
        current = person.screen.thread.current
        assert current is not None
        number = person.screen.thread.conversation
        await person.press("Y")
        said = f"Conversation {number}, message {current.id} · https://inbox.example/c/{number}"
        await person.until(lambda: person.app.clipboard == said)


async def test_a_view_of_a_body_is_chosen_and_remembered(sandbox: Sandbox, tmp_path: Path) -> None:
    async with reader(sandbox, tmp_path, "Ada Okonkwo") as person:
        await person.until("quoted lines · h unfolds")
        await person.press("v", "v", "v", "v")
        await person.until("seen as source")
        await person.until("> Hello Ada,")
    async with reader(sandbox, tmp_path, "Ada Okonkwo") as person:
        await person.until("seen as source")
        await person.press("v")
        await person.until("Seen as it was taken for.")
        await person.until("quoted lines · h unfolds")


async def test_a_file_is_saved_for_its_owner_alone_and_the_token_stays_here(sandbox: Sandbox, tmp_path: Path) -> None:
    async with reader(sandbox, tmp_path, "Ada Okonkwo") as person:
        await go_to_files(person)
        await person.press("s")
        saved = tmp_path / "files" / "statement-january.pdf"
        await person.until("saved as")
        assert saved.read_bytes().startswith(b"%PDF-1.4")
        assert saved.stat().st_mode & 0o777 == 0o600
        assert [file.name for file in saved.parent.iterdir()] == [saved.name]
    assert sandbox.file_host is not None
    asked = sandbox.file_host.requests.of("GET", "statement-january.pdf")
    assert asked
    assert not any("authorization" in seen.headers or sandbox.token in str(seen) for seen in asked)


async def test_a_file_is_opened_once_it_is_here_and_its_address_can_be_copied(sandbox: Sandbox, tmp_path: Path) -> None:
    async with reader(sandbox, tmp_path, "Ada Okonkwo") as person:
        await go_to_files(person)
        await person.press("enter")
        await person.until(lambda: opened(tmp_path))
        assert opened(tmp_path) == [str(tmp_path / "files" / "statement-january.pdf")]
        await person.press("y")
        assert sandbox.file_host is not None
        origin = sandbox.file_host.origin
        await person.until(lambda: person.app.clipboard.startswith(f"{origin}/files/"))


async def test_a_download_is_stopped_and_leaves_nothing(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.faults.add("slow_body", path="statement-january", seconds=60.0)
    async with reader(sandbox, tmp_path, "Ada Okonkwo") as person:
        await go_to_files(person)
        await person.press("s")
        await person.until(" % ")
        await person.press("x")
        await person.until("stopped; nothing was saved")
        assert list((tmp_path / "files").iterdir()) == []


async def test_leaving_the_program_ends_a_download_and_leaves_nothing(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.faults.add("slow_body", path="statement-january", seconds=60.0)
    async with reader(sandbox, tmp_path, "Ada Okonkwo") as person:
        await go_to_files(person)
        await person.press("s")
        await person.until(" % ")
    assert list((tmp_path / "files").iterdir()) == []


async def test_links_show_where_they_lead_and_open_only_when_asked(sandbox: Sandbox, tmp_path: Path) -> None:
    async with reader(sandbox, tmp_path, "Zoë Müller-Strauß") as person:
        await person.press("L")
        await person.until(lambda: isinstance(person.app.screen, LinksScreen))
        await person.until("https://cafe.example.net/?utm_source=signature")
        assert opened(tmp_path) == []
        await person.press("1", "enter")
        await person.until(lambda: opened(tmp_path))
        assert opened(tmp_path) == ["https://cafe.example.net/?utm_source=signature"]
        await person.press("y")
        await person.until(lambda: person.app.clipboard == "https://cafe.example.net/?utm_source=signature")


async def test_a_click_on_a_link_shows_where_it_leads(sandbox: Sandbox, tmp_path: Path) -> None:
    async with reader(sandbox, tmp_path, "Zoë Müller-Strauß") as person:
        await person.press("h")
        await person.until("cafe.example.net")
        rows = person.text().split("\n")
        y = next(number for number, row in enumerate(rows) if "cafe.example.net" in row)
        await person.pilot.click(offset=(cell_len(rows[y][: rows[y].index("cafe.example.net")]) + 2, y))
        await person.until(lambda: isinstance(person.app.screen, LinksScreen))
        assert opened(tmp_path) == []


async def test_the_browser_gets_the_address_of_the_conversation(sandbox: Sandbox, tmp_path: Path) -> None:
    async with reader(sandbox, tmp_path, "Ada Okonkwo") as person:
        number = person.screen.thread.conversation
        await person.press("O")
        await person.until(lambda: opened(tmp_path))
        assert opened(tmp_path) == [f"https://inbox.example/c/{number}"]


async def test_without_an_address_the_browser_is_not_guessed_at(sandbox: Sandbox, tmp_path: Path) -> None:
    async with reader(sandbox, tmp_path, "Ada Okonkwo") as person:
        person.session.settings = person.session.settings._replace(
            ui=person.session.settings.ui._replace(conversation_url="")
        )
        await person.press("O")
        await person.until("No web address is known")


async def test_a_message_goes_to_a_command_and_its_answer_is_shown(sandbox: Sandbox, tmp_path: Path) -> None:
    async with reader(sandbox, tmp_path, "Ada Okonkwo") as person:
        await person.press("|")
        await person.until("Pipe to a command")
        await person.paste("grep -c Rent")
        await person.press("enter")
        await person.until("Done. Esc goes back, y copies.")
        await person.press("y")
        await person.until(lambda: person.app.clipboard == "1\n")
        await person.press("escape", "|")
        await person.until("grep -c Rent")


async def test_a_thread_is_exported_without_the_people_in_it(sandbox: Sandbox, tmp_path: Path) -> None:
    async with reader(sandbox, tmp_path, "Ada Okonkwo") as person:
        await person.press("W", "m")
        await person.until("Export it")
        await person.press("r")
        await person.until("Exported to")
    written = next((tmp_path / "files").iterdir())
    text = written.read_text()
    assert "[name 1]" in text
    assert "Okonkwo" not in text
    assert written.stat().st_mode & 0o777 == 0o600


async def test_files_that_were_told_of_late_come_into_the_list(sandbox: Sandbox, tmp_path: Path) -> None:
    async with reader(sandbox, tmp_path, "Ada Okonkwo") as person:
        rows = tuple(row._replace(attachments=()) for row in person.screen.reading.rows)
        conversation = person.screen.thread.conversation
        assert conversation is not None
        screen = AttachmentsScreen(person.session, conversation, rows, "m1", glyphs=person.screen.glyphs)
        await asyncio.wait_for(person.app.push_screen(screen), 10)
        await person.until("statement-january.pdf")


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that may be handed to another program, as real ones may and the one of tests may not."""
    monkeypatch.setattr(HeadlessDriver, "can_suspend", True)


@pytest.mark.usefixtures("terminal")
async def test_the_thread_goes_to_the_pager_for_its_owner_alone(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pager = tmp_path / "a pager"
    half, mode, read = tmp_path / "half", tmp_path / "mode", tmp_path / "read"
    pager.write_text(f'#!/bin/sh\nstat -c %a "$2" > {mode}\ncat "$2" > {half}\nmv {half} {read}\n')
    pager.chmod(0o700)
    monkeypatch.setenv("PAGER", f"'{pager}' -R")
    async with reader(sandbox, tmp_path, "Ada Okonkwo") as person:
        await person.press("P")
        await person.until(read.exists)
        assert "any news? Rent is due on Thursday" in read.read_text()
        assert mode.read_text() == "600\n"
        await person.until(lambda: person.screen.thread.has_focus)


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize(
    ("pager", "said"),
    [
        ("false", "The pager ended with an error (1)"),
        ("/nowhere/less", "could not be"),
        ("'less", "That is no command"),
    ],
)
async def test_a_pager_that_fails_is_said(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pager: str, said: str
) -> None:
    monkeypatch.setenv("PAGER", pager)
    async with reader(sandbox, tmp_path, "Ada Okonkwo") as person:
        await person.press("P")
        await person.until(said)


async def test_a_link_that_is_not_what_it_looks_like_and_a_file_that_may_be_a_program_are_asked_about(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    async with reader(sandbox, tmp_path, "Ada Okonkwo") as person:
        glyphs, session = person.screen.glyphs, person.session
        link = link_to("https://p\u0430ypal.com/login")
        assert link is not None
        lines = [LinkLine(1, link, "PayPal", as_read(link.host))]

        async def everywhere() -> list[LinkLine]:
            return [*lines, LinkLine(2, link._replace(url="javascript:alert(1)"), "", "")]

        await person.app.push_screen(
            LinksScreen(session, lines, whose="in this message", everywhere=everywhere, glyphs=glyphs)
        )
        await person.press("enter")
        await person.until("It leads to xn--pypal-4ve.com")
        await person.press("enter")
        await person.press("L")
        await person.until("2 in this conversation")
        await person.press("2", "enter")
        await person.until("Only web, mail and phone addresses are opened.")
        assert opened(tmp_path) == []
        await person.press("1", "enter")
        await person.until("open it all the same")
        await person.press("o")
        await person.until(lambda: opened(tmp_path) == ["https://xn--pypal-4ve.com/login"])
        await person.press("escape")

        conversation = person.screen.thread.conversation
        assert conversation is not None
        screen = AttachmentsScreen(session, conversation, (), "", glyphs=glyphs)
        await person.app.push_screen(screen)
        await person.until("statement-january.pdf")
        line = screen.list.entries[0]
        screen.begin(lambda: screen._open(line._replace(name="statement.pdf.exe")))
        await person.until("statement.pdf.exe may be a program. Open it?")
        await person.press("enter")
        await person.until(lambda: person.app.screen is screen)
        assert not (tmp_path / "files").exists()


async def test_keys_that_need_a_message_say_so_where_there_is_none(sandbox: Sandbox, tmp_path: Path) -> None:
    async with reader(sandbox, tmp_path, "Ada Okonkwo") as person:
        assert person.screen.reading.shown is not None
        person.screen.thread.show((), conversation=person.screen.reading.shown)
        await person.press("y")
        await person.until("There is no message here.")


CODE = "Run this:\n\n```sh\ncurl -s x\n```\n\nand this:\n\n```\nexit\n```"


async def test_copying_again_takes_the_code_blocks_one_after_the_other(tmp_path: Path) -> None:
    with Sandbox(conversations=4) as server:
        server.world.customer_writes(1, CODE, type="email")
        async with reader(server, tmp_path, "Ada Okonkwo") as person:
            await person.until("curl -s x")
            await person.press("G", "y")
            await person.until("Copied the message. Again: its code.")
            assert person.app.clipboard == CODE
            for what, text in (("code block 1 of 2", "curl -s x"), ("code block 2 of 2", "exit")):
                await person.press("y")
                await person.until(f"Copied {what}.")
                assert person.app.clipboard == text
            await person.press("y")
            await person.until(lambda: person.app.clipboard == CODE)


async def test_whoever_gives_up_on_the_way_has_done_nothing(sandbox: Sandbox, tmp_path: Path) -> None:
    async with reader(sandbox, tmp_path, "Ada Okonkwo") as person:
        for keys, question in ((("W",), "Export this"), (("W", "m"), "Export it"), (("|",), "Pipe to a command")):
            await person.press(*keys)
            await person.until(question)
            await person.press("escape")
            await person.until(lambda: person.app.screen is person.screen)
        assert not (tmp_path / "files").exists()


async def test_a_whole_thread_goes_to_a_command(sandbox: Sandbox, tmp_path: Path) -> None:
    async with reader(sandbox, tmp_path, "Ada Okonkwo") as person:
        await person.press("|")
        await person.until("Pipe to a command")
        await person.paste("head -n 1")
        await person.press("ctrl+t", "enter")
        await person.until("Done. Esc goes back", "Charged twice for order #1042")


async def test_a_download_that_fails_says_why_in_the_list_and_aloud(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.faults.add("status", path="statement-january", status=404)
    async with reader(sandbox, tmp_path, "Ada Okonkwo") as person:
        await go_to_files(person)
        await person.press("x")
        await person.until("Nothing is coming there.")
        await person.press("s")
        await person.until("The file is not there, or no longer (404). Nothing was saved.")
        assert list((tmp_path / "files").iterdir()) == []


def test_what_is_copied_reaches_a_real_terminal(person: Person) -> None:
    with person.start() as terminal:
        terminal.wait_for("any news? Rent is due")
        terminal.press("enter")
        terminal.wait_for("j message")
        terminal.press("y")
        terminal.wait_for("Copied the message")
        [copied] = re.findall(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07", bytes(terminal.raw))
        assert b64decode(copied).decode().startswith("Hi Sam,\n\nany news? Rent is due on Thursday")
