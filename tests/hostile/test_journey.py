"""A working day in a real terminal with a server that attacks with every string: only words reach the screen."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest

from chatlane_tui.model.clean import FORBIDDEN
from chatlane_tui.sandbox.server import Sandbox
from tests.hostile.corpus import ATTACKS, DEADLY, words_in
from tests.hostile.sequences import read
from tests.hostile.server import FAILED, REFUSED, REFUSED_IN_WORDS, TOKEN, HostileServer
from tests.hostile.shapes import COUNT, KINDS, NEWEST_TYPES, Rotating
from tests.hostile.victim import Victim, written
from tests.journeys.person import Person
from tests.journeys.terminal import Terminal

WIDE, NARROW = (120, 40), (60, 20)
LISTED: Final = ("person", "subject", "status")
"""Fields of every row of the list and every heading: all attacks are seen in each."""
_SHOWN = (
    "person email phone subject status inbox html quoted linked alt heading markdown plain reply sms whatsapp note "
    "newest type delivery file mime sender someone channel channeltype error detail detailkey"
)
SHOWN: Final = frozenset(_SHOWN.split())
"""Fields that a person sees on the way. (Of an assignee the list shows initials; tags have no room in a heading.)"""
_STORED = (
    "contact contactmail contactphone attribute attributevalue entity slug record recordkey recordvalue external url "
    "assignee assigneemail tag"
)
STORED: Final = frozenset(_STORED.split())
"""Fields that no screen here shows, but the database holds: with every attack."""

BROKEN: Final = """\
import ast, os, sys
from pathlib import Path
import chatlane_tui.ui.app
from chatlane_tui.config.settings import load

class Broken(chatlane_tui.ui.app.ChatlaneApp):
    CSS_PATH = str(Path(chatlane_tui.ui.app.__file__).parent / "styles" / "app.tcss")

    async def on_mount(self):
        raise ValueError(ast.literal_eval(sys.argv[1]))

