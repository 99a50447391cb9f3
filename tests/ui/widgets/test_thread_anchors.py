"""What a person looks at in a thread stays where it is."""

from __future__ import annotations

from datetime import UTC

import pytest
from textual.pilot import Pilot

from chatlane_tui.model.outbox import OutboxState
from chatlane_tui.render.document import Document
from chatlane_tui.store.rows import Direction, MessageRow
from chatlane_tui.ui.widgets.thread import ThreadView
from tests.ui.widgets.made_rows import body, message, outgoing, thread
from tests.ui.widgets.panes import ONE, TWO, Hands, Pane, lines, screen


def tall(key: str) -> Document:
    """Far higher than its size lets guess."""
    return body(*(f"{key} line {number}" for number in range(7)), quoted=2)


def stage(documents: bool = True) -> tuple[Pane, ThreadView]:
    view = ThreadView(clock=Hands(), zone=UTC)
    return Pane(view, tall if documents else None), view


async def shown(pilot: Pilot[None], view: ThreadView, rows: tuple[MessageRow, ...], unread: str | None = None) -> None:
    view.focus()
    view.show(rows, conversation=ONE, unread_from=unread)
    await pilot.pause()
    await pilot.pause()


def cursor(view: ThreadView) -> str:
    assert view.current is not None
    return view.current.key


async def test_at_the_end_new_messages_are_followed() -> None:
    app, view = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, view, thread(20))
        view.show(thread(21), conversation=ONE)
        await pilot.pause()
        await pilot.pause()
        assert "m20 line 6" in screen(view)
        assert view.is_at_end
        assert (view.below, cursor(view)) == (0, "m19")


async def test_further_up_new_messages_move_nothing_and_are_counted() -> None:
    app, view = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, view, thread(20))
        view.action_page_up()
        view.action_page_up()
        await pilot.pause()
        before = lines(view)
        view.show(thread(22), conversation=ONE)
        await pilot.pause()
        assert lines(view)[:-1] == before[:-1]
        assert lines(view)[-1].strip() == "↓ 2 new messages"
        assert view.below == 2
        view.action_last()
        await pilot.pause()
        assert view.below == 0
        assert "new message" not in screen(view)


async def test_a_click_on_the_news_goes_there() -> None:
    app, view = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, view, thread(20))
        view.action_first()
        view.show(thread(21), conversation=ONE)
        await pilot.pause()
        assert "1 new message" in lines(view)[-1]
        await pilot.click(ThreadView, offset=(3, 19))
        await pilot.pause()
        assert cursor(view) == "m20"


async def test_older_messages_that_arrive_above_move_nothing() -> None:
    app, view = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, view, thread(20, first=50))
        view.action_page_up()
        await pilot.pause()
        before = lines(view)
        view.show(thread(70), conversation=ONE)
        await pilot.pause()
        assert lines(view) == before
        assert view.below == 0


async def test_bodies_that_turn_out_higher_move_nothing_at_the_top_of_the_view() -> None:
    app, view = stage(documents=False)
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, view, thread(40), unread="m20")
        top = lines(view)[:2]
        view.supply(ONE, {f"m{number}": tall(f"m{number}") for number in range(40)})
        await pilot.pause()
        assert lines(view)[:2] == top
        assert lines(view)[2].strip() == "▌ m20 line 0"


async def test_at_the_end_bodies_that_turn_out_higher_keep_the_end() -> None:
    app, view = stage(documents=False)
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, view, thread(40))
        view.supply(ONE, {f"m{number}": tall(f"m{number}") for number in range(40)})
        await pilot.pause()
        assert "m39 line 6" in screen(view)
        assert view.is_at_end


@pytest.mark.parametrize("lines_moved", [1, 10, 18])
async def test_scrolling_up_into_bodies_of_unknown_height_moves_by_whole_lines(lines_moved: int) -> None:
    app, view = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, view, thread(60), unread="m30")
        move = {1: "line_up", 10: "half_up", 18: "page_up"}[lines_moved]
        for _ in range(4):
            before = lines(view)
            getattr(view, f"action_{move}")()
            await pilot.pause()
            assert _texts(lines(view)[lines_moved:]) == _texts(before[: 20 - lines_moved])


def _texts(shown: list[str]) -> list[str]:
    """Without the sign of the cursor, which comes along."""
    return [line.replace("▸", " ") for line in shown]


async def test_down_and_up_again_is_where_it_was() -> None:
    app, view = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, view, thread(60), unread="m30")
        before = _texts(lines(view))
        for move in ("page_down", "half_down", "line_down", "line_up", "half_up", "page_up"):
            getattr(view, f"action_{move}")()
            await pilot.pause()
        assert _texts(lines(view)) == before


