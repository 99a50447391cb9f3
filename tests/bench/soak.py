"""`python -m tests.bench.soak --minutes 20`: two windows of one profile work a queue while wire, server and power fail.

Each text carries a word of its own. At the end, once it is quiet, every word is looked for: on the server, in the
outbox, among the drafts. A word that is on the server twice is a fault, unless the program said that it is not in the
thread and somebody had it sent again.
"""

from __future__ import annotations

import argparse
import random
import re
import signal
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from chatlane_tui.config.paths import fingerprint_of
from chatlane_tui.config.settings import load
from chatlane_tui.sandbox.server import Sandbox
from chatlane_tui.sync.resolve import NOT_FOUND, NOT_MADE
from tests.bench.table import machine
from tests.bench.terminal import resident
from tests.journeys.person import Person
from tests.journeys.terminal import Terminal

WORD = re.compile(r"\bword\d+\b")
BREAKS = ("delay", "status", "drop_before", "process_then_drop", "truncate", "garbage", "redirect")
SETTINGS = """\
[sync]
poll_interval = 2

[send]
undo_email = 2
undo_chat = 2
undo_note = 0
"""
LIST, THREAD, WRITES, REVIEWS = "j move", "j message", "Esc review", "Esc back to typing"
"""What the hint bar says where the focus is in the list, in the thread, in a composer and in its review line."""
ASKED = {"NOT SENT": "open the conversation and read", "UNCERTAIN": "Sending again may"}
"""What stands on a row of the outbox that needs a person, and in the question about it."""
OUTBOX = " Outbox"
FRAME, FRAMED = "╭", re.compile("│(.*)│")
"""Around every question, and what it encloses."""
LOOKED_AT = 200
"""Rows of the outbox that one visit looks at: as many as a person is asked about in a busy hour."""
CURSOR = "▌"
WHOM = "Whom to write to?"
"""What is asked where a conversation is about a record."""
PAGES = 12
"""How far down the list it goes at most, page by page: one text waits for the one before it in its conversation."""
WARM = 60.0
"""Seconds between two looks at the memory."""
PATIENCE = 60.0
"""Seconds after which a window does not answer any more."""
GLANCE = 5.0
"""Seconds between two refreshes asked for at the end."""


@dataclass
class Tally:
    """What was done."""

    words: int = 0
    journeys: int = 0
    recalls: int = 0
    kills: int = 0
    stuck: int = 0
    outages: int = 0
    settled: int = 0
    """Sent after all, though somebody wrote meanwhile."""
    again: set[str] = field(default_factory=set)
    """Words that may have been sent, were not found on the server, and were sent again."""
    answers: list[tuple[float, str]] = field(default_factory=list)
    """When (seconds of the epoch) a message was sent again or after all, and what its question said."""
    memory: list[tuple[float, float]] = field(default_factory=list)
    """Seconds since the start, MB: of the window that is never killed."""


