"""Threads of 10, 200 and 2,000 messages: opened, scrolled, paged through, seen from end to end and in another width."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tests.bench.mailbox import floor
from tests.bench.measures import LIST, Size, side_by_side
from tests.bench.server import LENGTHS, tag
from tests.bench.table import Row, figure
from tests.bench.terminal import COLUMNS, ROWS, Picture, Terminal

NARROWER = COLUMNS - 8
KINDS = len(set(LENGTHS))


def reading(size: Size) -> Iterator[Row]:
    """Every row about threads."""
    home = size.home("threads")
    with home.start() as client, floor(size.conversations, home.environ) as reference:
        client.wait_for("online")
        client.rest(1.0, patience=8)
        yield from _opening(client)
        for number, length in enumerate(LENGTHS[:KINDS]):
            _open(client, number)
            yield from _moving(client, reference, size, number, length)
            client.press("esc")
            client.rest(0.5)


def _opening(client: Terminal) -> Iterator[Row]:
    cold: dict[int, list[float | None]] = {length: [] for length in LENGTHS}
    warm: dict[int, list[float | None]] = {length: [] for length in LENGTHS}
    for found in (cold, warm):
        client.press("home")
        client.rest(0.5)
        for number, length in enumerate(LENGTHS):
            found[length].append(client.latency("j", "enter", until=_reads(number)))
            client.rest(1.0, patience=8)
            client.press("esc")
            client.rest(0.5)
    for name, found in (("open", cold), ("open again", warm)):
        for length, samples in found.items():
            budget = "≤ 40" if found is cold else ""
            yield Row(f"{name} a thread of {length:,}", "ms", figure(*samples), budget=budget)


def _open(client: Terminal, number: int) -> None:
    client.press("home")
    client.rest(0.5)
    client.press(*["j"] * (number + 1))
    client.rest(0.5)
    client.press("enter")
    client.wait_for(_reads(number))
    client.rest(1.0, patience=8)


def _moving(client: Terminal, reference: Terminal, size: Size, number: int, length: int) -> Iterator[Row]:
    lines, pages = size.times(60), size.times(30)
    up_and_down: tuple[tuple[str, Sequence[str], Sequence[str]], ...] = (
        ("a line", ["up", "down"] * (lines // 2), ["j", "k"] * (lines // 2)),
        ("a page", ["pageup", "pagedown"] * (pages // 2), ["pagedown", "pageup"] * (pages // 2)),
    )
    for what, keys, beside in up_and_down:
        answers, floors = side_by_side(client, reference, keys, shown=_body, beside=beside)
        yield Row(f"{what} in a thread of {length:,}", "ms", figure(*answers), figure(*floors), "p50 ≤ 10")
    ends: list[float | None] = []
    for _ in range(size.times(10)):
        for key, position in (("home", 0), ("end", length - 1)):
            ends.append(client.latency(key, until=_reads(number, position)))
            client.rest(0.4, patience=2.0)
    _, floors = side_by_side(
        client, reference, ["up", "down"] * size.times(10), beside=["end", "home"] * size.times(10)
    )
    yield Row(f"end to end of a thread of {length:,}", "ms", figure(*ends), figure(*floors), "p50 ≤ 10")
    widths = [NARROWER, COLUMNS] * size.times(10)
    answers_to = [client.resized(width) for width in widths]
    floors_to = [reference.resized(width) for width in widths]
    yield Row(f"resize with a thread of {length:,}", "ms", figure(*answers_to), figure(*floors_to), "≤ 120")


def _body(picture: Picture) -> object:
    """What stands in the pane of the thread."""
    return [picture.line(y, LIST) for y in range(2, ROWS - 2)]


def _reads(number: int, position: int | None = None) -> Callable[[Picture], bool]:
    """Whether some message of that thread is on the screen, or that one."""
    mark = f"{tag(number)} #{'' if position is None else f'{position}]'}"
    return lambda picture: any(mark in picture.line(y, LIST) for y in range(2, ROWS - 1))