app = Broken(load(os.environ), environ=os.environ)
app.run()
sys.exit(app.return_code)
"""
"""A client with a defect: words of the server end up in an exception."""


def start(terminal: Terminal) -> None:
    """Wait until everything is read."""
    terminal.wait_for(Rotating(0).word("subject"))
    terminal.wait_for(lambda text: " old" in text.splitlines()[-1 if terminal.columns > 80 else -2])
    terminal.wait_for(lambda text: "First sync" not in text and "EMAIL" in text)


def first_word(number: int) -> str:
    """What the oldest message of a conversation begins with."""
    kind = KINDS[number % len(KINDS)]
    return Rotating(number).word({"markdown": "heading"}.get(kind, kind))


def open_at(terminal: Terminal, number: int, *keys: str) -> None:
    """Press keys that lead to that conversation, and see its first message."""
    terminal.press(*keys).wait_for(lambda text: Rotating(number).word("subject") in heading(text))
    terminal.press("home").wait_for(lambda text: first_word(number).lower() in text.lower())


def heading(text: str) -> str:
    """The line above the thread."""
    line = text.splitlines()[1]
    return line.partition("│")[2] or line


def submit(terminal: Terminal, key: str, words: str) -> None:
    """Write a reply or a note and send it."""
    terminal.press(key).wait_for("Esc review")
    terminal.type(words).wait_for(words)
    terminal.escape().wait_for("x discard")
    terminal.press("s").wait_gone("x discard")


def look_at_everything(terminal: Terminal) -> None:
    """Help and palette, and back."""
    terminal.press("?").wait_for("Esc closes")
    terminal.escape().wait_gone("Esc closes")
    terminal.press("ctrl+p").wait_for("Search for commands")
    terminal.escape().wait_gone("Search for commands")


def choose_another_channel(terminal: Terminal) -> None:
    """Reply, look through the channels, and give up."""
    terminal.press("r").wait_for("Esc review")
    terminal.press("ctrl+t").wait_for("How should it go out?")
    terminal.press("j", "j", "k").wait_for(lambda text: "channel" in text)
    terminal.escape().wait_gone("How should it go out?")


def leave(terminal: Terminal) -> None:
    """Quit; something is uncertain, so it is asked about."""
    terminal.press("ctrl+q").wait_for("perhaps sent, perhaps not")
    terminal.press("q")
    assert terminal.wait_exit() == 0


def stored(path: Path) -> Iterator[str]:
    """Every text in every table of a database, those inside JSON as well."""
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'message_fts%'"
        ).fetchall()
        for (table,) in tables:
            for row in connection.execute(f'SELECT * FROM "{table}"'):
                for value in row:
                    if isinstance(value, str):
                        yield value
                        yield from inside(value)


def inside(text: str) -> Iterator[str]:
    """The strings of a text that is JSON."""
    try:
        pending: list[object] = [json.loads(text)]
    except ValueError:
        return
    while pending:
        match pending.pop():
            case str() as found:
                yield found
            case dict() as found:
                pending += [*found, *found.values()]
            case list() as found:
                pending += found


def assert_nothing_but_words(terminal: Terminal, victim: Victim) -> set[tuple[str, int]]:
    """Neither the terminal nor a file got what it must not get; returns which (field, attack) could be read."""
    output = written(terminal)
    assert output.foreign == ()
    assert TOKEN.encode() not in terminal.raw
    files = dict(victim.files())
    assert files
    assert [path for path, content in files.items() if TOKEN.encode() in content] == []
    assert [text for text in stored(victim.database()) if FORBIDDEN.search(text)] == []
    return words_in(output.text)


def test_a_wide_terminal_gets_nothing_but_words(victim: Victim, server: HostileServer) -> None:
    with victim.start(size=WIDE) as terminal:
        start(terminal)
        terminal.press("enter").wait_for("Space page")
        open_at(terminal, 0)
        terminal.press("h", "h").wait_for(Rotating(0).word("quoted"))
        terminal.press("end").wait_for(Rotating(0).word("reply"))
        open_at(terminal, 1, "J")
        choose_another_channel(terminal)
        terminal.escape().wait_for("x discard")
        terminal.press("x").wait_for("Discarded.")
        terminal.escape().wait_for("Enter open")
        terminal.press("g", "g", "pagedown").wait_for(Rotating(WIDE[1] // 2 - 1).word("someone"))
        terminal.press("G").wait_for(lambda text: Rotating(COUNT - 1).word("subject") in heading(text))
        terminal.press("enter").wait_for("Space page")
        open_at(terminal, COUNT - 1)
        submit(terminal, "r", REFUSED)
        terminal.wait_for("REFUSED: The server did not accept the data.")
        terminal.press("enter").wait_for("send again")
        terminal.press("e").wait_for("Recalled: it was refused")
        terminal.escape().wait_for("x discard")
        terminal.press("x").wait_for("Space page")

        open_at(terminal, COUNT - 2, "K")
        submit(terminal, "r", REFUSED_IN_WORDS)
        terminal.wait_for("REFUSED: The server refused this: error")
        terminal.press("enter").wait_for("send again")
        terminal.escape().wait_gone("send again")

        open_at(terminal, COUNT - 3, "K")
        assert NEWEST_TYPES[(COUNT - 3) % len(NEWEST_TYPES)] == ""
        submit(terminal, "r", "take this")
        terminal.wait_for("Sent, but through channel")

        open_at(terminal, COUNT - 4, "K")
        submit(terminal, "n", FAILED)
        terminal.wait_for("UNCERTAIN: it may have been sent.")
        terminal.press("enter").wait_for("Sending again may write it twice")
        terminal.escape().wait_gone("Sending again may write it twice")

        open_at(terminal, COUNT - 5, "K")
        open_at(terminal, COUNT - 6, "K")
        server.interrupt(COUNT - 6)
        submit(terminal, "r", "too late")
        terminal.wait_for("wrote since you read")
        terminal.press("g", "o").wait_for("Outbox · 3 need you")
        terminal.press("r").wait_for("Esc goes back")
        terminal.escape().wait_gone("Esc goes back")
        terminal.escape().wait_gone("Outbox ·")
        terminal.press("g", "d").wait_for("Drafts ·")
        terminal.escape().wait_gone("Drafts ·")

        look_at_everything(terminal)
        server.refuses_reads = True
        before = len(server.asked)
        terminal.press("ctrl+r").wait_for(lambda _: len(server.asked) > before)
        leave(terminal)
        seen = assert_nothing_but_words(terminal, victim)
    assert [sent["body"] for sent in server.posted] == [REFUSED, REFUSED_IN_WORDS, "take this", FAILED]
    assert SHOWN - {field for field, _ in seen} == set()
    assert {(field, attack) for field in LISTED for attack in range(len(ATTACKS))} - seen == set()
    kept = words_in(" ".join(stored(victim.database())))
    assert {(field, attack) for field in STORED for attack in range(len(ATTACKS))} - kept == set()


def test_a_narrow_terminal_gets_nothing_but_words(victim: Victim, server: HostileServer) -> None:
    with victim.start(size=NARROW) as terminal:
        start(terminal)
        terminal.press("pagedown", "pageup", "enter").wait_for(
            lambda text: Rotating(0).word("subject") in heading(text)
        )
        for number in range(1, 6):
            open_at(terminal, number, "J")
            terminal.press("h", "pagedown", "end")
        choose_another_channel(terminal)
        terminal.type(FAILED).wait_for(FAILED)
        terminal.escape().wait_for("x discard")
        terminal.press("s").wait_for("UNCERTAIN")
        terminal.press("enter").wait_for("may reach the customer twice")
        terminal.escape().wait_gone("may reach the customer twice")
        look_at_everything(terminal)
        terminal.escape().wait_for(Rotating(5).word("person"))
        leave(terminal)
        seen = assert_nothing_but_words(terminal, victim)
    assert [sent["body"] for sent in server.posted] == [FAILED]
    assert {field for field, _ in seen} >= {"person", "subject", "status", "newest", "sms", "note", "plain", "html"}


def test_the_client_needs_no_other_sequences(tmp_path: Path) -> None:
    with Sandbox() as sandbox, Person(sandbox, tmp_path).start() as terminal:
        terminal.wait_for("any news? Rent is due on Thursday")
        terminal.press("enter", "r").wait_for("Reply · EMAIL")
        terminal.press("ctrl+t").wait_for("How should it go out?")
        terminal.press("esc").wait_gone("How should it go out?")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
        output = read(bytes(terminal.raw), columns=terminal.columns, rows=terminal.rows)
    assert output.foreign == ()
    assert "Ada Okonkwo" in output.text


def test_the_report_of_a_defect_holds_nothing_but_words(victim: Victim) -> None:
    said = ascii(" ".join(attack.payload for attack in ATTACKS if attack.name in DEADLY))
    program = victim.home / "broken.py"
    program.write_text(BROKEN)
    environ = {**victim.environ(), "PYTHONPATH": str(Path(__file__).parents[2])}
    with Terminal([sys.executable, str(program), said], environ=environ, size=WIDE) as terminal:
        assert terminal.wait_exit() == 1
        report = bytes(terminal.raw).partition(b"Traceback")[2]
    assert b"ValueError" in report
    assert read(report, columns=WIDE[0], rows=WIDE[1]).foreign == ()


@pytest.mark.parametrize("refuses", [False, True], ids=["inboxes", "a refusal"])
@pytest.mark.parametrize("options", [(), ("--json",)], ids=["words", "json"])
def test_the_command_line_prints_nothing_but_words(victim: Victim, refuses: bool, options: tuple[str, ...]) -> None:
    victim.server.refuses_reads = refuses
    done = subprocess.run(
        [*Person.command("auth", "status"), *options],
        env=victim.environ(),
        capture_output=True,
        check=False,
        timeout=120,
    )
    output = (done.stdout + done.stderr).decode()
    assert (done.returncode == 0) is not refuses
    assert words_in(output) >= ({("error", 0 + Rotating(0).attack("error"))} if refuses else {("inbox", 5)})
    assert TOKEN not in output
    assert not FORBIDDEN.search(output)
