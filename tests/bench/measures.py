"""What is measured, each in a process of its own: the client beside the floor, both from outside."""

from __future__ import annotations

import random
import string
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path

from tests.bench import floor as floor_app
from tests.bench.mailbox import Home, Synced, floor
from tests.bench.server import Server
from tests.bench.table import Figure, Row, figure
from tests.bench.terminal import ROWS, Picture, Shown, Terminal

LIST = 48
"""Columns in which the list is looked at."""
GAP = 0.25
"""Seconds between two keys of somebody who reads: the preview of the thread has come before the next one."""
CURSORS = "▌▏"
GROUPS = ("start", "moving", "threads", "composing", "sync", "arriving", "idle")
"""What is measured, in this order."""


@dataclass(frozen=True, slots=True)
class Size:
    """One size of the data, and how much patience there is."""

    conversations: int
    server: Server
    prepared: Path
    folder: Path
    synced: Synced
    quick: bool
    dice: random.Random = field(default_factory=lambda: random.Random(7))

    def home(self, name: str, *, poll: int = 3600, empty: bool = False) -> Home:
        """A new profile, with the prepared database unless it is to be empty."""
        home = Home(self.folder / name, self.server, poll=poll)
        return home if empty else home.fill(self.prepared)

    def times(self, whole: int) -> int:
        """How often to do something."""
        return max(3, whole // 5) if self.quick else whole


def measured(size: Size, *, only: Sequence[str] = ()) -> Iterator[Row]:
    """Every row of the table, in its order; `only` those groups, if any are named."""
    synced = size.synced
    yield Row("first sync, everything", "items/s", figure((synced.messages + synced.conversations) / synced.whole))
    yield Row(
        "first sync, messages", "/s", figure(synced.messages / max(0.05, synced.reading_messages)), budget="≥ 5,000"
    )
    yield Row("first sync, first rows cached", "ms", figure(synced.usable * 1000))
    from tests.bench import threads  # which measures as this does

    groups = (_starting, _moving, threads.reading, _composing, _syncing, _arriving, _idling)
    for name, group in zip(GROUPS, groups, strict=True):
        if only and name not in only:
            continue
        try:
            yield from group(size)
        except (OSError, subprocess.TimeoutExpired) as error:  # the others can be measured all the same
            print(f"{name}: {error}", file=sys.stderr)


def chosen(picture: Picture) -> object:
    """The row under the cursor: where it is and whose. Ages and marks of a row may change by themselves."""
    for y in range(1, ROWS - 1):
        line = picture.line(y, 0, 28)
        if line[0] in CURSORS:
            return y, line[3:]
    return None


def _starting(size: Size) -> Iterator[Row]:
    home = size.home("start")
    name = home.first_name().encode()
    starts, memory, quits = list[float](), list[float](), list[float]()
    floors, floor_memory, floor_quits = list[float](), list[float](), list[float]()
    for number in range(size.times(15) + 1):
        with home.start() as terminal:
            starts.append(terminal.first_bytes(name))
            terminal.rest(0.6, patience=6)
            memory.append(terminal.rss())
            quits.append(_quit(terminal))
        with floor(size.conversations, home.environ) as terminal:
            floors.append(terminal.first_bytes(floor_app.NAME.encode()))
            terminal.rest(0.3, patience=2)
            floor_memory.append(terminal.rss())
            floor_quits.append(_quit(terminal))
        if not number:  # the first of each compiles
            starts.clear()
            floors.clear()
    yield Row("start → list painted", "ms", figure(*starts), figure(*floors), "≤ 1.3 × floor")
    yield Row("memory, started and online", "MB", figure(*memory), figure(*floor_memory))
    yield Row("quit", "ms", figure(*quits), figure(*floor_quits), "≤ 300")


def _quit(terminal: Terminal) -> float:
    pressed = terminal.press("ctrl+q")
    return (terminal.wait_exit() - pressed) * 1000


def _moving(size: Size) -> Iterator[Row]:
    count = size.times(120)
    keys: tuple[tuple[str, Sequence[str], str], ...] = (
        ("j", ["j"] * count, "p50 ≤ 4, p99 ≤ 16"),
        ("page down", ["pagedown"] * min(size.times(40), size.conversations // 40), "p50 ≤ 10"),
        ("End", ["end", "home"] * size.times(15), "p50 ≤ 10"),
    )
    home = size.home("moving")
    with home.start() as client, floor(size.conversations, home.environ) as reference:
        client.wait_for("online")
        client.rest(1.0, patience=8)
        for what, series, budget in keys:
            answers, floors = side_by_side(client, reference, series)
            if what == "End":
                yield Row("End", "ms", figure(*answers[::2]), figure(*floors[::2]), budget)
                yield Row("Home", "ms", figure(*answers[1::2]), figure(*floors[1::2]), budget)
            else:
                yield Row(what, "ms", figure(*answers), figure(*floors), budget)
        hurried = size.times(120)
        answers = client.series(["j"] * hurried, chosen, gap=1 / 30)
        floors = reference.series(["j"] * hurried, chosen, gap=1 / 30)
        yield Row("j held at 30 a second", "ms", figure(*answers), figure(*floors))
        yield Row("memory, after use", "MB", figure(client.rss()), figure(reference.rss()), "≤ 90")


def side_by_side(
    client: Terminal,
    reference: Terminal,
    keys: Sequence[str],
    *,
    shown: Shown = chosen,
    beside: Sequence[str] = (),
    gap: float = GAP,
) -> tuple[list[float], list[float]]:
    """Each key to the client, then (`beside`, or the same one) to the floor: what else the machine does meets both."""
    pressed, answered = [], []
    for terminal in (client, reference):
        terminal.text()
    for key, other in zip(keys, beside or keys, strict=True):
        pressed.append(client.press_for(gap, key))
        answered.append(reference.press_for(gap / 2, other))
    return client.answered(pressed, shown), reference.answered(answered, chosen)


def _composing(size: Size) -> Iterator[Row]:
    with size.home("composing").start() as client:
        client.wait_for("online")
        client.rest(1.0, patience=8)
        _reply(client)
        letters = client.series(_letters(size.times(150)), _written, gap=GAP / 2)
        yield Row("a key in the composer", "ms", figure(*letters))


def _reply(client: Terminal) -> None:
    client.press("r")
    client.wait_for("Reply ·")
    client.rest(0.5, patience=2.0)


def _letters(count: int) -> Sequence[str]:
    return list(islice(cycle(string.ascii_lowercase), count))


def _written(picture: Picture) -> object:
    """What stands in the frame of the composer."""
    return [picture.line(y, LIST + 4, 118) for y in range(ROWS - 12, ROWS - 3)]


def _syncing(size: Size) -> Iterator[Row]:
    """Keys while a fresh profile reads the server for the first time: half of them while it reads conversations, half
    while it reads messages. The floor beside it reads nothing: what it waits for is the machine, which both share with
    the server. A small mailbox is read before there is anything to press."""
    if size.synced.reading_messages < 20:
        return
    stalls: list[float] = []
    keys = size.times(120) // 2
    moves = ["j"] * keys
    typing: tuple[tuple[str, Sequence[str], Shown], ...] = (
        ("j", moves, chosen),
        ("a key in the composer", _letters(keys), _written),
    )
    for what, series, shown in typing:
        log = size.folder / f"loop {what}"
        home = size.home(f"sync {what}", empty=True)
        with (
            home.start("tests.bench.inside", str(log)) as client,
            floor(size.conversations, home.environ) as reference,
        ):
            client.wait_for(lambda picture: chosen(picture) is not None)
            client.rest(0.1, patience=2.0)  # some pages, so that there is something below
            if shown is _written:
                _reply(client)
            began = time.perf_counter()
            first = side_by_side(client, reference, series, shown=shown, beside=moves, gap=0.12)
            home.wait_for_walk("conversations", patience=size.synced.whole)
            second = side_by_side(client, reference, series, shown=shown, beside=moves, gap=0.12)
            answers, floors = (before + after for before, after in zip(first, second, strict=True))
            ended = time.perf_counter()
            late = ", which ended" if home.has_read("messages") else ""
            client.press("ctrl+q")
            client.wait_exit()
        stalls += [took * 1000 for start, took in _loop(log) if began <= start <= ended]
        yield Row(f"{what}, during first sync{late}", "ms", figure(*answers), figure(*floors), "p99 ≤ 2 × idle")
    yield Row("the 20 longest callbacks of the loop then", "ms", figure(*sorted(stalls)[-20:]), budget="≤ 8")


def _arriving(size: Size) -> Iterator[Row]:
    """A customer of a conversation far down writes: it comes to the top, and the cursor stays where it is."""
    log = size.folder / "loop-arriving"
    shown: list[float] = []
    busy: list[float] = []
    windows: list[tuple[float, float]] = []
    with size.home("arriving", poll=2).start("tests.bench.inside", str(log)) as client:
        client.wait_for("online")
        client.rest(1.0, patience=8)
        for number in range(size.times(15)):
            before = client.picture.line(1, 3, 28)
            written = size.server.write(2 + number * 3, f"Something new, number {number}.")
            try:
                client.wait_for(lambda picture, old=before: picture.line(1, 3, 28) != old)  # type: ignore[misc]
            except TimeoutError:
                continue
            shown.append((time.perf_counter() - written) * 1000)
            client.rest(0.4, patience=1.5)
            windows.append((written, time.perf_counter()))
        client.press("ctrl+q")
        client.wait_exit()
    seen = _loop(log)
    for start, end in windows:
        busy.append(max((took * 1000 for at, took in seen if start <= at <= end), default=0.0))
    yield Row("a message arrives → painted (polled each 2 s)", "ms", figure(*shown))
    yield Row("longest callback of the loop then", "ms", figure(*busy), budget="≤ 10")


def _loop(log: Path) -> list[tuple[float, float]]:
    pairs = (line.split() for line in log.read_text().splitlines())
    return [(float(start), float(took)) for start, took in pairs]


def _idling(size: Size) -> Iterator[Row]:
    """Online, polling every 15 s as it does by itself, nobody there."""
    seconds = 16.0 if size.quick else 31.0
    home = size.home("idling", poll=15)
    with ExitStack() as both:
        terminals = [both.enter_context(home.start()), both.enter_context(floor(size.conversations, home.environ))]
        terminals[0].wait_for("online")
        for terminal in terminals:
            terminal.rest(2.0, patience=10)
        before = [(terminal.cpu(), terminal.written()) for terminal in terminals]
        time.sleep(seconds)
        after = [(terminal.cpu(), terminal.written()) for terminal in terminals]
    cpu = [Figure(((b[0] - a[0]) / seconds * 100,)) for a, b in zip(before, after, strict=True)]
    written = [Figure((float(b[1] - a[1]) / seconds,)) for a, b in zip(before, after, strict=True)]
    yield Row("idle: processor", "%", cpu[0], cpu[1], "< 0.5")
    yield Row("idle: bytes to the terminal", "/s", written[0], written[1], "0")
