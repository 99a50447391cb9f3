"""Scenes of triage, drawn by `make.py`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from chatlane_tui.sandbox.server import Sandbox
from tests.journeys.inside import Seat

Scene = Callable[[Seat, Sandbox], Awaitable[None]]


async def inbox(person: Seat, _: Sandbox) -> None:
    """The list, the newest conversation beside it."""
    await person.until("any news? Rent is due")


async def selection(person: Seat, sandbox: Sandbox) -> None:
    """Some conversations selected, some with a label."""
    await inbox(person, sandbox)
    await person.press("x", "j", "x", "t")
    await person.until("There are no labels yet")
    await person.press(*"refund", "enter")
    await person.until("#refund")
    await person.press("j", "j", "V")
    await person.until("selected · Esc clears")


async def snooze(person: Seat, sandbox: Sandbox) -> None:
    """Until when, in somebody's own words."""
    await inbox(person, sandbox)
    await person.press("z")
    await person.until("Snooze here until")
    await person.press(*"fri 14")


async def palette(person: Seat, sandbox: Sandbox) -> None:
    """What can be done here, with its keys."""
    await inbox(person, sandbox)
    await person.press("ctrl+p")
    await person.until("Internal note")


async def run(person: Seat, sandbox: Sandbox) -> None:
    """One conversation after the other."""
    await inbox(person, sandbox)
    await person.press("F")
    await person.until("Focus run 1 of")
    await person.press("e")
    await person.until("Focus run 2 of")


async def light(person: Seat, sandbox: Sandbox) -> None:
    """In daylight."""
    person.app.theme = "chatlane-light"
    await inbox(person, sandbox)


async def contrast(person: Seat, sandbox: Sandbox) -> None:
    """For eyes that need it, a line a conversation."""
    person.app.theme = "chatlane-contrast"
    await inbox(person, sandbox)
    person.screen.inbox.action_density()


async def mask(person: Seat, sandbox: Sandbox) -> None:
    """Before others look on."""
    await inbox(person, sandbox)
    await person.press("M")
    await person.until("names hidden")


async def small(person: Seat, _: Sandbox) -> None:
    """As small as it may be."""
    await person.until("Ada Okonkwo")


SCENES: dict[str, tuple[Scene, tuple[int, int]]] = {
    "selection": (selection, (120, 36)),
    "snooze": (snooze, (80, 24)),
    "palette": (palette, (100, 30)),
    "run": (run, (100, 30)),
    "light": (light, (120, 36)),
    "contrast": (contrast, (120, 36)),
    "mask": (mask, (120, 36)),
    "small": (small, (60, 15)),
}