async def test_the_wheel_moves_the_view_and_the_cursor_comes_along() -> None:
    app, view = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, view, thread(60), unread="m30")
        before = lines(view)
        view.scroll_to(y=view.top + 12, animate=False)
        await pilot.pause()
        assert _texts(lines(view)[:5]) == _texts(before[12:17])
        assert cursor(view) == "m31"


async def test_the_scrollbar_jumps_far_without_laying_out_all_between() -> None:
    app, view = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, view, thread(500))
        view.scroll_to(y=0, animate=False)
        await pilot.pause()
        await pilot.pause()
        assert "m0 line 0" in screen(view)
        assert view.top == 0


async def test_resizing_keeps_the_line_at_the_top() -> None:
    app, view = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, view, thread(60), unread="m30")
        view.action_page_down()
        await pilot.pause()
        top = lines(view)[0]
        await pilot.resize_terminal(100, 30)
        await pilot.pause()
        assert lines(view)[0] == top
        await pilot.resize_terminal(40, 12)
        await pilot.pause()
        assert lines(view)[0] == top


async def test_resizing_at_the_end_keeps_the_end() -> None:
    app, view = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, view, thread(60))
        await pilot.resize_terminal(30, 10)
        await pilot.pause()
        await pilot.pause()
        assert view.is_at_end


async def test_the_next_message_is_shown_whole_or_from_its_beginning() -> None:
    app, view = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, view, thread(10))
        view.action_first()
        seen = []
        for _ in range(9):
            view.action_next_message()
            await pilot.pause()
            assert f"{cursor(view)} line 6" in screen(view)
            assert any("▸" in line for line in lines(view))
            seen.append(cursor(view))
        assert seen == [f"m{number}" for number in range(1, 10)]
        view.action_previous_message()
        view.action_previous_message()
        assert cursor(view) == "m7"


async def test_at_the_last_message_the_next_goes_to_its_end() -> None:
    app, view = stage(documents=False)
    async with app.run_test(size=(60, 20)) as pilot:
        long = body(*(f"line {number}" for number in range(60)))
        view.show((message(1),), conversation=ONE, unread_from="m1", documents={"m1": long})
        await pilot.pause()
        for _ in range(4):
            view.action_next_message()
        assert "line 59" in screen(view)
        view.action_previous_message()
        assert "line 0" in screen(view)


async def test_what_a_person_sends_is_shown_at_once() -> None:
    app, view = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, view, thread(20))
        view.action_first()
        view.show((*thread(20), outgoing(1, OutboxState.HELD, due=None)), conversation=ONE)
        await pilot.pause()
        assert cursor(view) == "o1"
        assert view.is_at_end


async def test_what_was_sent_keeps_the_cursor_and_is_no_news() -> None:
    app, view = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, view, (*thread(20), outgoing(1, OutboxState.SENDING)))
        view.show((*thread(20), message(20, direction=Direction.OURS)), conversation=ONE)
        await pilot.pause()
        assert cursor(view) == "m20"
        view.action_first()
        view.show((*thread(20), message(20, direction=Direction.OURS)), conversation=ONE)
        assert view.below == 0


async def test_where_the_message_at_the_top_is_gone_the_next_takes_its_place() -> None:
    app, view = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, view, thread(40), unread="m20")
        view.show(tuple(row for row in thread(40) if row.key != "m20"), conversation=ONE)
        await pilot.pause()
        assert cursor(view) == "m21"
        assert "m21 line 0" in screen(view)


async def test_unfolding_keeps_the_head_of_the_message_where_it_is() -> None:
    app, view = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, view, thread(20))
        view.action_previous_message()
        await pilot.pause()
        before = [y for y, line in enumerate(lines(view)) if "▸" in line]
        view.action_unfold()
        assert [y for y, line in enumerate(lines(view)) if "▸" in line] == before
        assert "quoted 1" in screen(view)
        view.action_unfold()
        assert [y for y, line in enumerate(lines(view)) if "▸" in line] == before


async def test_another_conversation_starts_afresh() -> None:
    app, view = stage()
    async with app.run_test(size=(60, 20)) as pilot:
        await shown(pilot, view, thread(20))
        view.action_unfold()
        view.action_first()
        view.show(thread(21), conversation=ONE)
        view.show(thread(20), conversation=TWO)
        await pilot.pause()
        assert view.below == 0
        assert view.is_at_end
        assert "quoted 1" not in screen(view)
        assert view.conversation == TWO