class Window:
    """One of the two, and who sits at it."""

    def __init__(self, person: Person, tally: Tally, dice: random.Random, *, mortal: bool) -> None:
        self._person = person
        self._tally = tally
        self._dice = dice
        self._mortal = mortal
        self.terminal = self._start()

    def _start(self) -> Terminal:
        terminal = self._person.start(size=(100, 30), settings=SETTINGS)
        terminal.wait_for("Inbox", patience=60)
        terminal.wait_for("wait ", patience=60)
        return terminal

    def work(self) -> None:
        """One thing that an agent does, from the list back to the list; a window in which it fails is killed."""
        try:
            self.to_the_list()
            self.terminal.press("home")
            for _ in range(self._dice.randrange(12)):
                self.terminal.press(self._dice.choice("jjjk"))
            for _ in range(self._dice.randrange(PAGES)):
                self.terminal.press("pagedown")
            choice = self._dice.random()
            sent = self._write("n" if choice < 0.3 else "r", sends=choice < 0.9)
            self._tally.journeys += 1
            if self._mortal and self._dice.random() < 0.12:
                self._die(self._dice.random() * 0.6)
            elif sent and self._dice.random() < 0.15:
                self.terminal.press("u")
                self._tally.recalls += 1
            elif self._dice.random() < 0.2:
                self.to_the_list()
                self._settle()
        except AssertionError as stuck:
            self._tally.stuck += 1
            print(f"a window that did not answer: {stuck}", flush=True)
            self._die(0)

    def to_the_list(self) -> None:
        """Back to where every key is a command."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            where = self._where(LIST, THREAD, WRITES, REVIEWS, WHOM)
            if where == LIST:
                return
            self.terminal.escape() if where in (REVIEWS, WHOM) else self.terminal.press("tab")
            look = time.monotonic() + GLANCE / 5  # a key pressed while a text is handed over does nothing
            while found(self.terminal.text()) == where and time.monotonic() < look:
                time.sleep(0.01)
        raise AssertionError(f"the list never had the focus; the screen:\n{self.terminal.text()}")

    def _write(self, key: str, *, sends: bool) -> bool:
        """Whether it was sent."""
        self.terminal.press(key)
        if self._where(WRITES, WHOM) == WHOM:
            self.terminal.press("enter")
            self._wait(lambda text: found(text) == WRITES)
        word = f"word{self._tally.words}"
        self.terminal.type(f" {word} ")
        self._wait(lambda text: word in text)
        self._tally.words += 1
        if not sends:
            self.terminal.press("ctrl+s").wait_for("Saved on this machine", patience=PATIENCE)
            return False
        self.terminal.escape()
        self._wait(lambda text: found(text) == REVIEWS)
        self.terminal.press("s")
        self._wait(lambda text: found(text) != REVIEWS)
        return self._where(LIST, THREAD, WRITES) != WRITES

    def _settle(self) -> None:
        """Go through what needs a person: read what is new, or that it was looked for in vain, and send it again."""
        self.terminal.press("g", "o")
        self._wait(lambda text: text.startswith(OUTBOX) and (f"\n{CURSOR}" in text or "empty" in text))
        for _ in range(LOOKED_AT):
            row = self._under_cursor()
            if not self.terminal.text().startswith(OUTBOX):
                break  # an Esc too many
            if "NOT SENT" in row:
                self._tally.settled += self._again(row, ASKED["NOT SENT"])
            elif "UNCERTAIN" in row and NOT_FOUND in row:
                self._again(row, ASKED["UNCERTAIN"])
            else:
                self.terminal.press("j")
                self._briefly(lambda _: self._under_cursor() != row)  # noqa: B023 - it is waited for here
                if self._under_cursor() == row:
                    break  # the last one
        while found(before := self.terminal.text()) not in (LIST, THREAD):
            self.terminal.escape()
            self._wait(lambda text: text != before)

    def _again(self, row: str, question: str) -> bool:
        """Whether it was sent again; False: it had moved on."""
        self.terminal.press("s")
        self._briefly(lambda text: FRAME in text or self._under_cursor() != row)
        text = self._briefly(lambda text: FRAME not in text or question in text)
        if asked := FRAME in text and question in text:
            said = " ".join(" ".join(FRAMED.findall(text)).split())  # whichever row it is about by now
            self._tally.answers.append((time.time(), said))
            if question == ASKED["UNCERTAIN"]:
                self._tally.again.update(WORD.findall(said))
            self.terminal.press("s")
        while FRAME in (text := self._briefly(lambda text: FRAME not in text)) and text.startswith(OUTBOX):
            self.terminal.escape()  # it is about something else by now; a composer has a frame, too
        return asked

    def _briefly(self, holds: Callable[[str], bool]) -> str:
        """Wait until that holds, and no longer than a person would; what the screen shows then."""
        until = time.monotonic() + GLANCE / 5
        while not holds(text := self.terminal.text()) and time.monotonic() < until:
            time.sleep(0.01)
        return text

    def _under_cursor(self) -> str:
        """The row of the outbox under the cursor, its lines made one."""
        lines = [line for line in self.terminal.text().splitlines() if line.startswith(CURSOR)]
        return " ".join(" ".join(line.removeprefix(CURSOR).split()) for line in lines)

    def _where(self, *places: str) -> str:
        """Wait until the focus is in one of these; in which."""
        return found(self._wait(lambda text: found(text) in places))

    def _wait(self, holds: Callable[[str], bool]) -> str:
        return self.terminal.wait_for(holds, patience=PATIENCE)

    def _die(self, after: float) -> None:
        until = time.monotonic() + after
        while time.monotonic() < until:
            self.terminal.text()
        self.terminal.kill(signal.SIGKILL)
        self.terminal.__exit__(None, None, None)
        self._tally.kills += 1
        self.terminal = self._start()

    def memory(self) -> float:
        """Megabytes."""
        return resident(self.terminal.process.pid)


def found(text: str) -> str:
    """Where the focus is: what the hint bar says, or the question that is asked; empty where none of them is known."""
    if WHOM in text:
        return WHOM
    hints = text.splitlines()[-1]
    return next((hint for hint in (LIST, THREAD, WRITES, REVIEWS) if hint in hints), "")


def main(arguments: Sequence[str] | None = None) -> int:
    """Work, then count; 0 if nothing was lost or doubled."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=int, default=600, help="requests a minute that the server allows")
    options = parser.parse_args(arguments)
    dice, tally = random.Random(options.seed), Tally()
    print(f"{machine()}; seed {options.seed}, {options.limit} requests a minute", flush=True)
    with (
        tempfile.TemporaryDirectory(prefix="chatlane-soak-") as home,
        Sandbox(conversations=400, lively=True, rate_limit=options.limit) as sandbox,
    ):
        person = Person(sandbox, Path(home))
        windows = [Window(person, tally, dice, mortal=mortal) for mortal in (False, True)]
        database = _database(person)
        _work(windows, sandbox, tally, dice, minutes=options.minutes, database=database)
        sandbox.set_online(True)
        sandbox.faults.clear()
        _quiet(windows, database)
        tally.memory.append((60 * options.minutes, windows[0].memory()))
        for window in windows:
            window.terminal.__exit__(None, None, None)
        return _report(sandbox, database, tally)


