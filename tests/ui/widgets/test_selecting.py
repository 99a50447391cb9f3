"""Selecting conversations of a list, and a list of one line a conversation."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from chatlane_tui.model.ids import ConversationId
from chatlane_tui.store.rows import InboxWindow
from chatlane_tui.ui.widgets.inbox_list import InboxList
from chatlane_tui.ui.widgets.selection import Selection
from tests.ui.widgets.made_rows import window
from tests.ui.widgets.panes import Hands, lines, screen
from tests.ui.widgets.stage import Stage


def stage(**changes: object) -> tuple[Stage, InboxList]:
    inbox = InboxList(clock=Hands(), **changes)  # type: ignore[arg-type]
    return Stage(inbox), inbox


async def shown(pilot: Pilot[None], inbox: InboxList, told: InboxWindow) -> None:
    inbox.focus()
    inbox.show(told)
    await pilot.pause()


async def test_a_key_selects_and_goes_on_and_again_takes_it_off() -> None:
    app, inbox = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, inbox, window())
        inbox.action_select()
        inbox.action_select()
        inbox.action_cursor_up()
        inbox.action_select()
        await pilot.pause()
        assert (inbox.selection, inbox.position) == ((0,), 2)
        assert [event.count for event in app.heard(InboxList.SelectionChanged)] == [1, 2, 1]
        assert lines(inbox)[0].split()[0] == "✓Customer"


async def test_a_range_reaches_from_the_one_selected_last_to_the_cursor_whichever_comes_first() -> None:
    app, inbox = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, inbox, window())
        for _ in range(5):
            inbox.action_cursor_down()
        inbox.action_select_range()
        inbox.action_first()
        inbox.action_select_range()
        await pilot.pause()
        assert app.heard(InboxList.RangeWanted) == [InboxList.RangeWanted(0, 6)]


async def test_all_are_selected_also_those_that_the_list_was_not_told_and_then_none() -> None:
    app, inbox = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, inbox, window(total=1_000))
        inbox.action_select_all()
        await pilot.pause()
        assert app.heard(InboxList.RangeWanted) == [InboxList.RangeWanted(0, 1_000)]
        inbox.select(tuple(map(ConversationId, range(1_000))))
        inbox.action_select_all()
        assert inbox.selection == ()


async def test_an_empty_list_selects_nothing() -> None:
    app, inbox = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, inbox, InboxWindow(0, 0, ()))
        inbox.action_select()
        inbox.action_select_range()
        inbox.action_select_all()
        await pilot.pause()
        assert (inbox.selection, app.heard(InboxList.RangeWanted), inbox.step_off()) == ((), [], False)


def test_selecting_the_same_again_is_no_change() -> None:
    selection = Selection()
    selection.toggle(ConversationId(3), 2)
    assert ConversationId(3) in selection
    assert not selection.replace([ConversationId(3)])
    assert selection.replace([])
    assert selection.anchor is None


async def test_one_line_a_conversation_shows_twice_as_many_and_keeps_the_cursor_in_sight() -> None:
    app, inbox = stage(lines=1)
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, inbox, window())
        assert sum("Customer" in line for line in lines(inbox)) == 20
        inbox.action_page_down()
        inbox.action_half_down()
        await pilot.pause()
        assert inbox.position == 30
        assert "Customer 30 " in screen(inbox)
        await pilot.click(InboxList, offset=(5, 0))
        assert inbox.position == inbox.top


@pytest.mark.parametrize(("times", "said"), [("relative", "5m"), ("absolute", ":")])
async def test_times_are_ages_or_moments(times: str, said: str) -> None:
    app, inbox = stage(times=times, lines=1)
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, inbox, window())
        assert said in lines(inbox)[5].split()[-1]


async def test_one_line_or_two_can_be_chosen_while_it_is_shown() -> None:
    app, inbox = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, inbox, window())
        for _ in range(30):
            inbox.action_cursor_down()
        inbox.action_density()
        await pilot.pause()
        assert sum("Customer" in line for line in lines(inbox)) == 20
        assert "Customer 30 " in screen(inbox)
        inbox.action_density()
        assert sum("Customer" in line for line in lines(inbox)) == 10
        assert "Customer 30 " in screen(inbox)


async def test_a_range_begins_at_its_conversation_though_rows_came_above_it() -> None:
    app, inbox = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, inbox, window())
        inbox.action_select()
        inbox.show(window(first=-2, total=1_002))
        inbox.action_cursor_down()
        inbox.action_select_range()
        await pilot.pause()
        assert app.heard(InboxList.RangeWanted) == [InboxList.RangeWanted(2, 5)]


async def test_another_list_begins_with_nothing_selected() -> None:
    app, inbox = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, inbox, window())
        inbox.action_select()
        inbox.begin(window(first=500))
        await pilot.pause()
        assert inbox.selection == ()
        assert app.heard(InboxList.SelectionChanged)[-1].count == 0
