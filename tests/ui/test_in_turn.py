"""Keys one after the other: each when what the one before it set off is done."""

from __future__ import annotations

import asyncio

import pytest
from textual import events
from textual.app import App

from chatlane_tui.ui.in_turn import HOPS, InTurn, Pressed


def key(name: str) -> events.Key:
    return events.Key(name, name)


async def test_the_next_key_is_looked_at_when_what_the_one_before_it_posted_was_handled() -> None:
    app, order = App[int](), list[str]()

    async def act(event: Pressed) -> None:
        assert isinstance(event, events.Key)
        order.append(event.key)
        app.call_later(lambda: app.screen.call_later(lambda: order.append(f"{event.key} done")))

    async with app.run_test() as pilot:
        in_turn = InTurn(app, act)
        for name in "abc":
            in_turn.put(key(name))
        assert len(in_turn) == 3
        while len(order) < 6:
            await pilot.pause()
        assert order == ["a", "a done", "b", "b done", "c", "c done"]


async def test_what_never_comes_to_rest_holds_no_key_up() -> None:
    app, seen, turns = App[int](), list[str](), list[int]()

    async def restless() -> None:
        while len(seen) < 2:
            turns.append(len(seen))
            app.call_later(turns.clear if not seen else turns.copy)
            await asyncio.sleep(0)

    async def act(event: Pressed) -> None:
        assert isinstance(event, events.Key)
        seen.append(event.key)

    async with app.run_test():
        in_turn = InTurn(app, act)
        in_turn.put(key("a"))
        in_turn.put(key("b"))
        await restless()
    assert seen == ["a", "b"]
    assert HOPS // 2 <= turns.count(1) <= HOPS + 2


async def test_keys_that_come_later_have_their_turn_too() -> None:
    app, seen = App[int](), list[str]()

    async def act(event: Pressed) -> None:
        assert isinstance(event, events.Key)
        seen.append(event.key)

    async with app.run_test() as pilot:
        in_turn = InTurn(app, act)
        for name in "ab":
            in_turn.put(key(name))
            while name not in seen:
                await pilot.pause()
    assert seen == ["a", "b"]


async def test_a_defect_in_what_a_key_does_ends_the_program_and_is_said() -> None:
    app = App[int]()

    async def act(_: Pressed) -> None:
        raise ZeroDivisionError("in a key")

    async def press() -> None:
        async with app.run_test() as pilot:
            InTurn(app, act).put(key("a"))
            await pilot.pause()

    with pytest.raises(ZeroDivisionError, match="in a key"):
        await press()