def _work(
    windows: Sequence[Window],
    sandbox: Sandbox,
    tally: Tally,
    dice: random.Random,
    *,
    minutes: float,
    database: Path,
) -> None:
    began = time.monotonic()
    weather = began + 20.0
    while (passed := time.monotonic() - began) < 60 * minutes:
        for window in windows:
            window.work()
            for other in windows:
                other.terminal.text()
        if passed > WARM and len(tally.memory) <= passed // WARM - 1:
            tally.memory.append((passed, windows[0].memory()))
            waiting, size = sum(state != "draft" for state, *_ in _rows(database)), windows[0].memory()
            doubled = len(_doubled(sandbox, tally))
            print(
                f"{passed / 60:.0f} min: {tally.words} words, {waiting} waiting, {doubled} doubled, {size:.0f} MB",
                flush=True,
            )
        if time.monotonic() > weather:
            weather = time.monotonic() + dice.uniform(5, 25)
            sandbox.faults.random(dice.choice([0.0, 0.05, 0.3]), BREAKS, dice.randrange(1 << 30))
            tally.outages += (is_away := dice.random() < 0.2)
            sandbox.set_online(not is_away)


def _database(person: Person) -> Path:
    settings = load(person.environ())
    return settings.places.database_path(settings.profile, settings.base_url, fingerprint_of(person.sandbox.token))


def _rows(database: Path) -> list[tuple[str, str, str]]:
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as look:
        return look.execute(
            "SELECT state, problem, body FROM outbox UNION ALL SELECT 'draft', '', body FROM draft"
        ).fetchall()


def _quiet(windows: Sequence[Window], database: Path) -> None:
    """Wait until nothing moves by itself any more: what is uncertain was looked for as often as it ever is."""
    for window in windows:
        window.to_the_list()
    until = time.monotonic() + 400
    while time.monotonic() < until:
        windows[0].terminal.press("ctrl+r")
        pause = time.monotonic() + GLANCE
        while time.monotonic() < pause:
            for window in windows:
                window.terminal.text()
        fronts = [(state, problem) for state, problem, _ in _rows(database) if state != "draft"]
        moving = any(state in ("held", "sending") for state, _ in fronts)
        looking = any(state == "uncertain" and problem not in (NOT_FOUND, NOT_MADE) for state, problem in fronts)
        stuck = any(state in ("blocked", "refused", "uncertain") for state, _ in fronts)
        if not moving and not looking and (stuck or not fronts):
            return


def _words(sandbox: Sandbox) -> Counter[str]:
    """How often each word is on the server."""
    return Counter(word for row in sandbox.world.messages() for word in WORD.findall(row["body"] or ""))


def _doubled(sandbox: Sandbox, tally: Tally) -> list[str]:
    return sorted(word for word, times in _words(sandbox).items() if times > 1 and word not in tally.again)


def _story(word: str, sandbox: Sandbox, tally: Tally) -> None:
    """Print all that is known about a word: what the server has of it, and what was answered about it."""
    print(f"{word}:")
    for row in sandbox.world.messages():
        if word in WORD.findall(row["body"] or ""):
            print(f"  on the server: {row}")
    for at, said in tally.answers:
        if word in WORD.findall(said):
            print(f"  answered at {at:.3f}: {said}")


def _report(sandbox: Sandbox, database: Path, tally: Tally) -> int:
    there = _words(sandbox)
    kept = [(state, WORD.findall(body)) for state, _, body in _rows(database)]
    here = {word for _, words in kept for word in words}
    doubled = _doubled(sandbox, tally)
    lost = sorted({f"word{n}" for n in range(tally.words)} - there.keys() - here)
    states = Counter(state for state, words in kept for _ in words)
    posts = sandbox.requests.of("POST", "/messages")
    print(f"journeys {tally.journeys}, words {tally.words}, recalls {tally.recalls}, kill -9 {tally.kills}, ", end="")
    print(f"sent after all {tally.settled}, sent again {len(tally.again)}, ", end="")
    print(f"windows that did not answer {tally.stuck}, outages {tally.outages}")
    print(f"requests {len(sandbox.requests)}, of these POST of messages {len(posts)}")
    kinds = Counter(f"{each.method} {re.sub(r'[0-9]+', 'N', each.path)}" for each in sandbox.requests)
    print(", ".join(f"{kind} {times}" for kind, times in kinds.most_common(8)))
    print(
        f"words on the server {len(there)}; here: {', '.join(f'{s} {n}' for s, n in sorted(states.items())) or 'none'}"
    )
    print(f"doubled {len(doubled)} {doubled[:5]}")
    for word in doubled:
        _story(word, sandbox, tally)
    print(f"lost {len(lost)} {lost[:5]}")
    print(
        "memory of the window that lived:", ", ".join(f"{at / 60:.0f} min {size:.0f} MB" for at, size in tally.memory)
    )
    return 1 if doubled or lost else 0


if __name__ == "__main__":
    raise SystemExit(main())
